"""`gehoord compare RUN RUN`, and how any comparison of two divisions is printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import AsJson, note, say, say_json
from pipeline.cli.runs import chosen, run_folder
from pipeline.core.analysis import Analysis
from pipeline.core.locale import gettext as _
from pipeline.core.locale import language
from pipeline.core.store import atomic_write_bytes, atomic_write_text
from pipeline.core.table_csv import spreadsheet_safe
from pipeline.corpus.corpus import corpus_folder
from pipeline.evaluation.comparison import Compared, compare
from pipeline.evaluation.corpus import read_truth
from pipeline.evaluation.intervals import LEAST, Difference
from pipeline.report import comparison as report
from pipeline.report import wording as w
from pipeline.report.alignment import to_svg
from pipeline.report.rendering import house_of_run, report_settings
from pipeline.runs.folder import load_run
from pipeline.themes.alignment import Alignment, continued

_SHOWN = 25  # statements that moved, on the screen; all are in the table


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
    as_json: AsJson = False,
) -> None:
    """Hold two runs or years side by side: what is new, gone, larger or smaller, which answers in
    the plan were won or lost, which statements moved; with --out as a report."""
    wanted = chosen(formats or (), on_request=False)
    known = read_truth(corpus_folder(truth)) if truth is not None else None
    folders = [run_folder(given) for given in (first, second)]
    runs = [load_run(folder) for folder in folders]
    compared = compare(runs[0], runs[1], known)
    tell(compared, out, as_json=as_json)
    if out is None:
        return
    written = _reports(runs, compared.alignment, edition, wanted, later=folders[1])
    for name, content in written.items():  # with --json, what is printed is that alone
        atomic_write_bytes(out / name, content)
        if not as_json:
            say(str(out / name))


def _reports(
    runs: Sequence[Analysis],
    alignment: Alignment,
    edition: str,
    formats: Sequence[str],
    *,
    later: Path,
) -> dict[str, bytes]:
    """File name -> report of the comparison, dressed as the later run was."""
    house = house_of_run(later, report_settings(runs[1].record.settings), None, None)
    record = report.of_runs(runs[0], runs[1], alignment, edition)
    name = "comparison" if edition == "projectteam" else f"comparison-{edition}"
    writers: dict[str, Callable[[], bytes]] = {
        "html": lambda: report.to_html(record, language(), house=house).encode("utf-8"),
        "docx": lambda: report.to_docx(record, language(), house=house),
        "xlsx": lambda: report.to_xlsx(record, language(), house=house),
        "json": lambda: report.to_json(record),
    }
    return {f"{name}.{kind}": write() for kind, write in writers.items() if kind in formats}


def tell(compared: Compared, out: Path | None, *, as_json: bool) -> None:
    """Print a comparison of runs or models, and write its tables and picture where asked."""
    alignment = compared.alignment
    written = _write(alignment, out) if out is not None else []
    if as_json:
        say_json(
            {
                "first": alignment.first.name,
                "second": alignment.second.name,
                "scores": {name: asdict(score) for name, score in compared.scores.items()},
                "verdict": compared.verdict() if compared.scores else "",
                "themes": alignment.table().to_dict("records"),
                "moved": alignment.moved.to_dict("records"),
                "statements": len(alignment.first.themes),
                "remarks": list(compared.remarks),
            }
        )
        return
    names = {"first": alignment.first.name, "second": alignment.second.name}
    say(_("Left {first}, right {second}.").format(**names))
    for name, score in compared.scores.items():
        say(difference_text(name, score))
    if compared.scores:
        say(verdict_text(compared))
    words = kind_words()
    for row in alignment.table().itertuples():
        left = f"{row.before} {w.bare(str(row.label_before))}".strip() or "–"
        right = f"{row.after} {w.bare(str(row.label_after))}".strip() or "–"
        alike = f"{row.alike:4.2f}" if row.before and row.after else ""
        say(f"{words[str(row.kind)]:11} {alike:4}  {left}  →  {right}")
    if not alignment.by_meaning:
        n, among = len(alignment.moved), len(alignment.first.themes)
        say(_("{n} statements moved ({share:.0%}).").format(n=n, share=n / max(among, 1)))
    for row in alignment.moved.head(_SHOWN if out is None else 0).itertuples():
        text = " ".join(alignment.texts[str(row.statement_id)].split())[:90]
        say(f"  {row.statement_id}  {row.before or '-'} -> {row.after or '-'}  {text}")
    for path in written:
        say(str(path))
    for remark in compared.remarks:
        note(remark)


def difference_text(measure: str, score: Difference) -> str:
    """One line: both scores, their difference and how sure it is."""
    sure = _("sure") if score.sure else _("not sure")
    return (
        f"{measure:12} {score.first:.3f}  {score.second:.3f}  "
        f"{score.mean:+.3f} [{score.low:+.3f}, {score.high:+.3f}]  {sure}"
    )


def verdict_text(compared: Compared) -> str:
    """Which of the two is better, in a sentence."""
    return {
        "better": _("{second} is surely better, and nowhere surely worse."),
        "worse": _("{second} is surely worse, and nowhere surely better."),
        "mixed": _("{second} is better by one measure and worse by another."),
        "equal": _("No difference that matters ({least} or more)."),
        "unsure": _("Not sure: the difference is too small for so few people."),
    }[compared.verdict()].format(second=compared.alignment.second.name, least=LEAST)


def kind_words() -> dict[str, str]:
    """The kinds of pair in the language spoken now."""
    return {
        "same": _("the same"),
        "split": _("split off"),
        "merged": _("merged"),
        "gone": _("gone"),
        "new": _("new"),
    }


def _write(alignment: Alignment, out: Path) -> list[Path]:
    """Write tables and picture; say which."""
    moved = alignment.moved
    texts = [alignment.texts.get(str(key), "") for key in moved["statement_id"]]
    for name, frame in (("themes", alignment.table()), ("moved", moved.assign(text=texts))):
        safe = frame.map(lambda cell: spreadsheet_safe(cell) if isinstance(cell, str) else cell)
        atomic_write_text(out / f"{name}.csv", safe.to_csv(index=False, lineterminator="\n"))
    written = [out / "themes.csv", out / "moved.csv"]
    if not alignment.by_meaning:
        first, second = alignment.first, alignment.second
        drawn = to_svg(
            Counter((first.themes[key], second.themes[key]) for key in first.themes),
            {
                "before": {**first.labels, "": _("without a theme")},
                "after": {**second.labels, "": _("without a theme")},
            },
            {before: after for after, before in continued(alignment.pairs).items()},
            (first.name, second.name),
            _("Which theme became which: {first} and {second}").format(
                first=first.name, second=second.name
            ),
            legend=(_("the theme goes on"), _("statements that went elsewhere")),
        )
        atomic_write_text(out / "alignment.svg", drawn)
        written.append(out / "alignment.svg")
    return written
