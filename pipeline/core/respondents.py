"""Whose voice is it, and how many people are behind it: the one way of counting, everywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

import pandas as pd

_MIXED = 0.35  # share of support among those for or against; from here to half nobody prevails


def voices(responses: pd.DataFrame, campaigns: pd.DataFrame) -> pd.DataFrame:
    """Say whose voice each response is.

    Args: RESPONSES and CAMPAIGNS.
    Returns: response_id, voice_id (the campaign for a copy, else the respondent), respondent_id,
        round_id, meeting_id, role, area, n_supporters; one row per response.
    """
    columns = ["response_id", "respondent_id", "round_id", "meeting_id", "role", "area"]
    frame = responses[[*columns, "n_supporters"]].copy()
    frame["n_supporters"] = frame["n_supporters"].fillna(1).clip(lower=1)
    membership = dict(zip(campaigns["response_id"], campaigns["campaign_id"], strict=True))
    campaign = frame["response_id"].map(membership).astype("string")
    # A copy speaks with the campaign's one voice, its own addition included: adding a sentence
    # must not turn forty copies into forty voices.
    frame["voice_id"] = campaign.fillna(frame["respondent_id"])
    frame.loc[campaign.notna(), "n_supporters"] = 1
    return frame


def count_people(statements: pd.DataFrame, by: str = "voice_id") -> int:
    """People behind these rows of ``voices``: supporters of a voice count once, at their most."""
    if statements.empty:
        return 0
    if by == "respondent_id":
        return int(statements[by].nunique())
    return int(statements.groupby(by)["n_supporters"].max().sum())


def people_per(statements: pd.DataFrame, column: str) -> dict[str, int]:
    """People behind these statements, per value of a column, largest first; "" is left out."""
    most: dict[tuple[str, str], int] = {}
    for key, voice, n in zip(
        statements[column], statements["voice_id"], statements["n_supporters"], strict=True
    ):
        if key != "" and n > most.get((key, voice), 0):
            most[key, voice] = int(n)
    counts: Counter[str] = Counter()
    for (key, _voice), n in most.items():
        counts[key] += n
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def withheld(
    counts: Mapping[str, int], min_group: int, *, always: frozenset[str] = frozenset()
) -> frozenset[str]:
    """Which cells of a breakdown to withhold.

    First every cell of 1 to ``min_group - 1``; then the smallest others, until each of those
    withheld could hold ``min_group`` people: whoever subtracts the shown cells from the total, and
    knows that each of the others holds somebody, still cannot say which group is small.

    Args: always: cells withheld whatever they hold, zeros among them.
    """
    filled = sorted((n, key) for key, n in counts.items() if n > 0)
    hidden = {key for n, key in filled if n < min_group} | (always & set(counts))
    rest = [(n, key) for n, key in filled if key not in hidden]
    while not _is_safe(hidden, counts, min_group):
        if not rest:  # too few people to say anything about groups, not even the zeros
            return frozenset(counts)
        hidden.add(rest.pop(0)[1])
    return frozenset(hidden)


def _is_safe(hidden: Collection[str], counts: Mapping[str, int], min_group: int) -> bool:
    """Whether any of these cells could be large, as far as their sum and their number tell."""
    people = sum(counts[key] for key in hidden)
    return not people or (len(hidden) >= 2 and people - (len(hidden) - 1) >= min_group)


def lean(stances: Mapping[str, int]) -> str:
    """What most people in a theme voice: concern | support | mixed | unknown."""
    against = stances.get("complaint", 0) + stances.get("wish", 0)
    support = stances.get("support", 0)
    if against + support == 0:
        return "unknown"
    share = support / (against + support)
    if share > 0.5:
        return "support"
    return "mixed" if share >= _MIXED else "concern"
