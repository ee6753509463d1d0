"""Files of SPSS and Stata (.sav, .zsav, .por, .dta), with ``gehoord[formats]``.

The wording of a question stands above its answers, and words in the place of their number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.core.locale import gettext as _
from pipeline.files.faults import place
from pipeline.files.grid import Grid, cell_text
from pipeline.files.guard import check_cells, damaged

SUFFIXES = (".sav", ".zsav", ".por", ".dta")
ENCODINGS = (None, "cp1252")  # of the file itself; old files of SPSS do not say which they have


def read(path: Path, where: str) -> list[Grid]:
    """The one table of the file; a row is numbered as SPSS shows it, from 1.

    Raises: DataProblem for a file that is damaged or of another program.
    """
    import pyreadstat

    kinds: dict[str, Callable[..., Any]] = {
        ".por": pyreadstat.read_por,
        ".dta": pyreadstat.read_dta,
    }
    reader = kinds.get(path.suffix.lower(), pyreadstat.read_sav)
    for encoding in ENCODINGS:
        try:
            frame, about = reader(str(path), encoding=encoding, apply_value_formats=True)
            break
        except Exception as fault:  # of the library, or of what a broken part makes it do
            problem = fault
    else:
        mend = _("export it from SPSS or Stata as .csv or .xlsx")
        raise damaged(where, path.suffix.lower(), mend) from problem
    wordings = about.column_names_to_labels
    # In a damaged file the wording of a question may be a number.
    asked = [" ".join(str(wordings.get(name) or name).split()) for name in frame.columns]
    double = {wording for wording, n in Counter(asked).items() if n > 1}
    header = tuple(
        f"{wording} [{name}]" if wording in double else wording
        for name, wording in zip(frame.columns, asked, strict=True)
    )
    filled = frame.astype(object).where(frame.notna(), None)
    rows = [tuple(cell_text(cell) for cell in row) for row in filled.itertuples(index=False)]
    for number, cells in enumerate(rows, start=1):
        check_cells(cells, place(where, "", number))
    return [Grid("", (header, *rows), tuple(range(len(rows) + 1)))]
