"""A workbook that people filled in, .xlsx or .ods, saved by whatever program."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from pipeline.core.errors import DataProblem, no_such_file
from pipeline.core.locale import gettext as _
from pipeline.files import ods as from_ods
from pipeline.files import xlsx as from_xlsx
from pipeline.files.grid import Grid
from pipeline.files.guard import size_problem


def read_sheets(path: Path) -> list[Grid]:
    """Every sheet as text.

    Raises: DataProblem for a file that is not there, or is no workbook.
    """
    where = path.name
    if not path.is_file():
        raise no_such_file(path)
    if problem := size_problem(path, where):
        raise problem
    suffix = path.suffix.lower()
    if suffix in (".xlsx", ".xlsm"):
        return from_xlsx.read(path, where)
    if suffix == ".ods":
        return from_ods.read(path, where)
    raise DataProblem(
        where=where,
        found=_("files of kind '{suffix}' cannot be read").format(suffix=suffix),
        expected=_("one of: {keys}").format(keys=".xlsx, .ods"),
        mend=_("save the workbook as Excel workbook (.xlsx) or OpenDocument (.ods)"),
    )


def without_cells(path: Path, taken_out: Callable[[str], bool]) -> bytes:
    """A workbook, its cells whose text is to be taken out empty."""
    book = load_workbook(path)
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if isinstance(cell.value, str) and taken_out(cell.value):
                cell.value = None
    content = BytesIO()
    book.save(content)
    return content.getvalue()
