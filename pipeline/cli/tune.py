"""`gehoord tune`: settings searched on labelled data, with part of it held out."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli.analyse import corpus_folder
from pipeline.cli.console import note, say, say_json, stages
from pipeline.cli.evaluate_corpus import read_truth
from pipeline.cli.evaluate_match import gold_set
from pipeline.cli.evaluate_themes import prepare, read_set
from pipeline.cli.model_comparison import difference_text
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.numeric import nmi
from pipeline.core.settings import Settings
from pipeline.corpus.corpus import read_corpus
from pipeline.evaluation.corpus_metrics import concerns_of_statements
from pipeline.evaluation.tuning import Outcome, Task, Trial, match_task, search, theme_task
from pipeline.runs.analyse import embed_statements
from pipeline.runs.load_models import load_models
from pipeline.runs.prepare import prepare as prepare_corpus
from pipeline.runs.train import said_of
from pipeline.themes.scores import Vectors

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


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
    as_json: Annotated[bool, typer.Option("--json", help=_("Print the outcome as JSON."))] = False,
) -> None:
    """Search for better settings: half of the data chooses, the other half judges once."""
    task = _task(data, goals, encoder)
    done, keep = open_log(log, task, seed)
    if done:
        note(_("{n} trials were done before; going on.").format(n=len(done)))
    try:
        found = search(task, trials=trials, seed=seed, done=done, keep=keep)
    except ValueError as fault:
        raise DataProblem(
            where=str(data),
            found=_("too few labelled statements to hold any out"),
            expected=_("at least twenty, by several people"),
            mend=_("label more statements"),
        ) from fault
    if as_json:
        say_json(_facts(found, task))
    else:
        _tell(found, task)


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
    lines, found = text.splitlines(keepends=True), []
    for number, line in enumerate(lines, start=1):
        try:
            found.append(json.loads(line))
        except ValueError as fault:
            if number < len(lines):
                raise DataProblem(
                    where=f"{path}:{number}",
                    found=_("this is not JSON"),
                    mend=_("name another file with --log, or remove this one"),
                ) from fault
            path.write_text("".join(lines[:-1]), "utf-8")
    if lines and not lines[-1].endswith("\n") and len(found) == len(lines):
        path.write_text(text + "\n", "utf-8")
    return found


def _task(data: Path, goals: Path | None, encoder: str) -> Task:
    if goals is not None:
        return _match_task(data, goals, encoder)
    return _theme_task(data, encoder) if data.suffix == ".jsonl" else _corpus_task(data, encoder)


def _match_task(data: Path, goals: Path, encoder: str) -> Task:
    gold = gold_set(data, goals, encoder)
    return match_task(gold, gold.statements.texts, Settings().match)


def _theme_task(data: Path, encoder: str) -> Task:
    rows = read_set(data)
    statements, vectors = prepare(rows, encoder)
    labels, texts = [row["label"] for row in rows], [row["text"] for row in rows]
    settings = Settings().changed({"themes": {"most": None}}).themes
    return theme_task(statements, vectors, labels, texts, settings, nmi)


def _corpus_task(data: Path, encoder: str) -> Task:
    """Statements of responses with one known concern; a person's are all on one side."""
    folder = corpus_folder(data)
    truth = read_truth(folder)
    with stages() as following:
        corpus = read_corpus(folder)
        settings = Settings().changed(corpus.settings_given)
        settings = settings.changed({"embed": {"encoder": encoder, "second": ""}})
        loaded = load_models(settings)
        prepared = prepare_corpus(corpus, loaded.dutch, settings, following)
        vectors = embed_statements(prepared, loaded, settings, following)[0]
    concerns = concerns_of_statements(
        prepared.statements, prepared.responses, corpus.questions, truth
    )
    people = dict(
        zip(prepared.responses["response_id"], prepared.responses["respondent_id"], strict=True)
    )
    single = {one: found[0] for one, found in concerns.items() if len(found) == 1}
    said = [one for one in said_of(prepared) if one.statement_id in single and not one.echo]
    ids = tuple(one.statement_id for one in said)
    spoken = dict(
        zip(prepared.statements["statement_id"], prepared.statements["response_id"], strict=True)
    )
    return theme_task(
        said,
        Vectors(ids, vectors.select(ids).vectors),
        [single[one] for one in ids],
        [str(people[spoken[one]]) for one in ids],
        settings.themes,
        nmi,
    )


def _facts(found: Outcome, task: Task) -> dict[str, Any]:
    return {
        "task": task.name,
        "trials": [asdict(trial) for trial in found.trials],
        "best": asdict(found.best),
        "held_out": asdict(found.held_out),
        "sure": found.held_out.sure,
    }


def _tell(found: Outcome, task: Task) -> None:
    order = sorted(found.trials, key=lambda one: (-one.score, one.number))
    for trial in order[:_SHOWN]:
        say(f"{trial.number:4}  {trial.score:.4f}  {_words(trial.settings)}")
    say()
    say(_("On the half that was held out, defaults and best:"))
    say(difference_text(task.name, found.held_out))
    if found.held_out.sure and found.held_out.mean > 0:
        say(_("To use the best, put this in corpus.toml:"))
        say(f"[settings.{task.name}]")
        for name, value in sorted(found.best.settings.items()):
            say(f"{name} = {json.dumps(value)}")
    else:
        say(_("No settings are surely better than the defaults: keep those."))


def _words(settings: Mapping[str, Any]) -> str:
    told = "  ".join(f"{name}={json.dumps(value)}" for name, value in sorted(settings.items()))
    return told or _("the defaults")
