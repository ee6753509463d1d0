"""Notes of meetings that were typed into a workbook: a sheet per meeting, its head above a table.

"Inloopavond De Kolk, 14 mei", "Opkomst: zo'n 45 bewoners", and below them "nr | flap | tekst": what
stands above the table says of whom and when it is, as in running notes, so that is how it is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.corpus.meeting_heads import came
from pipeline.corpus.note_structure import says_who_was_there
from pipeline.corpus.tidy import filled_down
from pipeline.files.blocks import Block, row_block
from pipeline.files.grid import Grid
from pipeline.files.names import column_kinds, fold

FEWEST_ROWS = 3  # below the names of the columns, in which something was said
MOST_LINES = 8  # above the table
_OF_A_GROUP = frozenset(("question", "meeting"))  # columns filled in at the first row of several


def notes_of_sheets(grids: Sequence[Grid]) -> list[Block]:
    """The blocks of every sheet of a meeting; [] where the head of none says who came to one.

    A sheet with a title and the same columns as one that does is of a meeting too.
    """
    sheets = enumerate(_of_meetings(grids), start=1)
    blocks = [block for table, sheet in sheets for block in _blocks(sheet, table)]
    return [replace(block, paragraph=n) for n, block in enumerate(blocks, start=1)]


def sheets_of_meetings(grids: Sequence[Grid]) -> set[str]:
    """The names of the sheets that hold a meeting each."""
    return {sheet.grid.part for sheet in _of_meetings(grids)}


def _of_meetings(grids: Sequence[Grid]) -> list[_Sheet]:
    sheets = [_Sheet(grid) for grid in grids if not grid.hidden]
    columns = {sheet.columns for sheet in sheets if sheet.says_who_came}
    return [sheet for sheet in sheets if sheet.head and sheet.columns in columns]


class _Sheet:
    """A sheet: the lines above its table, and the names of the table's columns."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.head = _head(grid)
        below = range(max(self.head, default=-1) + 1, len(grid.rows))
        self.table = [place for place in below if any(grid.rows[place])]
        header = grid.rows[self.table[0]] if self.table else ()
        self.columns = tuple(column_kinds().get(fold(cell), fold(cell)) for cell in header if cell)

    @property
    def says_who_came(self) -> bool:
        lines = [self.grid.rows[place][0] for place in self.head[:MOST_LINES]]
        said = any(says_who_was_there(line) or came(line) is not None for line in lines)
        return said and len(self.table) > FEWEST_ROWS


def _head(grid: Grid) -> list[int]:
    """Indices of the lines above the table: rows of which only the first cell is filled."""
    head: list[int] = []
    for place, row in enumerate(grid.rows):
        filled = [cell for cell in row if cell.strip()]
        if len(filled) > 1 or (filled and not row[0].strip()):
            break
        if filled:
            head.append(place)
    return head


def _blocks(sheet: _Sheet, table: int) -> Iterator[Block]:
    """A sheet as a title, the lines below it and the rows of its table."""
    first, width = sheet.table[0], sheet.grid.width
    grid = _with_groups(filled_down(sheet.grid, first + 1), first)
    for place in sheet.head:
        kind, level = ("heading", 1) if place == sheet.head[0] else ("paragraph", 0)
        yield Block(kind, grid.rows[place][0].strip(), level=level, row=grid.numbers[place])
    for place in sheet.table:
        row = grid.rows[place]
        cells = (*row, *[""] * (width - len(row)))
        yield replace(row_block(cells, table), row=grid.numbers[place])


def _with_groups(grid: Grid, header: int) -> Grid:
    """The grid, with a subject that stands only at the first of its rows at each of them."""
    kinds = [column_kinds().get(fold(cell), "") for cell in grid.rows[header]]
    rows = [list(row) for row in grid.rows]
    for column in (i for i, kind in enumerate(kinds) if kind in _OF_A_GROUP):
        above = ""
        for row in rows[header + 1 :]:
            if column < len(row) and any(row):
                above = row[column] = row[column].strip() or above
    return replace(grid, rows=tuple(map(tuple, rows)))
