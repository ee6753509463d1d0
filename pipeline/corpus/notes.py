"""Meeting notes and prose, as blocks, to responses: who said what, in which meeting, on what topic.

One bullet, paragraph, table row or comment is one response, and one voice: notes do not say
whether two bullets came from the same person; who was there (MEETINGS) bounds how many they can be.
A comment in the margin and a turn in a transcript belong to their author. "3x genoemd" makes one
response of three people, "meerdere ouders" of two: the least it can mean.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.corpus.letters import letter_starts, with_letter_titles
from pipeline.corpus.meeting_heads import (
    came,
    with_meetings_apart,
    with_titles_above_points,
    with_topics_of_points,
)
from pipeline.corpus.note_courtesies import (
    courtesies,
    is_of_order_title,
    of_order,
    printed_on_forms,
    salutes,
)
from pipeline.corpus.note_facts import (
    LABEL,
    fact_in,
    says_who_was_there,
)
from pipeline.corpus.note_forms import as_asked, unfolded
from pipeline.corpus.note_lines import NoteLines
from pipeline.corpus.note_rows import NoteState
from pipeline.corpus.note_structure import (
    NUMBERED_MEETING,
    NUMBERED_TOPIC,
    ROLE_LINE,
    announces,
    fixed_heading,
    introduction,
    is_named_title,
    leads_in,
    meeting_level,
    names_a_subject,
    names_the_meeting,
    notes_end,
    role_alone,
    tables_of_days,
    titled_by_subject,
)
from pipeline.corpus.present_lists import Listed, lists_of_people
from pipeline.corpus.printed_choices import choice_in, with_choices
from pipeline.corpus.read import Read, meeting_start
from pipeline.corpus.speakers import role_of_author
from pipeline.files.blocks import Block
from pipeline.files.dates import date_within, day_of_year, month_within
from pipeline.files.names import fold
from pipeline.files.options import RoundFiles
from pipeline.files.transcript import who_leads

_OF_ANOTHER = re.compile(
    r":|^(?:uw|onze?|betreft|reactie|termijn|v[oó][oó]r|uiterlijk)\b", re.IGNORECASE
)
MAX_DATE_LINE = 6  # words of a place and a day above a letter


def read_notes(blocks: Sequence[Block], source: RoundFiles, file: str, prefix: str) -> Read:
    """The responses of one document of notes, letters or prose.

    Args: prefix starts every response id, e.g. ``r2.3`` for the third file of round 2.
    """
    notes = _Notes(blocks, source, file, prefix)
    notes.read_all()
    return notes.read


class _Notes(NoteLines):
    """Reads the blocks of one document from top to bottom."""

    def __init__(self, blocks: Sequence[Block], source: RoundFiles, file: str, prefix: str) -> None:
        blocks = as_asked(unfolded(with_choices(blocks)), source.printed)
        is_notes = source.round.kind == "meeting"
        if is_notes:
            apart = with_meetings_apart(blocks)
            blocks = with_topics_of_points(with_titles_above_points(apart))
        else:
            blocks = with_letter_titles(blocks)
        super().__init__(blocks, source, file, prefix)
        starts = letter_starts(blocks) if source.round.kind == "letters" else []
        self.letters = frozenset(starts)  # of a file that holds several: where each begins
        self.meeting_level = 0 if starts else meeting_level(blocks)  # a letter's day is no meeting
        self.levels = Counter(block.level for block in blocks if block.kind == "heading")
        self.n_meetings = 0
        self.has_points = False  # whether this meeting was noted in bullets so far
        self.leading = who_leads(blocks)
        self.by_subject = titled_by_subject(blocks, self.meeting_level)
        self.fixed = fixed_heading(blocks, self.meeting_level, by_subject=self.by_subject)
        self.ends = notes_end(blocks) if self.meeting_level else len(blocks)
        self.begins = introduction(blocks) if is_notes and not self.meeting_level else frozenset()
        self.of_days = tables_of_days(blocks) if self.meeting_level else frozenset()
        self.aside: dict[int, str] = {}  # index of a block -> why it is set aside
        self.there: dict[int, Listed | None] = {}  # of blocks that say who was there

    def read_all(self) -> None:
        """Mark what nobody said, then read the rest from top to bottom into ``self.read``."""
        if self.source.round.kind == "letters":
            self._mark_courtesies()
        elif self.source.round.kind == "meeting":
            self.aside = of_order(self.blocks)
            self.there = lists_of_people(self.blocks)
        self.aside |= printed_on_forms(self.blocks)
        self.aside |= {
            place: "label"
            for place, block in enumerate(self.blocks)
            if block.kind != "heading"
            and fold(block.text) in self.source.printed
            # "Rol: ouder" stands on every form that parents filled in
            and not (ROLE_LINE.match(block.text.strip()) or fact_in(block.text.strip()))
            and not choice_in(block.text)
        }
        for place, block in enumerate(self.blocks):
            if block.kind != "row":
                self.row_role = ""
            self.has_points = self.has_points or block.kind in ("item", "row")
            if place in self.letters:
                self._open_letter(block)
            self._read_block(place, block)
        if self.source.round.kind == "meeting" and (self.n_meetings or not self.meeting_level):
            self._close_meeting()

    def _mark_courtesies(self) -> None:
        """What each letter of the file says for politeness; and where each begins and ends."""
        first = min(self.letters, default=0)
        for start, end in pairwise([*(sorted(self.letters) or [0]), len(self.blocks)]):
            polite = courtesies(self.blocks[start:end])
            self.aside |= {start + place: reason for place, reason in polite.items()}
            written = [place for place in range(start, end) if place - start not in polite]
            ends = (self.blocks[place].paragraph for place in [*written[:1], *written[-1:]])
            self.ends_of_letters.update(ends)
        self.aside |= dict.fromkeys(range(first), "meta")  # above the first: how they came in

    def _read_block(self, place: int, block: Block) -> None:
        """Give a block to whoever reads its kind; ``place`` is its index in the document."""
        following = self.blocks[place + 1] if place + 1 < len(self.blocks) else None
        if place == 0 and names_the_meeting(self.blocks):
            title = block.text.strip()
            day = self.state.date or date_within(title)
            self.state = replace(self.state, title=title, part=title, date=day)
            self._aside(block, "label")
        elif place in self.there and not self._opens_meeting(block):
            self._list(block, self.there[place])
        elif place in self.aside:
            if self.aside[place] == "meta":
                self._dated(block)
            self._aside(block, self.aside[place])
        elif self._is_fact(block):
            self._line(block)
        elif block.kind == "heading":
            if place not in self.letters:  # there it is the title of a letter, already read
                self._heading(block)
            if place in self.letters or _heads_nothing(block, following):
                self._aside(block, "label")  # nobody said anything below it
        elif block.kind == "row" and not self._is_listed_ahead(block):
            self._row(block)
        elif reason := self._why_aside(place, block, following):
            self._aside(block, reason)
        elif block.kind in ("comment", "turn"):
            author = block.author or f"{self.file}\0{block.paragraph}"
            role = role_of_author(block.author) or role_alone(block.author)
            self._keep(block, block.text, who=author, role=role)
        else:
            self._line(block)

    def _why_aside(self, place: int, block: Block, following: Block | None) -> str:
        """Why a block that is no heading holds no response, as a reason of SET_ASIDE; "" if any."""
        if block.kind in ("toc", "footnote", "caption", "system"):
            return block.kind
        if block.kind == "row":
            return "introduction"  # the days of meetings, above the first
        if block.kind == "turn" and block.author in self.leading:
            return "leading"
        if block.kind in ("comment", "turn"):
            return ""
        if leads_in(block, following):
            return "label"
        if block.kind == "paragraph":
            if says_who_was_there(block.text.strip()):
                return ""
            if self.tables.answered:  # of a register of what was sent in
                return "introduction"
            if self.meeting_level and not self.n_meetings:  # the note-taker's own words
                return "introduction"
        behind = place >= self.ends and self.has_points and not LABEL.match(block.text)
        return "closing" if behind else ""

    def _is_listed_ahead(self, row: Block) -> bool:
        """Whether a row above the first meeting says when one will be, or heads such rows."""
        return bool(self.meeting_level) and not self.n_meetings and row.table in self.of_days

    def _dated(self, block: Block) -> None:
        """Keep the day at the head of a letter: "Elsterland, 12 november 2024"."""
        text = block.text.strip()
        short = len(text.split()) <= MAX_DATE_LINE and not _OF_ANOTHER.search(text)
        if self.source.round.kind == "letters" and short and not self.state.date:
            day = date_within(text) or day_of_year(text, self._latest())
            self.state = replace(self.state, date=day)

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

    def _heading(self, block: Block) -> None:
        """A heading opens a meeting, names who speaks below it, or what they speak about."""
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
            self._open_meeting(text)
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

    def _open_meeting(self, title: str) -> None:
        """Count the meeting before, and begin one; its title may say when, where and who."""
        if self.n_meetings:
            self._close_meeting()
        self.n_meetings += 1
        self.has_points = False
        meeting = f"{meeting_start(self.prefix)}-{self.n_meetings}"
        self.headings.clear()
        day = date_within(title) or day_of_year(title, self._latest())
        day = day or month_within(title) or self.day
        area = self._area_in(title) or self.source.area
        named = NUMBERED_MEETING.match(title)
        subject = named["topic"].strip() if named else title if self.by_subject else ""
        self.state = NoteState(meeting, subject, self.role, area, day, title, title, subject)
        if there := came(title):
            self._present(there, {})

    def _first(self, block: Block) -> bool:
        """Whether this is the only heading of the highest level: the title of the document.

        The only one of all is a topic, unless it has the day of the meeting in it.
        """
        alone = self.levels[block.level] == 1
        return alone and (self.levels.total() > 1 or bool(date_within(block.text)))


def _heads_nothing(heading: Block, following: Block | None) -> bool:
    """Whether the next block is a heading of the same level or higher, or there is none."""
    return following is None or (following.kind == "heading" and following.level <= heading.level)


def _topic(heading: str) -> str:
    """What a heading says the talk is about: "Tafel 1 - Thuiszitters" is about thuiszitters."""
    named = NUMBERED_MEETING.match(heading) or NUMBERED_TOPIC.match(heading)
    if announces(heading):
        return ""
    return named["topic"].strip() if named else heading
