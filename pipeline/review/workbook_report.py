"""The review workbook as .xlsx: drop-downs, guarded numbers, colours, frozen panes.

The sheets are not locked: Excel cannot sort a locked sheet. Typing over a number is refused by the
cell's own rule instead, and every row carries its key in a hidden column.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_col_to_name

from pipeline.core.locale import gettext as _
from pipeline.report.xlsx.spreadsheet import A3, Spreadsheet, height
from pipeline.review.layout import (
    INSTRUCTION,
    KEY,
    LISTS,
    YOUR_NAME,
    Book,
    ReviewColumn,
    ReviewSheet,
    key_of,
    shown,
    spoken,
)

HEAD, FILL, GREY = "#1F4E5F", "#FFF6CC", "#F1F1EE"  # AA contrast with white, black, black
LOOK = {"valign": "top", "bottom": 1, "right": 1, "border_color": "#D9D9D4"}  # of a filled cell
_LETTERS = 105.0  # on a line of the instruction
_TALLEST = 190.0  # points; what is longer can be read in the bar above the sheet


def to_xlsx(book: Book) -> bytes:
    """The workbook's bytes; the same book gives the same bytes."""
    spreadsheet = Spreadsheet(spoken(INSTRUCTION), "", "")
    page = spreadsheet.page(spoken(INSTRUCTION), [26, 100], paper=A3)
    spreadsheet.put(page, 0, 0, spoken(YOUR_NAME), bold=True)
    spreadsheet.put(page, 0, 1, "", bg_color=FILL, num_format="@")
    for row, (heading, text) in enumerate(book.instruction, start=2):
        spreadsheet.put(page, row, 0, heading, bold=True, valign="top")
        spreadsheet.put(page, row, 1, text, text_wrap=True, valign="top")
        page.set_row(row, height([(text, _LETTERS)]))
    for sheet in book.sheets:
        _sheet(spreadsheet, sheet, book)
    _lists(spreadsheet, book)
    return spreadsheet.bytes()


def _lists(spreadsheet: Spreadsheet, book: Book) -> None:
    """The entries of the drop-downs, each list in a column of a hidden sheet."""
    page = spreadsheet.page(spoken(LISTS), [])
    page.hide()
    for column, (name, entries) in enumerate(book.lists.items()):
        for row, entry in enumerate((name, *entries)):
            spreadsheet.put(page, row, column, entry, num_format="@")


def _ranges(book: Book) -> dict[str, str]:
    """Where each list stands, as a formula says it; "" for one without entries."""
    ranges = {}
    for column, (name, entries) in enumerate(book.lists.items()):
        letter = xl_col_to_name(column)
        rows = f"='{spoken(LISTS)}'!${letter}$2:${letter}${len(entries) + 1}"
        ranges[name] = rows if entries else ""
    return ranges


def _sheet(spreadsheet: Spreadsheet, sheet: ReviewSheet, book: Book) -> None:
    """One sheet: headings, rows, and in a last, hidden column the key of each row."""
    frozen = (1, 2 if len(sheet.columns) > 3 else 1)
    widths = [column.width for column in sheet.columns]
    page = spreadsheet.page(spoken(sheet.title), widths, frozen=frozen, paper=A3)
    page.set_row(0, 34)
    key = len(sheet.columns)
    page.set_column(key, key, 10, None, {"hidden": True})
    heads = [(spoken(column.title), column.edit) for column in sheet.columns]
    for place, (title, edit) in enumerate([*heads, (spoken(KEY), False)]):
        ink, back = ("#000000", "#FFD94A") if edit else ("#FFFFFF", HEAD)
        spreadsheet.put(page, 0, place, title, bold=True, font_color=ink, bg_color=back,
                        num_format="@", text_wrap=True, valign="vcenter")  # fmt: skip
    for number, row in enumerate(sheet.rows, start=1):
        texts = []
        for place, column in enumerate(sheet.columns):
            value = shown(column, row.cells.get(column.key, ""))
            texts.append((str(value or ""), column.width * 1.05))
            fill = FILL if column.edit else GREY
            spreadsheet.put(page, number, place, value, bg_color=fill, **cell_look(value))
        page.set_row(number, height(texts, most=_TALLEST))
        spreadsheet.put(page, number, key, key_of(row, book.run_id), num_format="@")
    page.autofilter(0, 0, len(sheet.rows), key)
    _rules(page, sheet, _ranges(book))


def cell_look(value: Any) -> dict[str, Any]:
    """Format of a filled cell: text stays text, so that 2.3 typed over it becomes no date."""
    if isinstance(value, int | float):
        kind = {"num_format": "0.00"} if isinstance(value, float) else {}
        return {**LOOK, **kind, "align": "right", "indent": 1}
    return {**LOOK, "num_format": "@", "text_wrap": True}


def _rules(page: Any, sheet: ReviewSheet, ranges: dict[str, str]) -> None:
    """Drop-downs on what is filled in; typing over anything else is refused."""
    guard = {
        "validate": "custom", "value": "=FALSE", "ignore_blank": False,
        "error_title": _("Leave this as it is"),
        "error_message": _("This cell says what the row is about. Fill in yellow cells only."),
    }  # fmt: skip
    for place, column in enumerate(sheet.columns):
        if not column.edit:
            if sheet.rows:
                page.data_validation(1, place, len(sheet.rows), place, guard)
            continue
        for name, rows in per_list(column, sheet).items() if column.choices else ():
            if not ranges.get(name):
                continue
            cells = [[first - 1, place, last - 1, place] for first, last in rows]
            # A warning, not a wall: several codes in one cell, or a code by its number, are fine.
            page.data_validation(*cells[0], {
                "validate": "list", "source": ranges[name], "error_type": "warning",
                "error_title": _("Not in the list"), "other_cells": cells[1:],
                "error_message": _("Choose from the list; several codes: separate them with a "
                                   "semicolon."),
            })  # fmt: skip


def per_list(column: ReviewColumn, sheet: ReviewSheet) -> dict[str, list[tuple[int, int]]]:
    """Which rows get which list: codes differ per codebook. Adjacent rows are one stretch."""
    rows_of: dict[str, list[int]] = {}
    for number, row in enumerate(sheet.rows, start=2):
        rows_of.setdefault(column.list_for(row), []).append(number)
    return {name: _runs(rows) for name, rows in rows_of.items()}


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """First and last row of each stretch of adjacent rows."""
    stretches: list[tuple[int, int]] = []
    for row in rows:
        if stretches and stretches[-1][1] == row - 1:
            stretches[-1] = (stretches[-1][0], row)
        else:
            stretches.append((row, row))
    return stretches
