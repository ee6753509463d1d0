"""The trials of a search, kept line by line, so that an interrupted one goes on where it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.evaluation.tuning import Task, Trial


def open_log(path: Path, task: Task, seed: int) -> tuple[list[Trial], Callable[[Trial], None]]:
    """The trials of an earlier search on the same data, and what keeps the next one.

    Raises: DataProblem when the file is of another search: mixing two would compare the unlike.
    """
    head = {
        "task": task.name,
        "data": task.data,
        "seed": seed,
        "space": {name: list(values) for name, values in task.space.items()},
    }
    head = json.loads(json.dumps(head))  # tuples as they will be read back
    done: list[Trial] = []
    if path.is_file() and path.stat().st_size:
        lines = _whole_lines(path)
        if not lines or lines[0] != head:
            raise DataProblem(
                where=str(path),
                found=_("these are the trials of another search"),
                expected=_("the same data, seed and space of settings"),
                mend=_("name another file with --log, or remove this one"),
            )
        done = [Trial(line["trial"], line["settings"], line["score"]) for line in lines[1:]]
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(head) + "\n", "utf-8")

    def keep(trial: Trial) -> None:
        line = {"trial": trial.number, "settings": dict(trial.settings), "score": trial.score}
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    return done, keep


def _whole_lines(path: Path) -> list[dict[str, Any]]:
    """The lines of the log; a last one that was cut off by an interruption is taken out."""
    text = path.read_text("utf-8")
    lines, trials = text.splitlines(keepends=True), []
    for number, line in enumerate(lines, start=1):
        try:
            trials.append(json.loads(line))
        except ValueError as fault:
            if number < len(lines):
                raise DataProblem(
                    where=f"{path}:{number}",
                    found=_("this is not JSON"),
                    mend=_("name another file with --log, or remove this one"),
                ) from fault
            path.write_text("".join(lines[:-1]), "utf-8")
    if lines and not lines[-1].endswith("\n") and len(trials) == len(lines):
        path.write_text(text + "\n", "utf-8")
    return trials
