"""A large table as Parquet files in a folder: parts of it whole, or with what is counted only.

What was drawn (``…-drawn.parquet``) is read whole. Of the rest every row is read that something is
counted from, without its texts: those of a million answers do not fit beside the work on them.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.plan import GOALS
from pipeline.core.table import Table

if TYPE_CHECKING:
    import pyarrow

DRAWN = "-drawn.parquet"
SUFFIX = ".parquet"
_DIGITS = 6  # of a fraction
# Table -> what stands in the place of a column that nothing is counted from.
_LEFT_OUT: Mapping[str, Mapping[str, Any]] = {
    "responses": {"text": ""},
    "statements": {"text": "", "clean_text": ""},
    "fits": {"likely": ()},
}


@dataclass(frozen=True, eq=False)
class WholeTables:
    """Where the tables of a run stand that are too large to hold.

    Attributes: holder: what must live as long as the folder.  kept: which rows of a part a run
        that is made from it keeps; None for all.
    """

    folder: Path
    holder: object = None
    kept: Callable[[Table, pd.DataFrame], pd.DataFrame] | None = None

    def holds(self, table: Table) -> bool:
        """Whether this table is one of them."""
        return (self.folder / table.name).is_dir()

    def together(self, tables: Sequence[Table]) -> Iterator[tuple[pd.DataFrame, ...]]:
        """All rows of these tables, some responses at a time with all that belongs to them."""
        names = {path.name for table in tables for path in part_files(self.folder / table.name)}
        for name in sorted(names):
            places = [(table, self.folder / table.name / name) for table in tables]
            yield tuple(
                read_part(table, path) if path.is_file() else table.empty()
                for table, path in places
            )

    def write(self, table: Table, place: Path) -> None:
        """Write all of a table into a folder that is not there yet."""
        place.mkdir()
        for path in part_files(self.folder / table.name):
            if self.kept is None:
                shutil.copyfile(path, place / path.name)
            else:
                write_part(table, self.kept(table, read_part(table, path)), place / path.name)


def write_part(table: Table, frame: pd.DataFrame, path: Path) -> None:
    """Write rows of a table as one file; the same rows give the same bytes.

    Raises: OSError naming the file, where it cannot be written.
    """
    import pyarrow
    from pyarrow import parquet

    text = pyarrow.string()
    kinds = {
        "string": text, "date": text, "int": pyarrow.int64(), "float": pyarrow.float64(),
        "bool": pyarrow.bool_(), "list": pyarrow.list_(text),
    }  # fmt: skip
    columns = {
        name: pyarrow.array(
            _rounded(frame[name]) if kind == "float" else frame[name],
            kinds[kind],
            from_pandas=True,
        )
        for name, kind in table.columns.items()
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        parquet.write_table(pyarrow.table(columns), path, compression="zstd")
    except OSError as fault:  # a full disk: Arrow does not say where
        number = fault.errno or errno.EIO
        raise OSError(number, os.strerror(number), str(path)) from fault


def read_part(table: Table, path: Path) -> pd.DataFrame:
    """All of the rows in one file.

    Raises: DataProblem when the file is gone.
    """
    from pyarrow import parquet

    try:
        return table.check(_frame(table, parquet.read_table(path, partitioning=None)))
    except FileNotFoundError as fault:
        raise DataProblem(
            where=str(path),
            found=_("this part of the run is gone"),
            expected=_("the file as it was written a moment ago"),
            mend=_("run it again; leave the folder of the cache alone meanwhile"),
        ) from fault


def read_counted(table: Table, folder: Path) -> pd.DataFrame:
    """The table, with texts of what was drawn only."""
    parts = [_counted(table, path) for path in part_files(folder)]
    return table.check(pd.concat(parts)) if parts else table.empty()


def part_files(folder: Path) -> list[Path]:
    """The files of one table, in their order."""
    return sorted(folder.glob(f"*{SUFFIX}"))


def _counted(table: Table, path: Path) -> pd.DataFrame:
    from pyarrow import parquet

    if path.name.endswith(DRAWN):
        return _frame(table, parquet.read_table(path, partitioning=None))
    left_out = _LEFT_OUT.get(table.name, {})
    columns = [name for name in table.columns if name not in left_out]
    file = parquet.ParquetFile(path)
    groups = [_frame(table, group, left_out) for group in _groups(file, columns, table)]
    return pd.concat(groups) if groups else table.empty()


def _groups(file: Any, columns: list[str], table: Table) -> Iterator[pyarrow.Table]:
    """The rows that something is counted from."""
    import pyarrow.compute as pc

    for number in range(file.num_row_groups):
        group = file.read_row_group(number, columns=columns)
        if table.name in ("matches", "fits"):  # every statement counts for its nearest goal
            kept = pc.equal(group["codebook_id"], GOALS)
            if table.name == "matches":
                kept = pc.and_(kept, pc.equal(group["rank"], 1))
            group = group.filter(kept)
        yield group


def _frame(
    table: Table, read: pyarrow.Table, left_out: Mapping[str, Any] | None = None
) -> pd.DataFrame:
    import pyarrow

    types = {
        pyarrow.string(): pd.StringDtype(),
        pyarrow.int64(): pd.Int64Dtype(),
        pyarrow.float64(): pd.Float64Dtype(),
        pyarrow.bool_(): pd.BooleanDtype(),
    }
    frame = read.to_pandas(types_mapper=types.get)
    for name, kind in table.columns.items():
        if left_out and name in left_out:
            blank = pd.Series([left_out[name]] * len(frame), index=frame.index, dtype=object)
            frame[name] = blank.astype("string") if kind == "string" else blank
    return frame


def _rounded(values: pd.Series) -> pd.Series:
    """Six digits, as in CSV: all that is stable across machines."""
    written = [format(value, f".{_DIGITS}g") for value in values.dropna().tolist()]
    rounded = values.copy()
    rounded[values.notna()] = np.array(written, dtype=np.float64)
    return rounded
