"""OpenDocument spreadsheets (.ods): values as shown, repeated cells unfolded within bounds."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

from pipeline.core.cleaning import column_letter
from pipeline.files.faults import place
from pipeline.files.grid import Grid, cell_remarks, hidden_columns, trimmed
from pipeline.files.guard import MAX_COLUMNS, check_cells
from pipeline.files.open_document import attribute, paragraphs, parts, q

MAX_ROWS = 1_048_576  # rows of a sheet, in Excel and LibreOffice alike
MAX_REPEAT = 2000  # times a filled row or cell may repeat itself; blank ones are only counted


def read(path: Path, where: str) -> list[Grid]:
    """Every sheet, in its order.

    Raises: DataProblem for a file that is no spreadsheet, is protected, or would burst.
    """
    content, _styles = parts(path, where, ".ods")
    hidden = {
        attribute(style, "style:name")
        for style in content.iter(q("style:style"))
        for properties in style.findall(q("style:table-properties"))
        if attribute(properties, "table:display") == "false"
    }
    return [_sheet(table, where, hidden) for table in content.iter(q("table:table"))]


def _sheet(table: Element, where: str, hidden: set[str]) -> Grid:
    """One sheet. Args: hidden: styles whose sheets are not shown."""
    name = attribute(table, "table:name")
    rows: list[tuple[str, ...]] = []
    hidden_rows: set[int] = set()
    blank = 0  # blank rows not yet written: the last million of a sheet are one tag
    for row in table.iter(q("table:table-row")):
        repeat = _times(row, "table:number-rows-repeated")
        cells = _cells(row, where, name, len(rows) + blank + 1)
        if not any(cells):
            blank += repeat
            continue
        rows.extend(() for _blank in range(min(blank, MAX_ROWS)))
        blank = 0
        if attribute(row, "table:visibility") in ("collapse", "filter"):
            hidden_rows.update(range(len(rows) + 1, len(rows) + min(repeat, MAX_REPEAT) + 1))
        rows.extend([cells] * min(repeat, MAX_REPEAT))
    width = max(map(len, rows), default=0)
    columns = [number for number in _hidden_columns(table) if number <= width]
    remarks = [hidden_columns(columns)] if columns else []
    if noted := _remarked(table):
        remarks.append(cell_remarks(noted))
    return trimmed(
        name,
        rows,
        hidden=attribute(table, "table:style-name") in hidden,
        hidden_rows=frozenset(hidden_rows),
        merged=_merged(table),
        remarks=tuple(remarks),
    )


def _hidden_columns(table: Element) -> list[int]:
    """Numbers from 1 of the columns that LibreOffice does not show."""
    hidden: list[int] = []
    number = 1
    for column in table.iter(q("table:table-column")):
        n = min(_times(column, "table:number-columns-repeated"), MAX_COLUMNS)
        if attribute(column, "table:visibility") in ("collapse", "filter"):
            hidden += range(number, number + n)
        number += n
    return hidden


def _remarked(table: Element) -> list[str]:
    """The cells to which somebody tied a remark."""
    cells: list[str] = []
    number = 1
    for row in table.iter(q("table:table-row")):
        column = 0
        for cell in row:
            if cell.find(q("office:annotation")) is not None:
                cells.append(f"{column_letter(column)}{number}")
            column += _times(cell, "table:number-columns-repeated")
        number += _times(row, "table:number-rows-repeated")
    return cells


def _merged(table: Element) -> tuple[tuple[int, int, int, int], ...]:
    """Cells that span rows or columns: first row, first column, last row, last column; from 1."""
    merged = []
    number = 1
    for row in table.iter(q("table:table-row")):
        column = 1
        for cell in row:
            down = _times(cell, "table:number-rows-spanned")
            across = _times(cell, "table:number-columns-spanned")
            if down > 1 or across > 1:
                merged.append((number, column, number + down - 1, column + across - 1))
            column += _times(cell, "table:number-columns-repeated")
        number += _times(row, "table:number-rows-repeated")
    return tuple(merged)


def _cells(row: Element, where: str, part: str, number: int) -> tuple[str, ...]:
    """The cells of a row up to the last filled one. Raises: as ``check_cells`` does."""
    cells: list[str] = []
    blank = 0
    for cell in row:
        if cell.tag not in (q("table:table-cell"), q("table:covered-table-cell")):
            continue
        repeat = _times(cell, "table:number-columns-repeated")
        text = _value(cell)
        if not text:
            blank += repeat
            continue
        cells.extend([""] * min(blank, MAX_COLUMNS + 1) + [text] * min(repeat, MAX_REPEAT))
        blank = 0
        check_cells(tuple(cells), place(where, part, number))
    return tuple(cells)


def _value(cell: Element) -> str:
    kind = attribute(cell, "office:value-type")
    if kind == "date":
        return attribute(cell, "office:date-value").removesuffix("T00:00:00").replace("T", " ")
    if kind == "float":
        value = attribute(cell, "office:value")
        return value.removesuffix(".0")
    own = (child for child in cell if child.tag != q("office:annotation"))
    return "\n".join(text for child in own if (text := paragraphs(child)))


def _times(element: Element, name: str) -> int:
    """How often an element stands there, or over how much it spans, by this attribute."""
    value = attribute(element, name, "1")
    return int(value) if value.isdigit() and len(value) < 9 else 1
