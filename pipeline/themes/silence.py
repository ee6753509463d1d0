"""Who spoke less than the size of the group lets expect, and which goals nobody spoke of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from pipeline.core.respondents import count_people
from pipeline.core.settings import RecurrenceSettings
from pipeline.core.tables import SILENCE

_SOME = 5  # people who speak of a goal, from which a theme that hardly holds together bears it out


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
    loosely: Collection[str] = (),
) -> pd.DataFrame:
    """List every goal with the people who spoke of it.

    Args: themed: goals that a theme or sub-theme is about; None where themes are not looked at. A
        single statement is often held to be about the wrong goal, a theme seldom. loosely: goals
        that only themes which hardly hold together are about; they count with some people.
    Returns: SILENCE, one row per goal; not_heard where nobody did, less_than_expected where only
        single statements touch on it.
    """
    rows = []
    for goal_id in goal_ids:
        people = people_per_goal.get(goal_id, 0)
        verdict = "heard" if people else "not_heard"
        if themed is not None:
            quiet = "less_than_expected" if people else "not_heard"
            some = goal_id in loosely and people >= _SOME
            verdict = "heard" if goal_id in themed or some else quiet
        rows.append(("goal", goal_id, None, people, None, verdict))
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
