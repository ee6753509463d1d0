"""`gehoord compare RUN RUN`: apart from the comparing itself, which needs pandas to be imported."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.locale import gettext as _


def compare_runs(
    first: Annotated[Path, typer.Argument(help=_("Folder of a run, or of a corpus in reports/."))],
    second: Annotated[Path, typer.Argument(help=_("Folder of another run."))],
    truth: Annotated[
        Path | None, typer.Option(help=_("Corpus with truth.csv to score both against."))
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help=_("Folder for the tables and the picture."))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print the outcome as JSON."))] = False,
) -> None:
    """Hold two runs side by side: which theme became which, and which statements moved."""
    from pipeline.commands.analyse import corpus_folder
    from pipeline.commands.evaluate_corpus import read_truth
    from pipeline.commands.model_comparison import compare_analyses, tell
    from pipeline.commands.runs import run_folder
    from pipeline.runs import load_run

    known = read_truth(corpus_folder(truth)) if truth is not None else None
    runs = [load_run(run_folder(one)) for one in (first, second)]
    tell(compare_analyses(runs[0], runs[1], known), out, as_json=as_json)
