"""Notes of meetings that were typed into a workbook: a sheet per meeting, its head above a table.

"Inloopavond De Kolk, 14 mei", "Opkomst: zo'n 45 bewoners", and below them "nr | flap | tekst": what
stands above the table says of whom and when it is, as in running notes, so that is how it is read.
Who was there may stand on a sheet beside it; the flaps may have their heads among the rows or above
the columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.corpus.meeting_heads import came
from pipeline.corpus.note_facts import fact_label, says_who_was_there
from pipeline.corpus.row_heads import RowHead, head_in, heads_among_rows, heads_of_columns
from pipeline.corpus.side_sheets import Attendance, attendance_of, is_beside_answers
from pipeline.corpus.tidy import filled_down
from pipeline.files.blocks import Block, row_block
from pipeline.files.dates import names_a_day
from pipeline.files.grid import Grid, cell_at
from pipeline.files.names import column_kinds, fold

FEWEST_ROWS = 3  # below the names of the columns, in which something was said
MOST_LINES = 8  # above the table
LONG = 4.0  # words per filled cell of a column in which something was said
SHORT = 2.0  # the same where every column stands below a subject of its own
FEWEST_SUBJECTS = 2
MOST_WORDS_OF_A_FACT = 12
ALWAYS = 0.9  # of the rows fill a column that a line of the typist's does not
_OF_A_GROUP = frozenset(("question", "meeting"))  # columns filled in at the first row of several
_OF_A_FORM = frozenset(("respondent", "date", "language"))  # columns of no notes


def notes_of_sheets(grids: Sequence[Grid]) -> list[Block]:
    """The blocks of every sheet of a meeting; [] where the head of none says who came to one.

    A sheet with a title and the same columns as one that does is of a meeting too.
    """
    sheets = enumerate(_of_meetings(grids), start=1)
    blocks = [block for table, sheet in sheets for block in _blocks(sheet, table)]
    return [replace(block, paragraph=n) for n, block in enumerate(blocks, start=1)]


def sheets_of_meetings(grids: Sequence[Grid]) -> set[str]:
    """The names of the sheets that hold a meeting each, or say who was at it."""
    sheets = _of_meetings(grids)
    beside = {grid.part for grid in grids if attendance_of(grid)}
    return {sheet.grid.part for sheet in sheets} | (
        beside if any(sheet.there for sheet in sheets) else set()
    )


def _of_meetings(grids: Sequence[Grid]) -> list[_Sheet]:
    shown = [grid for grid in grids if not grid.hidden]
    sheets = [_Sheet(grid) for grid in shown]
    columns = {sheet.columns for sheet in sheets if sheet.says_who_came}
    headed = [sheet for sheet in sheets if sheet.head and sheet.columns in columns]
    if headed:
        return headed
    there = [attendance for grid in shown for attendance in attendance_of(grid)]
    typed = [sheet for sheet in sheets if not is_beside_answers(sheet.grid)]
    typed = [sheet for sheet in typed if sheet.is_of_flaps or (there and sheet.is_dated)]
    if len(typed) == 1:  # of several nobody says at which these people were
        typed[0].there = there
    return typed


@dataclass
class _Sheet:
    """A sheet: the lines above its table, and the names of the table's columns."""

    grid: Grid
    there: list[Attendance] = field(default_factory=list)  # as another sheet says

    def __post_init__(self) -> None:
        self.head = _head(self.grid)
        below = range(max(self.head, default=-1) + 1, len(self.grid.rows))
        self.table = [place for place in below if any(self.grid.rows[place])]
        header = self.grid.rows[self.table[0]] if self.table else ()
        self.kinds = [column_kinds().get(fold(cell), fold(cell)) for cell in header]
        self.columns = tuple(kind for kind in self.kinds if kind)
        self.by_column = heads_of_columns(header) or self._subjects(header)
        self.by_row = heads_among_rows(self.grid, self.table[0]) if self.table else {}

    def _subjects(self, header: Sequence[str]) -> dict[int, RowHead]:
        """Index of a column -> the subject above it, where below each of them something was said.

        So flaps are typed over: "Geel = houden zo | Roze = moet anders".
        """
        rows = [self.grid.rows[place] for place in self.table[1:]]
        columns = [[cell for row in rows if (cell := cell_at(row, i).strip())]
                   for i in range(self.grid.width)]  # fmt: skip
        usual = any(fold(cell) in column_kinds() or not cell.strip() for cell in header)
        if usual or len(columns) != len(header) or len(header) < FEWEST_SUBJECTS:
            return {}
        titled = all(
            _words(column) >= SHORT and len(set(column)) == len(column) for column in columns
        )
        return {i: RowHead("", "", cell.strip()) for i, cell in enumerate(header)} if titled else {}

    @property
    def says_who_came(self) -> bool:
        lines = [_line(self.grid.rows[place]) for place in self.head[:MOST_LINES]]
        named = any(says_who_was_there(line) or came(line) is not None for line in lines)
        return named and len(self.table) > FEWEST_ROWS

    @property
    def is_dated(self) -> bool:
        """Whether its head names a day and something was said below it, by nobody named."""
        lines = [_line(self.grid.rows[place]) for place in self.head[:MOST_LINES]]
        notes = len(self.table) > FEWEST_ROWS and not _OF_A_FORM & set(self.kinds)
        return notes and any(map(names_a_day, lines)) and self._says_something

    @property
    def is_of_flaps(self) -> bool:
        """Whether its rows or its columns stand below numbered flaps, tables or questions."""
        notes = len(self.table) > FEWEST_ROWS and not _OF_A_FORM & set(self.kinds)
        numbered = any(head.n for head in self.by_column.values())
        return notes and (numbered or bool(self.by_row)) and self._says_something

    @property
    def _says_something(self) -> bool:
        named = self.table[:1] and self.table[0] not in self.by_row
        below = self.table[1:] if named else self.table
        rows = [self.grid.rows[place] for place in below if place not in self.by_row]
        columns = ([cell for row in rows if (cell := cell_at(row, i).strip())]
                   for i in range(self.grid.width))  # fmt: skip
        return any(_words(column) >= LONG for column in columns)

    def typists(self) -> set[int]:
        """The last rows that only a line of the typist's fills, below a blank row.

        In all others a column is filled that is blank in it: "(flap 2 was nat geworden)".
        """
        rows = self.grid.rows
        blank = next((i for i in range(len(rows) - 1, self.table[0], -1) if not any(rows[i])), None)
        if blank is None:
            return set()
        tail = [place for place in self.table if place > blank]
        lone = [[i for i, cell in enumerate(rows[place]) if cell.strip()] for place in tail]
        if not tail or any(len(filled) != 1 for filled in lone):
            return set()
        above = [place for place in self.table[1:] if place < blank and place not in self.by_row]
        always = {
            i
            for i in range(self.grid.width)
            if sum(bool(cell_at(rows[place], i).strip()) for place in above) >= ALWAYS * len(above)
        }
        return set(tail) if all(always - set(filled) for filled in lone) else set()


