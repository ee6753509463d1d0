"""Facts about a meeting in its notes: when and where it was, who came, who wrote it down."""

from __future__ import annotations

import re

from pipeline.corpus.attendance import (
    ABSENCE,
    ATTENDANCE,
    MINUTES,
    counts_only,
    known_role,
    lists_people,
    present_in,
)
from pipeline.files.blocks import Block
from pipeline.files.dates import date_within, month_within
from pipeline.files.names import fold

MAX_DAY = 40  # characters of a line that says when, and the hours
MAX_META = 300  # characters behind a label that may be no more than a fact
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
_SEASON = re.compile(
    r"^(?:(?:voorjaar|najaar|zomer|winter|herfst|lente|schooljaar|jaar)\s+)?20\d\d(?:\s*[-–/]\s*(?:20)?\d\d)?$",
    re.IGNORECASE,
)


def held(text: str) -> bool:
    """Whether a line at the head of notes says when and where they were taken."""
    return len(text) < 2 * MAX_FACT and bool(_HELD.match(text.strip()) and date_within(text))


def says_when(text: str) -> bool:
    """Whether a line is no more than a day, a month, a season or a year."""
    plain = text.strip(" .()")
    if _SEASON.match(plain):
        return True
    return len(plain) < MAX_DAY and bool(date_within(plain) or month_within(plain))


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
