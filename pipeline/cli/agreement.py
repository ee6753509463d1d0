"""`gehoord agreement`: two people who judged the same run, and the tool beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import AsJson, note, say, say_json, say_rich, tell_problems
from pipeline.cli.review import Log, log_of
from pipeline.cli.runs import RunFolder, run_folder
from pipeline.core.analysis import Analysis
from pipeline.core.locale import gettext as _
from pipeline.evaluation.agreement import Agreement
from pipeline.evaluation.agreement import agreement as compare
from pipeline.review.coding import Coded, coded, coded_in, proposed
from pipeline.review.log import read_log
from pipeline.review.run_view import ReviewedRun
from pipeline.runs.folder import load_run


def agreement(
    run: RunFolder,
    second: Annotated[
        Path, typer.Option(help=_("What the second person filled in: a workbook or .qdpx."))
    ],
    first: Annotated[
        Path | None,
        typer.Option(help=_("What the first person filled in; default the log of judgements.")),
    ] = None,
    judgements: Log = None,
    as_json: AsJson = False,
) -> None:
    """How well two people agree on links and verdicts (Krippendorff's alpha, Cohen's kappa, F1),
    and the tool with them, per code."""
    folder = run_folder(run)
    analysis = load_run(folder)
    log = read_log(log_of(folder, judgements))
    one_person = coded(ReviewedRun(analysis, log)) if first is None else _coded_in(first, analysis)
    other = _coded_in(second, analysis)
    tool = proposed(ReviewedRun(analysis, log.iloc[:0]))
    agreements = {
        what: compare(one_person[what], other[what], tool.get(what))
        for what in sorted(one_person.keys() & other.keys())
    }
    if as_json:
        say_json({what: asdict(outcome) for what, outcome in agreements.items()})
        return
    for what, outcome in agreements.items():
        _tell(what, outcome)
    if not any(outcome.n_items for outcome in agreements.values()):
        note(_("The two have judged nothing in common."))


def _coded_in(path: Path, analysis: Analysis) -> Coded:
    codings, problems = coded_in(path, analysis)
    tell_problems(problems)
    return codings


def _tell(what: str, outcome: Agreement) -> None:
    from rich.table import Table

    whole: Mapping[str, float | None] = {
        "alpha": outcome.alpha, "kappa": outcome.kappa, "f1": outcome.f1, "tool": outcome.f1_tool,
    }  # fmt: skip
    text = _("{what}: {n} judged by both; alpha {alpha}, kappa {kappa}, F1 {f1}, with tool {tool}")
    say(text.format(what=what, n=outcome.n_items, **{k: _number(v) for k, v in whole.items()}))
    table = Table(box=None, pad_edge=False)
    for heading in (_("Code"), _("first"), _("second"), _("both"), "alpha", "kappa", "F1",
                    _("F1 with tool")):  # fmt: skip
        table.add_column(heading, justify="left" if heading == _("Code") else "right")
    for code in outcome.codes:
        values = (code.alpha, code.kappa, code.f1, code.f1_tool)
        counts = (code.n_first, code.n_second, code.n_both)
        table.add_row(code.code, *map(str, counts), *map(_number, values))
    say_rich(table)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
