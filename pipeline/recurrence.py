"""Who is counted, what recurs, and the life of a concern over the rounds.

*Recurring* is counted over distinct voices, rounds, meetings and roles, never over repeated text:
fifty copies of one letter are one voice here, and fifty senders in the column beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from pipeline.plan import Round
from pipeline.settings import RecurrenceSettings
from pipeline.tables import ASSIGNMENTS, REGISTER, THEMES
from pipeline.voices import count_people

_COUNTS = ("n_statements", "n_respondents", "n_senders", "n_rounds", "n_meetings", "n_roles")


def count_themes(
    themes: pd.DataFrame,
    assignments: pd.DataFrame,
    statements: pd.DataFrame,
    voices: pd.DataFrame,
    settings: RecurrenceSettings,
) -> pd.DataFrame:
    """Fill in the counts of every theme and sub-theme and whether it recurs.

    Args: THEMES (counts may be empty), ASSIGNMENTS, STATEMENTS and the frame of ``voices``.
    Returns: THEMES, in the order given.
    """
    said = _said(assignments, statements, voices)
    counted = themes.copy()
    for index, theme in counted.iterrows():
        column = "subtheme_id" if theme["parent_id"] else "theme_id"
        counts = _counts(said[said[column] == theme["theme_id"]])
        for name in _COUNTS:
            counted.loc[index, name] = counts[name]
        counted.loc[index, "recurring"] = is_recurring(counts, settings)
    return THEMES.check(counted)


def is_recurring(counts: Mapping[str, int], settings: RecurrenceSettings) -> bool:
    """Apply the definition of recurring (see RecurrenceSettings) to one theme's counts."""
    often = (
        counts["n_rounds"] >= settings.min_rounds or counts["n_meetings"] >= settings.min_meetings
    )
    broad = (
        counts["n_roles"] >= settings.min_roles
        or counts["n_respondents"] >= settings.min_respondents
    )
    return often and broad


def register(
    assignments: pd.DataFrame,
    statements: pd.DataFrame,
    voices: pd.DataFrame,
    rounds: Sequence[Round],
    settings: RecurrenceSettings,
    *,
    resolved: Collection[tuple[str, str]] = (),
) -> pd.DataFrame:
    """Write the life of every theme over the rounds.

    Args:
        assignments, statements, voices: as in ``count_themes``.
        rounds: in order of date; a theme is silent only in a round that took place after it began.
        resolved: pairs (theme_id, round_id) that a person judged resolved as of that round.

    Returns: REGISTER, one row per theme and round from the theme's first round on.
    """
    said = _said(assignments, statements, voices)
    rows = []
    for theme_id, of_theme in said[said["theme_id"] != ""].groupby("theme_id", sort=True):
        heard_before: list[bool] = []
        settled = False
        for one in rounds:
            here = of_theme[of_theme["round_id"] == one.round_id]
            counts = _counts(here)
            heard = counts["n_respondents"] >= settings.min_heard
            if not heard and not any(heard_before) and here.empty:
                continue
            settled = settled or (str(theme_id), one.round_id) in resolved
            rows.append(
                {
                    "theme_id": theme_id,
                    "round_id": one.round_id,
                    "n_statements": counts["n_statements"],
                    "n_respondents": counts["n_respondents"],
                    "n_roles": counts["n_roles"],
                    "life": _life(heard, heard_before, settled=settled),
                }
            )
            heard_before.append(heard)
    return REGISTER.check(pd.DataFrame(rows, columns=list(REGISTER.columns)))


def _life(heard: bool, before: Sequence[bool], *, settled: bool) -> str:
    """State of a concern in one round, given in which earlier rounds it was heard."""
    if not any(before):
        return "new" if heard else ""
    if not heard:
        return "resolved" if settled else "silent"
    if settled:
        return "reopened"
    return "persistent" if before[-1] else "returned"


def _said(
    assignments: pd.DataFrame, statements: pd.DataFrame, voices: pd.DataFrame
) -> pd.DataFrame:
    """One row per statement: its themes and whose voice it is."""
    links = ASSIGNMENTS.check(assignments)[["statement_id", "theme_id", "subtheme_id"]]
    where = statements[["statement_id", "response_id"]]
    return links.merge(where, on="statement_id").merge(voices, on="response_id")


def _counts(said: pd.DataFrame) -> dict[str, int]:
    filled = {name: said.loc[said[name].fillna("") != "", name] for name in ("meeting_id", "role")}
    return {
        "n_statements": len(said),
        "n_respondents": count_people(said),
        "n_senders": count_people(said, by="respondent_id"),
        "n_rounds": int(said["round_id"].nunique()),
        "n_meetings": int(filled["meeting_id"].nunique()),
        "n_roles": int(filled["role"].nunique()),
    }
