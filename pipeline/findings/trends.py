"""Themes over the trimesters of the school years, by the day on which people spoke."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from pipeline.core.plan import Round
from pipeline.core.respondents import people_per
from pipeline.core.settings import ReportSettings
from pipeline.findings.frames import Frames
from pipeline.findings.records import Theme
from pipeline.findings.suppression import Known
from pipeline.findings.theme_records import Period, Trend, Trends


def trends(
    themes: Sequence[Theme], joined: Frames, rounds: Sequence[Round], settings: ReportSettings
) -> Trends | None:
    """People per theme and trimester; None where all spoke in one trimester.

    A response counts in the trimester of its own date; without one in that of its round. A number
    of one to ``min_group - 1`` people is withheld, and one more where it could be found by
    subtraction.
    """
    keyed = with_period(joined.statements, rounds, settings)
    totals = people_per(keyed, "period")
    keys = sorted(totals)
    if len(keys) < 2:
        return None
    hidden = joined.known.kept_back_wholly("period")
    per_theme = {theme: people_per(rows, "period") for theme, rows in keyed.groupby("theme_id")}
    shown = [
        _trend(theme.theme_id, per_theme.get(theme.theme_id, {}), totals, joined.known)
        for theme in themes
    ]
    periods = tuple(
        Period(key, int(key[:4]), int(key[5:]), None if key in hidden else totals[key])
        for key in keys
    )
    undated = keyed[keyed["period"] == ""]
    return Trends(periods, tuple(shown), int(undated["voice_id"].nunique()))


def _trend(
    theme_id: str,
    counts: Mapping[str, int],
    totals: Mapping[str, int],
    known: Known,
) -> Trend:
    keys = sorted(totals)
    full = {key: counts.get(key, 0) for key in keys}
    hidden, hidden_totals = known.kept_back(theme_id, "period"), known.kept_back_wholly("period")
    people = tuple(None if key in hidden else full[key] for key in keys)
    shares = tuple(
        None if n is None or key in hidden_totals else n / totals[key]
        for key, n in zip(keys, people, strict=True)
    )
    return Trend(theme_id, people, shares)


def with_period(
    statements: pd.DataFrame, rounds: Sequence[Round], settings: ReportSettings
) -> pd.DataFrame:
    """The statements with the trimester in which each was said; "" without a date."""
    starts = settings.trimester_starts
    dates = {round_.round_id: round_.date for round_ in rounds}
    own = statements["date"].fillna("").astype(str)
    day = own.where(own != "", statements["round_id"].map(dates).fillna(""))
    periods = {date: period_of(date, starts) for date in day.unique()}
    return statements.assign(period=day.map(periods))


def period_of(day: str, starts: tuple[int, ...]) -> str:
    """``2024-2`` for a day in the second trimester of the school year 2024-2025; "" without one.

    Args: day: ISO 8601, at least year and month.  starts: the month in which each trimester
        begins; the first is the month in which the school year begins.
    """
    year, month = day[:4], day[5:7]
    if not (year.isdigit() and month.isdigit()):
        return ""
    since = (int(month) - starts[0]) % 12  # months since the school year began
    trimester = sum((start - starts[0]) % 12 <= since for start in starts)
    began = int(year) - (int(month) < starts[0])
    return f"{began}-{trimester}"
