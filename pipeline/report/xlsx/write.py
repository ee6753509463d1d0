"""The sheets of a report: filters, widths, number formats, frozen heads; the first explains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.core.locale import gettext as _
from pipeline.report.branding import House
from pipeline.report.xlsx.layout import Cover, Sheet, SheetColumn, Value
from pipeline.report.xlsx.spreadsheet import Spreadsheet, fitting, height

_FORMATS = {"int": "#,##0", "share": "0%", "decimal": "0.00", "text": "@", "long": "@"}
_NUMBERS = ("int", "share", "decimal")  # kinds of columns
_EXPLAINED = 105.0  # letters that fit on a line of the explanations
_WRAPPED = {"valign": "top", "text_wrap": True}
_AT_RIGHT = {"valign": "top", "align": "right", "indent": 1}  # off the text beside it


def book(cover: Cover, tables: Sequence[Sheet], house: House) -> bytes:
    """The workbook's bytes."""
    spreadsheet = Spreadsheet(cover.title, cover.subject, cover.moment)
    _readme(spreadsheet, cover, tables, f"#{house.accent}")
    for table in tables:
        _sheet(spreadsheet, table, f"#{house.accent}")
    return spreadsheet.bytes()


def _sheet(spreadsheet: Spreadsheet, table: Sheet, accent: str) -> None:
    page = spreadsheet.page(table.title, [column.width for column in table.columns], frozen=(1, 1))
    page.set_row(0, height([], least=2))
    for index, column in enumerate(table.columns):
        side = {"align": "right", "indent": 1} if column.kind in _NUMBERS else {}
        spreadsheet.put(page, 0, index, column.title, bold=True, font_color="#FFFFFF",
                        bg_color=accent, text_wrap=True, valign="vcenter", **side)  # fmt: skip
    last = 0
    for last, row in enumerate(table.rows, start=1):
        tall = height([(str(value or ""), column.width * 0.95)
                       for value, column in zip(row, table.columns, strict=True)
                       if column.kind == "long"])  # fmt: skip
        if tall > height([]):
            page.set_row(last, tall)
        for index, (value, column) in enumerate(zip(row, table.columns, strict=True)):
            spreadsheet.put(page, last, index, value, **_look(value, column))
    page.autofilter(0, 0, last, len(table.columns) - 1)


def _look(value: Value, column: SheetColumn) -> dict[str, Any]:
    """Of a cell; a text among numbers is a sign for one that is withheld, and stands with them."""
    kind = "text" if isinstance(value, str) else column.kind
    place = _AT_RIGHT if column.kind in _NUMBERS else {"valign": "top"}
    return {**(_WRAPPED if column.kind == "long" else place), "num_format": _FORMATS[kind]}


def _readme(spreadsheet: Spreadsheet, cover: Cover, tables: Sequence[Sheet], accent: str) -> None:
    page = spreadsheet.page(_("Read me"), [30, 110])
    part = {"bold": True, "font_size": 13, "font_color": accent}
    bold = {"bold": True, **_WRAPPED}
    spreadsheet.put(page, 0, 0, cover.title, bold=True, font_size=18, font_color=accent)
    page.set_row(0, height([], least=2))
    rows: list[tuple[str, str, dict[str, Any], str]] = [
        (name, text, bold, "") for name, text in cover.facts
    ]
    rows += [("", "", {}, ""), (_("The sheets"), "", part, "")]
    link = {"font_color": "#0B4F71", "underline": 1}
    rows += [(table.title, table.meaning, link, table.title) for table in tables]
    for table in tables:
        rows += [("", "", {}, ""), (table.title, "", part, "")]
        rows += [(column.title, column.meaning, bold, "") for column in table.columns]
    for index, (name, text, look, target) in enumerate(rows, start=1):
        if target:
            page.write_url(
                index, 0, f"internal:'{target}'!A1", spreadsheet.look(**look), fitting(name)
            )
        elif name:
            spreadsheet.put(page, index, 0, name, **look)
        if text:
            spreadsheet.put(page, index, 1, text, **_WRAPPED)
            page.set_row(index, height([(text, _EXPLAINED)]))
