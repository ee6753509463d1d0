"""Text tables (.csv, .tsv): encoding and delimiter found when not given, quoted newlines kept.

A quotation mark opens a cell only where a mark closes it: before a delimiter or the end of a line.
One that never closes, or that swallows whole rows, is a mark that somebody typed.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.files.encoding import decoded, read_text
from pipeline.files.grid import Grid, trimmed
from pipeline.files.guard import MAX_CELL, check_cells
from pipeline.files.transcript import is_saved_chat

DELIMITERS = (";", ",", "\t", "|")
NONE = "\0"  # the delimiter of a list: none, so that every line is one cell
_EVEN = 0.95  # share of records of one width from which a mark followed by spaces still parts cells
_IN_PROSE = 0.8  # share of cells that begin with a space from which a mark stands in sentences
_FEW = 0.5  # share of the records that may be too wide; of more the header lacks a name
_ROWS_SHOWN = 12
_LINES = 4  # of a text that is a table, at least
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{1,5}|#x[0-9a-f]{1,4})$", re.IGNORECASE)
_ROWS_SWALLOWED = 2  # whole rows inside a cell from which its opening mark is taken for text
_END = re.compile(r"\r\n|\n|\r")


def read(path: Path, where: str, *, encoding: str = "", delimiter: str = "") -> list[Grid]:
    """The file as one grid; row numbers count records, as Excel shows them.

    Rows that hold more cells than the header has names are faults of the grid, told with whatever
    else is wrong in the file.

    Raises: DataProblem when the bytes fit no encoding, or a cell or record is no text.
    """
    text, remark = read_text(path.read_bytes(), where, encoding=encoding)
    first, offset = text[:20].splitlines()[:1], 0
    if first and first[0].lower().startswith("sep=") and len(first[0]) == 5:  # Excel's own hint
        delimiter = delimiter or first[0][4]
        text, offset = text.partition("\n")[2] or text.partition("\r")[2], 1
    return [_grid(text, delimiter or sniffed(text) or NONE, where, remark, offset)]


def sniffed(text: str) -> str:
    """The delimiter that gives most records the same number of cells; "" for a list of one column.

    A mark that stands inside sentences, with a space behind it, parts no cells.
    """
    sample = text[:100_000]
    best = max(DELIMITERS, key=lambda mark: (_evenness(sample, mark), -DELIMITERS.index(mark)))
    return best if _evenness(sample, best) > 0 else ""


def is_table(path: Path, where: str) -> bool:
    """Whether a text file is a table: nearly every line holds the same number of tabs."""
    lines = [line for line in decoded(path.read_bytes(), where).splitlines() if line.strip()]
    if is_saved_chat(lines):
        return False
    tabs = Counter(line.count("\t") for line in lines)
    usual, n = max(tabs.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
    return usual > 0 and len(lines) >= _LINES and n >= _EVEN * len(lines)


def _evenness(sample: str, delimiter: str) -> float:
    """How well a mark parts the cells of the first records: their share of one width, and a little
    for each cell; 0 where it parts none, or stands in sentences."""
    records = [
        record
        for _number, record in zip(range(60), records_of(sample, delimiter).rows, strict=False)
        if any(record)
    ]
    widths = Counter(len(record) for record in records)
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0
    width, count = max(wide.items(), key=lambda pair: (pair[1], pair[0]))
    behind = [cell for record in records for cell in record[1:] if cell.strip()]
    spaced = sum(cell[0].isspace() for cell in behind) / max(len(behind), 1)
    if spaced >= _IN_PROSE and (len(records[0]) == 1 or count < _EVEN * len(records)):
        return 0.0
    return count / widths.total() + min(width, 50) / 1000


def _grid(text: str, delimiter: str, where: str, remark: str, offset: int) -> Grid:
    """The grid of a text. Args: remark: on its encoding; offset: lines that stood above it."""
    read = records_of(text, delimiter) if _has_faults(text, delimiter) else _plain(text, delimiter)
    rows: list[tuple[str, ...]] = []
    for record in read.rows:
        check_cells(record, _("{where}, row {row}").format(where=where, row=len(rows) + 1))
        rows.append(tuple(cell.replace("\r\n", "\n").replace("\r", "\n") for cell in record))
    remarks = [remark] if remark else []
    if read.stray:
        text = _("{where}: a quotation mark that is never closed was read as text in row {rows}")
        remarks.append(text.format(where=where, rows=_numbers(read.stray, offset)))
    if delimiter == ";":
        rows = [_entities_whole(row) for row in rows]
    rows, joined, faults = _of_one_width(rows, delimiter, where, offset)
    if joined:
        text = _("{where}: a '{mark}' inside a sentence was read as text in row {rows}")
        rows_joined = _numbers(joined, offset)
        remarks.append(text.format(where=where, mark=delimiter, rows=rows_joined))
    grid = trimmed("", rows)
    numbers = tuple(number + offset for number in grid.numbers)
    return Grid("", grid.rows, numbers, remarks=tuple(remarks), faults=faults)


def _has_faults(text: str, delimiter: str) -> bool:
    """Whether the strict reader of the standard library stumbles, or a quote spans whole rows."""
    csv.field_size_limit(2**31 - 1)
    if '"' not in text:
        return False
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return True
    width = Counter(len(row) for row in rows).most_common(1)[0][0]
    return any(
        cell.count("\n") > 1 and cell.count(delimiter) >= width - 1 for row in rows for cell in row
    )


def _plain(text: str, delimiter: str) -> Records:
    """The records of a text without faults, by the standard library."""
    csv.field_size_limit(max(MAX_CELL * 100, len(text) + 1))
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return Records(list(map(tuple, records)), [])


# -- rows that hold more cells than the header ---------------------------------------------------


def _of_one_width(
    rows: list[tuple[str, ...]], delimiter: str, where: str, offset: int
) -> tuple[list[tuple[str, ...]], list[int], tuple[DataProblem, ...]]:
    """The rows with unquoted delimiters mended where a sentence shows them, and their numbers.

    Last a fault naming the rows where nothing shows which cell an answer was cut in: what stands
    in the cells of such a row is not known, so it is left blank.
    """
    start, width = _header(rows)
    wide = [i for i in range(start + 1, len(rows)) if any(c.strip() for c in rows[i][width:])]
    if width < 2 or not wide or len(wide) > _FEW * (len(rows) - start - 1):
        return rows, [], ()
    if any(
        cell[:1].isspace() for i in range(start, len(rows)) for cell in rows[i][1:] if i not in wide
    ):
        mended = dict.fromkeys(wide)  # spaces stand behind real delimiters too: no sign
    else:
        mended = {i: _rejoined(rows[i], width, delimiter) for i in wide}
    lost = [i for i in wide if mended[i] is None]
    faults = (_too_wide(lost, width, delimiter, where, offset),) if lost else ()
    whole = [() if i in lost else mended.get(i) or row for i, row in enumerate(rows)]
    return whole, [i + 1 for i in wide if i not in lost], faults


def _too_wide(lost: list[int], width: int, delimiter: str, where: str, offset: int) -> DataProblem:
    """The fault of rows, by their index, that hold more cells than the header."""
    return DataProblem(
        where=_("{where}, row {row}").format(where=where, row=_numbers(lost, 1 + offset)),
        found=ngettext(
            "{n} row holds more cells than the header ({width})",
            "{n} rows hold more cells than the header ({width})",
            len(lost),
        ).format(n=len(lost), width=width),
        expected=_("quotation marks around an answer that holds a '{mark}'").format(
            mark="TAB" if delimiter == "\t" else delimiter
        ),
        mend=_("export the file again as .xlsx, or put that answer between quotation marks"),
    )


def _header(rows: list[tuple[str, ...]]) -> tuple[int, int]:
    """(index, width) of the header: the first of the top rows that is as wide as most rows are."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    usual = max(widths, key=lambda width: (widths[width], width), default=0)
    start = next((i for i, row in enumerate(rows[:30]) if len(row) >= usual > 1), 0)
    return start, len(rows[start]) if rows else 0


