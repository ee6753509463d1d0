"""themes.toml beside a corpus: taken into the log of judgements before a run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core.errors import DataProblem, raise_all
from pipeline.core.locale import ngettext
from pipeline.core.store import now
from pipeline.review.log import add_to_log, name_of
from pipeline.review.records import appended
from pipeline.review.themes_toml import NAME, decide, read_themes_toml
from pipeline.runs.folder import load_run, run_id_in

if TYPE_CHECKING:
    import pandas as pd


def faults_in(folder: Path) -> tuple[DataProblem, ...]:
    """Every fault in the themes.toml of a corpus folder; none where there is none."""
    if not (folder / NAME).is_file():
        return ()
    try:
        return tuple(read_themes_toml(folder / NAME)[1])
    except DataProblem as fault:
        return (fault,)


def take_in(folder: Path, log_path: Path) -> str:
    """Add what the themes.toml of a corpus folder decides, and the log does not hold yet.

    Returns: how much was added, in words; "" for nothing.

    Raises: DataProblems with every fault in it; then nothing was added.
    """
    added = add(folder / NAME, log_path) if (folder / NAME).is_file() else 0
    if not added:
        return ""
    return ngettext(
        "{n} decision of {file} kept in {log}.", "{n} decisions of {file} kept in {log}.", added
    ).format(n=added, file=NAME, log=log_path)


def add(path: Path, log_path: Path, who: str = "") -> int:
    """Take such a file into the log; returns how many decisions it added. Raises: DataProblems."""
    asked, faults = read_themes_toml(path, path.name)
    runs_here = sorted(log_path.parent.glob("*/run.json"))
    folders = {run_id_in(path.parent): path.parent for path in runs_here}
    wanted = {decision.run_id for decision in asked} & set(folders)
    runs = {decision: load_run(folders[decision]) for decision in sorted(wanted)}
    asked = tuple(replace(decision, who=name_of(who, decision.who)) for decision in asked)

    def new_rows(log: pd.DataFrame) -> pd.DataFrame:
        decisions = decide(asked, runs, log, sorted(folders))
        raise_all((*faults, *decisions.problems))
        return appended(log, decisions.judgements, who=name_of(who), when=now())

    return len(add_to_log(log_path, new_rows))
