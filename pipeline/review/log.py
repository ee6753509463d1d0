"""The log of judgements: ``judgements.csv`` beside the runs of a corpus; only ever added to."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from pipeline.core.errors import DataProblem, raise_all
from pipeline.core.locale import gettext as _
from pipeline.core.store import atomic_write_text, locked
from pipeline.core.table_csv import table_csv, table_from_csv
from pipeline.core.tables import JUDGEMENTS
from pipeline.review import KINDS

NAME = "judgements.csv"


def beside(run: Path) -> Path:
    """Where the log of this run's corpus stands."""
    return run.resolve().parent / NAME


def read_log(path: Path) -> pd.DataFrame:
    """JUDGEMENTS, in the order they were taken; no rows where there is no file yet.

    Raises: DataProblems when the file was damaged by hand: kinds nobody knows, ids twice.
    """
    return _parsed(path.read_text("utf-8-sig"), path) if path.is_file() else JUDGEMENTS.empty()


def add_to_log(path: Path, made: Callable[[pd.DataFrame], pd.DataFrame]) -> pd.DataFrame:
    """Add rows under a lock, so that two reviewers at once lose nothing; atomic.

    Args: made: the log as it is -> rows to add to it.
    Returns: the rows that were added.
    """
    with locked(path.with_name(f".{path.name}.lock")):
        old = path.read_text("utf-8-sig") if path.is_file() else ""
        log = _parsed(old, path) if old else JUDGEMENTS.empty()
        rows = JUDGEMENTS.check(made(log))
        if rows.empty:
            return rows
        text = table_csv(JUDGEMENTS, rows)
        known = old.splitlines()[0].split(",") if old else []
        if known and known != list(JUDGEMENTS.columns):  # written by another version: say it anew
            old = table_csv(JUDGEMENTS, log)
        start = (old if old.endswith("\n") else old + "\n") if old else ""
        atomic_write_text(path, start + (text.partition("\n")[2] if old else text))
        return rows


def _parsed(text: str, path: Path) -> pd.DataFrame:
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    seen: dict[str, int] = {}
    faults = []
    for number, row in enumerate(rows, start=1):
        where = f"{path}, {_('judgement {n}').format(n=number)}"
        one = row.get("judgement_id") or ""
        if not one or one in seen:
            faults.append(
                DataProblem(
                    where=where,
                    found=_("number '{id}' is empty or stands there twice").format(id=one),
                    mend=_("this file is kept by gehoord: put a copy back, and change no rows"),
                )
            )
        if (row.get("kind") or "") not in KINDS:
            faults.append(
                DataProblem(
                    where=where,
                    found=_("'{kind}' is no kind of judgement").format(kind=row.get("kind") or ""),
                    expected=", ".join(KINDS),
                    mend=_("this file is kept by gehoord: put a copy back, and change no rows"),
                )
            )
        seen[one] = number
    raise_all(faults)
    return table_from_csv(JUDGEMENTS, text)
