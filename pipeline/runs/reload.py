"""A run that lies on disk, read again: its themes beside another plan, or with other judgements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.core import tables
from pipeline.core.analysis import Analysis
from pipeline.core.plan import GOALS, Plan
from pipeline.core.respondents import voices
from pipeline.core.settings import Settings
from pipeline.plan.diff.concerns import ConcernChange, concern_changes
from pipeline.review.apply_log import Judged
from pipeline.runs.judging import judge_for_plan
from pipeline.runs.link import link
from pipeline.runs.load_models import load_models
from pipeline.runs.per_response import words_of
from pipeline.runs.prepare import statements_of
from pipeline.runs.state import Linked, Models, Prepared, Statements, Unfollowed
from pipeline.themes.records import Themes

if TYPE_CHECKING:
    import pandas as pd

Links = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class Reread:
    """What matching needs of a run, loaded once: its themes stay as they are."""

    statements: Statements
    themes: Themes  # their tables alone: terms and centroids are not kept in a run
    models: Models
    settings: Settings
    log: pd.DataFrame

    def coverage(self, plan: Plan, *, with_judgements: bool = True) -> pd.DataFrame:
        """COVERAGE of the themes by the goals of this plan.

        Args: with_judgements: what people decided goes before, where the goals it was about stand
            in this plan too, with the same wording.
        """
        settled = None
        if with_judgements:
            prepared = self.statements.prepared
            settled = judge_for_plan(plan, prepared, self.themes, self.settings, self.log)
        return self.linked(plan, settled).coverage

    def linked(self, plan: Plan, settled: Judged | None = None) -> Linked:
        """Matches, fits and coverage against the goals of this plan."""
        goals = replace(plan, codebooks=())  # only the goals differ between the versions
        return link(self.statements, self.themes, goals, self.models, self.settings, settled)

    def taught(self, links: Links) -> Judged:
        """The themes as they are, with these statements linked to these goals."""
        return Judged(self.themes.themes, self.themes.assignments, judged={GOALS: links})


def reread(analysis: Analysis) -> Reread:
    """Load the models a run was made with and read its statements again; vectors are cached."""
    analysis = analysis.at_hand()
    settings = Settings().recorded(analysis.record.settings)
    models = load_models(settings)
    statements, responses = analysis.table(tables.STATEMENTS), analysis.table(tables.RESPONSES)
    campaigns = analysis.table(tables.CAMPAIGNS)
    words = words_of([str(text) for text in statements["clean_text"]], models.dutch, models.work)
    prepared = Prepared(
        responses=responses,
        masked=analysis.table(tables.MASKED),
        campaigns=campaigns,
        statements=statements,
        set_aside=analysis.table(tables.SET_ASIDE),
        voices=voices(responses, campaigns, analysis.table(tables.MEETINGS)),
        words=dict(zip(statements["statement_id"], words, strict=True)),
    )
    return Reread(
        statements=statements_of(prepared, models, settings, Unfollowed()),
        themes=Themes(
            analysis.table(tables.THEMES),
            analysis.table(tables.ASSIGNMENTS),
            terms={},
            centroids=None,
            method="none",
            agreement=float("nan"),
        ),
        models=models,
        settings=settings,
        log=analysis.table(tables.JUDGEMENTS),
    )


def concern_changes_of(
    before: Plan, after: Plan, analysis: Analysis, earlier: Analysis
) -> list[ConcernChange]:
    """What became of each theme's answer between two plans.

    A run on the same plan lends its own coverage, judgements included; for another plan the run's
    statements are matched again, so that its themes stay the same, and what people decided counts
    where the goals it was about stand in that plan in the same words.
    """
    return concern_changes(
        coverage_against(before, earlier), coverage_against(after, analysis), before, after
    )


def coverage_against(plan: Plan, analysis: Analysis) -> pd.DataFrame:
    """COVERAGE of the run's themes against the goals of this plan."""
    if analysis.plan is not None and analysis.plan.pillars == plan.pillars:
        table = analysis.table(tables.COVERAGE)
        return table[table["codebook_id"] == GOALS]
    return reread(analysis).coverage(plan)
