"""The same themes held against two versions of a plan: what `plan diff --run` needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.runs import run_folder
from pipeline.core.plan import GOALS, Plan
from pipeline.core.tables import COVERAGE
from pipeline.plan.diff import ConcernChange, concern_changes
from pipeline.runs.folder import load_run
from pipeline.runs.reload import reread

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.core.analysis import Analysis


def concern_changes_of(
    before: Plan, after: Plan, run: Path, run_before: Path | None
) -> list[ConcernChange]:
    """What became of each theme's answer between two plans.

    A run on the same plan lends its own coverage, judgements included; for another plan the run's
    statements are matched again, so that its themes stay the same, and what people decided counts
    where the goals it was about stand in that plan in the same words.
    """
    analysis = load_run(run_folder(run))
    earlier = load_run(run_folder(run_before)) if run_before is not None else analysis
    return concern_changes(
        coverage_against(before, earlier), coverage_against(after, analysis), before, after
    )


def coverage_against(plan: Plan, analysis: Analysis) -> pd.DataFrame:
    """COVERAGE of the run's themes against the goals of this plan."""
    if analysis.plan is not None and analysis.plan.pillars == plan.pillars:
        table = analysis.table(COVERAGE)
        return table[table["codebook_id"] == GOALS]

    return reread(analysis).coverage(plan)
