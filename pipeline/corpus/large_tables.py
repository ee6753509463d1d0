"""A large table of answers, read some rows at a time.

First the columns that say something only as a whole are looked through, then every row is read
and put away as columns. What it gives is what the same table gives when it is held at once; a
layout that cannot be told from its first rows is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.corpus.columns import Columns, find_header_row, resolve
from pipeline.corpus.read import Read
from pipeline.corpus.survey import read_grids, remark
from pipeline.corpus.survey_rows import Facts, SurveyRows, facts_of
from pipeline.corpus.tidy import tidied, unescaped
from pipeline.files.grid import Grid
from pipeline.files.names import fold, role_names
from pipeline.files.options import RoundFiles
from pipeline.files.parquet_rows import Rows, opened

if TYPE_CHECKING:
    import pyarrow

Cells = list[tuple[str, ...]]


def read_large(path: Path, source: RoundFiles, file: str, prefix: str) -> Read:
    """The responses of a Parquet file, or of a folder of part files.

    Args: prefix starts every response id.
    Raises: DataProblem when the file as a whole cannot be read.
    """
    with opened(path, file) as rows:
        batches = rows.tuples()
        first = _grid(rows.names, next(batches))
        if not _plain(first, source):
            cells = [*first.rows[1:], *chain.from_iterable(batches)]
            return read_grids([_grid(rows.names, cells)], source, file, prefix)
        read = Read()
        columns = resolve(
            first, source.columns, source.toml, source.table, file, 0, source.header_rows
        )
        read.faults.extend(columns.faults)
        remark(first, columns, file, read)
        if columns.faults:
            return read
        facts = _facts(path, file, columns, rows, source)
        reader = SurveyRows(first, columns, source, file, prefix, read, facts)
        reader.ask()
        number = 1
        for cells in chain([list(first.rows[1:])], batches):
            grid = unescaped(_grid(rows.names, cells))
            reader.read_rows(grid.rows[1:], range(number, number + len(cells)))
            number += len(cells)
            read.pack()
        reader.finish()
    return read


def first_rows(path: Path, file: str) -> Grid:
    """The names of the columns and the first rows: what a table is, is told by these."""
    with opened(path, file) as rows:
        return _grid(rows.names, next(rows.tuples()))


def _grid(names: tuple[str, ...], cells: Cells) -> Grid:
    return Grid("", (names, *cells), tuple(range(len(cells) + 1)))


def _plain(first: Grid, source: RoundFiles) -> bool:
    """Whether every row can be read by itself: names over columns, and below them answers.

    Args: first: the first rows; no layout that is looked for is told by later ones alone, but
        that of a table whose columns are named by a role or not at all.
    """
    names = first.rows[0]
    if len(set(names)) < len(names) or any(
        not name.strip() or fold(name) in role_names() for name in names
    ):
        return False
    if source.sheet or source.sheets or source.header_row or source.header_rows > 1:
        return False
    plain = unescaped(first)
    return (
        len(first.rows) > 1
        and tidied(plain) == plain
        and find_header_row(plain, source.columns, source.header_rows) == 0
    )


def _facts(path: Path, file: str, columns: Columns, rows: Rows, source: RoundFiles) -> Facts:
    """What the columns of dates, roles and respondents say as a whole."""
    kinds = [kind for kind in ("date", "role", "respondent") if columns.single[kind] is not None]
    names = {kind: rows.names[columns.single[kind] or 0] for kind in kinds}
    seen: dict[str, Counter[str]] = {kind: Counter() for kind in ("date", "role", "respondent")}
    if kinds:
        with opened(path, file, list(dict.fromkeys(names.values()))) as some:
            for batch in some.batches:
                for kind, name in names.items():
                    counts = batch.column(name).value_counts()
                    cells = _plain_cells(counts.field("values"))
                    for cell, n in zip(cells, counts.field("counts").to_pylist(), strict=True):
                        seen[kind][cell] += n
    who = {name for cell in seen["respondent"] if (name := cell.strip())}
    return facts_of(seen["date"], seen["role"].items(), who, source.roles)


def _plain_cells(values: pyarrow.Array) -> Iterator[str]:
    grid = _grid(("",), [(cell,) for cell in values.to_pylist()])
    return (row[0] for row in unescaped(grid).rows[1:])
