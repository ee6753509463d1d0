"""A table as CSV text and back: formulas neutralised, lists joined, missing values empty."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from pipeline.core.table import Table

_LIST_MARK = "; "  # between the members of a list column; ids and keywords never hold it
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run a cell that starts so
_SHIELD = "'"
_LINE_END = "\r\n"
_AFTER_MARK = re.compile(r"([;\r\n][ \t\xa0]*)(['=+\-@])")
_AFTER_SHIELD = re.compile(rf"([;\r\n][ \t\xa0]*){_SHIELD}(['=+\-@])")


def table_csv(table: Table, frame: pd.DataFrame) -> str:
    """A table as CSV text: formulas neutralised, lists joined, missing values empty."""
    columns = [_cells(frame[name], kind) for name, kind in table.columns.items()]
    return csv_text([table.columns, *zip(*columns, strict=True)])


def csv_text(rows: Iterable[Iterable[str]], delimiter: str = ",") -> str:
    """Rows of cells as CSV, a line feed behind every row; read back they are the same cells."""
    out = _Lines()
    # Cells are quoted for characters of the line end: with "\n" alone a lone "\r" would part rows.
    csv.writer(out, delimiter=delimiter, lineterminator=_LINE_END).writerows(rows)
    return "".join(out.lines)


def table_from_csv(table: Table, text: str) -> pd.DataFrame:
    """Read back what ``table_csv`` wrote."""
    reader = csv.reader(io.StringIO(text, newline=""))
    place = {name: position for position, name in enumerate(next(reader, []))}
    rows = [row for row in reader if row]
    columns = {}
    for name, kind in table.columns.items():
        position = place.get(name)  # a run of an earlier version may not know a column
        cells = [
            row[position] if position is not None and position < len(row) else "" for row in rows
        ]
        columns[name] = [_value(cell, kind) for cell in cells]
    return table.check(pd.DataFrame(columns))


def as_read_back(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """What ``table_from_csv(table_csv(frame))`` gives, without writing and parsing the text."""
    read = {}
    for name, kind in table.columns.items():
        values = frame[name]
        if kind == "list":
            joined = [_LIST_MARK.join(value) for value in values]
            values = pd.Series([tuple(text.split(_LIST_MARK)) if text else () for text in joined])
        elif kind == "float":
            cells = _cells(values, kind)
            values = pd.Series([float(cell) if cell else None for cell in cells], dtype="Float64")
        elif kind in ("string", "date"):
            values = values.fillna("")
        read[name] = values
    return table.check(pd.DataFrame(read))


class _Lines:
    """What ``csv.writer`` writes, every line ended by a line feed alone."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, line: str) -> None:
        """Take one line."""
        self.lines.append(line.removesuffix(_LINE_END) + "\n")


def _cells(values: pd.Series, kind: str) -> list[str]:
    """A column as it is written."""
    if kind == "list":
        return [spreadsheet_safe(_LIST_MARK.join(value)) for value in values]
    known = zip(values.tolist(), values.isna().tolist(), strict=True)
    if kind == "float":  # six digits: all that is stable across machines
        return ["" if missing else format(float(value), ".6g") for value, missing in known]
    if kind == "bool":
        return ["" if missing else "true" if value else "false" for value, missing in known]
    if kind == "int":
        return ["" if missing else str(value) for value, missing in known]
    return ["" if missing else spreadsheet_safe(str(value)) for value, missing in known]


def _value(cell: str, kind: str) -> Any:
    if kind in ("string", "date", "list"):
        text = cell
        if _SHIELD in cell:
            text = cell[1:] if cell.startswith(_SHIELD) else cell
            text = _AFTER_SHIELD.sub(r"\1\2", text)
        return text if kind != "list" else tuple(text.split(_LIST_MARK)) if text else ()
    if cell == "":
        return None
    if kind == "bool":
        return cell == "true"
    return int(cell) if kind == "int" else float(cell)


def spreadsheet_safe(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would run, and before one there was.

    Also after a semicolon or line break: Excel in Dutch parts cells there, quotes or not.
    """
    if ";" in text or "\n" in text or "\r" in text:
        text = _AFTER_MARK.sub(rf"\1{_SHIELD}\2", text)
    return _SHIELD + text if text.startswith((*FORMULA, _SHIELD)) else text
