"""The one writer of spreadsheets: text that never runs, looks made once, bytes by content alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from pipeline.core.table_csv import FORMULA
from pipeline.core.zipped import printable
from pipeline.report.xlsx.layout import Value

_NARROWER = 1.1  # letters for one digit's width: columns are measured in digits
LINE = 15.5  # points of a line of text
TALLEST = 400.0  # points; a row of Excel is 409 at most
A4, A3 = 9, 8
_LONGEST = 32_000  # characters; a cell holds 32,767
_EARLIEST = datetime(1980, 1, 1)
_AS_GIVEN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


class Spreadsheet:
    """A workbook in the making."""

    def __init__(self, title: str, subject: str, moment: str) -> None:
        """moment: when the run was made (ISO 8601), the only time the file knows."""
        self._out = BytesIO()
        self._book = Workbook(self._out, _AS_GIVEN)
        try:
            created = datetime.fromisoformat(moment).replace(tzinfo=None)
        except ValueError:
            created = _EARLIEST
        self._book.set_properties(
            {"title": printable(title)[:255], "subject": subject, "author": "gehoord",
             "created": created}
        )  # fmt: skip
        self._looks: dict[tuple[tuple[str, Any], ...], Any] = {}

    def page(
        self,
        title: str,
        widths: Sequence[float],
        *,
        frozen: tuple[int, int] = (0, 0),
        paper: int = A4,
    ) -> Any:
        """A new sheet that prints across, as wide as the paper. frozen: rows and columns."""
        page = self._book.add_worksheet(title)
        for index, width in enumerate(widths):
            page.set_column(index, index, width)
        if frozen != (0, 0):
            page.freeze_panes(*frozen)
            page.repeat_rows(0, frozen[0] - 1)
        page.set_landscape()
        page.set_paper(paper)
        page.fit_to_pages(1, 0)
        return page

    def look(self, **properties: Any) -> Any:
        """The look of a cell, in XlsxWriter's words; made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._looks:
            self._looks[key] = self._book.add_format({"font_name": "Calibri", **properties})
        return self._looks[key]

    def put(self, page: Any, row: int, column: int, value: Value, **properties: Any) -> None:
        """A value in a cell; what looks like a formula is words, and stays so when edited."""
        if isinstance(value, str) and value.startswith(FORMULA):
            properties["quote_prefix"] = True
        look = self.look(**properties)
        if value is None or value == "":
            page.write_blank(row, column, None, look)
        elif isinstance(value, str):
            page.write_string(row, column, fitting(value), look)
        else:
            page.write_number(row, column, value, look)

    def bytes(self) -> bytes:
        """The file."""
        self._book.close()
        return self._out.getvalue()


def fitting(text: str) -> str:
    """The text as a cell can hold it, and as far as it can."""
    whole = text if len(text) <= _LONGEST else text[:_LONGEST] + " […]"
    return printable(whole.replace("\r\n", "\n").replace("\r", "\n"))


def height(texts: Sequence[tuple[str, float]], *, least: int = 1, most: float = TALLEST) -> float:
    """Points of a row that wraps these texts in columns so wide: LibreOffice would not find it."""
    lines = max(
        (sum(_lines(part, max(width, 1)) for part in text.split("\n")) for text, width in texts),
        default=1,
    )
    return min(max(lines, least) * LINE, most)


def _lines(text: str, width: float) -> int:
    """Lines that a paragraph takes; what ends near the edge needs no second one."""
    return 1 if len(text) <= _NARROWER * width else 1 + int(len(text) / width)
