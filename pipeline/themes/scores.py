"""How good themes are: against a gold division, by their words, and under another draw.

The intruder test is the one people do (Chang 2009), done by association instead (Lau 2014): it says
that the words belong together in what was said, not that people find the theme meaningful.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from pipeline.core.numeric import ami, ari, codes, nmi
from pipeline.core.settings import ThemeSettings
from pipeline.themes.documents import document
from pipeline.themes.find import find_themes
from pipeline.themes.records import Statement, Terms, Themes

_SHOWN = 5  # words of a theme that stand beside the intruder, as in the test with people
_INTRUDERS = 10  # intruders per theme
_RANKED = 0.9  # weight of each next word in the overlap: a shared first word is worse than a tenth
_DRAWS = 6  # of the statements, each divided anew: fifteen pairs to compare
_SHARE = 0.8  # of the statements in each draw


def redundancy(terms: Mapping[str, Terms]) -> dict[str, float]:
    """How much themes repeat each other's words, over all pairs: mean and worst, 0-1.

    Rank-biased overlap (Webber 2010, extrapolated to the length of the lists): 1 for two lists
    with the same words in the same order.
    """
    lists = [[term for term, _ in ranked] for _theme, ranked in sorted(terms.items()) if ranked]
    overlaps = [overlap(first, second) for first, second in combinations(lists, 2)]
    if not overlaps:
        return {"redundancy": float("nan"), "redundancy_worst": float("nan")}
    return {"redundancy": float(np.mean(overlaps)), "redundancy_worst": float(max(overlaps))}


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
    lists = {
        theme: [term for term, _ in ranked] for theme, ranked in sorted(terms.items()) if ranked
    }
    uses = _uses({term for ranked in lists.values() for term in ranked}, statements)
    rng = np.random.default_rng(seed)
    noticed = []
    for theme, own in lists.items():
        strangers = sorted(
            {t for other, ranked in lists.items() if other != theme for t in ranked[:_SHOWN]}
            - set(own)
        )
        if len(own) < _SHOWN or not strangers:
            continue
        for _draw in range(_INTRUDERS):
            intruder = strangers[int(rng.integers(len(strangers)))]
            noticed.append(_least_at_home([*own[:_SHOWN], intruder], uses) == intruder)
    return float(np.mean(noticed)) if noticed else float("nan")


def _uses(terms: set[str], statements: Sequence[Statement]) -> dict[str, set[int]]:
    """Per term the statements it occurs in."""
    uses: dict[str, set[int]] = {term: set() for term in terms}
    for number, statement in enumerate(statements):
        text = document(statement)
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


@dataclass(frozen=True, eq=False)
class Vectors:
    """Ids with their vectors (n, d), as ``find_themes`` takes them."""

    statement_ids: tuple[str, ...]
    vectors: NDArray[np.float32]


def against_gold(gold: Sequence[str], division: Sequence[str]) -> dict[str, float]:
    """NMI and AMI (arithmetic mean) and ARI; *overig* counts as one more group."""
    pair = codes(gold), codes(division)
    return {"nmi": nmi(*pair), "ari": ari(*pair), "ami": ami(*pair)}


def of_words(themes: Themes, statements: Sequence[Statement], seed: int) -> dict[str, float]:
    """How well the words of themes serve a reader, sub-themes left out; needs no known truth."""
    top = set(themes.themes.loc[themes.themes["parent_id"] == "", "theme_id"])
    terms = {theme: words for theme, words in themes.terms.items() if theme in top}
    return {
        "npmi": coherence(terms, statements),
        "diversity": diversity(terms),
        **redundancy(terms),
        "intruders_found": intruders(terms, statements, seed=seed),
    }


def coherence(terms: Mapping[str, Terms], statements: Sequence[Statement]) -> float:
    """Mean NPMI (Bouma 2009) of the pairs of terms of a theme, over these statements; -1 to 1."""
    sets = [
        set(document(statement).replace("_", " ").split())
        | {term.replace("_", " ") for term in document(statement).split()}
        for statement in statements
    ]
    wanted = {term for ranked in terms.values() for term, _ in ranked}
    holding = {term: {i for i, words in enumerate(sets) if term in words} for term in wanted}
    n = len(sets)
    scores = [
        _npmi(holding[first], holding[second], n)
        for ranked in terms.values()
        for first, second in combinations([term for term, _ in ranked], 2)
    ]
    return float(np.mean(scores)) if scores else float("nan")


def _npmi(first: set[int], second: set[int], n: int) -> float:
    both = len(first & second) / n
    if both == 0.0:
        return -1.0
    if both == 1.0:
        return 1.0
    expected = len(first) / n * len(second) / n
    return float(np.log(both / expected) / -np.log(both))


def diversity(terms: Mapping[str, Terms]) -> float:
    """Share of the terms of all themes that occur in one theme only, 0-1 (Dieng 2020)."""
    every = [term for ranked in terms.values() for term, _ in ranked]
    return len(set(every)) / len(every) if every else float("nan")


def stability(
    vectors: Vectors, statements: Sequence[Statement], settings: ThemeSettings
) -> tuple[float, float, float]:
    """Mean, least and most ARI between whole runs on draws of 80% of the statements, each pair on
    those it shares; NaN where nothing can be drawn.

    Every draw goes the whole road: features, number of themes, assignment.
    """
    order = sorted(range(len(statements)), key=lambda i: statements[i].statement_id)
    size = round(_SHARE * len(order))
    row_of = {statement_id: row for row, statement_id in enumerate(vectors.statement_ids)}
    divisions = []
    for draw in range(_DRAWS):
        rng = np.random.default_rng([settings.seed, 1_000 + draw])
        taken = [order[i] for i in np.sort(rng.choice(len(order), size, replace=False))]
        some = [statements[i] for i in taken]
        ids = tuple(statement.statement_id for statement in some)
        part = Vectors(ids, vectors.vectors[[row_of[statement_id] for statement_id in ids]])
        # Another draw deserves other bootstraps as well, or luck in them would look like firmness.
        themes = find_themes(
            part, some, replace(settings, seed=settings.seed + len(taken) + taken[0])
        )
        divisions.append(natural_division(themes))
    pairs = []
    for first, second in combinations(divisions, 2):
        shared = sorted(set(first) & set(second))
        pairs.append(ari(codes([first[i] for i in shared]), codes([second[i] for i in shared])))
    return float(np.mean(pairs)), min(pairs), max(pairs)


def natural_division(themes: Themes) -> dict[str, str]:
    """Statement id -> theme id, "" for *overig*."""
    rows = themes.assignments
    return dict(zip(rows["statement_id"], rows["theme_id"], strict=True))
