"""The head of a meeting in notes: its title, when it was and how many came, however that is typed.

Note-takers write it under a label ("Aanwezig: 5 ouders"), and as often in a line of their own: "wo
4 november, online. Er waren 8 mensen: 4 leerkrachten, …", "Opkomst 16 (presentielijst bij Joost)".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise, takewhile

from pipeline.core.numerals import ANY_NUMBER, number_of
from pipeline.corpus.attendance import (
    Present,
    counts_only,
    known_role,
    present_in,
)
from pipeline.corpus.note_courtesies import is_of_order_title, of_last_minutes
from pipeline.corpus.speakers import speaks
from pipeline.files.blocks import Block, is_bold_title
from pipeline.files.dates import date_within, day_of_year, names_a_day, opens_with_a_day
from pipeline.files.names import fold

MAX_WORDS = 60  # of the lines in which a note-taker says when it was and who came
FEWEST_UNLABELLED = 5  # people in a role whom a line may count without saying that they were there
FACTS = 3  # lines below a title, among which "Datum: …" may stand
MOSTLY_POINTS = 0.6  # of the blocks of notes, with the titles above them
MOST_FACTS = 6  # lines at the head of notes, above the first point
MAX_TOPIC = 8  # words of a point that is the subject of those below it
MOST_TOPICS = 0.8  # of the outermost points, from which they are subjects
_ANYBODY = (
    "man|personen|mensen|bezoekers|deelnemers|aanwezigen|belangstellenden|namen|handtekeningen"
)
_CROWD = rf"{_ANYBODY}|inwoners|bewoners|ouders|buren|dorpsgenoten"
_ABOUT = r"(?:circa|ca\.?|ongeveer|ong\.?|zo'n|ruim|bijna|±|~)?\s*"
_THERE = re.compile(  # "er waren veertien mensen", "aanwezig 57 (26 po, …)", "er: 8 schoolleiders"
    r"\b(?:(?:er|wij|we) (?:waren|zijn)(?: met)?|aanwezig(?:en)?(?: waren| zijn)?|deelnemers|"
    r"aanw\b\.?|"
    r"(?:om|aan) (?:de )?tafel(?: zaten| zitten| waren|:)?|"
    rf"opkomst|erbij|er(?=:))\s*:?\s*\(?{_ABOUT}(?P<n>{ANY_NUMBER})\b(?!\s*(?:kop|keer|uur))",
    re.IGNORECASE,
)
_TIMES_BEHIND = re.compile(  # "lk 4x, ib 2x" for "4 lk, 2 ib"
    r"(?<=[,:] )(?P<who>[a-zà-ÿ][\w'’./-]{1,25}) (?P<n>\d{1,3}) ?[x×](?=\s*(?:[,;.)]|$))"
)
_DATED = re.compile(r"^(?:datum|wanneer)\b[^:]{0,20}:", re.IGNORECASE)
_CERTAIN = re.compile(r"aanw|opkomst", re.IGNORECASE)
_OF_A_CROWD = re.compile(rf"\b(?P<n>{ANY_NUMBER}) (?:{_CROWD})\b", re.IGNORECASE)
_BEHIND = re.compile(  # what may follow people who are counted
    r"\s*(?:$|[,;.:(+&/)=]|(?:zitten|zaten|zijn|waren|staan|stonden) (?:er|aanwezig)"
    r"(?=[,.]|$| (?:al|als|toen|om|op|bij|in|die|deze|klaar)\b)|"
    r"(?:zitten|zaten) (?:aan|in|om|rond) (?:de|het|een)\b|"
    r"(?:kwamen|komen) (?:naar|op|bijeen|samen)\b|"
    r"(?:schoven|schuiven) aan\b|(?:deden|doen) mee\b|(?:namen|nemen) (?:deel|plaats)\b|"
    r"(?:en|volgens|aanwezig|uit|groep|van|rond|plus|waarvan|op de lijst)\b)",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"(?:=|\b[Ss]amen|\b[Tt]otaal:?|\b[Ii]n totaal)\s*(\d{1,3})\b"
)  # "8 schoolleiders, later nog een adjunct = 9"
_OPENS_COUNTED = re.compile(rf"^{_ABOUT}(?P<n>\d{{1,3}})\s+(?P<rest>\S.*)$", re.IGNORECASE | re.S)
_PART = re.compile(
    r"(?<=\w{2}[.!?)])(?<!\bca\.)(?<!aanw\.)(?<!\bmw\.)(?<!hr\.)(?<!rs\.)(?<!vr\.)(?<!\bdr\.)\s+(?=[A-Z0-9])|"
    r"(?<!\s)\s+(?:/|[–—])\s+|(?:(?<!\s)\s+)?\|\s*|;\s+"
)


def came(text: str) -> Present | None:
    """How many a line or a title says were there, and in which roles; None where it does not.

    A number beside the word for being there counts everybody; roles are kept where their names are
    known, and of a list of roles alone the sum counts.
    """
    text = re.sub(r"\been dozijn\b", "12", text, flags=re.IGNORECASE)
    text = _TIMES_BEHIND.sub(r"\g<n> \g<who>", text)
    there = _counted(text)
    together = [int(n) for n in _TOGETHER.findall(text)]
    return Present(together[-1], there.roles) if there and together else there


def _counted(text: str) -> Present | None:
    """The first phrase of a line that counts people."""
    parts = _PART.split(text)
    for part in parts:
        match = _THERE.search(part)
        if match and _counts_people(part[match.end() :], certain=bool(_CERTAIN.search(match[0]))):
            return _present_in(part[match.start("n") :])
    bracketed = [part for part in re.findall(r"\(([^()]*)\)", text) if counts_only(part)]
    for part in [*bracketed, *parts]:
        if counts_only(part):
            return _present_in(part)
        match = _OF_A_CROWD.search(part)
        if match and _BEHIND.match(part[match.end() :]):
            return _present_in(part[match.start("n") :])
        if _opens_with_people(part, FEWEST_UNLABELLED):
            return _present_in(part)
    if names_a_day(text):  # "De Wilgenroos, 8 okt, 5 kinderen uit groep 7"
        listed = (part.strip() for part in text.split(","))
        return next((_present_in(part) for part in listed if _opens_with_people(part, 0)), None)
    return None


def _opens_with_people(part: str, least: int) -> bool:
    """Whether a phrase opens with at least so many people in a role, and tells nothing of them."""
    match = _OPENS_COUNTED.match(part)
    if match is None or int(match["n"]) < least:
        return False
    role, length = known_role(match["rest"])
    return bool(role) and not speaks(" ".join(match["rest"].split()[length:]))


def _counts_people(rest: str, *, certain: bool) -> bool:
    """Whether behind "er waren 20" stand people and no more: "… ouders die dit vinden" goes on.

    Args: certain: the words before the number say that people were there, whoever they were.
    """
    if certain or not rest.strip() or rest.lstrip().startswith(tuple(",.:;(=)")):
        return True
    known = re.match(rf"\s*(?:{_CROWD})\b", rest, re.IGNORECASE)
    role, length = known_role(rest)
    behind = rest[known.end() :] if known else " ".join(["", *rest.split()[length:]])
    attached = bool(role) and rest.split()[length - 1].endswith(tuple(",.:;"))
    return bool(known or role) and (attached or bool(_BEHIND.match(behind)))


def _present_in(counted: str) -> Present:
    """The people of a phrase that opens with a number: all of them, and those in known roles."""
    phrase = re.sub(r"^(\S+) \((.*)$", r"\1 personen, \2", counted)  # "57 (26 po, 15 vo)"
    if match := re.match(rf"({ANY_NUMBER})(?=[,.:)]|\s*$| \W)", phrase, re.IGNORECASE):
        phrase = f"{match[0]} personen{phrase[match.end() :]}"
    closed = phrase.count("(") == phrase.count(")")
    present = present_in(phrase if closed else phrase.replace(")", ""))
    roles: Counter[str] = Counter()
    for words, n in present.roles.items():
        if role := known_role(words)[0]:
            roles[role] += n
    first = re.match(rf"{ANY_NUMBER}\b", counted, re.IGNORECASE)
    every = re.match(rf"{ANY_NUMBER} (?:{_ANYBODY})\b", phrase, re.IGNORECASE)
    total = number_of(first[0]) if first and every else present.total
    return Present(total, dict(roles))


def head_in(text: str, latest: date) -> tuple[str, Present | None] | None:
    """The day and who came, of a line at the head of notes; None where it is no such line.

    Args: latest: the last day that a day without a year may be. A line that opens with a day needs
        no count beside it, nor one that says how many were there a day.
    """
    if len(text.split()) > MAX_WORDS:
        return None
    there = came(text)
    if there is None and not any(map(opens_with_a_day, text.splitlines())):
        return None
    return date_within(text) or day_of_year(text, latest), there


def with_meetings_apart(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with every heading that names the day of a meeting on one level.

    Where a file styles some headings and sets others in bold, or sets all alike, the ones with a
    day in them (or in the line below) hold the meetings; headings without one that come back under
    several of them are parts of each.
    """
    titled = list(_with_bold_titles(blocks))
    dated = [place for place in range(len(titled)) if _opens_a_meeting(titled, place)]
    if len(dated) < 2:
        return list(_with_bold_titles(blocks, only_above_points=True))
    top = min(titled[place].level for place in dated)
    days = set(dated)
    undated = [
        place
        for place in range(dated[0] + 1, len(titled))
        if titled[place].kind == "heading" and titled[place].level <= top and place not in days
    ]
    texts = Counter(fold(titled[place].text) for place in undated)
    parts = {place for place in undated if texts[fold(titled[place].text)] > 1}
    single = [place for place in undated if place not in parts]
    if 2 * len(single) <= len(parts) and not any(_heads_people(titled, i) for i in single):
        parts.update(single)  # "Overig", once, below the last of them
    elif single:  # meetings of which nobody wrote down the day
        parts = set()
    for place, block in enumerate(titled):
        if place in days:
            titled[place] = replace(block, level=top)
        elif place in parts:
            titled[place] = replace(block, level=top + 1)
        elif block.kind == "heading" and place < dated[0] and block.level == top:
            titled[place] = replace(block, style="Title")
    return titled