def _entities_whole(row: tuple[str, ...]) -> tuple[str, ...]:
    """The row in which "&amp;" and its like are one piece: their semicolon parts no cells."""
    cells: list[str] = []
    for cell in row:
        if cells and _ENTITY.search(cells[-1]):
            cells[-1] += f";{cell}"
        else:
            cells.append(cell)
    return tuple(cells)


def _rejoined(row: tuple[str, ...], width: int, delimiter: str) -> tuple[str, ...] | None:
    """The row with what was cut inside an answer put back; None where nothing shows the cut.

    A sentence has a space behind its comma.
    """
    cells: list[str] = []
    for cell in row:
        if cells and cell[:1] == " " and cell.strip():
            cells[-1] += delimiter + cell
        else:
            cells.append(cell)
    return tuple(cells) if len(cells) == width else None


def _numbers(numbers: list[int], offset: int) -> str:
    """Numbers of rows as a person counts them: the first dozen, each this much further down."""
    shown = ", ".join(str(number + offset) for number in numbers[:_ROWS_SHOWN])
    return shown if len(numbers) <= _ROWS_SHOWN else f"{shown}, … ({len(numbers)})"


@dataclass(frozen=True)
class Records:
    """The rows, and the numbers (from 1) of rows with a mark that opens nothing."""

    rows: list[tuple[str, ...]]
    stray: list[int]


