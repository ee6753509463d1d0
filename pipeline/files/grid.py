"""A sheet of any kind as cells of text, with the rows numbered as Excel shows them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from pipeline.core.cleaning import column_letter
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.files.faults import column_list


@dataclass(frozen=True)
class Grid:
    """One sheet: rows of cells as text; blank cells are "" and rows may differ in length."""

    part: str  # sheet name; "" for a file without sheets
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]  # row numbers as Excel shows them, from 1
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    merged: tuple[
        tuple[int, int, int, int], ...
    ] = ()  # first row, first column, last row, last column; from 1
    remarks: tuple[str, ...] = ()  # what the reader of the file had to mend or could not read
    faults: tuple[DataProblem, ...] = ()  # rows that cannot be read; they stand blank in ``rows``
    board: bool = False  # notes under headings: every cell is a note of its own
    day: str = ""  # on which its answers were given, where a line above them says so; ISO 8601
    present: int = 0  # people who took part, where such a line says so
    asked: tuple[tuple[str, str], ...] = ()  # folded name of a column -> the question it stands for

    def __post_init__(self) -> None:
        if len(self.rows) != len(self.numbers):
            raise ValueError("every row of a grid needs its number")

    @property
    def width(self) -> int:
        """Number of columns of the widest row."""
        return max((len(row) for row in self.rows), default=0)


def cell_at(row: Sequence[str], index: int | None) -> str:
    """The cell at an index from 0; "" behind the end of the row, or where there is no column."""
    return row[index] if index is not None and index < len(row) else ""


def cell_text(value: object) -> str:
    """A cell's value as a person reads it: 1.0 is "1", midnight is only the day."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).replace("\r\n", "\n").replace("_x000D_\n", "\n")
    return unicodedata.normalize("NFC", text)  # a Mac writes é as e and an accent


def trimmed(part: str, rows: list[tuple[str, ...]], **facts: object) -> Grid:
    """A grid without the blank rows below the last filled one, blanks at row ends cut."""
    cut = [_cut(row) for row in rows]
    while cut and not cut[-1]:
        cut.pop()
    return Grid(part, tuple(cut), tuple(range(1, len(cut) + 1)), **facts)  # type: ignore[arg-type]


def _cut(row: tuple[str, ...]) -> tuple[str, ...]:
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return row[:end]


def hidden_columns(numbers: Sequence[int]) -> str:
    """What is told of columns that the program does not show."""
    return _("hidden columns were read too: {columns}").format(
        columns=column_list([column_letter(number - 1) for number in numbers])
    )


def cell_remarks(cells: Sequence[str]) -> str:
    """What is told of remarks tied to cells, which are no cells of anybody's answers."""
    return _(
        "remarks tied to cells were not read (at {cells}); what belongs to an answer can be typed "
        "into a cell"
    ).format(cells=column_list(list(cells)))
