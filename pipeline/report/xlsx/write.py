"""Sheets into a workbook: filters, widths, number formats, frozen heads, nothing that runs.

openpyxl makes the workbook and the head of every sheet; the rows below go in as text. A workbook
has tens of thousands of cells, and an object for each takes four times as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from pipeline.core.locale import gettext as _
from pipeline.core.zipped import printable, settled
from pipeline.report.branding import House
from pipeline.report.xlsx.layout import Cover, Sheet, SheetColumn, Value

_FORMATS = {"int": "#,##0", "share": "0%", "decimal": "0.00", "text": "@", "long": "@"}
_RUNS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet might take for a formula
_FONT = "Calibri"
_NUMBERS = ("int", "share", "decimal")  # kinds of columns
_LINE, _LETTERS = 15.5, 105  # points; letters that fit on a line of the explanations
_TALLEST = 400.0  # points; a row of Excel is 409 at most
_LONGEST = 32_000  # characters; a cell holds 32,767
_END = b"</sheetData>"
_BREAKS = {"\r": "&#13;"}  # XML would read it as the end of a line
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x000D_ as a control character


def book(cover: Cover, tables: Sequence[Sheet], lang: str, house: House) -> bytes:
    """The workbook's bytes."""
    from openpyxl import Workbook

    made = Workbook(write_only=True)
    _properties(made, cover, lang)
    looks = _Looks(house.accent)
    _readme(made.create_sheet(_("Read me")), cover, tables, looks)
    rows = {
        f"xl/worksheets/sheet{at}.xml": _sheet(made.create_sheet(one.title), one, looks)
        for at, one in enumerate(tables, start=2)
    }
    out = BytesIO()
    made.save(out)

    def filled(name: str, content: bytes) -> bytes:
        return content.replace(_END, rows[name] + _END) if name in rows else content

    return settled(out.getvalue(), cover.moment, filled)


class _Looks:
    """The few looks of cells, made once: a style per cell would take most of the time."""

    def __init__(self, accent: str) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill

        self.head = {
            "font": Font(name=_FONT, bold=True, color="FFFFFF"),
            "fill": PatternFill("solid", fgColor=accent),
            "alignment": Alignment(wrap_text=True, vertical="center"),
        }
        self.over_numbers = Alignment(
            wrap_text=True, vertical="center", horizontal="right", indent=1
        )
        self.top = Alignment(vertical="top")
        self.number = Alignment(vertical="top", horizontal="right", indent=1)
        self.wrapped = Alignment(vertical="top", wrap_text=True)
        self.bold, self.title = (
            Font(name=_FONT, bold=True),
            Font(name=_FONT, bold=True, size=18, color=accent),
        )
        self.part = Font(name=_FONT, bold=True, size=13, color=accent)
        self.link = Font(name=_FONT, color="0B4F71", underline="single")
        self._made: dict[tuple[str, bool, bool], int] = {}

    def of(self, page: Any, value: Value, column: SheetColumn) -> int:
        """The number in the workbook of the style that such a cell of a table has."""
        is_text = isinstance(value, str)
        key = (column.kind, is_text, is_text and str(value).startswith(_RUNS))
        if key not in self._made:
            self._made[key] = self._look(page, *key)
        return self._made[key]

    def _look(self, page: Any, kind: str, is_text: bool, quoted: bool) -> int:
        from openpyxl.cell import WriteOnlyCell

        made = WriteOnlyCell(page, "")
        made.number_format = _FORMATS["text" if is_text else kind]
        made.alignment = self.wrapped if kind == "long" else self.top
        if kind in _NUMBERS:  # off the text beside it; a text is a sign for a withheld number
            made.alignment = self.number
        if quoted:
            made.quotePrefix = True  # so that it stays text when somebody edits it
        return int(made.style_id)


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


def _sheet(page: Any, table: Sheet, looks: _Looks) -> bytes:
    """Dress the sheet and give it its head. Returns: the rows below."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    letters = [get_column_letter(at + 1) for at in range(len(table.columns))]
    for letter, column in zip(letters, table.columns, strict=True):
        page.column_dimensions[letter].width = column.width
    page.freeze_panes = "B2"
    page.print_title_rows = "1:1"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9  # A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.row_dimensions[1].height = 2 * _LINE
    page.append([_head(page, column, looks) for column in table.columns])
    at, made = 1, BytesIO()
    for at, row in enumerate(table.rows, start=2):
        height = ""
        lines = _lines(row, table.columns)
        if lines > 1:  # Excel would find the height itself, LibreOffice would not
            height = f' ht="{min(lines * _LINE, _TALLEST):g}" customHeight="1"'
        cells = "".join(
            _cell(f"{letter}{at}", looks.of(page, value, column), value)
            for letter, value, column in zip(letters, row, table.columns, strict=True)
        )
        text = f'<row r="{at}"{height}>{cells}</row>'
        made.write(text.encode("ascii", "xmlcharrefreplace"))
    page.auto_filter.ref = f"A1:{letters[-1]}{at}"
    return made.getvalue()


def _cell(place: str, look: int, value: Value) -> str:
    """A cell of a table; what looks like a formula is words."""
    kind, inside = "n", ""
    if isinstance(value, str):
        kind, text = "inlineStr", spoken(value)
        kept = "" if text == text.strip() else ' xml:space="preserve"'
        inside = text and f"<is><t{kept}>{escape(text, _BREAKS)}</t></is>"
    elif value is not None:
        kind, inside = "b" if isinstance(value, bool) else "n", f"<v>{value:.16g}</v>"
    return f'<c r="{place}" s="{look}" t="{kind}">{inside}</c>'


def _lines(row: Sequence[Value], columns: Sequence[SheetColumn]) -> int:
    """Lines that the wrapped texts of a row take."""
    most = 1
    for value, column in zip(row, columns, strict=True):
        if column.kind == "long" and isinstance(value, str) and len(value) > column.width * 0.95:
            most = max(most, 1 + int(len(value) / (column.width * 0.95)) + value.count("\n"))
    return most


def _head(page: Any, column: SheetColumn, looks: _Looks) -> Any:
    made = words(page, column.title)
    for name, look in looks.head.items():
        setattr(made, name, look)
    if column.kind in _NUMBERS:
        made.alignment = looks.over_numbers
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
    for table in tables:
        go = words(page, table.title)
        go.hyperlink = Hyperlink(ref="A1", location=f"'{table.title}'!A1", display=table.title)
        go.font = looks.link
        page.append([go, _styled(page, table.meaning, "text", looks)])
    rows = len(cover.facts) + 3 + len(tables)
    for table in tables:
        page.append([])
        page.append([_styled(page, table.title, "part", looks)])
        rows += 2
        for column in table.columns:
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
