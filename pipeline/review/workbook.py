"""A workbook that people filled in -> its rows, found whatever was sorted, renamed or deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from openpyxl import load_workbook

from pipeline.core.cleaning import column_letter
from pipeline.core.errors import DataProblem, no_such_file
from pipeline.core.locale import gettext as _
from pipeline.files import ods as from_ods
from pipeline.files import xlsx as from_xlsx
from pipeline.files.grid import Grid
from pipeline.files.guard import size_problem
from pipeline.review.layout import (
    COLUMNS,
    GOALS_WORD,
    ID_COLUMNS,
    YOUR_NAME,
    Book,
    ReviewRow,
    looks_like_key,
    meant,
    plain,
    read_key,
    spoken,
)

_HEADINGS = 3  # known headings that make a row the heading row of a sheet


def read_sheets(path: Path) -> list[Grid]:
    """Every sheet as text.

    Raises: DataProblem for a file that is not there, or is no workbook.
    """
    where = path.name
    if not path.is_file():
        raise no_such_file(path)
    if problem := size_problem(path, where):
        raise problem
    suffix = path.suffix.lower()
    if suffix in (".xlsx", ".xlsm"):
        return from_xlsx.read(path, where)
    if suffix == ".ods":
        return from_ods.read(path, where)
    raise DataProblem(
        where=where,
        found=_("files of kind '{suffix}' cannot be read").format(suffix=suffix),
        expected=_("one of: {keys}").format(keys=".xlsx, .ods"),
        mend=_("save the workbook as Excel workbook (.xlsx) or OpenDocument (.ods)"),
    )


def without_cells(path: Path, taken_out: Callable[[str], bool]) -> bytes:
    """A workbook, its cells whose text is to be taken out empty."""
    book = load_workbook(path)
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if isinstance(cell.value, str) and taken_out(cell.value):
                cell.value = None
    content = BytesIO()
    book.save(content)
    return content.getvalue()


@dataclass(frozen=True)
class Filled:
    """A row that came back: what it is about, what stood in its cells, and what stands there."""

    kind: str
    ids: tuple[str, ...]
    was: Mapping[str, str]
    cells: Mapping[str, str]  # editable cells by column key
    places: Mapping[str, str]  # where each stands: ``sheet 'Dekking', cell F12``

    def changed(self, key: str) -> bool:
        """Whether the reviewer changed this cell."""
        return plain(self.cells.get(key, "")) != plain(self.was.get(key, ""))

    @property
    def touched(self) -> list[str]:
        """Columns whose cell was changed."""
        return [key for key in self.cells if self.changed(key)]


@dataclass(frozen=True)
class ReadBack:
    """Everything that came back, and what could not be understood."""

    rows: tuple[Filled, ...]
    who: str
    problems: tuple[DataProblem, ...]


def read_back(sheets: Sequence[Grid], book: Book, where: str) -> ReadBack:
    """Find the rows of the workbook in what came back.

    Sheets, columns and rows are known by their headings and keys, never by their place.

    Args: book: the workbook as it would go out now; where: the file, as the user knows it.
    """
    rows: list[Filled] = []
    problems: list[DataProblem] = []
    who = ""
    for sheet in sheets:
        part = _("sheet '{part}'").format(part=sheet.part)
        place = f"{where}, {part}"
        who = who or _name(sheet)
        heading = _heading(sheet)
        if heading is None:
            continue
        kind, row, columns = heading
        problems += _lost_columns(kind, columns, place)
        for number, cells in zip(sheet.numbers[row + 1 :], sheet.rows[row + 1 :], strict=True):
            filled = _row(kind, columns, cells, number, place, book)
            if isinstance(filled, DataProblem):
                problems.append(filled)
            elif filled is not None:
                rows.append(filled)
    if not rows and not problems:
        problems.append(
            DataProblem(
                where=where,
                found=_("no sheet of a review workbook was recognised"),
                expected=_("a workbook as written by 'gehoord review'"),
                mend=_("give the workbook that gehoord wrote, with its headings"),
            )
        )
    return ReadBack(tuple(rows), who, tuple(problems))


def _name(sheet: Grid) -> str:
    """What stands right of "Your name", wherever that is."""
    for cells in sheet.rows:
        for column, cell in enumerate(cells[:-1]):
            if meant(cell, (YOUR_NAME,)):
                return " ".join(cells[column + 1].split())
    return ""


class _Heading(NamedTuple):
    """The heading row of a sheet of ours."""

    kind: str  # of COLUMNS
    row: int  # from 0
    columns: dict[str, int]  # column key -> position


def _heading(sheet: Grid) -> _Heading | None:
    """The row near the top with most headings of one kind; None where it is no sheet of ours."""
    rows = [
        _Heading(kind, number, columns)
        for number, cells in enumerate(sheet.rows[:50])
        for kind, known in COLUMNS.items()
        if len(columns := _columns(kind, cells)) >= min(_HEADINGS, len(known))
    ]
    return max(rows, key=lambda heading: len(heading.columns), default=None)


def _columns(kind: str, cells: Sequence[str]) -> dict[str, int]:
    """Column key -> position, of the headings of this kind that stand in a row."""
    columns: dict[str, int] = {}
    for position, cell in enumerate(cells):
        for column in COLUMNS[kind]:
            if column.key not in columns and meant(cell, (column.title,)):
                columns[column.key] = position
                break
    return columns


def _lost_columns(kind: str, columns: Mapping[str, int], place: str) -> Iterator[DataProblem]:
    """A fault per column to fill in that is gone."""
    for column in COLUMNS[kind]:
        if column.edit and column.key not in columns:
            yield DataProblem(
                where=place,
                found=_("the column '{title}' is gone, or has another heading").format(
                    title=spoken(column.title)
                ),
                mend=_("put the heading back; what stood in this column was not read"),
            )


def _row(
    kind: str,
    columns: Mapping[str, int],
    cells: Sequence[str],
    number: int,
    place: str,
    book: Book,
) -> Filled | DataProblem | None:
    """A row as it came back; a problem where key and numbers contradict; None: no row of ours."""
    filled, places = {}, {}
    for column in COLUMNS[kind]:
        if column.edit and column.key in columns:
            position = columns[column.key]
            filled[column.key] = cells[position].strip() if position < len(cells) else ""
            cell = _("cell {cell}").format(cell=f"{column_letter(position)}{number}")
            places[column.key] = f"{place}, {cell}"
    keys = [read_key(cell) for cell in cells if looks_like_key(cell)]
    key = next((key for key in keys if key is not None and key[1] == kind), None)
    ids = _visible_ids(kind, columns, cells)
    there = f"{place}, {_('row {row}').format(row=number)}"
    if key is None:
        return _without_key(kind, ids, filled, places, there, book)
    run_id, _kind, key_ids, was = key
    returned = Filled(kind, key_ids, was, filled, places)
    if not returned.touched:
        return returned
    if run_id != book.run_id:
        return DataProblem(
            where=there,
            found=_("this row belongs to run {other}").format(other=run_id),
            expected=_("rows of run {run}").format(run=book.run_id),
            mend=_("give the workbook to the run it was made for"),
        )
    if ids and ids != key_ids and book.row(kind, ids) is not None:
        return DataProblem(
            where=there,
            found=_("the row says it is about {ids}, its key says {other}").format(
                ids=" ".join(ids), other=" ".join(key_ids)
            ),
            mend=_("put the number back, or judge the row that has this number"),
        )
    return returned


def _without_key(
    kind: str,
    ids: tuple[str, ...],
    filled: Mapping[str, str],
    places: Mapping[str, str],
    there: str,
    book: Book,
) -> Filled | DataProblem | None:
    """A row whose key was lost: known by its visible numbers, as the workbook goes out now."""
    if not any(filled.values()):
        return None
    row: ReviewRow | None = book.row(kind, ids)
    if row is not None:
        return Filled(kind, ids, row.was, filled, places)
    what = "; ".join(text for text in filled.values() if text)
    return DataProblem(
        where=there,
        found=_("it is not clear what '{what}' is about").format(what=what[:80]),
        expected=_("the number of a theme, statement or judgement of this run"),
        mend=_("put the number back as it was, or write it on the sheet with remarks"),
    )


def _visible_ids(kind: str, columns: Mapping[str, int], cells: Sequence[str]) -> tuple[str, ...]:
    """The ids that a row of this sheet shows, in the order of its key; () where one is missing."""
    ids = []
    for key in ID_COLUMNS[kind]:
        column = columns.get(key)
        if column is None or column >= len(cells) or not cells[column].strip():
            return ()
        cell = " ".join(cells[column].split())
        ids.append((meant(cell, [GOALS_WORD]) or cell) if key == "book" else cell)
    return tuple(ids)
