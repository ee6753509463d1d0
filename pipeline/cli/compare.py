"""`gehoord compare RUN RUN`: apart from the comparing itself, which needs pandas to be imported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.comparison import comparison, render
from pipeline.cli.console import say
from pipeline.cli.model_comparison import Compared, compare_analyses, tell
from pipeline.cli.rendering import FORMATS, chosen, house_of_run, report_settings
from pipeline.cli.runs import run_folder
from pipeline.core.locale import gettext as _
from pipeline.core.locale import language
from pipeline.core.store import atomic_write_bytes
from pipeline.corpus.corpus import corpus_folder
from pipeline.evaluation.corpus import read_truth
from pipeline.runs.folder import load_run

if TYPE_CHECKING:
    from pipeline.core.analysis import Analysis


def compare_runs(
    first: Annotated[Path, typer.Argument(help=_("Folder of a run, or of a corpus in reports/."))],
    second: Annotated[Path, typer.Argument(help=_("Folder of another run."))],
    truth: Annotated[
        Path | None, typer.Option(help=_("Corpus with truth.csv to score both against."))
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help=_("Folder for the report, the tables and the picture."))
    ] = None,
    edition: Annotated[
        str, typer.Option(help=_("bestuur, projectteam or openbaar."))
    ] = "projectteam",
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", help=_("html, docx, xlsx, json or all; may be repeated.")),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print the outcome as JSON."))] = False,
) -> None:
    """Hold two runs or years side by side: what is new, gone, larger or smaller, which answers in
    the plan were won or lost, which statements moved; with --out as a report."""
    wanted = chosen(formats or (), FORMATS)
    known = read_truth(corpus_folder(truth)) if truth is not None else None
    folders = [run_folder(one) for one in (first, second)]
    runs = [load_run(folder) for folder in folders]
    found = compare_analyses(runs[0], runs[1], known)
    tell(found, out, as_json=as_json)
    if out is not None:
        _write((runs[0], runs[1]), found, out, folders[1], (edition, wanted), quiet=as_json)


def _write(
    runs: tuple[Analysis, Analysis],
    found: Compared,
    out: Path,
    later: Path,
    asked: tuple[str, tuple[str, ...]],
    *,
    quiet: bool,
) -> None:
    """The report of the comparison, dressed as the later run was."""
    edition, formats = asked
    look = house_of_run(later, report_settings(runs[1].record.settings), None, None)
    record = comparison(runs[0], runs[1], found, edition)
    name = "comparison" if edition == "projectteam" else f"comparison-{edition}"
    for kind, content in render(record, language(), formats, look).items():
        atomic_write_bytes(out / f"{name}.{kind}", content)
        if not quiet:
            say(str(out / f"{name}.{kind}"))
