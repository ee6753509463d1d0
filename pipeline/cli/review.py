"""`gehoord review`: the workbook that goes out, comes back and is never lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.console import MEND_YOUR_DATA, AsJson, note, say, say_json, tell_not_taken_over
from pipeline.cli.runs import RunFolder, run_folder
from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem, no_such_file
from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.core.settings import JudgementSettings
from pipeline.core.store import atomic_write_bytes, now
from pipeline.review.from_workbook import changes
from pipeline.review.log import add_to_log, beside, name_of, read_log
from pipeline.review.records import appended
from pipeline.review.run_view import ReviewedRun
from pipeline.review.sheets import workbook
from pipeline.review.web import Desk, address, door, server
from pipeline.review.workbook import read_back, read_sheets
from pipeline.review.workbook_report import to_xlsx
from pipeline.runs.folder import load_run
from pipeline.runs.themes_file import add

if TYPE_CHECKING:
    import pandas as pd

Log = Annotated[
    Path | None,
    typer.Option(
        "--judgements", help=_("The log of judgements; default judgements.csv beside the runs.")
    ),
]
Who = Annotated[str, typer.Option(help=_("Your name, for the log."))]


def review(
    run: RunFolder,
    back: Annotated[
        Path | None,
        typer.Option("--from", help=_("The workbook, filled in, or a themes.toml, to read back.")),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help=_("Workbook to write, .xlsx; default review.xlsx in the run.")),
    ] = None,
    who: Who = "",
    judgements: Log = None,
    rows: Annotated[
        int | None, typer.Option(min=1, help=_("Most statements on the sheet with links."))
    ] = None,
    web: Annotated[
        bool, typer.Option("--web", help=_("Judge in the browser, on this computer only."))
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Judge a run: write a workbook with its themes, links and verdicts; with --from read it back
    and keep every decision."""
    folder = run_folder(run)
    log_path = log_of(folder, judgements)
    analysis = load_run(folder)
    if web:
        return _serve(analysis, log_path, who, rows)
    if back is not None and back.suffix.lower() == ".toml":
        return _read_text(log_path, back, who, as_json=as_json)
    if back is not None:
        return _read_back(analysis, log_path, back, who, as_json=as_json)
    return _write(analysis, log_path, out or folder / "review.xlsx", rows, as_json=as_json)


def _serve(analysis: Analysis, log_path: Path, who: str, rows: int | None) -> int:
    import webbrowser

    desk = Desk(analysis, log_path, name_of(who), rows or JudgementSettings().rows)
    with server(desk) as bound:
        place = address(bound, desk)
        say(place)
        note(_("Open this address in a browser on this computer; stop with Ctrl+C."))
        with door(place) as way_in:
            webbrowser.open(way_in.as_uri())
            try:
                bound.serve_forever()
            except KeyboardInterrupt:
                note(_("Decisions are kept in {log}.").format(log=log_path))
    return 0


def log_of(run: Path, given: Path | None) -> Path:
    """Where the judgements about this run are kept."""
    return given if given is not None else beside(run)


def _write(
    analysis: Analysis, log_path: Path, out: Path, rows: int | None, *, as_json: bool
) -> int:
    if out.suffix.lower() != ".xlsx":  # LibreOffice opens it too, lists and all
        raise DataProblem(
            where=str(out),
            found=_("a workbook cannot be written as '{suffix}'").format(suffix=out.suffix.lower()),
            expected=".xlsx",
            mend=_("give a file name that ends in .xlsx"),
        )
    known = ReviewedRun(analysis, read_log(log_path))
    book = workbook(known, rows=rows or JudgementSettings().rows)
    atomic_write_bytes(out, to_xlsx(book))
    if as_json:
        sizes = {sheet.kind: len(sheet.rows) for sheet in book.sheets}
        say_json({"workbook": str(out), "rows": sizes, "asked_again": sizes["H"]})
        return 0
    asked = len(known.open_judgements())
    if asked:
        text = ngettext(
            "{n} earlier judgement is asked again: see the sheet for it.",
            "{n} earlier judgements are asked again: see the sheet for it.",
            asked,
        )
        note(text.format(n=asked))
    say(str(out))
    return 0


def _read_back(analysis: Analysis, log_path: Path, back: Path, who: str, *, as_json: bool) -> int:
    """Take a workbook that came back into the log; say what was added and what was not taken over.

    Args: who: judged, where the workbook does not say. Returns: the exit code.
    """
    sheets = read_sheets(back)
    problems: list[DataProblem] = []

    def new_rows(log: pd.DataFrame) -> pd.DataFrame:
        known = ReviewedRun(analysis, log)
        book = workbook(known, rows=len(known.nearest) or 1)
        returned = read_back(sheets, book, back.name)
        decisions = changes(returned.rows, book, known)
        problems.extend((*returned.problems, *decisions.problems))
        return appended(log, decisions.judgements, who=name_of(who, returned.who), when=now())

    added = add_to_log(log_path, new_rows)
    if as_json:
        kinds = {str(kind): int(n) for kind, n in added["kind"].value_counts().sort_index().items()}
        faults = [{"where": problem.where, "found": problem.found} for problem in problems]
        say_json({"log": str(log_path), "added": kinds, "not_taken_over": faults})
    else:
        _tell(len(added), log_path, problems)
    return MEND_YOUR_DATA if problems else 0


def _read_text(log_path: Path, back: Path, who: str, *, as_json: bool) -> int:
    if not back.is_file():
        raise no_such_file(back)
    added = add(back, log_path, who)
    if as_json:
        say_json({"log": str(log_path), "added": added, "not_taken_over": []})
    else:
        _tell(added, log_path, [])
    return 0


def _tell(added: int, log_path: Path, problems: list[DataProblem]) -> None:
    text = ngettext("{n} decision kept in {log}.", "{n} decisions kept in {log}.", added)
    say(text.format(n=added, log=log_path))
    tell_not_taken_over(problems)
    if added and not problems:
        note(_("Run 'gehoord analyse' again for a report in which they count."))
