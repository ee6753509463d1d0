"""`gehoord bouwstenen` and `gehoord reactienota`: from concern to proposal, answer and promise."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.console import MEND_YOUR_DATA, AsJson, note, say, say_json, tell_not_taken_over
from pipeline.cli.review import Log, Who, log_of
from pipeline.cli.runs import Logo, RunFolder, Template, run_folder
from pipeline.cli.write_files import write_files
from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.core.store import now
from pipeline.report import wording as w
from pipeline.report.rendering import house_of_run, report_settings, with_page_numbers
from pipeline.review.building_blocks_report import Paper
from pipeline.review.log import add_to_log, name_of, read_log
from pipeline.review.promises import FollowedPromise, commitments, promises_of
from pipeline.review.reactienota import answers_given, read_answers
from pipeline.review.records import appended
from pipeline.review.run_view import ReviewedRun
from pipeline.runs.companions import (
    blocks_csv,
    blocks_document,
    doubt_about,
    nota_document,
    nota_xlsx,
    open_blocks,
    paper_of,
)
from pipeline.runs.folder import load_run

if TYPE_CHECKING:
    import pandas as pd


def bouwstenen(
    run: RunFolder,
    out: Annotated[
        Path | None,
        typer.Option(help=_("Folder or .docx to write to; default the run's own folder.")),
    ] = None,
    template: Template = None,
    logo: Logo = None,
) -> None:
    """Export the concerns that the plan does not answer as candidate building blocks: CSV and
    Word, with quotes, nearest goals and an empty field for the wording."""
    folder = run_folder(run)
    analysis = load_run(folder)
    blocks = open_blocks(analysis)
    word = named_file(out or folder, "bouwstenen.docx")
    paper = _paper(folder, analysis, template, logo)
    doubtful = doubt_about(analysis)
    document = blocks_document(analysis, blocks, doubtful, paper)
    files = {
        word.with_suffix(".csv").name: blocks_csv(analysis, blocks),
        word.name: with_page_numbers(document, note),
    }
    write_files(word.parent, files)
    text = ngettext(
        "{n} concern without an answer in the plan.", "{n} concerns without an answer in the plan.",
        len(blocks),
    )  # fmt: skip
    note(" ".join(filter(None, (text.format(n=len(blocks)), doubtful))))


def reactienota(
    run: RunFolder,
    back: Annotated[
        Path | None, typer.Option("--from", help=_("The reactienota, filled in, to read back."))
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help=_("Folder or .docx to write to; default the run's own folder.")),
    ] = None,
    who: Who = "",
    judgements: Log = None,
    template: Template = None,
    logo: Logo = None,
    as_json: AsJson = False,
) -> int:
    """Write the answer document with room for a reaction per concern (Word and Excel); with --from
    read it back and keep what was promised."""
    folder = run_folder(run)
    analysis = load_run(folder)
    log_path = log_of(folder, judgements)
    if back is not None:
        code = _keep(analysis, log_path, back, who, as_json=as_json)
        if not as_json:
            paper = _paper(folder, analysis, template, logo)
            _write(analysis, log_path, out or folder, paper, finished=True)
        return code
    paper = _paper(folder, analysis, template, logo)
    _write(analysis, log_path, out or folder, paper)
    note(_("Fill in the tables; then: gehoord reactienota RUN --from FILE"))
    return 0


def promises(
    run: RunFolder,
    judgements: Log = None,
    as_json: AsJson = False,
) -> None:
    """You said, we did: what was promised in a reactienota, held against this run's plan and
    rounds."""
    folder = run_folder(run)
    analysis = load_run(folder)
    known = ReviewedRun(analysis, read_log(log_of(folder, judgements)))
    outcomes = commitments(analysis, promises_of(known))
    if as_json:
        say_json(
            [
                {
                    "theme": followed.promise.theme_id,
                    "label": followed.label,
                    "promised": followed.promise.leads_to,
                    "reaction": followed.promise.reaction,
                    "explanation": followed.promise.why,
                    "when": followed.promise.when,
                    "then": followed.promise.then,
                    "now": followed.now,
                    "code": followed.code_id,
                    "decided": followed.decided,
                    "verdict": followed.verdict,
                    "heard_again": followed.heard_again,
                }
                for followed in outcomes
            ]
        )
        return
    for followed in outcomes:
        say(_in_words(followed))
    if not outcomes:
        note(_("Nothing was promised yet: see 'gehoord reactienota'."))


def _paper(folder: Path, analysis: Analysis, template: Path | None, logo: Path | None) -> Paper:
    """The look of the house on what belongs to a run."""
    settings = report_settings(analysis.record.settings)
    return paper_of(analysis, house_of_run(folder, settings, template, logo))


def _write(
    analysis: Analysis, log_path: Path, target: Path, paper: Paper, *, finished: bool = False
) -> None:
    """The nota to fill in; finished: with the answers, beside the one that was filled in."""
    known = ReviewedRun(analysis, read_log(log_path))
    answers = {promise.theme_id: promise for promise in promises_of(known)}
    document = nota_document(analysis, answers, paper, finished=finished)
    word = named_file(target, "reactienota-definitief.docx" if finished else "reactienota.docx")
    files = {word.name: with_page_numbers(document, note)}
    if not finished:
        files[word.with_suffix(".xlsx").name] = nota_xlsx(analysis, answers, paper)
    write_files(word.parent, files)


def named_file(target: Path, name: str) -> Path:
    """The Word document to write: the file she named, or this one in the folder she named."""
    return target if target.suffix.lower() == ".docx" else target / name


def _keep(analysis: Analysis, log_path: Path, back: Path, who: str, *, as_json: bool) -> int:
    given = read_answers(back)
    problems: list[DataProblem] = []

    def made(log: pd.DataFrame) -> pd.DataFrame:
        answers = answers_given(given, ReviewedRun(analysis, log), problems)
        return appended(log, answers, who=name_of(who), when=now())

    added = add_to_log(log_path, made)
    if as_json:
        faults = [{"where": problem.where, "found": problem.found} for problem in problems]
        say_json({"log": str(log_path), "added": len(added), "not_taken_over": faults})
    else:
        kept = ngettext("{n} answer kept in {log}.", "{n} answers kept in {log}.", len(added))
        say(kept.format(n=len(added), log=log_path))
        tell_not_taken_over(problems)
    return MEND_YOUR_DATA if problems else 0


def _in_words(followed: FollowedPromise) -> str:
    verdicts = {
        "kept": _("kept"),
        "open": _("still open"),
        "declined": _("no change was promised"),
        "unclear": _("cannot be told"),
    }
    promised = {"yes": _("yes"), "partly": _("partly"), "no": _("no")}.get(
        followed.promise.leads_to, "–"
    )
    text = _("{id} {label}: promised: {promised}; in the plan then: {then}, now: {now} {code}: {v}")
    line = text.format(
        id=followed.promise.theme_id,
        label=followed.label,
        promised=promised,
        then=w.status(followed.promise.then) or "–",
        now=w.status(followed.now) or "–",
        code=followed.code_id,
        v=verdicts[followed.verdict],
    )
    if followed.heard_again is None:
        return line
    return line + _("; heard again from {n} people since").format(n=followed.heard_again)
