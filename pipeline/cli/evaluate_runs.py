"""`gehoord evaluate` on whole runs of which the truth is known."""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.analyse import analyse
from pipeline.cli.console import note, say, say_json, stages
from pipeline.cli.evaluate import AsJson
from pipeline.cli.figures import between, say_figures, say_table
from pipeline.cli.init import init
from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.settings import Settings
from pipeline.corpus.corpus import corpus_folder, read_corpus
from pipeline.evaluation import placing
from pipeline.evaluation.answer import (
    printed_answer,
    read_answer_truth,
    read_report,
)
from pipeline.evaluation.answer_scores import Held, score_answer
from pipeline.evaluation.corpus import BARS, measure, read_truth, what_if
from pipeline.evaluation.seeds import agreement_over_seeds
from pipeline.runs.folder import load_run
from pipeline.runs.load_models import load_models
from pipeline.runs.whole_run import run_corpus

_TRUTH = "truth"  # folder with the truth, where it lies inside the consultation's own
Encoder = Annotated[str | None, typer.Option(help=_("Encoder to measure with."))]
ThisRun = Annotated[Path | None, typer.Option(help=_("Measure this run instead of making one."))]


def evaluate_corpus(
    corpus: Annotated[Path, typer.Argument(help=_("Folder of a corpus with truth.csv."))],
    run: ThisRun = None,
    encoder: Encoder = None,
    details: Annotated[bool, typer.Option(help=_("Show every concern with its theme."))] = False,
    gaps: Annotated[
        bool, typer.Option(help=_("Take goals out of the plan one by one and look what is said."))
    ] = False,
    judged: Annotated[
        bool, typer.Option(help=_("Judge 1, 2 and 4 statements per goal and match again."))
    ] = False,
    seeds: Annotated[
        int, typer.Option(min=1, help=_("Make so many whole runs, on other seeds, and compare."))
    ] = 1,
    as_json: AsJson = False,
) -> None:
    """Hold themes, goals, coverage, recurrence and campaigns against what is known of a corpus."""
    folder = corpus_folder(corpus)
    truth = read_truth(folder)
    analysis = load_run(run) if run else _analyse(folder, encoder)
    scores, rows, intervals = measure(analysis, truth)
    tried, moved = what_if(analysis, truth, gaps=gaps, judged=judged)
    scores |= tried
    if seeds > 1:
        agreement = agreement_over_seeds(
            analysis, lambda seed: _analyse(folder, encoder, seed), seeds
        )
        scores |= {name: round(value, 4) for name, value in agreement.items()}
    if as_json:
        say_json({**scores, "concerns": rows, "intervals": intervals})
        return
    beside = {name: between(low_high) for name, low_high in intervals.items()}
    for name, bar in BARS.items():
        if name in scores:
            reached = _("reached") if scores[name] >= bar else _("not reached")
            against_bar = _("  bar {bar:.2f}: ").format(bar=bar) + reached
            beside[name] = beside.get(name, "") + against_bar
    say_figures(scores, as_json=False, beside=beside)
    if details:
        say_table(rows)
    for line in moved:
        say(line)


def _analyse(folder: Path, encoder: str | None, seed: int | None = None) -> Analysis:
    given: dict[str, dict[str, Any]] = {"embed": {"encoder": encoder}} if encoder else {}
    given |= {"themes": {"seed": seed}} if seed is not None else {}
    with stages() as following:
        return run_corpus(folder, given, following, tell=note)[0]


def evaluate_placing(
    corpus: Annotated[Path, typer.Argument(help=_("Folder of a corpus with truth.csv."))],
    encoder: Encoder = None,
    as_json: AsJson = False,
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
        runs = placing.placed_and_fresh(read, load_models(settings), settings, following)
    heard = {name: placing.Heard.of(run, truth) for name, run in runs.items()}
    scores = {name: placing.scores(run, truth) for name, run in heard.items()}
    apart = placing.differences(heard["fresh"], heard["placed"])
    if as_json:
        rounded = {name: {k: round(v, 4) for k, v in row.items()} for name, row in scores.items()}
        between_both = {
            k: (round(difference.low, 4), round(difference.high, 4))
            for k, difference in apart.items()
        }
        say_json({**rounded, "placed_beside_fresh": between_both})
        return
    lines = {
        k: f"{difference.mean:+.3f}{between((difference.low, difference.high))}"
        for k, difference in apart.items()
    }
    columns = scores.items()
    say_table(
        [
            {"": k, **{name: row[k] for name, row in columns}, "placed - fresh": lines.get(k, "")}
            for k in scores["fresh"]
        ]
    )


def evaluate_answer(
    folder: Annotated[Path, typer.Argument(help=_("A consultation, as its files came in."))],
    truth: Annotated[
        Path | None, typer.Option(help=_("Folder with truth.csv and concerns.csv."))
    ] = None,
    run: ThisRun = None,
    as_json: AsJson = False,
) -> None:
    """Hold the concerns, verdicts and names that a report prints against the truth."""
    known = read_answer_truth(truth or folder / _TRUTH)
    with tempfile.TemporaryDirectory(prefix="gehoord-") as room:
        report = read_report(run or _as_dropped_in(folder, Path(room)))
    scores = score_answer(printed_answer(report), known)
    if as_json:
        say_json(scores.as_dict())
        return
    beside = {name: between(ends) for name, ends in scores.intervals.items()}
    say_figures(scores.figures, as_json=False, beside=beside)
    for pair in scores.pairs:
        say(_line(pair))
    say(_("Names: {names}").format(names=" · ".join(scores.names)))
    if scores.unfound:
        say(_("Not found in the report: {n}").format(n=len(scores.unfound)))


def _as_dropped_in(folder: Path, room: Path) -> Path:
    """The road a user takes: her files in a folder of their own, init, plan read, analyse."""
    corpus = room / "corpus"
    corpus.mkdir()
    for path in sorted(folder.iterdir()):
        if path.name != _TRUTH and not path.name.startswith("."):
            copy = shutil.copytree if path.is_dir() else shutil.copy2
            copy(path, corpus / path.name)
    # What the road says on its way is no figure: beside the output, not in it.
    with contextlib.redirect_stdout(sys.stderr):
        if not (corpus / "corpus.toml").exists():
            init(corpus)
        analyse(corpus, out=room / "run")
    return room / "run"


def _line(pair: Held) -> str:
    held = _("held") if pair.holds else _("not held")
    printed = pair.printed
    beside = f"{printed.name} [{printed.status}]" if printed else "–"
    return f"{pair.true.concern_id:5} {held:12} {pair.true.name} [{pair.true.state}] ~ {beside}"
