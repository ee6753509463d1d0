"""What a chapter is made of, before it takes a form: page and Word walk over the same blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class State:
    """A state against the plan; shown as a sign and a word."""

    status: str
    decided_by: str = ""
    place: str = ""  # the goal it is about


@dataclass(frozen=True)
class Ref:
    """Words that lead to a place in the document."""

    text: str
    anchor: str


@dataclass(frozen=True)
class Count:
    """A number; on a page that holds the statements it opens those that answer to the query."""

    text: str
    query: Mapping[str, str]


@dataclass(frozen=True)
class Strong:
    """Words that stand out."""

    text: str


@dataclass(frozen=True)
class Own:
    """Words of people or of their plan within ours: Dutch, whatever the language around them."""

    text: str


@dataclass(frozen=True)
class Bar:
    """A number with a bar beside it, so that a column reads as a picture."""

    text: str
    share: float  # of the longest bar, 0-1
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Changed:
    """Words that went from a text, or came; ``kind``: gone | new."""

    text: str
    kind: str


Inline = str | State | Ref | Count | Strong | Own | Bar | Changed
Words = Inline | tuple[Inline, ...]  # a line of text, or what stands in a cell
Cell = Words


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
    sums: bool = False  # the last row is the sum
    ids: tuple[str, ...] = ()  # per row the concern it is about, for the choice on the page
    paper: bool = True  # not where it holds only what is clicked
    headed: bool = False  # the heading above it says so already: the caption is only read aloud


@dataclass(frozen=True)
class Text:
    """A paragraph; ``kind``: lead | text | note | printed (a note that only paper needs)."""

    text: Words
    kind: str = "text"


@dataclass(frozen=True)
class Heading:
    """A heading within a chapter."""

    text: str
    anchor: str


@dataclass(frozen=True)
class Points:
    """The things that matter: a headline, that may lead to more of it, and a sentence each."""

    points: tuple[tuple[str | Ref, str], ...]


@dataclass(frozen=True)
class Bullets:
    """A list."""

    texts: tuple[Words, ...]


@dataclass(frozen=True)
class Said:
    """What somebody said, with who it was as far as that may be told."""

    text: str
    source: str
    language: str = ""
    cut: bool = False
    code: str = ""  # of the statement, where the page holds it
    around: tuple[str, str] = ("", "")  # the response before and after it


@dataclass(frozen=True)
class PlanSentence:
    """A sentence of the plan with its place."""

    text: str
    place: str


@dataclass(frozen=True)
class Picture:
    """A chart by its name; some are for the page only."""

    name: str
    paper: bool = True


@dataclass(frozen=True)
class Numbers:
    """Numbers with their names under them, side by side."""

    pairs: tuple[tuple[str, str], ...]  # name, number
    caption: str


@dataclass(frozen=True)
class Terms:
    """Words with what stands beside each; "" is a place that the organisation fills in."""

    caption: str
    pairs: tuple[tuple[str, str], ...]
    heads: tuple[str, str]


@dataclass(frozen=True)
class Box:
    """What nobody may overlook."""

    title: str
    text: str


@dataclass(frozen=True)
class Control:
    """What is operated on a page and has no place on paper; ``name``: choice | statements."""

    name: str


@dataclass(frozen=True)
class Fold:
    """Blocks behind a line that opens them on a page; on paper only where ``paper``."""

    title: str
    blocks: tuple[Block, ...]
    paper: bool = False


@dataclass(frozen=True)
class Section:
    """Blocks under a heading of their own; ``kind``: pillar | goal | group | theme | concern."""

    title: str
    anchor: str
    blocks: tuple[Block, ...]
    level: int = 3  # of the heading on the page, where a chapter has 2
    kind: str = "group"


Block = (
    Table | Text | Heading | Points | Bullets | Said | PlanSentence | Picture | Numbers | Terms
    | Box | Control | Fold | Section
)  # fmt: skip


@dataclass(frozen=True)
class Chapter:
    """A chapter with its blocks."""

    anchor: str
    title: str
    blocks: Sequence[Block] = field(default=())
    number: str = ""
