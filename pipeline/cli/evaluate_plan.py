"""`gehoord evaluate plan`: how well a plan document is read, beside a tree made by a person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.console import say, say_json
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.evaluation.plan_scores import as_dict, score_trees
from pipeline.plan.reading.document import read_plan_document, tree_of


def evaluate_plan(
    file: Annotated[Path, typer.Argument(help=_("Plan document: .docx, .odt, .pdf, .txt or .md."))],
    gold: Annotated[
        Path, typer.Option(help=_("The right tree, JSON as 'plan read --json' gives it."))
    ],
    as_json: Annotated[bool, typer.Option("--json", help=_("Print figures as JSON."))] = False,
) -> None:
    """Score the reading of a plan document: found, right and under the right parent, per level."""
    scores = score_trees(tree_of(read_plan_document(file, str(file))), read_tree(gold))
    if as_json:
        say_json(as_dict(scores))
        return
    words = ("", _("expected"), _("found"), "recall", "precision", _("parent"))
    say("{:10} {:>9} {:>9} {:>7} {:>9} {:>7}".format(*words))
    for score in scores:
        say(
            f"{score.level:10} {score.expected:9} {score.found:9} "
            f"{score.recall:7.3f} {score.precision:9.3f} {score.parent:7.3f}"
        )


def read_tree(path: Path) -> dict[str, Any]:
    """A tree as JSON. Raises: DataProblem when it is none."""
    try:
        tree = json.loads(path.read_text("utf-8-sig"))
        if not isinstance(tree.get("pillars"), list):
            raise ValueError("pillars")
    except (OSError, ValueError, AttributeError) as fault:
        raise DataProblem(
            where=str(path),
            found=_("this is no tree of a plan ({fault})").format(fault=fault),
            expected='{"pillars": [{"title": "…", "goals": [{"title": "…", "actions": [{…}]}]}]}',
            mend=_("make one with 'gehoord plan read FILE --json' and correct it by hand"),
        ) from fault
    return dict(tree)
