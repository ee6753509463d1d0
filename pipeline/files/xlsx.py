"""Excel workbooks (.xlsx, .xlsm): values only, no macro run, hidden sheets and rows reported.

openpyxl in its read-only mode was chosen over calamine: it streams, so that one stray cell in
the last corner of a sheet cannot claim the memory of the whole sheet.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.files.faults import place
from pipeline.files.grid import Grid, cell_text, trimmed
from pipeline.files.guard import check_cells, zip_problem

_HIDDEN_ROW = re.compile(rb'<(?:x:)?row [^>]*?r="(\d+)"[^>]*?hidden="(?:1|true)"')
_MERGED = re.compile(rb'<(?:x:)?mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_CHUNK = 1 << 20  # bytes read at a time when looking for hidden rows
_OVERLAP = 1024  # bytes kept from the chunk before: longer than any row tag


def read(path: Path, where: str) -> list[Grid]:
    """Every sheet of the workbook, in its order.

    Raises: DataProblem for a file that is no workbook, is protected, or would burst.
    """
    problem = zip_problem(path, where, must_have="xl/workbook.xml", kind=".xlsx")
    if problem:
        raise problem
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            return [_sheet(path, sheet, where) for sheet in book.worksheets]
        finally:
            book.close()
    except DataProblem:
        raise
    except (
        Exception
    ) as fault:  # openpyxl raises whatever its XML reader or a broken part makes it raise
        raise DataProblem(
            where=where,
            found=_("the workbook is damaged ({fault})").format(fault=type(fault).__name__),
            mend=_("open it in Excel, let Excel repair it, and save it again as .xlsx"),
        ) from fault


def _sheet(path: Path, sheet: Any, where: str) -> Grid:
    sheet.reset_dimensions()  # some programs write a wrong size; never trust it
    rows: list[tuple[str, ...]] = []
    for row in sheet.iter_rows(values_only=True):
        cells = tuple(cell_text(value) for value in row)
        check_cells(cells, place(where, sheet.title, len(rows) + 1))
        rows.append(cells if any(cells) else ())
    hidden, merged = _marks(path, getattr(sheet, "_worksheet_path", ""))
    return trimmed(
        sheet.title,
        rows,
        hidden=sheet.sheet_state != "visible",
        hidden_rows=frozenset(hidden),
        merged=tuple(merged),
    )


def _marks(path: Path, member: str) -> tuple[set[int], set[tuple[int, int, int, int]]]:
    """Hidden rows and merged cells of one sheet, which openpyxl skips when it streams."""
    hidden: set[int] = set()
    merged: set[tuple[int, int, int, int]] = set()
    with zipfile.ZipFile(path) as archive:
        if member.lstrip("/") not in archive.namelist():
            return hidden, merged
        with archive.open(member.lstrip("/")) as part:
            kept = b""
            while chunk := part.read(_CHUNK):
                text = kept + chunk
                hidden.update(int(found[1]) for found in _HIDDEN_ROW.finditer(text))
                merged.update(
                    (int(m[2]), _number(m[1]), int(m[4]), _number(m[3]))
                    for m in _MERGED.finditer(text)
                )
                kept = text[-_OVERLAP:]
    return hidden, merged


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
