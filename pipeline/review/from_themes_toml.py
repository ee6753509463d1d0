"""Decisions that a person wrote down elsewhere than in the workbook -> judgements for the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.review.from_workbook import Changes
from pipeline.review.records import DROP, LABEL, MERGE, PIN, SPLIT, Judgement
from pipeline.review.run_view import ReviewedRun
from pipeline.review.validate import Refused, find_theme, validate

ORIGIN = "themes.toml"
VERBS = (LABEL, MERGE, SPLIT, DROP, PIN)
_BY = f" ({ORIGIN})"  # behind who decided: the log tells by which way a decision came


@dataclass(frozen=True)
class Asked:
    """One decision as written down.

    Attributes:
        kind: one of VERBS.
        subject: theme by code or by name; for pin a statement's code.
        new: the label, or the theme joined; "yes" for split and drop; "" takes it back.
        run_id: the run in which these codes stand.
        where: its place, as the user knows it.
    """

    kind: str
    subject: str
    new: str
    run_id: str
    where: str
    who: str = ""
    why: str = ""


def decide(
    asked: Iterable[Asked], runs: Mapping[str, Analysis], log: pd.DataFrame, others: Sequence[str]
) -> Changes:
    """The decisions that the log does not hold yet, as judgements that hold on to their subject.

    A line that was taken over once is not taken over again: what was decided afterwards in a
    workbook stands.

    Args: runs: run id -> run; others: ids of all runs there are, for who mistyped one.
    """
    known = {run_id: ReviewedRun(run, log) for run_id, run in runs.items()}
    judgements: list[Judgement] = []
    problems: list[DataProblem] = []
    for decision in asked:
        if decision.run_id not in known:
            problems.append(
                DataProblem(
                    where=decision.where,
                    found=_("run '{run}' is not here").format(run=decision.run_id),
                    expected=", ".join(others[-5:]) or _("a run made by 'gehoord analyse'"),
                    mend=_("give the number of a run that stands beside judgements.csv"),
                )
            )
            continue
        try:
            judgement = _judgement(decision, known[decision.run_id])
        except Refused as refused:
            mend = _("list the themes of that run with: gehoord show RUN")
            problems.append(refused.problem(decision.where, mend))
            continue
        if not _is_known(judgement, known[decision.run_id]):
            judgements.append(
                replace(judgement, who=f"{decision.who}{_BY}".strip(), why=decision.why)
            )
    return Changes(tuple(judgements), tuple(problems))


def _is_known(judgement: Judgement, known: ReviewedRun) -> bool:
    """Whether the log holds it: as the last decision that themes.toml gave on the same subject.

    To take back what nobody decided says nothing, and counts as known.
    """
    decisions = [
        earlier.new
        for earlier in known.log
        if (earlier.kind, earlier.subject, earlier.run_id)
        == (judgement.kind, judgement.subject, known.run_id)
        and earlier.who.endswith(_BY.strip())
    ]
    if decisions:
        return decisions[-1] == judgement.new
    return not judgement.new and known.decided(judgement.kind, judgement.subject) in (None, "")


def _judgement(decision: Asked, known: ReviewedRun) -> Judgement:
    """The decision in the ids of its run. Raises: Refused."""
    subject = decision.subject if decision.kind == PIN else find_theme(decision.subject, known)
    joins = decision.kind in (MERGE, PIN) and decision.new
    new = find_theme(decision.new, known) if joins else decision.new
    old = ""
    if decision.kind in (LABEL, PIN):
        old = known.context(subject) if decision.kind == LABEL else known.theme_of.get(subject, "")
    return validate(known.judgement(decision.kind, subject, new, old=old), known)