def _with_bold_titles(
    blocks: Sequence[Block], *, only_above_points: bool = False
) -> Iterator[Block]:
    """The blocks, with short bold lines as headings below those that the file styled.

    Args: only_above_points: no bold line above prose, which may be what somebody said loudest.
    """
    level = max((block.level for block in blocks if block.kind == "heading"), default=0) + 1
    for place, block in enumerate(blocks):
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        stands = following is not None and (not following.bold or names_a_day(block.text))
        if only_above_points:
            points = following is not None and following.kind in ("item", "row")
            stands = stands and (points or bool(block.number) or is_of_order_title(block.text))
        headed = is_bold_title(block) or (block.bold and names_a_day(block.text))
        counted = block.kind == "item" and block.number  # "3. Rondje langs de scholen"
        if (block.kind == "paragraph" or counted) and stands and headed:
            yield replace(block, kind="heading", level=min(level, 6))
        else:
            yield block


def _opens_a_meeting(blocks: Sequence[Block], place: int) -> bool:
    """Whether a heading has a day in it, or lines below it tell the day of a meeting."""
    title = blocks[place].text.strip()
    if blocks[place].kind != "heading" or title.endswith("?") or of_last_minutes(title):
        return False  # "Wat moet op 13 november op tafel?", "2. Verslag van 11 juni"
    if names_a_day(title):
        return True
    below = takewhile(lambda block: block.kind == "paragraph", blocks[place + 1 :][:FACTS])
    lines = [block.text for block in below]
    dated = any(_DATED.match(line) and names_a_day(line) for line in lines)
    return dated or (bool(lines) and _says_when(lines[0]))


