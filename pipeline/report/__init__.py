"""Findings out, as people read them."""

from __future__ import annotations

from dataclasses import replace

from pipeline.core.analysis import Analysis
from pipeline.core.tables import COVERAGE, COVERAGE_BEFORE


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
