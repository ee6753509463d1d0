"""What a chapter is made of, before it takes a form: page and Word walk over the same blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class State:
    """A state against the plan in a table; shown as a sign and a word."""

    status: str
    decided_by: str = ""
    place: str = ""  # the goal it is about


@dataclass(frozen=True)
class Bar:
    """A number with a bar beside it, so that a column reads as a picture."""

    text: str
    share: float  # of the longest bar, 0-1


Cell = str | State | Bar


@dataclass(frozen=True)
class Column:
    """Head of a column; ``right`` for numbers, ``width`` beside the others."""

    title: str
    width: float = 1.0
    right: bool = False


@dataclass(frozen=True)
class Table:
    """A table under its caption; the first cell of a row names it.

    A row of a single cell is a heading over the rows that follow it.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: int = 0  # rows that only the spreadsheet holds


@dataclass(frozen=True)
class Text:
    """A paragraph; ``kind``: lead | text | note."""

    text: str
    kind: str = "text"


@dataclass(frozen=True)
class Heading:
    """A heading within a chapter."""

    text: str
    anchor: str


@dataclass(frozen=True)
class Points:
    """The things that matter: a headline and a sentence each."""

    points: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Bullets:
    """A list."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """What somebody said, with who it was as far as that may be told."""

    text: str
    source: str
    language: str = ""
    cut: bool = False


@dataclass(frozen=True)
class Passage:
    """A sentence of the plan with its place."""

    text: str
    place: str


@dataclass(frozen=True)
class Picture:
    """A chart by its name."""

    name: str


Block = Table | Text | Heading | Points | Bullets | Said | Passage | Picture


@dataclass(frozen=True)
class Chapter:
    """A chapter with its blocks."""

    anchor: str
    title: str
    blocks: Sequence[Block] = field(default=())