def _words(cells: Sequence[str]) -> float:
    """Words per cell; 0 where there is none."""
    return sum(len(cell.split()) for cell in cells) / max(len(cells), 1)


def _head(grid: Grid) -> list[int]:
    """Indices of the lines above the table: rows of which only the first cell is filled.

    Where nothing names the columns the first flap ends them.
    """
    head: list[int] = []
    heads = heads_among_rows(grid, 0)
    for place, row in enumerate(grid.rows):
        filled = [cell for cell in row if cell.strip()]
        if place in heads or (filled and not row[0].strip()):
            break
        if len(filled) > 1 and not _is_labelled(row):
            break
        if filled:
            head.append(place)
    return head


def _is_labelled(row: Sequence[str]) -> bool:
    """Whether a row is a fact about the meeting in two cells: "Deelnemers: | 24"."""
    label = fact_label(row[0].strip(" :"))
    return len(row) == 2 and bool(label) and len(row[1].split()) <= MOST_WORDS_OF_A_FACT


def _line(row: Sequence[str]) -> str:
    """A row above the table as the line that it is in running notes."""
    return f"{row[0].strip(' :')}: {row[1].strip()}" if len(row) == 2 else row[0].strip()


def _blocks(sheet: _Sheet, table: int) -> Iterator[Block]:
    """A sheet as a title, the lines below it, who was there, and the rows of its table."""
    for place in sheet.head:
        kind, level = ("heading", 1) if place == sheet.head[0] else ("paragraph", 0)
        text = _line(sheet.grid.rows[place])
        yield Block(kind, text, level=level, row=sheet.grid.numbers[place])
    yield from (_who(attendance) for attendance in sheet.there if not attendance.group)
    yield from _columns(sheet) if sheet.by_column else _rows(sheet, table)


