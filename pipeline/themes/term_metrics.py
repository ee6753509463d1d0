"""How well the words of themes serve a reader: do they repeat each other, does a stranger show?

The intruder test is the one people do (Chang 2009), done by association instead (Lau 2014): it says
that the words belong together in what was said, not that people find the theme meaningful.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from pipeline.themes.documents import document
from pipeline.themes.records import Statement, Terms

_SHOWN = 5  # words of a theme that stand beside the intruder, as in the test with people
_DRAWS = 10  # intruders per theme
_RANKED = 0.9  # weight of each next word in the overlap: a shared first word is worse than a tenth


def redundancy(terms: Mapping[str, Terms]) -> dict[str, float]:
    """How much themes repeat each other's words, over all pairs: mean and worst, 0-1.

    Rank-biased overlap (Webber 2010, extrapolated to the length of the lists): 1 for two lists
    with the same words in the same order.
    """
    lists = [[term for term, _ in one] for _theme, one in sorted(terms.items()) if one]
    found = [overlap(one, other) for one, other in combinations(lists, 2)]
    if not found:
        return {"redundancy": float("nan"), "redundancy_worst": float("nan")}
    return {"redundancy": float(np.mean(found)), "redundancy_worst": float(max(found))}


def overlap(first: Sequence[str], second: Sequence[str]) -> float:
    """Rank-biased overlap of two lists of words, by their common depth."""
    depth = min(len(first), len(second))
    if not depth:
        return 0.0
    shares = [len(set(first[:k]) & set(second[:k])) / k for k in range(1, depth + 1)]
    weights = [_RANKED ** (k - 1) for k in range(1, depth + 1)]
    return float(np.dot(shares, weights) / sum(weights))


def intruders(
    terms: Mapping[str, Terms], statements: Sequence[Statement], *, seed: int = 42
) -> float:
    """Share of intruding words that are found, 0-1; chance is 1 in 6.

    Beside five words of a theme stands a leading word of another theme; the one that occurs least
    with the others, over these statements, is pointed out.
    """
    lists = {theme: [term for term, _ in one] for theme, one in sorted(terms.items()) if one}
    uses = _uses({term for one in lists.values() for term in one}, statements)
    rng = np.random.default_rng(seed)
    found = []
    for theme, own in lists.items():
        strangers = sorted(
            {t for other, one in lists.items() if other != theme for t in one[:_SHOWN]} - set(own)
        )
        if len(own) < _SHOWN or not strangers:
            continue
        for _draw in range(_DRAWS):
            intruder = strangers[int(rng.integers(len(strangers)))]
            found.append(_least_at_home([*own[:_SHOWN], intruder], uses) == intruder)
    return float(np.mean(found)) if found else float("nan")


def _uses(terms: set[str], statements: Sequence[Statement]) -> dict[str, set[int]]:
    """Per term the statements it occurs in."""
    uses: dict[str, set[int]] = {term: set() for term in terms}
    for number, one in enumerate(statements):
        text = document(one)
        for term in {*text.split(), *text.replace("_", " ").split()}:
            for name in {term, term.replace("_", " ")}:
                if name in uses:
                    uses[name].add(number)
    return uses


def _least_at_home(words: Sequence[str], uses: Mapping[str, set[int]]) -> str:
    """The word that shares statements least with the others, for how often it occurs at all."""

    def company(word: str) -> float:
        mine = uses[word]
        shared = sum(
            len(mine & uses[other]) / max(len(uses[other]), 1) for other in words if other != word
        )
        return shared / max(len(mine), 1)

    return min(sorted(words), key=company)
