"""Old Excel workbooks (.xls): values only, read by calamine, which runs no macro."""

from __future__ import annotations

from pathlib import Path

from pipeline.core.locale import gettext as _
from pipeline.files.faults import place
from pipeline.files.grid import Grid, cell_text, trimmed
from pipeline.files.guard import check_cells, damaged


def read(path: Path, where: str) -> list[Grid]:
    """Every sheet of the workbook, in its order.

    Raises: DataProblem for a file that is no workbook or is protected.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = [
            (name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for name in book.sheet_names
        ]
    except BaseException as fault:
        # A damaged file can make the library panic, which in Rust is no Exception.
        if not isinstance(fault, (CalamineError, OSError, ValueError)) and not (
            type(fault).__name__ == "PanicException"
        ):
            raise
        mend = _("open it and choose Save as > {kind}; changing the name is not enough")
        raise damaged(where, ".xls", mend.format(kind=".xlsx")) from fault
    grids = []
    for name, values in sheets:
        rows = [tuple(cell_text(value) for value in row) for row in values]
        for number, cells in enumerate(rows, start=1):
            check_cells(cells, place(where, name, number))
        grids.append(trimmed(name, [row if any(row) else () for row in rows]))
    return grids
