"""Sheets into a workbook: filters, widths, number formats, frozen heads, nothing that runs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from pipeline.locale import gettext as _
from pipeline.report.house import House
from pipeline.report.xlsx.layout import Column, Cover, Sheet, Value
from pipeline.report.zipped import printable, settled

_FORMATS = {"int": "#,##0", "share": "0%", "decimal": "0.00", "text": "@", "long": "@"}
_RUNS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet might take for a formula
_FONT = "Calibri"
_LINE, _LETTERS = 15.5, 105  # points; letters that fit on a line of the explanations
_TALLEST = 400.0  # points; a row of Excel is 409 at most
_LONGEST = 32_000  # characters; a cell holds 32,767
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x000D_ as a control character


def book(cover: Cover, tables: Sequence[Sheet], lang: str, house: House) -> bytes:
    """The workbook's bytes."""
    from openpyxl import Workbook

    made = Workbook(write_only=True)
    _properties(made, cover, lang)
    looks = _Looks(house.accent)
    _readme(made.create_sheet(_("Read me")), cover, tables, looks)
    for one in tables:
        _sheet(made.create_sheet(one.title), one, looks)
    out = BytesIO()
    made.save(out)
    return settled(out.getvalue(), cover.moment)


class _Looks:
    """The few looks of cells, made once: a style per cell would take most of the time."""

    def __init__(self, accent: str) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill

        self.head = {
            "font": Font(name=_FONT, bold=True, color="FFFFFF"),
            "fill": PatternFill("solid", fgColor=accent),
            "alignment": Alignment(wrap_text=True, vertical="center"),
        }
        self.top = Alignment(vertical="top")
        self.wrapped = Alignment(vertical="top", wrap_text=True)
        self.right = Alignment(vertical="top", horizontal="right")
        self.bold, self.title = (
            Font(name=_FONT, bold=True),
            Font(name=_FONT, bold=True, size=18, color=accent),
        )
        self.part = Font(name=_FONT, bold=True, size=13, color=accent)
        self.link = Font(name=_FONT, color="0B4F71", underline="single")
        self._made: dict[tuple[str, bool, bool], Any] = {}

    def cell(self, page: Any, value: Value, column: Column) -> Any:
        """A cell of a table; what looks like a formula is words."""
        from openpyxl.cell import WriteOnlyCell

        is_text = isinstance(value, str)
        quoted = is_text and str(value).startswith(_RUNS)
        look = self._made.get((column.kind, is_text, quoted))
        if look is None:
            look = self._made[(column.kind, is_text, quoted)] = self._look(
                page, column, is_text, quoted
            )
        made = WriteOnlyCell(page, spoken(value) if isinstance(value, str) else value)
        if is_text:
            made.data_type = "s"
        made._style = look
        return made

    def _look(self, page: Any, column: Column, is_text: bool, quoted: bool) -> Any:
        """The style of such cells, looked up once."""
        from openpyxl.cell import WriteOnlyCell

        made = WriteOnlyCell(page, "")
        made.number_format = _FORMATS["text" if is_text else column.kind]
        made.alignment = self.wrapped if column.kind == "long" else self.top
        if is_text and column.kind in ("int", "share", "decimal"):
            made.alignment = self.right  # a sign for a withheld number
        if quoted:
            made.quotePrefix = True  # so that it stays text when somebody edits it
        return made._style


def words(page: Any, text: str) -> Any:
    """A cell that shows this text and never runs it."""
    from openpyxl.cell import WriteOnlyCell

    made = WriteOnlyCell(page, spoken(text))
    made.data_type = "s"
    made.quotePrefix = text.startswith(_RUNS)
    return made


def spoken(text: str) -> str:
    """The text as a cell can hold it, and as far as it can."""
    whole = text if len(text) <= _LONGEST else text[:_LONGEST] + " […]"
    return _ESCAPE.sub("_x005F_", printable(whole))


def _sheet(page: Any, table: Sheet, looks: _Looks) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    for at, column in enumerate(table.columns, start=1):
        page.column_dimensions[get_column_letter(at)].width = column.width
    page.freeze_panes = "B2"
    page.print_title_rows = "1:1"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9  # A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.row_dimensions[1].height = 2 * _LINE
    page.append([_head(page, column.title, looks) for column in table.columns])
    rows = 1
    for row in table.rows:
        rows += 1
        lines = _lines(row, table.columns)
        if lines > 1:  # Excel would find the height itself, LibreOffice would not
            page.row_dimensions[rows].height = min(lines * _LINE, _TALLEST)
        page.append(
            [looks.cell(page, value, c) for value, c in zip(row, table.columns, strict=True)]
        )
    page.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{rows}"


def _lines(row: Sequence[Value], columns: Sequence[Column]) -> int:
    """Lines that the wrapped texts of a row take."""
    most = 1
    for value, column in zip(row, columns, strict=True):
        if column.kind == "long" and isinstance(value, str) and len(value) > column.width * 0.95:
            most = max(most, 1 + int(len(value) / (column.width * 0.95)) + value.count("\n"))
    return most


def _head(page: Any, title: str, looks: _Looks) -> Any:
    made = words(page, title)
    for name, look in looks.head.items():
        setattr(made, name, look)
    return made


def _readme(page: Any, cover: Cover, tables: Sequence[Sheet], looks: _Looks) -> None:
    from openpyxl.worksheet.hyperlink import Hyperlink
    from openpyxl.worksheet.properties import PageSetupProperties

    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 30, 110
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9  # A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for at, row in enumerate(_intro(cover), start=1):
        page.row_dimensions[at].height = _LINE * (1 + len(row[-1][0]) // _LETTERS if at > 1 else 2)
        page.append([_styled(page, text, look, looks) for text, look in row])
    page.append([])
    page.append([_styled(page, _("The sheets"), "part", looks)])
    for one in tables:
        go = words(page, one.title)
        go.hyperlink = Hyperlink(ref="A1", location=f"'{one.title}'!A1", display=one.title)
        go.font = looks.link
        page.append([go, _styled(page, one.meaning, "text", looks)])
    rows = len(cover.facts) + 3 + len(tables)
    for one in tables:
        page.append([])
        page.append([_styled(page, one.title, "part", looks)])
        rows += 2
        for column in one.columns:
            name = _styled(page, column.title, "bold", looks)
            rows += 1
            page.row_dimensions[rows].height = _LINE * (1 + len(column.meaning) // _LETTERS)
            page.append([name, _styled(page, column.meaning, "text", looks)])


def _intro(cover: Cover) -> Iterator[list[tuple[str, str]]]:
    yield [(cover.title, "title")]
    for name, text in cover.facts:
        yield [(name, "bold"), (text, "text")]


def _styled(page: Any, text: str, look: str, looks: _Looks) -> Any:
    made = words(page, text)
    if look == "title":
        made.font = looks.title
    elif look == "part":
        made.font = looks.part
    elif look == "bold":
        made.font, made.alignment = looks.bold, looks.wrapped
    else:
        made.alignment = looks.wrapped
    return made


def _properties(made: Any, cover: Cover, lang: str) -> None:
    properties = made.properties
    properties.title, properties.creator = printable(cover.title), "gehoord"
    properties.subject = cover.subject
    properties.language = {"nl": "nl-NL", "en": "en-GB"}[lang]
    properties.lastModifiedBy = "gehoord"
