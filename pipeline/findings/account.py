"""The account of a run: how much was read and said, what was asked, and how it was made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

import pandas as pd

from pipeline.core.analysis import Analysis
from pipeline.core.respondents import count_people, reckon
from pipeline.core.settings import ReportSettings, Settings
from pipeline.core.tables import JUDGEMENTS, MASKED, QUESTIONS
from pipeline.corpus.file_accounts import FileAccount
from pipeline.findings.frames import Frames
from pipeline.findings.intake import statements_aside
from pipeline.findings.records import Theme
from pipeline.findings.run_records import Intake, Method, Totals


def totals(analysis: Analysis, whole: Intake, joined: Frames, themes: Sequence[Theme]) -> Totals:
    """The numbers of the first page, over what the edition shows."""
    said = joined.statements
    known = {theme.theme_id for theme in themes}
    judged = [one.verdict for one in themes if one.is_counted and one.verdict is not None]
    return Totals(
        responses_read=whole.read,
        responses_analysed=whole.analysed,
        statements=len(said),
        statements_aside=statements_aside(analysis),
        without_theme=int((~said["theme_id"].isin(known)).sum()),
        people=joined.people,
        senders=count_people(said, by="respondent_id"),
        roles=len(joined.role_totals),
        areas=len(joined.area_totals),
        rounds=int(said["round_id"].nunique()),
        meetings=int(said.loc[said["meeting_id"] != "", "meeting_id"].nunique()),
        themes=len(themes),
        recurring=sum(theme.recurring for theme in themes),
        states=dict(sorted(Counter(verdict.status for verdict in judged).items())),
        decided=sum(verdict.decided_by == "person" for verdict in judged),
        knows_stances=bool((said["stance"] != "unknown").any()),
        reckoning=reckon(said),
    )


def questions(analysis: Analysis) -> dict[str, str]:
    """What was asked, by question id."""
    asked = analysis.table(QUESTIONS)
    return dict(zip(asked["question_id"], asked["text"], strict=True))


def method(analysis: Analysis, settings: ReportSettings) -> Method:
    """How the run was made, from its record."""
    record, used = analysis.record, Settings().recorded(analysis.record.settings)
    names = ("min_rounds", "min_meetings", "min_heard", "min_respondents")
    return Method(
        run_id=record.run_id,
        made_at=record.made_at,
        encoder=record.encoder,
        encoder_revision=record.encoder_revision,
        nlp=record.nlp,
        model=record.model,
        version=str(record.versions.get("gehoord", "")),
        settings=record.settings,
        sources=dict(sorted(record.sources.items())),
        masked=_counts(analysis.table(MASKED)["kind"]),
        judgements=_counts(analysis.table(JUDGEMENTS)["kind"]),
        notes=tuple(record.notes),
        files=tuple(FileAccount(**file) for file in record.files),
        recurring_rule={name: int(getattr(used.recurrence, name)) for name in names},
        stability_bounds=stability_bounds(analysis),
        amount_bounds=(settings.several_from, settings.many_from, settings.most_from),
        min_group=settings.min_group,
        resamples=settings.resamples,
        weights=asdict(used.priority),
    )


def stability_bounds(analysis: Analysis) -> tuple[float, float]:
    """From which chance of being one concern a theme is called fair, and firm."""
    settings = Settings().recorded(analysis.record.settings)
    return settings.recurrence.min_chance, settings.themes.firm


def _counts(values: pd.Series) -> dict[str, int]:
    return dict(sorted(Counter(str(value) for value in values).items()))
