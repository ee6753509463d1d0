"""A table as CSV text and back: formulas neutralised, lists joined, missing values empty."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pandas as pd

from pipeline.core.tables import Table

_LIST_MARK = "; "  # between the members of a list column; ids and keywords never hold it
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run a cell that starts so
_SHIELD = "'"
_AFTER_MARK = re.compile(r"([;\r\n][ \t\xa0]*)(['=+\-@])")
_AFTER_SHIELD = re.compile(rf"([;\r\n][ \t\xa0]*){_SHIELD}(['=+\-@])")


def table_csv(table: Table, frame: pd.DataFrame) -> str:
    """A table as CSV text: formulas neutralised, lists joined, missing values empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    kinds = list(table.columns.values())
    for row in frame[list(table.columns)].itertuples(index=False, name=None):
        writer.writerow([_cell(value, kind) for value, kind in zip(row, kinds, strict=True)])
    return out.getvalue()


def table_from_csv(table: Table, text: str) -> pd.DataFrame:
    """Read back what ``table_csv`` wrote."""
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    columns = {
        name: [_value(row.get(name) or "", kind) for row in rows]
        for name, kind in table.columns.items()
    }
    return table.check(pd.DataFrame(columns))


def _cell(value: Any, kind: str) -> str:
    if kind == "list":
        return _shielded(_LIST_MARK.join(value))
    if pd.isna(value):
        return ""
    if kind == "float":
        return format(float(value), ".6g")  # six digits: all that is stable across machines
    if kind == "bool":
        return "true" if value else "false"
    return _shielded(str(value)) if kind in ("string", "date") else str(value)


def _value(cell: str, kind: str) -> Any:
    if kind in ("string", "date", "list"):
        text = cell[1:] if cell.startswith(_SHIELD) else cell
        text = _AFTER_SHIELD.sub(r"\1\2", text)
        return text if kind != "list" else tuple(text.split(_LIST_MARK)) if text else ()
    if cell == "":
        return None
    if kind == "bool":
        return cell == "true"
    return int(cell) if kind == "int" else float(cell)


def spreadsheet_safe(text: str) -> str:
    """The text as a spreadsheet may open it: nothing in it runs."""
    return _shielded(text)


def _shielded(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run, and before one that stood there.

    Also after a semicolon or line break: Excel in Dutch parts cells there, quotes or not.
    """
    text = _AFTER_MARK.sub(rf"\1{_SHIELD}\2", text)
    return _SHIELD + text if text.startswith((*_FORMULA, _SHIELD)) else text
