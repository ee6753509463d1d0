"""Records of a delimited text whose quotation marks are not all what they seem.

A mark opens a cell only where a mark closes it: before a delimiter or the end of a line. One that
never closes, or that swallows whole rows, is a mark that somebody typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ROWS_SWALLOWED = 2  # whole rows inside a cell from which its opening mark is taken for text
_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Records:
    """The rows, and the numbers (from 1) of rows with a mark that opens nothing."""

    rows: list[tuple[str, ...]]
    stray: list[int]


def records_of(text: str, delimiter: str) -> Records:
    """Every record; nothing is left out but the marks around well-formed cells."""
    rows: list[tuple[str, ...]] = []
    stray: list[int] = []
    cells: list[str] = []
    at, width = 0, 0
    bare = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")
    while at < len(text):
        cell = _quoted(text, at, delimiter, width) if text[at] == '"' else None
        if cell is None:
            if text[at] == '"' and (not stray or stray[-1] != len(rows) + 1):
                stray.append(len(rows) + 1)
            plain = bare.match(text, at)
            end = plain.end() if plain else at
            cell = text[at:end], end
        cells.append(cell[0])
        at = cell[1]
        if at < len(text) and text[at] == delimiter:
            at += 1
            if at == len(text):
                cells.append("")
            continue
        line_end = _END.match(text, at)
        at = line_end.end() if line_end else at
        width = max(width, len(cells)) if len(rows) < 3 else width
        rows.append(() if cells == [""] else tuple(cells))
        cells = []
    if cells:
        rows.append(tuple(cells))
    return Records(rows, stray)


def _quoted(text: str, at: int, delimiter: str, width: int) -> tuple[str, int] | None:
    """(the cell, where it ends) when the mark at ``at`` opens one; None when it is mere text."""
    closing = _closing(text, at + 1, delimiter)
    if closing is None:
        line = _END.search(text, at)
        end = line.start() if line else len(text)
        closing = _last_on_line(text, at + 1, end, delimiter)
        if closing is None:
            return None
    inner = text[at + 1 : closing]
    lines = _END.split(inner)[1:]
    whole = sum(line.count(delimiter) == width - 1 for line in lines)
    if width > 1 and whole == len(lines) >= _ROWS_SWALLOWED + (width == 2):
        return None
    return inner.replace('""', '"'), closing + 1


def _closing(text: str, start: int, delimiter: str) -> int | None:
    """The first mark that is not doubled, where it stands before a delimiter or line end."""
    at = start
    while (at := text.find('"', at)) >= 0:
        if text[at + 1 : at + 2] == '"':
            at += 2
            continue
        after = text[at + 1 : at + 2]
        return at if after in ("", delimiter, "\r", "\n") else None
    return None


def _last_on_line(text: str, start: int, end: int, delimiter: str) -> int | None:
    """For a cell with marks inside that were not doubled: its closing mark on the same line."""
    at = start
    while (at := text.find('"', at, end)) >= 0:
        if at > start and text[at + 1 : at + 2] in ("", delimiter, "\r", "\n"):
            return at
        at += 1
    return None
