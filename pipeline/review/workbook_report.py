"""The review workbook as .xlsx: drop-downs, guarded numbers, colours, frozen panes.

The sheets are not locked: Excel cannot sort a locked sheet. Typing over a number is refused by the
cell's own rule instead, and every row carries its key in a hidden column.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pipeline.core.locale import gettext as _
from pipeline.review.layout import (
    INSTRUCTION,
    KEY,
    LISTS,
    YOUR_NAME,
    Book,
    ReviewColumn,
    ReviewRow,
    ReviewSheet,
    key_of,
    shown,
    spoken,
)

if TYPE_CHECKING:
    from openpyxl import Workbook

HEAD, FILL, GREY = "1F4E5F", "FFF6CC", "F1F1EE"  # AA contrast with white, black, black
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_FONT = "Calibri"  # without a name LibreOffice takes a letter with serifs
_LINE, _LETTERS = 15.5, 105  # points; letters on a line of the instruction
_TALLEST = 190.0  # points; what is longer can be read in the bar above the sheet
_LONGEST = 32_000  # characters; Excel's limit for a cell is 32,767


def to_xlsx(book: Book) -> bytes:
    """The workbook's bytes; the same book gives the same cells."""
    from openpyxl import Workbook

    made = Workbook()
    made.remove(made.active)
    _instruction(made, book)
    ranges = dict.fromkeys(book.lists, "")
    for sheet in book.sheets:
        made.create_sheet(spoken(sheet.title))
    _lists(made, book, ranges)
    for sheet in book.sheets:
        _sheet(made[spoken(sheet.title)], sheet, book, ranges)
    made.active = 0
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def clean(value: Any) -> Any:
    """A value that a spreadsheet can hold."""
    return _CONTROL.sub("", value)[:_LONGEST] if isinstance(value, str) else value


def put(cell: Any, value: Any) -> None:
    """Write a value; what looks like a formula stays text."""
    cell.value = clean(value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"  # so that 2.3 typed over it does not become a date
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))


