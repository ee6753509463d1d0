"""Themes over the trimesters of the school years, by the day on which people spoke."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.core.plan import Round
from pipeline.core.respondents import people_per, withheld
from pipeline.core.settings import ReportSettings
from pipeline.findings.frames import Frames
from pipeline.findings.records import Theme
from pipeline.findings.theme_records import Period, Trend, Trends


def trends(
    themes: Sequence[Theme], joined: Frames, rounds: Sequence[Round], settings: ReportSettings
) -> Trends | None:
    """People per theme and trimester; None where all spoke in one trimester.

    A response counts in the trimester of its own date; without one in that of its round. A number
    of one to ``min_group - 1`` people is withheld, and one more where it could be found by
    subtraction.
    """
    starts = settings.trimester_starts
    dates = {round_.round_id: round_.date for round_ in rounds}
    statements = joined.statements
    own = statements["date"].fillna("").astype(str)
    day = own.where(own != "", statements["round_id"].map(dates).fillna(""))
    keyed = statements[["theme_id", "voice_id", "n_supporters"]].assign(
        period=[period_of(one, starts) for one in day]
    )
    totals = people_per(keyed, "period")
    keys = sorted(totals)
    if len(keys) < 2:
        return None
    hidden = withheld(totals, settings.min_group)
    per_theme = {theme: people_per(rows, "period") for theme, rows in keyed.groupby("theme_id")}
    shown = [
        _trend(
            theme.theme_id, per_theme.get(theme.theme_id, {}), totals, hidden, settings.min_group
        )
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
    hidden_totals: frozenset[str],
    min_group: int,
) -> Trend:
    keys = sorted(totals)
    full = {key: counts.get(key, 0) for key in keys}
    hidden = withheld(full, min_group)
    people = tuple(None if key in hidden else full[key] for key in keys)
    shares = tuple(
        None if n is None or key in hidden_totals else n / totals[key]
        for key, n in zip(keys, people, strict=True)
    )
    return Trend(theme_id, people, shares)


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
