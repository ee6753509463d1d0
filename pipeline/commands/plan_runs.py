"""The same themes held against two versions of a plan: what `plan diff --run` needs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from pipeline.plan import GOALS, Plan

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.analysis import Analysis
    from pipeline.plan_diff import ConcernChange


def concern_changes_of(
    before: Plan, after: Plan, run: Path, run_before: Path | None
) -> list[ConcernChange]:
    """What became of each theme's answer between two plans.

    A run on the same plan lends its own coverage, judgements included; for another plan the run's
    statements are matched again, so that its themes stay the same.
    """
    from pipeline.commands.runs import run_folder
    from pipeline.plan_diff import concern_changes
    from pipeline.runs import load_run

    analysis = load_run(run_folder(run))
    earlier = load_run(run_folder(run_before)) if run_before is not None else analysis
    return concern_changes(
        coverage_against(before, earlier), coverage_against(after, analysis), before, after
    )


def coverage_against(plan: Plan, analysis: Analysis) -> pd.DataFrame:
    """COVERAGE of the run's themes against the goals of this plan."""
    from pipeline.tables import COVERAGE

    if analysis.plan is not None and analysis.plan.pillars == plan.pillars:
        table = analysis.table(COVERAGE)
        return table[table["codebook_id"] == GOALS]
    return _matched_again(plan, analysis)


def _matched_again(plan: Plan, analysis: Analysis) -> Any:
    from pipeline import tables
    from pipeline.commands.analyse import load_models
    from pipeline.run import Prepared, Unfollowed, link, read_meaning
    from pipeline.settings import Settings
    from pipeline.voices import voices

    settings = Settings().recorded(analysis.record.settings)
    models = load_models(settings)
    said, responses = analysis.table(tables.STATEMENTS), analysis.table(tables.RESPONSES)
    campaigns = analysis.table(tables.CAMPAIGNS)
    words = models.dutch.analyse_texts([str(text) for text in said["clean_text"]])
    prepared = Prepared(
        responses=responses,
        masked=analysis.table(tables.MASKED),
        campaigns=campaigns,
        statements=said,
        set_aside=analysis.table(tables.SET_ASIDE),
        voices=voices(responses, campaigns),
        words=dict(zip(said["statement_id"], words, strict=True)),
    )
    meanings = read_meaning(prepared, models, settings, Unfollowed())
    goals_only = replace(plan, codebooks=())  # only the goals differ between the versions
    found: Any = SimpleNamespace(assignments=analysis.table(tables.ASSIGNMENTS))
    return link(prepared, meanings, found, goals_only, models, settings).coverage
