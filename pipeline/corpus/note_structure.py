"""How notes and letters are built: which headings hold a meeting, where the points end.

Pure questions about the blocks of one document; ``notes`` walks through them with the answers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.corpus.attendance import ATTENDANCE
from pipeline.corpus.meeting_heads import came
from pipeline.corpus.note_facts import (
    LABEL,
    MAX_FACT_WORDS,
    fact_in,
    facts_in,
    held,
    row_fact,
    says_when,
    says_who_was_there,
)
from pipeline.files.blocks import Block, is_title
from pipeline.files.dates import date_within, names_a_day, opens_with_a_day
from pipeline.files.names import fold, role_names

SENTENCE = 6  # words from which what stands behind a label is a sentence, where it ends as one
FEWEST_ALIKE = 3  # headings with a line of one label below them, where it heads each meeting
MOST_ABOVE = 2  # lines above the title of notes: whose they are
MOST_APART = 0.8  # of the headings say when and with whom, where each is a meeting
_ANNOUNCES = re.compile(  # a title above the points, typed as a plain line
    r"^(?:wat (?:is|werd|er)(?: er| is| werd)? (?:allemaal )?"
    r"(?:gezegd|besproken|opgehaald|genoemd|ingebracht|opgemerkt)(?: is| werd)?|"
    r"(?:de )?(?:opbrengst|oogst|inbreng|besproken)(?: van de (?:avond|deelnemers|aanwezigen))?)$",
    re.IGNORECASE,
)
_NTH_QUESTION = re.compile(r"^(?:vraag|vr)\.? ?\d{1,2}\b(?!.*[.!]$)", re.IGNORECASE)  # "Vr1"
MAX_LEAD_IN = 12  # words of a line that ends in ":" above bullets; a longer one says something
_MEETING = re.compile(
    r"bijeenkomst|gesprek|avond|middag|ochtend|overleg|sessie|café|cafe|tafel|dialoog|panel|meeting|"
    r"raad\b|\d{4}",
    re.IGNORECASE,
)
NUMBERED_MEETING = re.compile(  # "Gesprek 1 – Inclusiever onderwijs"
    r"^(?:\w*(?:gesprek|tafel|sessie|bijeenkomst|dialoog|panel|groep|workshop|ronde|café|cafe)|meeting)"
    r"\s*+(?:nr\.?\s*+)?(?:\d{0,2}[a-z]?\s*[:–—-]|\d{1,2}\.)\s*(?P<topic>\S.*)$",
    re.IGNORECASE,
)
_BUILDING = re.compile(  # where people met, or whom: no subject
    r"^(?:de )?(?:\w*school|[cro]bs|rkbs|ikc|kindcentrum|locatie|team|\w+huis|\w*kerk)"
    r"\b|\b(?:college|lyceum|gymnasium|school)$",
    re.IGNORECASE,
)
NUMBERED_ROLE = re.compile(r"(?P<who>[^\W\d].{1,30}?) ?\d{1,2}$")  # "Ouder 2: …"
ROLE_LINE = re.compile(
    r"(?:(?:(?:uw|je|jouw|mijn)\s)?(?:rol|hoedanigheid)|role|wie|spreker|doelgroep|namens)\s*:\s*"
    r"(.{1,60})$",
    re.IGNORECASE,
)
NUMBERED_TOPIC = re.compile(  # "Flap 2: Vervoer", "3. Wat moet er in het plan?"
    r"^(?:(?:flap|flip-?over|vraag|onderwerp|hoek|bord|poster|post-it)\s*+(?:nr\.?\s*+)?\d{0,2}[a-z]?\s*[:.–—-]|"
    r"\d{1,2}[.)](?!\d))\s+(?P<topic>\S.*)$",
    re.IGNORECASE,
)
_GAVE = re.compile(  # "Wat ouders ons meegaven"
    r"^wat (?P<who>(?:de )?[\w'’ -]{3,30}?) (?:(?:ons|tegen ons) )?"
    r"(?:mee(?:gaven|geven)|zeiden|zeggen|vertelden|vertellen|vonden|vinden|noemden|noemen)$"
)
_SERVICES = frozenset(
    "jeugdhulp|jeugdzorg|gemeente|gemeenten|leerplicht|cjg|kinderopvang|interne begeleiding|"
    "bestuur|directie|mr|opr|schoolmaatschappelijk werk|wijkteam|jeugdgezondheidszorg".split("|")
)


def leads_in(block: Block, following: Block | None) -> bool:
    """A short line that only announces the bullets below it: "Often heard:"."""
    text = block.text.rstrip()
    return (
        following is not None
        and following.kind == "item"
        and block.kind == "paragraph"
        and (text.endswith(":") or announces(text) or bool(_NTH_QUESTION.match(text)))
        and len(block.text.split()) <= MAX_LEAD_IN
        and not role_alone(block.text)
    )


def announces(text: str) -> bool:
    """Whether a title only says that what was said follows: no topic of its own."""
    return bool(_ANNOUNCES.match(text.strip(" :?")))


def role_alone(text: str) -> str:
    """The role a heading or label names on its own ("Ouders", "De ouders:"); "" where none."""
    plain = fold(text)
    if plain.endswith(")"):
        plain = plain.partition("(")[0].rstrip()
    plain = _GAVE.sub(r"\g<who>", plain)
    plain = re.sub(r"^(?:de|een|door|vanuit|namens|groep) ", "", plain)
    names = role_names()
    if plain in names and plain not in ("overig", "overige", "anders", "andere", "other"):
        return names[plain]
    parts = [names.get(part.strip(), "") for part in re.split(r"/|,| en | & ", plain)]
    return " en ".join(sorted(set(parts))) if len(parts) > 1 and all(parts) else ""


def names_a_subject(heading: Block, blocks: Sequence[Block]) -> bool:
    """Whether a heading such as "Jeugdhulp" names what was spoken of rather than who spoke.

    It is the name of a service, and the headings beside it are not all names of groups.
    """
    if not is_service(heading.text):
        return False
    beside = [block for block in blocks if block.kind == "heading" and block.level == heading.level]
    return not all(role_alone(block.text) for block in beside)


def is_service(text: str) -> bool:
    """Whether this is the name of a service, of which others speak as often as it speaks itself."""
    return fold(text) in _SERVICES


def speaking_labels(blocks: Sequence[Block]) -> frozenset[str]:
    """The roles of people, not services, that stand before what was said: "Ouder: de bus …"."""
    lines = (LABEL.match(block.text.strip()) for block in blocks if block.kind != "heading")
    spoken = (line[1] for line in lines if line and line[2].strip() and not is_service(line[1]))
    return frozenset(role for label in spoken if (role := role_alone(label)))


def names_the_meeting(blocks: Sequence[Block]) -> bool:
    """Whether the first line is the title of the notes, though nothing styled it as one."""
    if len(blocks) < 2 or blocks[0].kind != "paragraph":
        return False
    first = blocks[0].text.strip()
    dated = names_a_day(first) and len(first.split()) <= MAX_FACT_WORDS and first[-1:].isalnum()
    if not (is_title(first) or dated):
        return False
    after = blocks[1].text
    headed = opens_with_a_day(after) or came(after) is not None
    return headed or says_when(after) or held(after) or bool(facts_in(after) or fact_in(after))


def is_named_title(block: Block) -> bool:
    """Whether it is styled as the title of the whole document."""
    return block.style.casefold() in ("title", "titel")


def meeting_level(blocks: Sequence[Block]) -> int:
    """The heading level that holds one meeting each; 0 where the whole file is one meeting."""
    headings = [block for block in blocks if block.kind == "heading" and not is_named_title(block)]
    if not headings:
        return 0
    tables = {
        level for level in {block.level for block in headings} if _is_of_tables(blocks, level)
    }
    if tables:
        return min(tables)
    top = min(block.level for block in headings)
    tops = [block for block in headings if block.level == top]
    deeper = any(block.level > top for block in headings)
    if len(tops) >= 2 and all(_MEETING.search(b.text) and date_within(b.text) for b in tops):
        return top
    if (
        len(tops) >= 2
        and deeper
        and sum(bool(_MEETING.search(b.text)) for b in tops) * 2 >= len(tops)
    ):
        return top
    if len(tops) == 1 and deeper:  # one title; the meetings may stand one level lower
        rest = [block for block in headings if block.level > top]
        second = min(block.level for block in rest)
        seconds = [block for block in rest if block.level == second]
        named = sum(bool(_MEETING.search(block.text)) for block in seconds)
        if len(seconds) >= 2 and named == len(seconds) and any(b.level > second for b in rest):
            return second
        return second if _counted_apart(blocks, second) else 0
    return top if _counted_apart(blocks, top) else 0


def _is_of_tables(blocks: Sequence[Block], level: int) -> bool:
    """Whether the headings of a level number tables or talks, and each says who sat there."""
    heads = [block for block in blocks if block.kind == "heading" and block.level == level]
    numbered = all(NUMBERED_MEETING.match(block.text.strip()) for block in heads)
    return len(heads) >= FEWEST_ALIKE and numbered and _counted_apart(blocks, level)


def _counted_apart(blocks: Sequence[Block], level: int) -> bool:
    """Whether the headings each say directly below them who was there, or when: a meeting each.

    One in five may not: a note-taker forgets.
    """
    apart: list[bool] = []
    at_head = False  # before anything was said
    for block in blocks:
        if block.kind == "heading" and block.level == level and not is_named_title(block):
            apart.append(bool(came(block.text)) or names_a_day(block.text))
            at_head = True
        elif block.kind == "row" and at_head:
            apart[-1] = apart[-1] or (row_fact(block) or ("",))[0] in ATTENDANCE
        elif block.kind != "paragraph":
            at_head = False
        elif at_head:
            signs = says_who_was_there(block.text), says_when(block.text), held(block.text)
            headed = opens_with_a_day(block.text) or came(block.text)
            apart[-1] = apart[-1] or any(signs) or bool(headed)
    return len(apart) > 1 and sum(apart) >= MOST_APART * len(apart)


def fixed_heading(blocks: Sequence[Block], level: int, *, by_subject: bool) -> str:
    """The one heading that stands in every meeting above what was said; "" where there is none.

    Only where the meetings' own titles name what they were about: else that heading is the topic.
    Args: by_subject: whether they do without a number, as ``titled_by_subject`` has it.
    """
    titles = [block.text.strip() for block in blocks if block.level == level]
    numbered = any(NUMBERED_MEETING.match(title) for title in titles)
    if not numbered and not by_subject:
        return ""
    below: list[list[str]] = []
    for block in blocks:
        if is_named_title(block):
            continue
        if block.kind == "heading" and block.level == level:
            below.append([])
        elif block.kind == "heading" and below:
            below[-1].append(fold(block.text))
    alike = len(below) > 1 and all(len(headings) == 1 for headings in below)
    return below[0][0] if alike and len({headings[0] for headings in below}) == 1 else ""


def titled_by_subject(blocks: Sequence[Block], level: int) -> bool:
    """Whether the titles of the meetings, at this level, say what each was about: "Vervoer".

    Most name no meeting, day or building, and a subject was spoken of more than once, or the same
    heading stands below every title: "Wat werd er gezegd".
    """
    heads = [b for b in blocks if b.kind == "heading" and level and not is_named_title(b)]
    titles = [block.text.strip() for block in heads if block.level == level]
    other = sum(
        bool(_MEETING.search(t) or _BUILDING.search(t) or date_within(t) or role_alone(t))
        for t in titles
    )
    below = {fold(block.text) for block in heads if block.level > level}
    announced = len(below) == 1 and all(map(announces, below))
    repeated = announced or len(set(titles)) < len(titles)
    return len(titles) >= max(FEWEST_ALIKE, 4 * other) and repeated


def head_labels(blocks: Sequence[Block]) -> frozenset[str]:
    """The labels, folded, that stand below several headings above the first point: "Waar: …".

    Where a whole sentence follows one, somebody says it: "Noor: Een ruimte die van ons is."
    """
    below: Counter[str] = Counter()
    speak: set[str] = set()
    at_head = False
    for block in blocks:
        if block.kind == "heading":
            at_head = True
        elif block.kind != "paragraph":
            at_head = False
        elif at_head and (labelled := LABEL.match(block.text)):
            label, rest = fold(labelled[1]), labelled[2].strip()
            below[label] += 1
            if rest.endswith((".", "!", "?")) and len(rest.split()) >= SENTENCE:
                speak.add(label)
        else:
            at_head = False
    return frozenset(label for label, n in below.items() if n >= FEWEST_ALIKE) - speak


def tables_of_days(blocks: Sequence[Block]) -> frozenset[int]:
    """The tables, by number, of which most rows name a day: when meetings will be, or were."""
    rows: Counter[int] = Counter()
    dated: Counter[int] = Counter()
    for block in blocks:
        if block.kind == "row":
            rows[block.table] += 1
            dated[block.table] += names_a_day(block.text)
    return frozenset(table for table, n in rows.items() if 2 * dated[table] > n)


def notes_end(blocks: Sequence[Block]) -> int:
    """Index behind the last bullet or row of notes that are bullets; their length otherwise."""
    points = [i for i, block in enumerate(blocks) if block.kind in ("item", "row")]
    return points[-1] + 1 if _mostly_points(blocks) else len(blocks)


def _mostly_points(blocks: Sequence[Block]) -> bool:
    """Whether bullets and rows are most of the notes, by far."""
    points = sum(block.kind in ("item", "row") for block in blocks)
    prose = sum(block.kind == "paragraph" and not LABEL.match(block.text) for block in blocks)
    return points > 2 * prose


def introduction(blocks: Sequence[Block]) -> frozenset[int]:
    """The paragraphs, by number, between the title of notes and their first chapter of points.

    They are the note-taker's: what was asked, and how it was written down. Only where points are
    most of the notes and stand in several chapters.
    """
    titles = [place for place, block in enumerate(blocks) if block.kind == "heading"]
    chapters = [
        place
        for place in titles[1:]
        if place + 1 < len(blocks) and blocks[place + 1].kind in ("item", "row")
    ]
    if len(chapters) < 2 or titles[0] > MOST_ABOVE or not _mostly_points(blocks):
        return frozenset()
    return frozenset(block.paragraph for block in blocks[titles[0] + 1 : titles[1]])