def _instruction(made: Workbook, book: Book) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    sheet = made.create_sheet(spoken(INSTRUCTION))
    sheet.column_dimensions["A"].width = 26
    sheet.column_dimensions["B"].width = 100
    put(sheet["A1"], spoken(YOUR_NAME))
    sheet["B1"].fill = PatternFill("solid", fgColor=FILL)
    sheet["B1"].number_format = "@"
    for at, (heading, text) in enumerate(book.instruction, start=3):
        put(sheet.cell(at, 1), heading)
        put(sheet.cell(at, 2), text)
        sheet.cell(at, 2).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(at, 1).alignment = Alignment(vertical="top")
        sheet.row_dimensions[at].height = _LINE * (1 + len(text) // _LETTERS)
    for row in sheet.iter_rows(min_col=1, max_col=1):
        row[0].font = Font(name=_FONT, bold=True)
    _paper(sheet)


def _lists(made: Workbook, book: Book, ranges: dict[str, str]) -> None:
    """The entries of the drop-downs, each list in a column of a hidden sheet."""
    from openpyxl.utils import get_column_letter

    title = spoken(LISTS)
    sheet = made.create_sheet(title)
    sheet.sheet_state = "hidden"
    for column, (name, entries) in enumerate(book.lists.items(), start=1):
        letter = get_column_letter(column)
        put(sheet.cell(1, column), name)
        for row, entry in enumerate(entries, start=2):
            put(sheet.cell(row, column), entry)
        if entries:
            ranges[name] = f"'{title}'!${letter}$2:${letter}${len(entries) + 1}"


def _sheet(page: Any, sheet: ReviewSheet, book: Book, ranges: dict[str, str]) -> None:
    from openpyxl.utils import get_column_letter

    width = len(sheet.columns) + 1
    last = get_column_letter(width)
    for at, column in enumerate(sheet.columns, start=1):
        _heading(page.cell(1, at), spoken(column.title), edit=column.edit)
        page.column_dimensions[get_column_letter(at)].width = column.width
    _heading(page.cell(1, width), spoken(KEY), edit=False)
    page.column_dimensions[last].hidden = True
    looks = _looks()
    for at, row in enumerate(sheet.rows, start=2):
        _row(page, at, sheet, row, book.run_id, looks)
    page.freeze_panes = page.cell(2, 3 if len(sheet.columns) > 3 else 2)
    page.auto_filter.ref = f"A1:{last}{len(sheet.rows) + 1}"
    page.row_dimensions[1].height = 34
    page.print_title_rows = "1:1"
    _paper(page)
    _rules(page, sheet, ranges)


def _paper(page: Any) -> None:
    """Printed on A3 across, as wide as the page."""
    from openpyxl.worksheet.properties import PageSetupProperties

    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 8
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _heading(cell: Any, title: str, *, edit: bool) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    put(cell, title)
    cell.font = Font(name=_FONT, bold=True, color="000000" if edit else "FFFFFF")
    cell.fill = PatternFill("solid", fgColor="FFD94A" if edit else HEAD)
    cell.alignment = Alignment(wrap_text=True, vertical="center")


def _looks() -> tuple[Any, ...]:
    from openpyxl.styles import Alignment, Border, PatternFill, Side

    line = Side(style="thin", color="D9D9D4")
    return (
        PatternFill("solid", fgColor=FILL),
        PatternFill("solid", fgColor=GREY),
        Alignment(wrap_text=True, vertical="top"),
        Alignment(vertical="top", horizontal="right", indent=1),  # off the text beside it
        Border(bottom=line, right=line),
    )


def _row(
    page: Any, at: int, sheet: ReviewSheet, row: ReviewRow, run_id: str, looks: tuple[Any, ...]
) -> None:
    fill, grey, wrapped, number, border = looks
    for place, column in enumerate(sheet.columns, start=1):
        cell = page.cell(at, place)
        value = shown(column, row.cells.get(column.key, ""))
        put(cell, value)
        if isinstance(value, float):
            cell.number_format = "0.00"
        cell.fill = fill if column.edit else grey
        cell.alignment, cell.border = number if isinstance(value, int | float) else wrapped, border
    page.row_dimensions[at].height = _height(sheet, row)
    put(page.cell(at, len(sheet.columns) + 1), key_of(row, run_id))


def _height(sheet: ReviewSheet, row: ReviewRow) -> float:
    """Points that the longest text of the row takes: LibreOffice would not find it itself."""
    lines = 1
    for column in sheet.columns:
        parts = str(row.cells.get(column.key) or "").split("\n")
        lines = max(lines, sum(1 + int(len(part) / max(column.width * 1.05, 1)) for part in parts))
    return float(min(lines * _LINE, _TALLEST))


def _rules(page: Any, sheet: ReviewSheet, ranges: dict[str, str]) -> None:
    """Drop-downs on what is filled in; typing over anything else is refused."""
    from openpyxl.utils import get_column_letter

    end = len(sheet.rows) + 1
    for at, column in enumerate(sheet.columns, start=1):
        letter = get_column_letter(at)
        if not column.edit:
            if end > 1:
                _guard(page, f"{letter}2:{letter}{end}")
            continue
        if not column.choices:
            continue
        for name, rows in per_list(column, sheet).items():
            if ranges.get(name):
                cells = " ".join(f"{letter}{first}:{letter}{last}" for first, last in rows)
                _offer(page, ranges[name], cells)


def per_list(column: ReviewColumn, sheet: ReviewSheet) -> dict[str, list[tuple[int, int]]]:
    """Which rows get which list: codes differ per codebook. Adjacent rows are one stretch."""
    found: dict[str, list[int]] = {}
    for at, row in enumerate(sheet.rows, start=2):
        name = column.choices
        if name.startswith("codes"):
            name = f"{name}:{row.cells['book']}"
        found.setdefault(name, []).append(at)
    return {name: _runs(rows) for name, rows in found.items()}


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """First and last row of each stretch of adjacent rows."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and found[-1][1] == row - 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found


def _offer(page: Any, source: str, cells: str) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    # A warning, not a wall: several codes in one cell, or a code by its number, are fine too.
    rule = DataValidation(
        type="list", formula1=source, allow_blank=True, errorStyle="warning", showErrorMessage=True
    )
    rule.errorTitle = _("Not in the list")
    rule.error = _("Choose from the list; several codes: separate them with a semicolon.")[:220]
    rule.sqref = _ranges(cells)
    page.add_data_validation(rule)


def _guard(page: Any, cells: str) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    rule = DataValidation(type="custom", formula1="FALSE", allow_blank=False)
    rule.showErrorMessage = True
    rule.errorTitle = _("Leave this as it is")
    rule.error = _("This cell says what the row is about. Fill in yellow cells only.")[:220]
    rule.sqref = _ranges(cells)
    page.add_data_validation(rule)


def _ranges(cells: str) -> Any:
    from openpyxl.worksheet.cell_range import MultiCellRange

    return MultiCellRange(cells)