def _says_when(line: str) -> bool:
    """Whether the line below a title tells a day, first or beside who came."""
    return opens_with_a_day(line) or (names_a_day(line) and bool(came(line)))


def _heads_people(blocks: Sequence[Block], place: int) -> bool:
    """Whether the line below a heading says who came: then it is a meeting."""
    below = blocks[place + 1] if place + 1 < len(blocks) else None
    return below is not None and below.kind == "paragraph" and came(below.text) is not None


def with_titles_above_points(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of notes that hardly hold more than points, with the lines above them as headings.

    So notes are typed on a telephone: "rondje 1 wat knelt er", and a list below it.
    """
    items = sum(block.kind == "item" for block in blocks)
    titles = [
        place
        for place, (block, below) in enumerate(pairwise(blocks))
        if block.kind == "paragraph"
        and below.kind == "item"
        and (place == 0 or blocks[place - 1].kind == "item" or place < MOST_FACTS)
        and len(block.text.split()) <= MAX_TOPIC
        and block.text.rstrip()[-1:].isalnum()
        and not names_a_day(block.text)
        and came(block.text) is None
    ]
    if len(titles) < 2 or items + len(titles) < MOSTLY_POINTS * len(blocks):
        return list(blocks)
    level = 1 + max((block.level for block in blocks if block.kind == "heading"), default=0)
    return [
        replace(block, kind="heading", level=level) if place in titles else block
        for place, block in enumerate(blocks)
    ]


def with_topics_of_points(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with short points as headings where nearly every one has points below it.

    So notes are exported that were indented: the subject, and below it what was said.
    """

    def has_below(place: int) -> bool:
        after = blocks[place + 1] if place + 1 < len(blocks) else None
        return after is not None and after.kind == "item" and after.level > blocks[place].level

    outer = min((block.level for block in blocks if block.kind == "item"), default=0)
    tops = [i for i, block in enumerate(blocks) if block.kind == "item" and block.level == outer]
    topics = {i for i in tops if has_below(i) and len(blocks[i].text.split()) <= MAX_TOPIC}
    if len(topics) < 2 or len(topics) < MOST_TOPICS * len(tops):
        return list(blocks)
    level = 1 + max((block.level for block in blocks if block.kind == "heading"), default=0)
    return [
        replace(block, kind="heading", level=level) if place in topics else block
        for place, block in enumerate(blocks)
    ]
