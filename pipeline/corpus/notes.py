"""Meeting notes and prose, as blocks, to responses: who said what, in which meeting, on what topic.

One bullet, paragraph, table row or comment is one response, and one voice: notes do not say
whether two bullets came from the same person, so each counts once per role and meeting. A
comment in the margin belongs to its author. "3x genoemd" makes one response of three people;
"meerdere ouders" leaves the number empty, since it was not counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from pipeline.corpus.survey import Read, meeting_start, pseudonym
from pipeline.files.blocks import Block
from pipeline.files.dates import date_within, iso_date
from pipeline.files.names import column_kinds, fold, role_names, role_of
from pipeline.files.options import RoundFiles

REASONS = ("meta", "label", "introduction", "toc", "footnote", "caption", "empty")
MAX_LEAD_IN = 12  # words of a line that ends in ":" above bullets; a longer one says something
_ROLE_LINE = re.compile(
    r"(?:rol|role|wie|spreker|doelgroep|namens)\s*:\s*(.{1,60})$", re.IGNORECASE
)
_LABEL = re.compile(r"([^:\n]{1,60}?)\s*:\s*(.*)$", re.DOTALL)
_META = set(
    "datum|date|wanneer|tijd|time|plaats|locatie|location|werkgebied|gebied|regio|area|aanwezig|aanwezigen|"
    "afwezig|deelnemers|aantal deelnemers|aantal aanwezigen|verslag|verslaglegging|verslag door|"
    "verslaglegger|notulist|notulen|voorzitter|gespreksleider|gespreksleiding|opgesteld door|"
    "bijeenkomst|present|participants|notes by|chair|kenmerk|versie|onderwerp|betreft|van|aan|cc|"
    "bijlage|bijlagen|begin|einde|duur".split("|")
)
_AREA_KEYS = {"werkgebied", "gebied", "regio", "area"}
_TIMES_SAID = re.compile(
    r"\b(\d{1,4})\s*(?:x|×|keer|maal)\s+genoemd|\((\d{1,4})\s*(?:x|×)\)", re.IGNORECASE
)
_SEVERAL = re.compile(
    r"\b(?:meerdere|verschillende|diverse|veel|enkele|een aantal)\s+"
    r"(?:ouders|leerlingen|leerkrachten|leraren|docenten|ib'?ers|scholen|schoolleiders|directeuren|deelnemers|mensen|"
    r"aanwezigen|collega'?s)\b|\bmeermaals genoemd|\bvaker genoemd",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"bijeenkomst|gesprek|avond|middag|ochtend|overleg|sessie|café|cafe|tafel|dialoog|meeting|raad\b|\d{4}",
    re.IGNORECASE,
)
_NUMBER_WORDS = {
    word: number
    for number, words in enumerate(
        "een één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien".split("|"), start=1
    )
    for word in words.split()
}
_PEOPLE = re.compile(
    rf"^({'|'.join(_NUMBER_WORDS)}|\d{{1,3}})\s+(?:ouders|leerlingen|leerkrachten|leraren|docenten|"
    r"deelnemers|mensen|ib'?ers|aanwezigen)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _State:
    """Where in the notes we are."""

    meeting: str
    topic: str = ""
    role: str = ""
    area: str = ""
    date: str = ""
    part: str = ""  # last heading, for the place


def read_notes(blocks: Sequence[Block], source: RoundFiles, file: str, prefix: str) -> Read:
    """The responses of one document of notes, letters or prose.

    Args: prefix starts every response id, e.g. ``r2.3`` for the third file of round 2.
    """
    notes = _Notes(blocks, source, file, prefix)
    notes.read_all()
    return notes.read


class _Notes:
    """Reads the blocks of one document from top to bottom."""

    def __init__(self, blocks: Sequence[Block], source: RoundFiles, file: str, prefix: str) -> None:
        self.blocks, self.source, self.file, self.prefix = blocks, source, file, prefix
        self.round_id = source.round.round_id
        self.read = Read()
        self.meeting_level = _meeting_level(blocks)
        self.n_meetings = 0
        self.state = _State(meeting_start(prefix), role=source.role, area=source.area)
        self.headings: dict[int, str] = {}
        self.kinds: tuple[int, tuple[str, ...]] = (0, ())  # of the table being read

    def read_all(self) -> None:
        for block, following in zip_longest(self.blocks, self.blocks[1:]):
            if block.kind == "heading":
                self._heading(block)
            elif block.kind in ("toc", "footnote", "caption"):
                self._aside(block, block.kind)
            elif block.kind == "row":
                self._row(block)
            elif block.kind == "comment":
                author = block.author or f"{self.file}\0{block.paragraph}"
                self._keep(block, block.text, who=author)
            elif _leads_in(block, following):
                self._aside(block, "label")
            elif self.meeting_level and not self.n_meetings and block.kind == "paragraph":
                self._aside(block, "introduction")  # the note-taker's, above the first meeting
            else:
                self._line(block)

    def _heading(self, block: Block) -> None:
        text = block.text.strip()
        if block.style.casefold() in ("title", "titel") and self.meeting_level:
            return
        role = _role(text)
        self.headings = {k: v for k, v in self.headings.items() if k < block.level}
        base = replace(self.state, role=self.source.role, part=text)
        if block.level == self.meeting_level:
            self.n_meetings += 1
            meeting = f"{meeting_start(self.prefix)}-{self.n_meetings}"
            self.headings.clear()
            date = date_within(text) or ""
            area = self._area_in(text) or self.source.area
            self.state = _State(meeting, role=self.source.role, area=area, date=date, part=text)
        elif role:
            topic = next((self.headings[k] for k in sorted(self.headings, reverse=True)), "")
            self.state = replace(base, role=role, topic=topic)
        else:
            title = (
                block.level == 1
                and not self.headings
                and self.meeting_level == 0
                and self._first(block)
            )
            if title:
                base = replace(base, area=self._area_in(text) or base.area)
            else:
                self.headings[block.level] = text
            self.state = replace(
                base, topic="" if title else text, date=self.state.date or date_within(text)
            )
        self.kinds = (0, ())

    def _area_in(self, text: str) -> str:
        """The one work area that a line names; "" when it names none or several."""
        found = [
            area for area in self.source.areas if re.search(rf"\b{re.escape(area)}\b", text, re.I)
        ]
        return found[0] if len(found) == 1 else ""

    def _first(self, block: Block) -> bool:
        """Whether this is the only heading of the highest level: the title of the document."""
        highest = [one for one in self.blocks if one.kind == "heading" and one.level == block.level]
        return len(highest) == 1 and any(
            one.kind == "heading" for one in self.blocks if one is not block
        )

    def _line(self, block: Block) -> None:
        text = block.text.strip()
        if (found := _ROLE_LINE.match(text)) and len(found[1].split()) <= 6:
            self.state = replace(self.state, role=role_of(found[1].strip()))
            return self._aside(block, "label")
        if found := _LABEL.match(text):
            return self._labelled(block, found[1].strip(), found[2].strip())
        if len(text) < 40 and iso_date(text):
            self.state = replace(self.state, date=self.state.date or iso_date(text) or "")
            return self._aside(block, "meta")
        if block.kind == "paragraph" and _role(text):
            self.state = replace(self.state, role=_role(text))
            return self._aside(block, "label")
        return self._keep(block, text)

    def _labelled(self, block: Block, label: str, rest: str) -> None:
        """A line "label: rest": a role, a fact about the meeting, or simply text with a colon."""
        role = _role(label)
        if role and not rest:
            self.state = replace(self.state, role=role)
            return self._aside(block, "label")
        if role:
            return self._keep(block, rest, role=role)
        if fold(label) in _META and len(rest) < 300:
            self._meta(fold(label), rest)
            return self._aside(block, "meta")
        if not rest and len(label.split()) <= 4:
            return self._aside(block, "label")
        return self._keep(block, block.text.strip())

    def _meta(self, label: str, rest: str) -> None:
        if label in _AREA_KEYS:
            self.state = replace(self.state, area=self._area_in(rest) or rest)
        elif label in ("plaats", "locatie", "location", "bijeenkomst"):
            self.state = replace(self.state, area=self._area_in(rest) or self.state.area)
        elif label in ("datum", "date"):
            self.state = replace(self.state, date=iso_date(rest) or date_within(rest))

    def _row(self, block: Block) -> None:
        if self.kinds[0] != block.table:
            kinds = _table_kinds(block.cells)
            self.kinds = (block.table, kinds)
            if kinds:
                return self._aside(block, "label")
        kinds = self.kinds[1]
        if kinds:
            return self._known_row(block, dict(zip(kinds, block.cells, strict=False)))
        role = _role(block.cells[0]) if len(block.cells) > 1 else ""
        if role:
            return self._keep(block, " | ".join(c for c in block.cells[1:] if c), role=role)
        return self._keep(block, block.text)

    def _known_row(self, block: Block, cells: dict[str, str]) -> None:
        text = cells.get("text", "").strip()
        if not text:
            return self._aside(block, "empty")
        times = cells.get("supporters", "").strip().rstrip("xX× ")
        return self._keep(
            block,
            text,
            role=role_of(cells.get("role", "")) or self.state.role,
            topic=cells.get("question", "").strip(),
            supporters=int(times) if times.isdigit() and int(times) else 0,
        )

    def _keep(
        self,
        block: Block,
        text: str,
        *,
        role: str = "",
        topic: str = "",
        who: str = "",
        supporters: int = 0,
    ) -> None:
        state, number = self.state, block.paragraph
        question = topic or state.topic
        if question:
            self.read.questions.setdefault(question, "topic")
        role = role or state.role
        if self.source.round.kind == "letters":  # a letter is one voice, however many paragraphs
            who = who or self.file
        voice = who or f"{state.meeting}\0{role}\0{self.file}\0{number}"
        self.read.responses.append(
            {
                "response_id": f"{self.prefix}-{number:04d}",
                "round_id": self.round_id,
                "meeting_id": state.meeting if self.source.round.kind == "meeting" else "",
                "respondent_id": pseudonym(self.round_id, voice),
                "role": role,
                "area": state.area,
                "question": question,
                "date": state.date,
                "language": "",
                "text": text,
                "n_supporters": supporters or supporters_in(text),
                "source_file": self.file,
                "source_part": _part(block, state),
                "source_row": number,
            }
        )

    def _aside(self, block: Block, reason: str) -> None:
        self.read.aside.append(
            {
                "item_id": f"{self.prefix}-{block.paragraph:04d}",
                "level": "row",
                "round_id": self.round_id,
                "stage": "ingest",
                "reason": reason,
                "source_file": self.file,
                "source_part": _part(block, self.state),
                "source_row": block.paragraph,
            }
        )


def _leads_in(block: Block, following: Block | None) -> bool:
    """A short line that only announces the bullets below it: "Often heard:"."""
    return (
        following is not None
        and following.kind == "item"
        and block.kind == "paragraph"
        and block.text.rstrip().endswith(":")
        and len(block.text.split()) <= MAX_LEAD_IN
        and not _role(block.text)
    )


def supporters_in(text: str) -> int | None:
    """People behind a note: "(3x)" and "drie ouders …" say 3; "meerdere ouders" says no number."""
    if found := _TIMES_SAID.search(text):
        return max(int(found[1] or found[2]), 1)
    if found := _PEOPLE.match(text):
        word = found[1].casefold()
        return max(_NUMBER_WORDS.get(word) or int(word), 1)
    return None if _SEVERAL.search(text) else 1


def _part(block: Block, state: _State) -> str:
    return f"p. {block.page}" if block.page else state.part


def _role(text: str) -> str:
    """The role a heading or label names on its own ("Ouders", "De ouders:"); "" where none."""
    plain = re.sub(r"\s*\(.*\)$", "", fold(text))
    plain = re.sub(r"^(?:de|een|door|vanuit|namens|groep) ", "", plain)
    names = role_names()
    if plain in names and plain not in ("overig", "overige", "anders", "andere", "other"):
        return names[plain]
    parts = [names.get(part.strip(), "") for part in re.split(r"/|,| en | & ", plain)]
    return " en ".join(sorted(set(parts))) if len(parts) > 1 and all(parts) else ""


def _meeting_level(blocks: Iterable[Block]) -> int:
    """The heading level that holds one meeting each; 0 where the whole file is one meeting."""
    headings = [
        block
        for block in blocks
        if block.kind == "heading" and block.style.casefold() not in ("title", "titel")
    ]
    if not headings:
        return 0
    top = min(block.level for block in headings)
    tops = [block for block in headings if block.level == top]
    deeper = any(block.level > top for block in headings)
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
    return 0


def _table_kinds(cells: tuple[str, ...]) -> tuple[str, ...]:
    """The kind of each column when this row is a header with a text column; () otherwise."""
    known = column_kinds()
    kinds = tuple(known.get(fold(cell), "") for cell in cells)
    return kinds if "text" in kinds and all(len(cell) < 60 for cell in cells) else ()
