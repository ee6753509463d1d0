"""The lines and rows of notes: facts about the meeting, roles, and what somebody said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from pipeline.core.cleaning import column_letter
from pipeline.corpus.attendance import (
    ATTENDANCE,
    MINUTES,
    Present,
    counts_a_part,
    lists_people,
    named_role,
    present_in,
    together,
)
from pipeline.corpus.cell_labels import CellLabels
from pipeline.corpus.meeting_heads import came, head_in
from pipeline.corpus.note_courtesies import (
    has_been_read,
    is_appointment,
    is_of_order,
    is_of_order_title,
    sums_up,
    without_greeting,
)
from pipeline.corpus.note_facts import (
    LABEL,
    fact_in,
    facts_in,
    held,
    row_fact,
    says_when,
)
from pipeline.corpus.note_rows import NoteRows
from pipeline.corpus.note_structure import (
    NUMBERED_ROLE,
    ROLE_LINE,
    head_labels,
    is_service,
    role_alone,
    speaking_labels,
)
from pipeline.corpus.note_tables import CellAnswer, NoteTables, kind_of_fact, points_of
from pipeline.corpus.organiser import (
    LEADING,
    LEADS,
    SURE,
    SURE_AT_AN_END,
    SURE_AT_HEAD,
    SURE_OF_A_POINT,
    is_note_takers,
    is_of_organiser,
    leaders_in,
    parted,
)
from pipeline.corpus.printed_choices import Choice, choice_in, choice_in_cells
from pipeline.corpus.quoted_speech import quoted_speech
from pipeline.corpus.speakers import PERSON, people_in, role_in_label, said_by_role
from pipeline.files.blocks import Block
from pipeline.files.dates import date_within, day_of_year, iso_date, month_within
from pipeline.files.names import fold, role_of
from pipeline.files.options import RoundFiles

_DASHED = re.compile(r"(\w[\w'’-]{1,30}) [-–] (\S.*)$", re.DOTALL)  # "Petra - …", who was listed
_AREA_KEYS = {"werkgebied", "gebied", "regio", "area"}
_OF_US = re.compile(r"(?:wij|we|ik|bij ons|ons|onze)\b", re.IGNORECASE)  # whoever is named speaks
_LONGEST = 300  # days that a round may take: "13 mei" of a round from 12 May is the next day
_AT_A_TABLE = re.compile(r"aan tafel:? \d{1,2}\b", re.IGNORECASE)
_REPLIES = re.compile(  # whose plan it is answers: "Reactie directeur: dat komt in de bijlage"
    rf"^(?:reactie|antwoord|toelichting)(?: van)?(?: de| het| onze)? (?:{LEADING}|directeur|"
    r"directie|bureau|bestuur\w*|gemeente|wethouder|samenwerkingsverband|swv|projectgroep|"
    r"beleidsmedewerker)$",
    re.IGNORECASE,
)
_REPLIES_BY_NAME = re.compile(r"^Reactie (?:van )?[A-Z][\w-]+(?: [A-Z][\w-]+)?$")
FEWEST_ACROSS = 4  # words in one cell over the whole table, which no row stands below: a remark
_HOUSEKEEPING = frozenset(  # what the organisers will do about the meeting itself
    "nog doen|te doen|to do|todo|afspraak|afspraken|vervolgafspraak|vervolgafspraken|"
    "actiepunt|actiepunten|besluit".split("|")
)


class NoteLines(NoteRows):
    """What each line says, where in the notes we are; headings and order are for ``notes``."""

    def __init__(self, blocks: Sequence[Block], source: RoundFiles, file: str, prefix: str) -> None:
        super().__init__(source, file, prefix)
        self.blocks = blocks
        self.role = source.role  # of everybody here, where nothing nearer says who speaks
        self.one_role = sum(bool(ROLE_LINE.match(block.text.strip())) for block in blocks) == 1
        self.headings: dict[int, str] = {}
        self.tables = NoteTables(blocks)
        self.cell_labels = CellLabels(blocks)
        self.row_role = ""  # of the row of a table in which another table stands
        self.head_labels = head_labels(blocks)
        self.spoken = speaking_labels(blocks)
        self.pointed = any(block.kind in ("item", "row") for block in blocks)
        self.ends_of_letters: set[int] = set()  # paragraphs that open and close them
        self.begins: frozenset[int] = frozenset()  # paragraphs in which the note-taker begins
        self.leaders = leaders_in(blocks) if source.round.kind == "meeting" else frozenset()

    def _present(self, present: Present, people: Mapping[str, str]) -> None:
        known = self.state.present
        both = Present(present.total or known.total, present.roles or known.roles)
        self.state = replace(self.state, present=both, people={**self.state.people, **people})

    def _latest(self) -> date:
        """The last day that a day without a year may be."""
        return date.fromisoformat(self.source.round.date) + timedelta(days=_LONGEST)

    def _nothing_said(self) -> bool:
        """Whether we are at the head of a meeting, above its first point."""
        last = self.read.responses[-1:]
        return not last or last[0]["meeting_id"] != self.state.meeting

    def _line(self, block: Block) -> None:
        """A line of running text: a fact about the meeting, a role, or what somebody said."""
        text = block.text.strip()
        if choice := choice_in(text):
            self._ticked(choice)
            return self._aside(block, "label")
        if (match := ROLE_LINE.match(text)) and len(match[1].split()) <= 6:
            self.state = replace(self.state, role=role_of(match[1].strip()))
            if self.one_role and not self.headings:  # of whoever filled in this form
                self.role = self.state.role
            return self._aside(block, "label")
        who, tab, words = text.partition("\t")
        if tab and words.strip() and self._speaker(who, words):  # "Ouder<tab>De bus komt te laat"
            return self._keep(block, words.strip(), role=role_alone(who))
        if (dashed := _DASHED.match(text)) and (
            known := self.state.people.get(fold(dashed[1]), "")
        ):
            return self._keep(block, dashed[2], role=known, who=fold(dashed[1]))
        told_of = self.source.round.kind == "meeting" and block.kind == "paragraph"
        if told_of and (quoted := quoted_speech(text)):
            self._aside(block, "organiser", suffix="-")
            return self._keep(block, quoted[0], role=quoted[1])
        if (
            self.source.round.kind == "meeting"
            and (spoken := said_by_role(text))
            and not self._is_subject(re.split(" [-–—] ", text, maxsplit=1)[0], spoken[1])
        ):
            return self._keep(block, spoken[1], role=spoken[0])
        if facts := facts_in(text):
            for label, rest in facts:
                self._meta(label, rest.strip(" ."))
            return self._aside(block, "meta")
        at_head = self._nothing_said() and self.source.round.kind == "meeting"
        if at_head and block.kind == "paragraph" and (head := head_in(text, self._latest())):
            day, there = head
            self.state = replace(self.state, date=self.state.date or day)
            there = there or Present()
            if self.state.present.total and counts_a_part(text):
                there = together(self.state.present, there)
            self._present(there, {})
            return self._aside(block, "meta")
        if block.kind == "paragraph" and _AT_A_TABLE.match(text) and (there := came(text)):
            self._present(together(self.state.present, there), {})
            return self._aside(block, "meta")
        if match := LABEL.match(text):
            return self._labelled(block, match[1].strip(), match[2].strip())
        if block.kind != "item" and (says_when(text) or (self._nothing_said() and held(text))):
            day = iso_date(text) or date_within(text) or month_within(text)
            self.state = replace(self.state, date=self.state.date or day)
            return self._aside(block, "meta")
        if block.kind == "paragraph" and role_alone(text) and not text.endswith("."):
            self.state = replace(self.state, role=self._speaker(text) or self.state.role)
            return self._aside(block, "label")
        return self._statement(block, text)

    def _speaker(self, label: str, rest: str = "") -> str:
        """The role that a label names, where it says who speaks; "" where it is a subject."""
        return "" if self._is_subject(label, rest) else role_alone(label)

    def _is_subject(self, label: str, rest: str) -> bool:
        """Whether "Jeugdhulp: de wachttijd is te lang" is about that service, and not from it.

        It is clearly who spoke in a meeting where somebody of it was, or says "wij", or where
        people's roles stand before other lines; in a letter only where several do.
        """
        if not is_service(label):
            return False
        if self.source.round.kind != "meeting":
            return len(self.spoken) < 2
        there = role_alone(label) in self.state.present.roles
        return not (there or self.spoken or _OF_US.match(rest))

    def _ticked(self, choice: Choice) -> None:
        """What was ticked on a form says who filled it in, or from where."""
        roles = sorted({role for name in choice.ticked if (role := role_alone(name))})
        if roles:
            self.state = replace(self.state, role=" en ".join(roles))
            if self.source.round.kind == "letters":
                self.role = self.state.role
        elif len(choice.ticked) == 1 and kind_of_fact(choice.label) == "area":
            self.state = replace(self.state, area=choice.ticked[0])

    def _statement(self, block: Block, text: str) -> None:
        """What somebody said; above the first chapter of points, how the note-taker begins."""
        of_meeting = self.source.round.kind == "meeting"
        point = block.kind == "item"
        marked = of_meeting and is_note_takers(text, point=point)
        if self.source.round.kind == "letters":
            text, greeting = without_greeting(text)
            marked = not point and has_been_read(text)
            if greeting:
                self._aside(block, "signature", suffix="-")
        statement, led = parted(text, self.leaders, point=point) if of_meeting else (text, "")
        if block.kind == "paragraph" and block.paragraph in self.begins:
            self._aside(block, "introduction")
        elif of_meeting and sums_up(block.text):
            self._aside(block, "closing")
        elif is_of_organiser(text, self._how_sure(block)) or marked:
            self._aside(block, "organiser")
        elif not statement or (led and is_of_order(statement)):
            self._aside(block, "leading")
        else:
            self._keep(block, statement)
            if led:
                self._aside(block, "leading", suffix="-")

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
        role = self._speaker(label, rest)
        in_label, name = role_in_label(label)
        if rest and not role and in_label:
            return self._keep(block, rest, role=in_label, who=fold(name))
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
        in_talk = self.source.round.kind == "meeting" and not self._nothing_said()
        if rest and (_REPLIES.match(label) or (in_talk and _REPLIES_BY_NAME.match(label))):
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
        return self._statement(block, text)

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
        elif label.startswith("aanwezig "):  # a row for the parents, one for the teachers, …
            n, role = present_in(rest).total or 0, label.partition(" ")[2]
            both = together(self.state.present, Present(n, {role: n} if role else {}))
            self.state = replace(self.state, present=both)
        elif label in MINUTES:  # "Secretaris: F. Aydin. 15 deelnemers."
            self._present(came(rest) or Present(), {})

    def _row(self, block: Block) -> None:
        """One row of a table: below a header each answer in it, else its cells together."""
        if self.tables.is_header(block):
            self._aside(block, "label")
            return
        if self.cell_labels.reads(block, self._speaker):
            self._aside(block, "label")
            return
        if block.table in self.tables.of_actions:
            self._aside(block, "agreement")
            return
        if block.table in self.tables.of_facts:
            self._fact(*(cell.strip() for cell in block.cells))
            self._aside(block, "meta")
            return
        if choice := choice_in_cells(block.cells):
            self._ticked(choice)
            self._aside(block, "label")
            return
        if fact := row_fact(block):
            self._meta(*fact)
            self._aside(block, "meta")
            return
        answers = self.tables.answers(block)
        if not answers and block.across and len(block.text.split()) >= FEWEST_ACROSS:
            answers = [CellAnswer(point) for point in points_of(block.text)]
        if answers:
            spoken = [answer for answer in answers if not self._is_of_the_talk(answer)]
            if len(spoken) < len(answers):
                self._aside(block, "leading", suffix="-" if spoken else "")
            if not spoken:
                return
            answers = spoken
        if answers is None:
            who, *rest = block.cells
            speaks = role_alone if block.table in self.tables.of_roles else self._speaker
            role = speaks(who) if rest else ""
            text = " | ".join(c for c in block.cells[1:] if c) if role else block.text
            if not text:  # what they said stands in a table inside this row
                self.row_role = role
                self._aside(block, "label")
                return
            answers = [CellAnswer(point, role) for point in points_of(text)]
        if not answers:
            self._aside(block, "empty")
        role_above, topic_above = self.cell_labels.of(block)
        for number, answer in enumerate(answers):
            suffix = column_letter(number).lower() if len(answers) > 1 else ""
            self._keep(
                block,
                answer.text,
                role=answer.role or role_above or self.row_role or self.state.role,
                topic=answer.topic or topic_above,
                supporters=answer.supporters,
                area=answer.area,
                who=answer.who,
                suffix=suffix,
            )

    def _is_of_the_talk(self, answer: CellAnswer) -> bool:
        """Whether a cell says what whoever led the talk said, or stands below "Opening"."""
        words = answer.text.strip()
        if LEADS.match(answer.role):
            return self.source.round.kind == "meeting"
        led = not parted(words, self.leaders, point=True)[0] or is_note_takers(words, point=True)
        return self.source.round.kind == "meeting" and (led or is_of_order_title(answer.topic))

    def _fact(self, label: str, value: str) -> None:
        """A row of a form that says who filled it in, where and when."""
        kind = kind_of_fact(label)
        if choice := choice_in(value):
            self._ticked(replace(choice, label=label))
        elif kind == "role":
            self.role = role_of(value)
            self.state = replace(self.state, role=self.role)
        elif kind == "area":
            self.state = replace(self.state, area=self._area_in(value) or value)
        elif kind == "date":
            self._meta("datum", value)
