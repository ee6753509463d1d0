"""The lines of a document as people see them: what is hidden in it is no line.

For holding two documents against each other, whatever program saved them last.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator

from defusedxml import ElementTree
from openpyxl import load_workbook

from pipeline.files.guard import DAMAGED

_PAGE = re.compile(r"\t\d+ *$")  # of the contents; LibreOffice counts them
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WORDS_IN = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_MOST = 1 << 28  # bytes of a part


def seen_lines(data: bytes, kind: str) -> list[str]:
    """The lines of a file that hold words, as people see them; none where it cannot be opened."""
    read = {"docx": _of_word, "xlsx": _of_excel, "csv": _of_csv}[kind]
    try:
        return [line for line in map(_plain, read(data)) if line]
    except (*DAMAGED, ValueError, LookupError):
        return []


def _plain(text: str) -> str:
    return " ".join(_PAGE.sub("", text).split())


def _of_word(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for part in sorted(filter(_WORDS_IN.fullmatch, parts.namelist())):
            if parts.getinfo(part).file_size > _MOST:
                raise ValueError(part)
            for paragraph in ElementTree.fromstring(parts.read(part)).iter(f"{_WORD}p"):
                if not _hidden(paragraph):
                    words = {f"{_WORD}t": None, f"{_WORD}tab": "\t", f"{_WORD}br": " "}
                    seen = [piece for piece in paragraph.iter() if piece.tag in words]
                    yield "".join(words[piece.tag] or piece.text or "" for piece in seen)


def _hidden(paragraph: object) -> bool:
    """Whether somebody made words of a paragraph invisible; the run hides none."""
    return next(paragraph.iter(f"{_WORD}vanish"), None) is not None  # type: ignore[attr-defined]


def _of_excel(data: bytes) -> Iterator[str]:
    book = load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            for row in sheet.iter_rows():
                if not sheet.row_dimensions[row[0].row].hidden:
                    yield from (str(cell.value) for cell in row if cell.value is not None)


def _of_csv(data: bytes) -> Iterator[str]:
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))):
        yield from row