def records_of(text: str, delimiter: str) -> Records:
    """Every record; nothing is left out but the marks around well-formed cells."""
    rows: list[tuple[str, ...]] = []
    stray: list[int] = []
    cells: list[str] = []
    place, width = 0, 0
    bare = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")
    while place < len(text):
        cell = _quoted(text, place, delimiter, width) if text[place] == '"' else None
        if cell is None:
            if text[place] == '"' and (not stray or stray[-1] != len(rows) + 1):
                stray.append(len(rows) + 1)
            plain = bare.match(text, place)
            end = plain.end() if plain else place
            cell = text[place:end], end
        cells.append(cell[0])
        place = cell[1]
        if place < len(text) and text[place] == delimiter:
            place += 1
            if place == len(text):
                cells.append("")
            continue
        line_end = _END.match(text, place)
        place = line_end.end() if line_end else place
        width = max(width, len(cells)) if len(rows) < 3 else width
        rows.append(() if cells == [""] else tuple(cells))
        cells = []
    if cells:
        rows.append(tuple(cells))
    return Records(rows, stray)


def _quoted(text: str, start: int, delimiter: str, width: int) -> tuple[str, int] | None:
    """(the cell, where it ends) when the mark at ``start`` opens one; None when it is mere text."""
    closing = _closing(text, start + 1, delimiter)
    if closing is None:
        line = _END.search(text, start)
        end = line.start() if line else len(text)
        closing = _last_on_line(text, start + 1, end, delimiter)
        if closing is None:
            return None
    inner = text[start + 1 : closing]
    lines = _END.split(inner)[1:]
    whole = sum(line.count(delimiter) == width - 1 for line in lines)
    if width > 1 and whole == len(lines) >= _ROWS_SWALLOWED + (width == 2):
        return None
    return inner.replace('""', '"'), closing + 1


def _closing(text: str, start: int, delimiter: str) -> int | None:
    """The first mark that is not doubled, where it stands before a delimiter or line end."""
    place = start
    while (place := text.find('"', place)) >= 0:
        if text[place + 1 : place + 2] == '"':
            place += 2
            continue
        after = text[place + 1 : place + 2]
        return place if after in ("", delimiter, "\r", "\n") else None
    return None


def _last_on_line(text: str, start: int, end: int, delimiter: str) -> int | None:
    """For a cell with marks inside that were not doubled: its closing mark on the same line."""
    place = start
    while (place := text.find('"', place, end)) >= 0:
        if place > start and text[place + 1 : place + 2] in ("", delimiter, "\r", "\n"):
            return place
        place += 1
    return None
