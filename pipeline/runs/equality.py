"""Two runs held against each other as written: bit-equal, or which cells of which tables differ."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.core.analysis import Analysis
from pipeline.core.table import Table
from pipeline.core.table_csv import table_csv
from pipeline.core.tables import ALL, PROPOSALS

Cells = Mapping[str, str]


@dataclass(frozen=True)
class TableDifference:
    """One table that came out otherwise.

    Attributes:
        gone, fresh: rows whose key is only in the first run, and only in the second.
        columns: column -> rows in which it differs, of the rows that both have.
        moved: whether the same rows stand in another order.
    """

    table: str
    gone: int
    fresh: int
    columns: Mapping[str, int] = field(default_factory=dict)
    moved: bool = False


def differences(before: Analysis, after: Analysis) -> list[TableDifference]:
    """Tables whose written form differs, and where; none when all are bit-equal."""
    differing = []
    for table in ALL:
        if table.name == PROPOSALS.name:  # by a language model outside: nobody can repeat those
            continue
        texts = [table_csv(table, run.table(table)) for run in (before, after)]
        if texts[0] != texts[1]:
            differing.append(_difference(table, *(_rows(table, text) for text in texts)))
    return differing


def _rows(table: Table, text: str) -> dict[tuple[str, ...], Cells]:
    """Rows by their key, in their order."""
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return {tuple(row[name] for name in table.key): row for row in rows}


def _difference(
    table: Table,
    before: Mapping[tuple[str, ...], Cells],
    after: Mapping[tuple[str, ...], Cells],
) -> TableDifference:
    shared = [key for key in before if key in after]
    columns = Counter(
        name for key in shared for name in table.columns if before[key][name] != after[key][name]
    )
    return TableDifference(
        table.name,
        gone=len(before) - len(shared),
        fresh=len(after) - len(shared),
        columns={name: columns[name] for name in table.columns if columns[name]},
        moved=shared != [key for key in after if key in before],
    )


def version_drift(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """What was made by another version: name -> 'then -> now', for what both runs know of."""
    return {
        name: f"{before[name] or '-'} -> {after[name] or '-'}"
        for name in sorted(set(before) & set(after))
        if before[name] != after[name]
    }
