"""Figures and tables on the screen, one way for every command that measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.cli.console import say, say_json

_NAME = 22  # letters of the longest name of a figure


def say_figures(
    figures: Mapping[str, Any], *, as_json: bool, beside: Mapping[str, str] | None = None
) -> None:
    """JSON for machines; for people a line per figure, with what is to stand beside it.

    Figures that are themselves tables are for JSON alone.
    """
    if as_json:
        say_json(figures)
        return
    for name, value in figures.items():
        if not isinstance(value, Mapping | list | tuple):
            shown = f"{value:.3f}" if isinstance(value, float) else str(value)
            say(f"{name:{_NAME}} {shown:>9}{(beside or {}).get(name, '')}".rstrip())


def between(low_high: Sequence[float]) -> str:
    """An interval as it stands behind a figure."""
    return "  [{:.3f}, {:.3f}]".format(*low_high)


def say_table(rows: Sequence[Mapping[str, object]]) -> None:
    """Rows below each other under the keys of the first; numbers to the right."""
    keys = list(rows[0]) if rows else []
    widths = {key: max(len(key), *(len(_cell(row.get(key))) for row in rows)) for key in keys}
    right = {key for key in keys if isinstance(rows[0][key], int | float)}
    for row in ({key: key for key in keys}, *rows):
        cells = ((key, _cell(row.get(key))) for key in keys)
        shown = (
            cell.rjust(widths[key]) if key in right else cell.ljust(widths[key])
            for key, cell in cells
        )
        say("  ".join(shown).rstrip())


def _cell(value: object) -> str:
    if value is None or value != value:
        return "-"
    return f"{value:.3f}" if isinstance(value, float) else str(value)
