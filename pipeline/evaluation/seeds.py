"""Whole runs on other seeds held against each other: would the same themes come out tomorrow?"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import TYPE_CHECKING

from pipeline.core.numeric import ari, codes
from pipeline.core.tables import ASSIGNMENTS

if TYPE_CHECKING:
    import pandas as pd

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
    for name, fine in (("theme", False), ("subtheme", True)):
        places = [codes(_places(run, fine=fine)) for run in runs]
        values = [ari(one, other) for one, other in combinations(places, 2)]
        scores[f"seeds_{name}_ari_mean"] = sum(values) / len(values)
        scores[f"seeds_{name}_ari_least"] = min(values)
    return scores


def _places(run: Analysis, *, fine: bool) -> pd.Series:
    """Statement id -> where it stands."""
    rows = run.table(ASSIGNMENTS).fillna("").set_index("statement_id").sort_index()
    if not fine:
        return rows["theme_id"]
    return rows["subtheme_id"].where(rows["subtheme_id"] != "", rows["theme_id"])
