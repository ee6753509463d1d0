"""How notes and letters are built: which headings hold a meeting, where the points end.

Pure questions about the blocks of one document; ``notes`` walks through them with the answers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.corpus.attendance import (
    ABSENCE,
    ATTENDANCE,
    MINUTES,
    counts_only,
    known_role,
    lists_people,
    present_in,
)
from pipeline.corpus.meeting_heads import came
from pipeline.files.blocks import Block, is_title
from pipeline.files.dates import date_within, month_within, names_a_day, opens_with_a_day
from pipeline.files.names import fold, role_names

SENTENCE = 6  # words from which what stands behind a label is a sentence, where it ends as one
FEWEST_ALIKE = 3  # headings with a line of one label below them, where it heads each meeting
MOST_ABOVE = 2  # lines above the title of notes: whose they are
MAX_DAY = 40  # characters of a line that says when, and the hours
MAX_META = 300  # characters behind a label that may be no more than a fact
MOST_APART = 0.8  # of the headings say when and with whom, where each is a meeting
MAX_FACT_WORDS = 8  # of the cell beside "Ingevuld door"
MAX_FACT = 100  # characters of "Gehouden in oktober 2024 in het buurthuis"
BETWEEN_FACTS = re.compile(  # after a sentence, not behind an initial or a title: "mw. drs. E. Bos"
    r"(?<=[.;])(?<![ .][A-Z]\.)(?<!mw\.)(?<!rs\.)(?<!hr\.)(?<!vr\.)(?<!\bdr\.)"
    r"(?<!\bir\.)(?<!\bmr\.)\s+(?=[A-Z])|(?:(?<![^\S\n])[^\S\n]+)?[|\n]\s*|(?<!\s)\s+"
    r"(?:[–—-]\s+(?=[A-Z][a-z]+:)"
    r"|(?=(?:Aanwezig|Afwezig|Deelnemers|Datum|Locatie|Plaats|Notulist|Verslag)(?: zijn)?\s?:))"
)
_HELD = re.compile(  # "Gehouden op 3 maart 2026 in …", "03-03-2026, kantine De Brug"
    r"^(?:(?:gehouden|georganiseerd) (?:op|in|te)\b.*|"
    r"(?:[a-z]{2,9},? )?\d{1,2}(?: [a-z]{3,9} |[-/.]\d{1,2}[-/.])\d{4}\s*"
    r"(?:[,|(–-]|(?:in|te|om|van)\b).*[^.!?])$",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(  # a title above the points, typed as a plain line
    r"^(?:wat (?:is|werd|er)(?: er| is| werd)? (?:allemaal )?"
    r"(?:gezegd|besproken|opgehaald|genoemd|ingebracht|opgemerkt)(?: is| werd)?|"
    r"(?:de )?(?:opbrengst|oogst|inbreng|besproken)(?: van de (?:avond|deelnemers|aanwezigen))?)$",
    re.IGNORECASE,
)
_NTH_QUESTION = re.compile(r"^(?:vraag|vr)\.? ?\d{1,2}\b(?!.*[.!]$)", re.IGNORECASE)  # "Vr1"
MAX_LEAD_IN = 12  # words of a line that ends in ":" above bullets; a longer one says something
LABEL = re.compile(r"([^:\n]{1,60}?)\s*:\s*(.*)$", re.DOTALL)
_HEAD_COUNT = re.compile(  # "Aanwezig (14)", "16 mensen aan 2 tafels"
    rf"^(?:(?P<label>{'|'.join(sorted(ATTENDANCE))})\s*(?:\((?P<n>\d{{1,3}})[^()]*\)|(?P<all>\d{{1,3}}))|"
    r"(?P<people>\d{1,3}) (?:mensen|personen|deelnemers|aanwezigen)\b.{0,30})$",
    re.IGNORECASE,
)
_WERE_THERE = re.compile(  # "Aanwezig waren 8 leraren en 1 ouder"
    r"^(?:aanwezig(?: waren| zijn)?|er (?:waren|zijn)|(?:wij|we) waren met|aan tafel zaten)\s+"
    r"(?P<who>\d.*)$",
    re.IGNORECASE,
)
_OF_A_GROUP = re.compile(r"^aanwezig(?:en)? (?:namens )?(?:de )?(?P<who>\w.{2,30})$", re.IGNORECASE)
_IN_A_ROW = {  # labels in a form, that tell more in running text
    "wie": "aanwezig", "waar": "plaats", "begeleiding": "notulist",
}  # fmt: skip
META = (ATTENDANCE | ABSENCE | MINUTES).union(
    "datum|date|wanneer|tijd|time|plaats|locatie|location|werkgebied|gebied|regio|area|"
    "opgesteld door|bijeenkomst|kenmerk|versie|onderwerp|betreft|van|aan|cc|bijlage|bijlagen|"
    "ingevuld door|naam school|school|contactpersoon|functie|"
    "begin|einde|duur|sfeer|naam|namen|adres|e-mail|e-mailadres|telefoon|telefoonnummer|handtekening".split(
        "|"
    )
)
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
ROLE_LINE = re.compile(r"(?:rol|role|wie|spreker|doelgroep|namens)\s*:\s*(.{1,60})$", re.IGNORECASE)
NUMBERED_TOPIC = re.compile(  # "Flap 2: Vervoer", "3. Wat moet er in het plan?"
    r"^(?:(?:flap|flip-?over|vraag|onderwerp|hoek|bord|poster|post-it)\s*+(?:nr\.?\s*+)?\d{0,2}[a-z]?\s*[:.–—-]|"
    r"\d{1,2}[.)](?!\d))\s+(?P<topic>\S.*)$",
    re.IGNORECASE,
)
_SEASON = re.compile(
    r"^(?:(?:voorjaar|najaar|zomer|winter|herfst|lente|schooljaar|jaar)\s+)?20\d\d(?:\s*[-–/]\s*(?:20)?\d\d)?$",
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


def held(text: str) -> bool:
    """Whether a line at the head of notes says when and where they were taken."""
    return len(text) < 2 * MAX_FACT and bool(_HELD.match(text.strip()) and date_within(text))


def says_when(text: str) -> bool:
    """Whether a line is no more than a day, a month, a season or a year."""
    plain = text.strip(" .()")
    if _SEASON.match(plain):
        return True
    return len(plain) < MAX_DAY and bool(date_within(plain) or month_within(plain))


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


def fact_in(text: str) -> tuple[str, str] | None:
    """The label and the rest of a line "label: rest" that is a fact about the meeting; else None.

    "Aanwezig (14): 5 leraren" and "16 mensen aan 2 tafels: 5 ouders" are labelled as attendance.
    """
    if (there := _WERE_THERE.match(text)) and counts_only(there["who"]):
        return "aanwezig", there["who"]
    if not (match := LABEL.match(text)):
        return None
    label, rest = fact_label(match[1]), match[2].strip()
    if counted := _HEAD_COUNT.match(match[1].strip()):
        n = counted["n"] or counted["all"] or counted["people"]
        present = present_in(rest)
        known = bool(counted["label"]) or (present.total or 0) > 1
        return ("aanwezig", f"{n} personen, {rest}") if known else None
    long = len(rest) >= MAX_META and not (label in ATTENDANCE and present_in(rest).total)
    return (label, rest) if label and not long else None


def row_fact(row: Block) -> tuple[str, str] | None:
    """The label and the value of a row of a form that says who filled it in, or when; else None."""
    if len(row.cells) != 2:
        return None
    label, value = fact_label(row.cells[0].strip(" :")), row.cells[1].strip()
    if (group := _OF_A_GROUP.match(row.cells[0].strip(" :"))) and present_in(value).total:
        return f"aanwezig {known_role(group['who'])[0]}", value
    named = _IN_A_ROW.get(fold(row.cells[0]), "") if len(value.split()) > 1 else ""
    if named in ATTENDANCE and not present_in(value).total:
        named = ""  # "Wie | Wat er is gezegd" heads a table
    label = label or named
    there = label in ATTENDANCE and (lists_people(value) or bool(present_in(value).total))
    short = len(value.split()) <= MAX_FACT_WORDS or there
    return (label, value) if label and short else None


def fact_label(label: str) -> str:
    """What a label says of the meeting, of two things the first: "Datum en plaats" is datum."""
    parts = [part.strip() for part in re.split(r"/|,|&| en ", fold(label))]
    return parts[0] if all(part in META for part in parts) else ""


def facts_in(text: str) -> list[tuple[str, str]]:
    """The facts about the meeting that one line strings together; [] where it says more.

    "Datum: 5 september. Deelnemers: 6 leerlingen" holds two, "9 mei | 6 leerlingen | verslag: KB"
    three; a day and a count of people need no label.
    """
    parts = [part.strip() for part in BETWEEN_FACTS.split(text) if part.strip(" .")]
    facts: list[tuple[str, str]] = []
    labelled = False
    for part in parts:
        if fact := fact_in(part):
            labelled = True
            facts.append(fact)
        elif counts_only(part):
            facts.append(("aanwezig", part))
        elif len(part) < MAX_FACT and (date_within(part) or month_within(part)):
            facts.append(("datum", part))
        else:
            return []
    return facts if len(facts) > 1 and labelled else []


def says_who_was_there(text: str) -> bool:
    """Whether a line says, with or without other facts, who was there."""
    facts = facts_in(text) or [fact_in(text) or ("", "")]
    return any(label in ATTENDANCE and rest for label, rest in facts)


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
