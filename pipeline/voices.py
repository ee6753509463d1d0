"""Whose voice is it, and how many people are behind it: the one way of counting, everywhere."""

from __future__ import annotations

from collections.abc import Mapping

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


def count_people(said: pd.DataFrame, by: str = "voice_id") -> int:
    """People behind these rows of ``voices``: supporters of a voice count once, at their most."""
    if said.empty:
        return 0
    if by == "respondent_id":
        return int(said[by].nunique())
    return int(said.groupby(by)["n_supporters"].max().sum())


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
