"""`gehoord evaluate codes`: learning codes from judged texts, beside logistic regression."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import say, say_json
from pipeline.cli.evaluate_themes import read_set
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.evaluation.code_learning import learning_curve
from pipeline.runs.estimators import TextEncoder


def evaluate_codes(
    file: Annotated[Path, typer.Argument(help=_("Lines of JSON: id, text, label."))],
    encoder: Annotated[str, typer.Option(help=_("Encoder to measure with."))] = "accurate",
    draws: Annotated[int, typer.Option(min=1, help=_("Draws of which texts are judged."))] = 5,
    seed: Annotated[int, typer.Option(help=_("Seed of the draws."))] = 0,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print figures as JSON."))] = False,
) -> None:
    """Learn codes from 1, 2, 4 and 8 judged texts each, and say how the other texts fare, with
    CodeMatcher and with logistic regression on the same vectors."""
    rows = read_set(file)
    vectors = TextEncoder(encoder).fit([]).transform([row["text"] for row in rows])
    people = [row.get("respondent") or row["id"] for row in rows]
    try:
        curve = learning_curve(
            vectors, [row["label"] for row in rows], people, draws=draws, seed=seed
        )
    except ValueError as fault:
        raise DataProblem(
            where=str(file),
            found=_("no label has two texts"),
            expected=_("a label with one text to learn from and one to measure on"),
        ) from fault
    if as_json:
        say_json(
            {
                str(shots): {name: asdict(difference) for name, difference in measures.items()}
                for shots, measures in curve.items()
            }
        )
        return
    say(_("Vectors alone, seen by both; logistic regression at the best of its settings."))
    say(f"{'':10}{'':10}{'logistic':>10}{'ours':>8}{'':>9}")
    for shots, measures in curve.items():
        for name, one in measures.items():
            say(
                f"{shots:<10}{name:10}{one.first:10.3f}{one.second:8.3f}{one.mean:+9.3f}"
                f"  [{one.low:+.3f}, {one.high:+.3f}]"
            )
