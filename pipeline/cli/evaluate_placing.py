"""`gehoord evaluate placing`: a new round in a trained model, beside a fresh run on it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.analyse import corpus_folder
from pipeline.cli.console import say, say_json, stages
from pipeline.cli.evaluate_corpus import read_truth
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.settings import Settings
from pipeline.corpus.corpus import read_corpus
from pipeline.evaluation.placing import placed_and_fresh, scores
from pipeline.runs.load_models import load_models


def evaluate_placing(
    corpus: Annotated[Path, typer.Argument(help=_("Folder of a corpus with truth.csv."))],
    encoder: Annotated[str | None, typer.Option(help=_("Encoder to measure with."))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print figures as JSON."))] = False,
) -> None:
    """Train on all rounds but the last, place the last in the model, and hold it beside the same
    round on its own and all rounds together."""
    folder = corpus_folder(corpus)
    truth, read = read_truth(folder), read_corpus(folder)
    if len(read.rounds) < 2:
        raise DataProblem(
            where=str(folder),
            found=_("there is one round"),
            expected=_("two rounds or more: the last is placed in a model of the others"),
        )
    settings = Settings().changed(read.settings_given)
    if encoder:
        settings = settings.changed({"embed": {"encoder": encoder}})
    with stages() as following:
        runs = placed_and_fresh(read, load_models(settings), settings, following)
    found = {name: scores(run, truth) for name, run in runs.items()}
    if as_json:
        say_json({name: {k: round(v, 4) for k, v in row.items()} for name, row in found.items()})
        return
    say(f"{'':20}" + "".join(f"{name:>9}" for name in found))
    for key in found["fresh"]:
        say(f"{key:20}" + "".join(f"{row[key]:9.3f}" for row in found.values()))
