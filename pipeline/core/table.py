"""What a table promises: its columns, their types and its key, checked at each hand-over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

# Kinds of column: what pandas holds for each. "list" is a tuple of strings per row.
_DTYPES = {
    "string": "string",
    "int": "Int64",
    "float": "Float64",
    "bool": "boolean",
    "date": "string",  # ISO 8601 (2025-03-17): sorts as text, survives every format
    "list": "object",
}


class TableFault(ValueError):
    """A stage handed over a table that breaks its promise."""


@dataclass(frozen=True)
class Table:
    """A promise about a DataFrame: exactly these columns, these types, this key filled once."""

    name: str
    columns: Mapping[str, str]
    key: tuple[str, ...]
    meaning: str = ""

    def __hash__(self) -> int:
        return hash(self.name)

    def check(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the frame with its columns in order and typed; raise TableFault if it cannot be.

        Args: frame with at least the promised columns; others are an error, not dropped unseen.
        Returns: a new frame with a fresh 0..n-1 index; the input is untouched.
        """
        missing = [column for column in self.columns if column not in frame.columns]
        unknown = [column for column in frame.columns if column not in self.columns]
        if missing or unknown:
            raise TableFault(f"table {self.name}: missing columns {missing}, unknown {unknown}")
        typed = frame.loc[:, list(self.columns)].reset_index(drop=True)
        for column, kind in self.columns.items():
            typed[column] = self._typed(typed[column], kind)
        keys = typed[list(self.key)]
        if keys.isna().to_numpy().any():
            raise TableFault(f"table {self.name}: empty key in {list(self.key)}")
        double = keys.duplicated()
        if double.any():
            first = keys[double].iloc[0].to_dict()
            raise TableFault(f"table {self.name}: key occurs twice, first {first}")
        return typed

    def empty(self) -> pd.DataFrame:
        """Return the table without rows."""
        return self.check(pd.DataFrame({column: [] for column in self.columns}))

    def _typed(self, values: pd.Series, kind: str) -> pd.Series:
        if kind == "list":
            return pd.Series([tuple(value) for value in values], index=values.index, dtype=object)
        try:
            return values.astype(_DTYPES[kind])
        except (TypeError, ValueError) as fault:
            raise TableFault(f"table {self.name}, column {values.name}: {fault}") from fault
