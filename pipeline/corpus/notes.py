"""Meeting notes and prose, as blocks, to responses: who said what, in which meeting, on what topic.

One bullet, paragraph, table row or comment is one response, and one voice: notes do not say
whether two bullets came from the same person; who was there (MEETINGS) bounds how many they can be.
A comment in the margin and a turn in a transcript belong to their author. "3x genoemd" makes one
response of three people, "meerdere ouders" of two: the least it can mean.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from pipeline.core.cleaning import column_letter
from pipeline.corpus.attendance import (
    ATTENDANCE,
    PERSON,
    Present,
    lists_people,
    named_role,
    people_in,
    present_in,
)
from pipeline.corpus.letter_bundles import letter_starts, with_letter_titles
from pipeline.corpus.meeting_heads import came, head_in, with_meetings_apart, with_topics_of_points
from pipeline.corpus.note_courtesies import (
    courtesies,
    is_appointment,
    is_of_order_title,
    of_order,
    printed_on_forms,
    salutes,
    sums_up,
)
from pipeline.corpus.note_forms import as_asked, unfolded
from pipeline.corpus.note_rows import NoteRows, NoteState
from pipeline.corpus.note_structure import (
    LABEL,
    NUMBERED_MEETING,
    NUMBERED_ROLE,
    NUMBERED_TOPIC,
    ROLE_LINE,
    announces,
    fact_in,
    facts_in,
    fixed_heading,
    has_deeper,
    head_labels,
    held,
    introduction,
    is_named_title,
    leads_in,
    meeting_level,
    names_a_subject,
    names_the_meeting,
    notes_end,
    role_alone,
    row_fact,
    says_when,
    says_who_was_there,
    tables_of_days,
)
from pipeline.corpus.note_tables import CellAnswer, NoteTables, kind_of_fact
from pipeline.corpus.organiser_lines import (
    SURE,
    SURE_AT_AN_END,
    SURE_AT_HEAD,
    SURE_OF_A_POINT,
    is_of_organiser,
)
from pipeline.corpus.present_lists import Listed, lists_of_people
from pipeline.corpus.read import Read, meeting_start
from pipeline.files.blocks import Block
from pipeline.files.dates import date_within, day_of_year, iso_date, month_within
from pipeline.files.names import fold, role_of
from pipeline.files.options import RoundFiles
from pipeline.files.transcript import who_leads

_DASHED = re.compile(r"(\w[\w'’-]{1,30}) [-–] (\S.*)$", re.DOTALL)  # "Petra - …", who was listed
_AREA_KEYS = {"werkgebied", "gebied", "regio", "area"}
_LONGEST = 300  # days that a round may take: "13 mei" of a round from 12 May is the next day
_REPLIES = re.compile(  # whose plan it is answers: "Reactie directeur: dat komt in de bijlage"
    r"^(?:reactie|antwoord|toelichting)(?: van)?(?: de| het| onze)? (?:directeur|directie|"
    r"bestuur\w*|gemeente|wethouder|samenwerkingsverband|swv|projectleider|projectgroep|beleidsmedewerker)$",
    re.IGNORECASE,
)
_HOUSEKEEPING = frozenset(  # what the organisers will do about the meeting itself
    "afspraak|afspraken|vervolgafspraak|vervolgafspraken|actiepunt|actiepunten|besluit".split("|")
)


def read_notes(blocks: Sequence[Block], source: RoundFiles, file: str, prefix: str) -> Read:
    """The responses of one document of notes, letters or prose.

    Args: prefix starts every response id, e.g. ``r2.3`` for the third file of round 2.
    """
    notes = _Notes(blocks, source, file, prefix)
    notes.read_all()
    return notes.read


class _Notes(NoteRows):
    """Reads the blocks of one document from top to bottom."""

    def __init__(self, blocks: Sequence[Block], source: RoundFiles, file: str, prefix: str) -> None:
        super().__init__(source, file, prefix)
        is_notes = source.round.kind == "meeting"
        blocks = as_asked(unfolded(blocks), source.printed)
        if is_notes:
            blocks = with_topics_of_points(with_meetings_apart(blocks))
        else:
            blocks = with_letter_titles(blocks)
        self.blocks = blocks
        starts = letter_starts(blocks) if source.round.kind == "letters" else []
        self.letters = frozenset(starts)  # of a file that holds several: where each begins
        self.meeting_level = 0 if starts else meeting_level(blocks)  # a letter's day is no meeting
        self.levels = Counter(block.level for block in blocks if block.kind == "heading")
        self.n_meetings = 0
        self.has_points = False  # whether this meeting was noted in bullets so far
        self.role = source.role  # of everybody here, where nothing nearer says who speaks
        self.one_role = sum(bool(ROLE_LINE.match(block.text.strip())) for block in blocks) == 1
        self.headings: dict[int, str] = {}
        self.tables = NoteTables(blocks)
        self.leading = who_leads(blocks)
        self.row_role = ""  # of the row of a table in which another table stands
        self.fixed = fixed_heading(blocks, self.meeting_level)
        self.ends = notes_end(blocks) if self.meeting_level else len(blocks)
        self.begins = introduction(blocks) if is_notes and not self.meeting_level else frozenset()
        self.by_title = bool(self.fixed) or not has_deeper(blocks, self.meeting_level)
        self.of_days = tables_of_days(blocks) if self.meeting_level else frozenset()
        self.head_labels = head_labels(blocks)
        self.pointed = any(block.kind in ("item", "row") for block in blocks)
        self.ends_of_letters: set[int] = set()  # paragraphs that open and close them
        self.aside: dict[int, str] = {}  # index of a block -> why it is set aside
        self.there: dict[int, Listed | None] = {}  # of blocks that say who was there

    def read_all(self) -> None:
        if self.source.round.kind == "letters":
            first = min(self.letters, default=0)
            for start, end in pairwise([*(sorted(self.letters) or [0]), len(self.blocks)]):
                of_one = courtesies(self.blocks[start:end])
                self.aside |= {start + at: reason for at, reason in of_one.items()}
                written = [at for at in range(start, end) if at - start not in of_one]
                ends = (self.blocks[at].paragraph for at in [*written[:1], *written[-1:]])
                self.ends_of_letters.update(ends)
            self.aside |= dict.fromkeys(range(first), "meta")  # above the first: how they came in
        elif self.source.round.kind == "meeting":
            self.aside = of_order(self.blocks)
            self.there = lists_of_people(self.blocks)
        self.aside |= printed_on_forms(self.blocks)
        self.aside |= {
            place: "label"
            for place, block in enumerate(self.blocks)
            if block.kind != "heading" and fold(block.text) in self.source.printed
        }
        for place, block in enumerate(self.blocks):
            following = self.blocks[place + 1] if place + 1 < len(self.blocks) else None
            if block.kind != "row":
                self.row_role = ""
            self.has_points = self.has_points or block.kind in ("item", "row")
            if place in self.letters:
                self._open_letter(block)
            if place == 0 and names_the_meeting(self.blocks):
                self.state = replace(self.state, title=block.text.strip(), part=block.text.strip())
                self._aside(block, "label")
            elif place in self.there and not self._opens_meeting(block):
                self._list(block, self.there[place])
            elif place in self.aside:
                self._aside(block, self.aside[place])
            elif self._is_fact(block):
                self._line(block)
            elif place in self.letters and block.kind == "heading":
                self._aside(block, "label")
            elif block.kind == "heading":
                self._heading(block)
                if following is None or (
                    following.kind == "heading" and following.level <= block.level
                ):
                    self._aside(block, "label")  # it stands alone: nobody said anything below it
            elif block.kind in ("toc", "footnote", "caption", "system"):
                self._aside(block, block.kind)
            elif block.kind == "row" and self._is_listed_ahead(block):
                self._aside(block, "introduction")
            elif block.kind == "row":
                self._row(block)
            elif block.kind == "turn" and block.author in self.leading:
                self._aside(block, "leading")
            elif block.kind in ("comment", "turn"):
                author = block.author or f"{self.file}\0{block.paragraph}"
                self._keep(block, block.text, who=author, role=role_alone(block.author))
            elif leads_in(block, following):
                self._aside(block, "label")
            elif block.kind == "paragraph" and says_who_was_there(block.text.strip()):
                self._line(block)
            elif self.tables.answered and block.kind == "paragraph":
                self._aside(block, "introduction")  # of a register of what was sent in
            elif self.meeting_level and not self.n_meetings and block.kind == "paragraph":
                self._aside(block, "introduction")  # the note-taker's, above the first meeting
            elif place >= self.ends and self.has_points and not LABEL.match(block.text):
                self._aside(block, "closing")  # and below the last point
            else:
                self._line(block)
        if self.source.round.kind == "meeting" and (self.n_meetings or not self.meeting_level):
            self._close_meeting()

    def _is_listed_ahead(self, row: Block) -> bool:
        """Whether a row above the first meeting says when one will be, or heads such rows."""
        return bool(self.meeting_level) and not self.n_meetings and row.table in self.of_days

    def _open_letter(self, block: Block) -> None:
        """Somebody else writes from here on; a heading above it says when, and who."""
        text = block.text.strip() if block.kind == "heading" or not salutes(block.text) else ""
        day = date_within(text) or day_of_year(text, self._latest())
        role = next(
            (known for part in re.split(r"[,–—()-]", text) if (known := role_alone(part))), ""
        )
        self.writer = f"{self.file}\0{block.paragraph}"
        self.state = NoteState(
            self.state.meeting, role=role or self.role, area=self.source.area,
            date=day or self.day, part=text,
        )  # fmt: skip

    def _latest(self) -> date:
        """The last day that a day without a year may be."""
        return date.fromisoformat(self.source.round.date) + timedelta(days=_LONGEST)

    def _opens_meeting(self, block: Block) -> bool:
        return block.kind == "heading" and block.level == self.meeting_level

    def _is_fact(self, block: Block) -> bool:
        """Whether a line styled, or taken, for a title says who was there."""
        titled = block.kind == "heading" and not self._opens_meeting(block)
        return titled and says_who_was_there(block.text.strip())

    def _list(self, block: Block, listed: Listed | None) -> None:
        """A block of a list of who was there, counted where the list ends; a title is no topic."""
        if listed is not None:
            self._present(listed.present, listed.people)
        if block.kind != "heading":
            self._aside(block, "meta")

    def _present(self, present: Present, people: Mapping[str, str]) -> None:
        known = self.state.present
        both = Present(present.total or known.total, present.roles or known.roles)
        self.state = replace(self.state, present=both, people={**self.state.people, **people})

    def _heading(self, block: Block) -> None:
        text = block.text.strip()
        if self.meeting_level and (
            is_named_title(block) or (block.level <= self.meeting_level and is_of_order_title(text))
        ):
            return  # the document's title, or "Hoe nu verder?" behind the last meeting
        if self.fixed and fold(text) == self.fixed:  # the same above every list: no topic
            self.state = replace(self.state, role=self.role, part=text)
            return
        role = "" if names_a_subject(block, self.blocks) else role_alone(text)
        self.headings = {k: v for k, v in self.headings.items() if k < block.level}
        base = replace(self.state, role=self.role, part=text)
        if block.level == self.meeting_level:
            if self.n_meetings:
                self._close_meeting()
            self.n_meetings += 1
            self.has_points = False
            meeting = f"{meeting_start(self.prefix)}-{self.n_meetings}"
            self.headings.clear()
            day = date_within(text) or day_of_year(text, self._latest())
            day = day or month_within(text) or self.day
            area = self._area_in(text) or self.source.area
            named = NUMBERED_MEETING.match(text)
            subject = named["topic"].strip() if named and self.by_title else ""
            self.state = NoteState(meeting, subject, self.role, area, day, text, text, subject)
            if there := came(text):
                self._present(there, {})
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
                base,
                topic="" if title else _topic(text),
                date=self.state.date or date_within(text),
                title=self.state.title or (text if title else ""),
            )

    def _nothing_said(self) -> bool:
        """Whether we are at the head of a meeting, above its first point."""
        last = self.read.responses[-1:]
        return not last or last[0]["meeting_id"] != self.state.meeting

    def _first(self, block: Block) -> bool:
        """Whether this is the only heading of the highest level: the title of the document.

        The only one of all is a topic, unless it has the day of the meeting in it.
        """
        alone = self.levels[block.level] == 1
        return alone and (self.levels.total() > 1 or bool(date_within(block.text)))

    def _line(self, block: Block) -> None:
        """A line of running text: a fact about the meeting, a role, or what somebody said."""
        text = block.text.strip()
        if (match := ROLE_LINE.match(text)) and len(match[1].split()) <= 6:
            self.state = replace(self.state, role=role_of(match[1].strip()))
            if self.one_role and not self.headings:  # of whoever filled in this form
                self.role = self.state.role
            return self._aside(block, "label")
        who, tab, words = text.partition("\t")
        if tab and words.strip() and role_alone(who):  # "Ouder<tab>De bus komt te laat"
            return self._keep(block, words.strip(), role=role_alone(who))
        if (dashed := _DASHED.match(text)) and (
            known := self.state.people.get(fold(dashed[1]), "")
        ):
            return self._keep(block, dashed[2], role=known, who=fold(dashed[1]))
        if facts := facts_in(text):
            for label, rest in facts:
                self._meta(label, rest.strip(" ."))
            return self._aside(block, "meta")
        at_head = self._nothing_said() and self.source.round.kind == "meeting"
        if at_head and block.kind == "paragraph" and (head := head_in(text, self._latest())):
            day, there = head
            self.state = replace(self.state, date=self.state.date or day)
            self._present(there or Present(), {})
            return self._aside(block, "meta")
        if match := LABEL.match(text):
            return self._labelled(block, match[1].strip(), match[2].strip())
        if block.kind != "item" and (says_when(text) or (self._nothing_said() and held(text))):
            day = iso_date(text) or date_within(text) or month_within(text)
            self.state = replace(self.state, date=self.state.date or day)
            return self._aside(block, "meta")
        if block.kind == "paragraph" and role_alone(text) and not text.endswith("."):
            self.state = replace(self.state, role=role_alone(text))
            return self._aside(block, "label")
        return self._said(block, text)

    def _said(self, block: Block, text: str) -> None:
        """What somebody said; above the first chapter of points, how the note-taker begins."""
        if block.kind == "paragraph" and block.paragraph in self.begins:
            self._aside(block, "introduction")
        elif self.source.round.kind == "meeting" and sums_up(block.text):
            self._aside(block, "closing")
        elif is_of_organiser(text, self._how_sure(block)):
            self._aside(block, "organiser")
        else:
            self._keep(block, text)

    def _how_sure(self, block: Block) -> float:
        """How sure it must be that a line is the note-taker's own, by where it stands."""
        if block.kind == "item":
            return SURE_OF_A_POINT
        if block.paragraph in self.ends_of_letters:
            return SURE_AT_AN_END
        at_head = self.source.round.kind == "meeting" and self.pointed and self._nothing_said()
        return SURE_AT_HEAD if at_head else SURE

    def _labelled(self, block: Block, label: str, rest: str) -> None:
        """A line "label: rest": a role, a fact about the meeting, or simply text with a colon."""
        text = block.text.strip()
        if rest and (speaker := PERSON.match(label)):  # "Mevr. Bosman: …"; her name goes no further
            known = self.state.people.get(fold(speaker["name"]).split()[-1], "")
            return self._keep(block, rest, role=known, who=fold(label))
        if rest and (speaker := NUMBERED_ROLE.match(label)) and role_alone(speaker["who"]):
            return self._keep(block, rest, role=role_alone(speaker["who"]), who=fold(label))
        role = role_alone(label)
        if rest and not role:
            if known := self.state.people.get(fold(label), ""):  # "Petra: …", who was listed
                return self._keep(block, rest, role=known, who=fold(label))
            listed = named_role(re.sub(r"^(?:vanuit|namens) (?:de|het) ", "", label, flags=re.I))
            role = listed if listed in self.state.present.roles else ""
        if role and not rest:
            self.state = replace(self.state, role=role)
            return self._aside(block, "label")
        if role:
            return self._keep(block, rest, role=role)
        if fold(label) in _HOUSEKEEPING or is_appointment(text):
            return self._aside(block, "agreement")
        if rest and _REPLIES.match(label):
            return self._aside(block, "leading")
        if fact := fact_in(text):
            self._meta(*fact)
            return self._aside(block, "meta")
        if block.kind == "paragraph" and self.source.round.kind == "meeting":
            if self._nothing_said() and lists_people(rest):  # "Gesproken met: de directeur en …"
                self._meta("aanwezig", rest)
                return self._aside(block, "meta")
            if fold(label) in self.head_labels:
                return self._aside(block, "meta")
        if not rest and len(label.split()) <= 4:
            return self._aside(block, "label")
        return self._said(block, text)

    def _meta(self, label: str, rest: str) -> None:
        if label in _AREA_KEYS:
            self.state = replace(self.state, area=self._area_in(rest) or rest)
        elif label in ("plaats", "locatie", "location", "bijeenkomst"):
            self.state = replace(self.state, area=self._area_in(rest) or self.state.area)
            self._present(came(rest) or Present(), {})  # "…, Oosterwaard. Aanwezig 57"
        elif label in ("datum", "date", "wanneer"):
            day = iso_date(rest) or date_within(rest) or day_of_year(rest, self._latest())
            self.state = replace(self.state, date=day or month_within(rest))
        elif label in ATTENDANCE:
            self._present(present_in(rest), people_in(rest))

    def _row(self, block: Block) -> None:
        """One row of a table: below a header each answer in it, else its cells together."""
        if self.tables.is_header(block):
            self._aside(block, "label")
            return
        if block.table in self.tables.of_actions:
            self._aside(block, "agreement")
            return
        if block.table in self.tables.of_facts:
            self._fact(*(cell.strip() for cell in block.cells))
            self._aside(block, "meta")
            return
        if fact := row_fact(block):
            self._meta(*fact)
            self._aside(block, "meta")
            return
        answers = self.tables.answers(block)
        if answers is None:
            role = role_alone(block.cells[0]) if len(block.cells) > 1 else ""
            text = " | ".join(c for c in block.cells[1:] if c) if role else block.text
            if not text:  # what they said stands in a table inside this row
                self.row_role = role
                self._aside(block, "label")
                return
            answers = [CellAnswer(text, role)]
        if not answers:
            self._aside(block, "empty")
        for number, answer in enumerate(answers):
            suffix = column_letter(number).lower() if len(answers) > 1 else ""
            self._keep(
                block,
                answer.text,
                role=answer.role or self.row_role or self.state.role,
                topic=answer.topic,
                supporters=answer.supporters,
                area=answer.area,
                who=answer.who,
                suffix=suffix,
            )

    def _fact(self, label: str, value: str) -> None:
        """A row of a form that says who filled it in, where and when."""
        kind = kind_of_fact(label)
        if kind == "role":
            self.role = role_of(value)
            self.state = replace(self.state, role=self.role)
        elif kind == "area":
            self.state = replace(self.state, area=self._area_in(value) or value)
        elif kind == "date":
            self._meta("datum", value)


def _topic(heading: str) -> str:
    """What a heading says the talk is about: "Tafel 1 - Thuiszitters" is about thuiszitters."""
    named = NUMBERED_MEETING.match(heading) or NUMBERED_TOPIC.match(heading)
    if announces(heading):
        return ""
    return named["topic"].strip() if named else heading
