"""How ingest says where something is wrong, and the list in which faults are collected."""

from __future__ import annotations

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _

Faults = list[DataProblem]
_SHOWN = 12  # names of columns in one message
MOST_OF_A_KIND = 20  # faults listed one by one per column; the rest is counted in one line


def place(file: str, part: str = "", row: int | None = None) -> str:
    """A place as the user knows it: ``ronde-2.xlsx, sheet 'Reacties', row 41``."""
    words = [file]
    if part:
        words.append(_("sheet '{part}'").format(part=part))
    if row is not None:
        words.append(_("row {row}").format(row=row))
    return ", ".join(words)


def column_list(names: list[str]) -> str:
    """Column names in quotes, the first dozen of them."""
    shown = ", ".join(f"'{name}'" for name in names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown}, … ({len(names)})"
