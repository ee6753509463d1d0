"""Cells of a row that hold words and tables, as rows: what stands above a table stays above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")  # a table as the format has it


class CellParts(Generic[T]):
    """What one cell holds, in its order: words, a table, words below it, another table, …"""

    def __init__(self) -> None:
        self.lines: list[list[str]] = [[]]  # above the first table, below each of them
        self.tables: list[T] = []

    def add_line(self, text: str) -> None:
        """A paragraph in the cell; an empty one is none."""
        if text := text.strip():
            self.lines[-1].append(text)

    def add_table(self, table: T) -> None:
        """A table in the cell, below the words so far."""
        self.tables.append(table)
        self.lines.append([])

    @property
    def text(self) -> str:
        """The words above the first table."""
        return "\n".join(self.lines[0])


def rows_and_tables(cells: Sequence[CellParts[T]]) -> Iterator[tuple[str, ...] | T]:
    """The words of a row, and the tables in its cells, each below the words right above it.

    The first row has the cells without a table whole. Where two cells hold tables, the words of
    the second one come behind the tables of the first, as a row in which only they stand.
    """
    width = len(cells)
    holders = [i for i, cell in enumerate(cells) if cell.tables]

    def alone(column: int, lines: Sequence[str]) -> tuple[str, ...]:
        return (*[""] * column, "\n".join(lines), *[""] * (width - column - 1))

    yield tuple("" if i in holders[1:] else cell.text for i, cell in enumerate(cells))
    for i in holders:
        if i != holders[0]:
            yield alone(i, cells[i].lines[0])
        for table, below in zip(cells[i].tables, cells[i].lines[1:], strict=True):
            yield table
            yield alone(i, below)
