"""What a document of notes gives: rows for what was said, set aside and met, with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.corpus.attendance import Present
from pipeline.corpus.missing import says_no_word
from pipeline.corpus.read import Read, area_in, meeting_start, pseudonym
from pipeline.corpus.speakers import Speaker, bracketed, named_speaker, speaker_in
from pipeline.files.blocks import Block
from pipeline.files.dates import date_within
from pipeline.files.options import RoundFiles

NOBODY_COUNTED = Present()


@dataclass(frozen=True)
class NoteState:
    """Where in the notes we are."""

    meeting: str
    topic: str = ""
    role: str = ""
    area: str = ""
    date: str = ""
    part: str = ""  # last heading, for the place
    title: str = ""  # of the meeting
    subject: str = ""  # what the title says the meeting is about
    present: Present = NOBODY_COUNTED
    people: Mapping[str, str] = field(default_factory=dict)  # surname -> role; stays in here


class NoteRows:
    """Where in a document we are, and its rows: what is kept, set aside, and its meetings."""

    def __init__(self, source: RoundFiles, file: str, prefix: str) -> None:
        self.source, self.file, self.prefix = source, file, prefix
        self.round_id = source.round.round_id
        self.read = Read()
        self.closed: set[str] = set()
        self.writer = file  # of the letter just read; a file may hold several
        self.day = date_within(Path(file).stem.replace("_", " "))
        self.state = NoteState(
            meeting_start(prefix), role=source.role, area=source.area, date=self.day
        )

    def _close_meeting(self) -> None:
        """The rows of MEETINGS for the meeting just read."""
        state = self.state
        if state.meeting in self.closed:
            return
        self.closed.add(state.meeting)
        topics = {
            row["question"] for row in self.read.responses if row["meeting_id"] == state.meeting
        }
        topic = state.subject or (str(topics.pop()) if len(topics) == 1 else "")
        counts = {"": state.present.total, **state.present.roles}
        self.read.meetings += [
            {
                "meeting_id": state.meeting,
                "round_id": self.round_id,
                "title": state.title or self.source.round.title,
                "topic": topic,
                "date": state.date,
                "role": role,
                "n_present": n,
            }
            for role, n in counts.items()
        ]

    def _area_in(self, text: str) -> str:
        return area_in(text, self.source.areas)

    def _keep(
        self,
        block: Block,
        text: str,
        *,
        role: str = "",
        topic: str = "",
        who: str = "",
        supporters: int = 0,
        area: str = "",
        suffix: str = "",
    ) -> None:
        """Add a response, with whatever the words themselves say about who speaks.

        Args: who: names one voice, of which only the pseudonym is kept; "" for that of the role,
            the place or the letter. supporters: 0 where nobody counted them. suffix: of the id,
            where one block holds several responses.
        """
        state, number = self.state, block.paragraph
        if says_no_word(text):
            return self._aside(block, "no_words", suffix)
        question = topic or state.topic
        if question:
            self.read.questions.setdefault(question, "topic")
        speaker = Speaker(role or state.role, 1)
        if self.source.round.kind == "meeting" and block.kind != "turn":
            text, named = bracketed(text, state.people)
            speaker = named or speaker_in(text, state.present)
        if not who and (surname := named_speaker(text, state.people)):
            who, role = surname, role or state.people[surname]
        role = role or speaker.role or state.role or state.present.only_role
        if self.source.round.kind == "letters":  # a letter is one voice, however many paragraphs
            who = who or self.writer
        place = f"{number}{suffix}" if state.present.roles.get(role) != 1 else ""  # there was one
        voice = who or f"{state.meeting}\0{role}\0{self.file}\0{place}"
        self.read.responses.append(
            {
                "response_id": f"{self.prefix}-{number:04d}{suffix}",
                "round_id": self.round_id,
                "meeting_id": state.meeting if self.source.round.kind == "meeting" else "",
                "respondent_id": pseudonym(self.round_id, voice),
                "role": role,
                "area": self._area_in(area) or area or state.area,
                "question": question,
                "date": block.day or state.date,
                "language": "",
                "text": text,
                "n_supporters": supporters or speaker.n_people,
                "source_file": self.file,
                "source_part": _part(block, state),
                "source_row": block.row or number,
            }
        )
        return None

    def _aside(self, block: Block, reason: str, suffix: str = "") -> None:
        place = {
            "round_id": self.round_id,
            "source_file": self.file,
            "source_part": _part(block, self.state),
            "source_row": block.row or block.paragraph,
        }
        self.read.set_aside(f"{self.prefix}-{block.paragraph:04d}{suffix}", reason, place)


def _part(block: Block, state: NoteState) -> str:
    return f"p. {block.page}" if block.page else state.part
