"""Who spoke less than the size of the group lets expect, and which goals nobody spoke of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from pipeline.core.respondents import count_people
from pipeline.core.settings import RecurrenceSettings
from pipeline.core.tables import SILENCE

HARDLY = 0.3  # of the people whom goals usually bring: fewer is told as hardly anybody


def quiet_groups(
    voices: pd.DataFrame,
    group_sizes: Mapping[str, Mapping[str, int]],
    settings: RecurrenceSettings,
) -> pd.DataFrame:
    """Hold the number of respondents per role and area against the sizes of the groups.

    A group spoke less than expected when it brought under ``quiet_share`` of the respondents it
    would have brought had every group spoken alike, and chance alone (binomial, one-sided) would
    hardly bring so few. Says nothing about kinds or groups whose size is not given.

    Args: voices as made by ``voices.voices``; group_sizes kind (role, area) -> group -> people.
    Returns: SILENCE, one row per group whose size is given.
    """
    rows = []
    for kind in ("role", "area"):
        sizes = group_sizes.get(kind, {})
        heard = {name: count_people(voices[voices[kind] == name]) for name in sizes}
        total, people = sum(heard.values()), sum(sizes.values())
        for name in sorted(sizes):
            expected = total * sizes[name] / people if people else 0.0
            verdict = _verdict(heard[name], expected, total, settings)
            rows.append((kind, name, sizes[name], heard[name], expected, verdict))
    return SILENCE.check(pd.DataFrame(rows, columns=list(SILENCE.columns)))


def quiet_goals(
    goal_ids: Sequence[str],
    people_per_goal: Mapping[str, int],
    themed: Collection[str] | None = None,
) -> pd.DataFrame:
    """List every goal with the people who spoke of it.

    A goal that no theme is about, and that fewer spoke of than three tenths of what goals usually
    bring (the median), was hardly heard. The measure is strict because the claim is: told of every
    goal without a theme it was false for 42 of 77 goals of seventeen consultations, told so for 6
    of 22.

    Args: themed: goals that a theme or sub-theme is about: these were heard, whatever single
        statements say. None where themes are not looked at.
    Returns: SILENCE, one row per goal; not_heard where nobody did, less_than_expected where hardly
        anybody did.
    """
    people = {goal_id: people_per_goal.get(goal_id, 0) for goal_id in goal_ids}
    usual = float(np.median(list(people.values()))) if people else 0.0
    rows = []
    for goal_id, n in people.items():
        hardly = themed is not None and goal_id not in themed and n < HARDLY * usual
        verdict = ("less_than_expected" if hardly else "heard") if n else "not_heard"
        rows.append(("goal", goal_id, None, n, None, verdict))
    return SILENCE.check(pd.DataFrame(rows, columns=list(SILENCE.columns)))


def _verdict(heard: int, expected: float, total: int, settings: RecurrenceSettings) -> str:
    from scipy.stats import binom

    if expected <= 0 or total == 0:
        return "heard"
    chance = float(binom.cdf(heard, total, min(1.0, expected / total)))
    markedly = heard < settings.quiet_share * expected and chance < settings.quiet_chance
    if not markedly:
        return "heard"
    return "less_than_expected" if heard else "not_heard"
