"""`gehoord train`: themes fitted on corpora, kept as a model for later rounds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.analyse import TopicModelName, log_beside, only_given
from pipeline.cli.console import AsJson, note, say, say_json, stages
from pipeline.cli.review import Log
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.settings import Settings
from pipeline.evaluation.corpus import corpus_with_truth
from pipeline.review.log import read_log
from pipeline.runs import model_store as models
from pipeline.runs.load_models import load_models
from pipeline.runs.train import train as fit


def train(
    corpora: Annotated[
        list[Path],
        typer.Argument(
            help=_(
                "Folders of corpora, their names in corpora/, or lines of JSON: id, text, label."
            )
        ),
    ],
    name: Annotated[str, typer.Option(help=_("Name of the model; a new version is made of it."))],
    rounds: Annotated[
        list[str] | None,
        typer.Option("--round", help=_("Only this round (of one corpus); may be repeated.")),
    ] = None,
    encoder: Annotated[str | None, typer.Option(help=_("Encoder to train with."))] = None,
    themes: Annotated[
        int | None, typer.Option("--themes", min=1, help=_("Number of themes you would like."))
    ] = None,
    topic_model: TopicModelName = None,
    seed: Annotated[int | None, typer.Option(help=_("Seed of the random draws."))] = None,
    stability: Annotated[
        bool, typer.Option(help=_("Measure stability over whole runs as well; six times the work."))
    ] = False,
    judgements: Log = None,
    licence: Annotated[str, typer.Option(help=_("Licence of the model, for its card."))] = "",
    as_json: AsJson = False,
) -> None:
    """Train a topic model on one or more corpora, for later rounds and for comparison."""
    models.check_name(name)  # before the work, not after it
    given = only_given(
        {
            "themes": {"seed": seed, "wished": themes, "topic_model": topic_model},
            "embed": {"encoder": encoder},
        }
    )
    with stages() as following:
        following.begin(_("Reading"))
        read = [corpus_with_truth(folder)[0].only(rounds or ()) for folder in corpora]
        judged = _judged([corpus.name for corpus in read], judgements)
        others = [c.name for c in read if c.settings_given != read[0].settings_given]
        if others:
            text = _("Settings are those of {first}; corpus.toml of {others} says otherwise.")
            note(text.format(first=read[0].name, others=", ".join(others)))
        settings = Settings().changed(read[0].settings_given).changed(given)
        following.begin(_("Loading the language models"))
        trained = fit(
            read,
            load_models(settings),
            settings,
            judgements=judged,
            draws=stability,
            following=following,
        )
        kept = trained.keep(name, licence=licence)
    if as_json:
        say_json({"model": str(kept.reference), **trained.counts, "scores": dict(trained.scores)})
        return
    for key, value in trained.scores.items():
        say(f"{key:12} {value:g}")
    for remark in trained.card["notes"]:
        note(remark)
    say(_("Model {model} in {folder}").format(model=kept.reference, folder=kept.folder))


def _judged(corpora: list[str], given: Path | None) -> dict[str, Any]:
    """What people judged in runs on each corpus. Raises: DataProblem for one log of several."""
    if given is not None and len(corpora) > 1:
        raise DataProblem(
            where=f"--judgements {given}",
            found=_("one log, and {n} corpora").format(n=len(corpora)),
            expected=_("the log of each corpus beside its own runs: reports/CORPUS/judgements.csv"),
            mend=_("leave --judgements out, or train on one corpus"),
        )
    return {name: read_log(log_beside(None, given)(name)) for name in corpora}
