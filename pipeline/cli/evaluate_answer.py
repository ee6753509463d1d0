"""`gehoord evaluate answer`: what the report prints, held against what was truly said."""

from __future__ import annotations

import contextlib
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.analyse import analyse
from pipeline.cli.console import say, say_json
from pipeline.cli.init import init
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.evaluation.answer import (
    AnswerScores,
    Held,
    printed_answer,
    read_answer_truth,
    score_answer,
)

_TRUTH = "truth"  # folder with the truth, where it lies inside the consultation's own


def evaluate_answer(
    folder: Annotated[Path, typer.Argument(help=_("A consultation, as its files came in."))],
    truth: Annotated[
        Path | None, typer.Option(help=_("Folder with truth.csv and concerns.csv."))
    ] = None,
    run: Annotated[
        Path | None, typer.Option(help=_("Measure this run instead of making one."))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print figures as JSON."))] = False,
) -> None:
    """Hold the concerns, verdicts and names that a report prints against the truth."""
    known = read_answer_truth(truth or folder / _TRUTH)
    if run is not None:
        scores = score_answer(printed_answer(_report(run)), known)
    else:
        with tempfile.TemporaryDirectory(prefix="gehoord-") as room:
            made = _as_dropped_in(folder, Path(room))
            scores = score_answer(printed_answer(_report(made)), known)
    if as_json:
        say_json(_as_dict(scores))
        return
    for name, value in scores.figures.items():
        say(f"{name:22}{value:8.3f}")
    for pair in scores.pairs:
        say(_line(pair))
    say(_("Names: {names}").format(names=" · ".join(scores.names)))
    if scores.unfound:
        say(_("Not found in the report: {n}").format(n=len(scores.unfound)))


def _report(run: Path) -> dict[str, Any]:
    path = run / "report.json"
    if not path.is_file():
        raise DataProblem(
            where=str(path),
            found=_("there is no such file"),
            expected=_("the report of a run, as JSON"),
            mend=_("make it with 'gehoord report {run}'").format(run=run),
        )
    report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return report


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


def _as_dict(scores: AnswerScores) -> dict[str, Any]:
    return {
        **{name: round(value, 4) for name, value in scores.figures.items()},
        "names": list(scores.names),
        "not_found": len(scores.unfound),
        "concerns": [
            {
                "concern_id": pair.true.concern_id,
                "name": pair.true.name,
                "state": pair.true.state,
                "held": pair.holds,
                "printed": pair.printed.name if pair.printed else "",
                "printed_state": pair.printed.status if pair.printed else "",
            }
            for pair in scores.pairs
        ],
    }
