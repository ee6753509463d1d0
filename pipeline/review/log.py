"""The log of judgements: ``judgements.csv`` beside the runs of a corpus; only ever added to."""

from __future__ import annotations

import csv
import getpass
import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from pipeline.core.errors import DataProblem, raise_all
from pipeline.core.locale import gettext as _
from pipeline.core.store import atomic_write_text, locked
from pipeline.core.table_csv import table_csv, table_from_csv
from pipeline.core.tables import JUDGEMENTS
from pipeline.review.records import KINDS

NAME = "judgements.csv"
_LONGEST = 200  # bytes; a disk takes 255, and a draft of the file has a longer name


def beside(run: Path) -> Path:
    """Where the log of this run's corpus stands."""
    corpus, _run_id = whose(run)
    return log_in(run.resolve().parent, corpus)


def log_in(folder: Path, corpus: str) -> Path:
    """Where the decisions on a corpus stand in a folder of runs.

    It is ``judgements.csv``, and in a folder that several corpora share the one that bears the
    corpus's name: what was decided on one organisation never turns up at another. Decisions of
    several in one file, of before, are parted here.
    """
    name = f"judgements-{corpus}.csv"
    if len(name.encode()) > _LONGEST:  # its digest is as much the corpus's own
        name = f"judgements-{hashlib.sha256(corpus.encode()).hexdigest()[:16]}.csv"
    common, own = folder / NAME, folder / name
    runs = [known for path in folder.glob("*/run.json") if all(known := whose(path.parent))]
    others = {run_id for name, run_id in runs if name != corpus}
    if own.is_file() or not others:
        return own if own.is_file() else common
    if not common.is_file():
        return own
    rows = read_log(common)
    foreign = rows["run_id"].isin(others)
    mine = rows["run_id"].isin({run_id for name, run_id in runs if name == corpus})
    if mine.any() and foreign.any():
        atomic_write_text(own, table_csv(JUDGEMENTS, JUDGEMENTS.check(rows[~foreign])))
    elif mine.any() or (not foreign.any() and corpus == min(runs, key=lambda known: known[1])[0]):
        return common  # of whoever was here first, where its decisions name no run
    return own


def whose(run: Path) -> tuple[str, str]:
    """Corpus and id of the run in this folder; both "" where its record cannot be read."""
    try:
        facts = json.loads((run / "run.json").read_text("utf-8"))
        return str(facts["corpus"]), str(facts["record"]["run_id"])
    except (OSError, ValueError, KeyError, TypeError):
        return "", ""


def read_log(path: Path) -> pd.DataFrame:
    """JUDGEMENTS, in the order they were taken; no rows where there is no file yet.

    Raises: DataProblems when the file was damaged by hand: kinds nobody knows, ids twice.
    """
    return _parsed(path.read_text("utf-8-sig"), path) if path.is_file() else JUDGEMENTS.empty()


def add_to_log(path: Path, new_rows: Callable[[pd.DataFrame], pd.DataFrame]) -> pd.DataFrame:
    """Add rows under a lock, so that two reviewers at once lose nothing; atomic.

    Args: new_rows: JUDGEMENTS as they are -> the rows to add.
    Returns: the rows that were added.
    """
    with locked(path.with_name(f".{path.name}.lock")):
        old = path.read_text("utf-8-sig") if path.is_file() else ""
        log = _parsed(old, path) if old else JUDGEMENTS.empty()
        rows = JUDGEMENTS.check(new_rows(log))
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
    """JUDGEMENTS as they stand in the file. Raises: DataProblems with every faulty row."""
    seen: set[str] = set()
    faults = []
    mend = _("this file is kept by gehoord: put a copy back, and change no rows")
    for number, row in enumerate(csv.DictReader(io.StringIO(text, newline="")), start=1):
        where = f"{path}, {_('judgement {n}').format(n=number)}"
        judgement_id, kind = row.get("judgement_id") or "", row.get("kind") or ""
        if not judgement_id or judgement_id in seen:
            message = _("number '{id}' is empty or stands there twice").format(id=judgement_id)
            faults.append(DataProblem(where=where, found=message, mend=mend))
        if kind not in KINDS:
            message = _("'{kind}' is no kind of judgement").format(kind=kind)
            known = ", ".join(KINDS)
            faults.append(DataProblem(where=where, found=message, expected=known, mend=mend))
        seen.add(judgement_id)
    raise_all(faults)
    return table_from_csv(JUDGEMENTS, text)


def name_of(given: str, in_file: str = "") -> str:
    """Who judges: as said on the command line, in the workbook, or to the computer."""
    if given.strip() or in_file.strip():
        return given.strip() or in_file.strip()
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user in a container
        return ""