def _who(there: Attendance, day: str = "") -> Block:
    return Block("paragraph", f"Datum: {day} | {there.line}" if day else there.line, row=there.row)


def _columns(sheet: _Sheet) -> Iterator[Block]:
    """Each column below its head: a point for every cell."""
    facts = any(head.about for head in sheet.by_column.values())
    for column, head in sheet.by_column.items():
        there = _of_group(sheet, head.title, head)
        if facts or there:
            yield Block("heading", head.title, level=2, row=sheet.grid.numbers[sheet.table[0]])
        if there:
            yield _who(there, _day(sheet))
        for place in sheet.table[1:]:
            if text := cell_at(sheet.grid.rows[place], column).strip():
                yield Block("item", text, level=1, row=sheet.grid.numbers[place])


def _rows(sheet: _Sheet, table: int) -> Iterator[Block]:
    """The rows of a sheet of notes as blocks: headings where a group begins, then its points."""
    first, width = sheet.table[0], sheet.grid.width
    grid = _with_groups(filled_down(sheet.grid, first + 1), first)
    groups = [i for i, kind in enumerate(sheet.kinds) if kind == "meeting"][:1]
    apart = any(
        _of_group(sheet, cell_at(grid.rows[place], i)) for place in sheet.table for i in groups
    )
    typists, group = sheet.typists(), ""
    facts = any(head.about for head in sheet.by_row.values())
    for place in sheet.table:
        row, number = grid.rows[place], grid.numbers[place]
        if place in typists:  # told, and no answer
            told_aside = next(cell for cell in sheet.grid.rows[place] if cell.strip())
            yield Block("footnote", told_aside, row=number)
            continue
        if head := sheet.by_row.get(place):
            there = _of_group(sheet, head.title, head)
            kind = "heading" if facts or there else "footnote"
            yield Block(kind, head.title, level=2 if kind == "heading" else 0, row=number)
            if there:
                yield _who(there, _day(sheet))
            continue
        name = cell_at(row, groups[0]).strip() if apart else ""
        if place != first and name and name != group:
            group, there = name, _of_group(sheet, name)
            yield Block("heading", _called(name), level=2, row=number)
            if there:
                yield _who(there, _day(sheet))
        cells = (*row, *[""] * (width - len(row)))
        if first in sheet.by_row:  # nothing names the columns
            yield Block("item", " ".join(cell for cell in cells if cell.strip()), row=number)
        else:
            yield replace(row_block(cells, table), row=number)


def _of_group(sheet: _Sheet, name: str, head: RowHead | None = None) -> Attendance | None:
    """Who was at a table of this name, or of this number; None where nobody says it."""
    wanted = head or head_in(name)
    for attendance in sheet.there:
        other = head_in(attendance.group)
        numbered = wanted and other and (wanted.what, wanted.n) == (other.what, other.n)
        if attendance.group and (fold(attendance.group) == fold(name) or numbered):
            return attendance
    return None


def _called(name: str) -> str:
    """The name of a table as a heading: its colour is no subject."""
    head = head_in(name)
    return head.title if head else name


def _day(sheet: _Sheet) -> str:
    """The line of the head that names the day."""
    lines = (_line(sheet.grid.rows[place]) for place in sheet.head[:MOST_LINES])
    return next((line for line in lines if names_a_day(line)), "")


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
