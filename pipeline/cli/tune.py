"""`gehoord tune`: settings searched on labelled data, with part of it held out."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.compare import difference_text
from pipeline.cli.console import AsJson, note, say, say_json, stages
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.corpus.corpus import corpus_folder
from pipeline.evaluation.tuning import SearchOutcome, Task, open_log, search
from pipeline.evaluation.tuning_tasks import task_of

_SHOWN = 10  # trials on the screen; all are in the log


def tune(
    data: Annotated[
        Path, typer.Argument(help=_("Lines of JSON: id, text, label; or a corpus with truth.csv."))
    ],
    goals: Annotated[
        Path | None,
        typer.Option(help=_("Goals as JSON: tune matching on them; without, themes are tuned.")),
    ] = None,
    trials: Annotated[
        int, typer.Option(min=2, help=_("Settings to try, the defaults first."))
    ] = 20,
    seed: Annotated[int, typer.Option(help=_("Seed of the split and of the search."))] = 42,
    encoder: Annotated[str, typer.Option(help=_("Encoder to tune for."))] = "accurate",
    log: Annotated[
        Path, typer.Option(help=_("File that keeps the trials: the search goes on from it."))
    ] = Path("trials.jsonl"),
    as_json: AsJson = False,
) -> None:
    """Search for better settings: half of the data chooses, the other half judges once."""
    with stages() as following:
        folder = data if data.suffix == ".jsonl" or goals is not None else corpus_folder(data)
        task = task_of(folder, goals, encoder, following)
    done, keep = open_log(log, task, seed)
    if done:
        note(_("{n} trials were done before; going on.").format(n=len(done)))
    try:
        outcome = search(task, trials=trials, seed=seed, done=done, keep=keep)
    except ValueError as fault:
        raise DataProblem(
            where=str(data),
            found=_("too few labelled statements to hold any out"),
            expected=_("at least twenty, by several people"),
            mend=_("label more statements"),
        ) from fault
    if as_json:
        say_json(
            {
                "task": task.name,
                "trials": [asdict(trial) for trial in outcome.trials],
                "best": asdict(outcome.best),
                "held_out": asdict(outcome.held_out),
                "sure": outcome.held_out.sure,
            }
        )
    else:
        _tell(outcome, task)


def _tell(outcome: SearchOutcome, task: Task) -> None:
    order = sorted(outcome.trials, key=lambda trial: (-trial.score, trial.number))
    for trial in order[:_SHOWN]:
        written = "  ".join(
            f"{name}={json.dumps(value)}" for name, value in sorted(trial.settings.items())
        )
        say(f"{trial.number:4}  {trial.score:.4f}  {(written or _('the defaults'))}")
    say()
    say(_("On the half that was held out, defaults and best:"))
    say(difference_text(task.name, outcome.held_out))
    if outcome.held_out.sure and outcome.held_out.mean > 0:
        say(_("To use the best, put this in corpus.toml:"))
        say(f"[settings.{task.name}]")
        for name, value in sorted(outcome.best.settings.items()):
            say(f"{name} = {json.dumps(value)}")
    else:
        say(_("No settings are surely better than the defaults: keep those."))
