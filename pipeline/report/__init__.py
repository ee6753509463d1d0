"""Findings out, as people read them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.core.analysis import Analysis
from pipeline.core.tables import COVERAGE, COVERAGE_BEFORE
from pipeline.findings import PlanEdit
from pipeline.plan.diff import compare_plans

if TYPE_CHECKING:
    from pipeline.core.plan import Plan


_EDITS = {"new": "added", "dropped": "removed"}


def plan_edits(analysis: Analysis) -> list[PlanEdit] | None:
    """What changed between the two versions of the plan; unchanged pieces are left out."""
    if analysis.plan is None or analysis.previous is None:
        return None
    return edits_between(analysis.previous, analysis.plan)


def edits_between(old: Plan, new: Plan) -> list[PlanEdit]:
    """What changed between two plans; unchanged pieces are left out."""
    return [
        PlanEdit(
            kind=_EDITS.get(plan.kind, plan.kind),
            piece=plan.level,
            piece_id=" → ".join(
                dict.fromkeys(", ".join(ids) for ids in (plan.old_ids, plan.new_ids) if ids)
            ),
            before=plan.old_text,
            after=plan.new_text,
        )
        for plan in compare_plans(old, new)
        if plan.kind != "unchanged"
    ]


def on_previous_plan(analysis: Analysis) -> Analysis | None:
    """The same run as held against the plan's previous version; None where there was none."""
    before = analysis.table(COVERAGE_BEFORE)
    if analysis.previous is None or before.empty:
        return None
    return replace(
        analysis,
        plan=analysis.previous,
        previous=None,
        tables={**analysis.tables, COVERAGE.name: COVERAGE.check(before)},
    )
