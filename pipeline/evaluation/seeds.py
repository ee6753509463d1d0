"""Whole runs on other seeds held against each other: would the same themes come out tomorrow?"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import TYPE_CHECKING

from pipeline.core.numeric import ari, codes
from pipeline.core.tables import ASSIGNMENTS

if TYPE_CHECKING:
    from pipeline.core.analysis import Analysis


def agreement_over_seeds(
    first: Analysis, again: Callable[[int], Analysis], n: int
) -> dict[str, float]:
    """Adjusted Rand index between n whole runs, each pair once.

    Args: first: the run on its own seed.  again: a seed -> the same run on that seed.
    Returns: mean and least over the pairs, for themes and for the finest division (sub-themes,
        themes where there are none); a statement without a theme counts as one of *overig*.
    """
    seed = int(first.record.settings["themes"]["seed"])
    runs = [first, *(again(seed + step) for step in range(1, n))]
    scores: dict[str, float] = {}
    assignments = [
        run.table(ASSIGNMENTS).fillna("").set_index("statement_id").sort_index() for run in runs
    ]
    themes = [rows["theme_id"] for rows in assignments]
    finest = [
        rows["subtheme_id"].where(rows["subtheme_id"] != "", rows["theme_id"])
        for rows in assignments
    ]
    for name, divisions in (("theme", themes), ("subtheme", finest)):
        values = [ari(codes(a), codes(b)) for a, b in combinations(divisions, 2)]
        scores[f"seeds_{name}_ari_mean"] = sum(values) / len(values)
        scores[f"seeds_{name}_ari_least"] = min(values)
    return scores
