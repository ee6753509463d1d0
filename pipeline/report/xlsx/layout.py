"""What a sheet is, before it takes a form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Value = str | int | float | None


@dataclass(frozen=True)
class SheetColumn:
    """One column: its head, what it holds, how it looks.

    ``kind``: text | long (wrapped) | int | share (0-1) | decimal. A text in a column of numbers
    stands for a withheld one.
    """

    title: str
    meaning: str
    kind: str = "text"
    width: float = 14  # characters


@dataclass(frozen=True)
class Sheet:
    """One table; ``rows`` may be made while they are written."""

    title: str
    meaning: str
    columns: tuple[SheetColumn, ...]
    rows: Iterable[Sequence[Value]] = field(default=())


@dataclass(frozen=True)
class Cover:
    """What the first sheet says before it lists the others, and the properties of the file."""

    title: str
    subject: str
    moment: str  # ISO 8601: when the run was made
    facts: tuple[tuple[str, str], ...]
