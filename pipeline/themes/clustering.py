"""How a corpus divides into themes and sub-themes: the route that fits its size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.core.settings import ThemeSettings
from pipeline.themes.consensus import (
    choose,
    cut,
    firmness,
    ladder,
    make_runs,
    natural_number,
)
from pipeline.themes.corpus import Corpus
from pipeline.themes.features import Features
from pipeline.themes.fixed_topics import claim
from pipeline.themes.graph import Labels, separation
from pipeline.themes.records import GivenTopic
from pipeline.themes.subthemes import Nested, by_size, group_themes, solid, split_themes

LADDER_COLUMNS = ("number", "stability", "separation", "score")


@dataclass(frozen=True, eq=False)
class Division:
    """Theme and sub-theme of every fitted text, and how firm each is.

    Attributes: firm and firm_sub map a label to 0-1; empty where no runs were made.  given: the
        topics that themes 0, 1, … are.
    """

    nested: Nested
    firm: Mapping[int, float]
    firm_sub: Mapping[int, float]
    method: str
    agreement: float
    ladder: pd.DataFrame
    given: tuple[GivenTopic, ...] = ()


def divide(corpus: Corpus, settings: ThemeSettings, given: Sequence[GivenTopic]) -> Division:
    """Divide the fitted texts; given topics first, the rest discovered."""
    claimed = claim(corpus.features, corpus.maker, given)
    used = [i for i in range(len(given)) if (claimed == i).any()]
    if not used:
        return _finished(corpus, discover(corpus.features, settings))
    fixed = np.array([used.index(i) if i in used else -1 for i in claimed], dtype=np.int64)
    free = np.flatnonzero(fixed < 0)
    found = discover(corpus.features.rows(free), _without(settings, len(used)))
    themes, subs = fixed.copy(), fixed.copy()
    themes[free] = found.nested.themes + len(used)
    subs[free] = found.nested.subthemes + len(used)
    certain = dict.fromkeys(range(len(used)), 1.0)  # a person fixed them: runs do not matter
    division = replace(
        found,
        nested=Nested(themes, subs),
        firm=certain | {i + len(used): value for i, value in found.firm.items()},
        firm_sub=certain | {i + len(used): value for i, value in found.firm_sub.items()},
        given=tuple(given[i] for i in used),
    )
    return _finished(corpus, division)


def discover(features: Features, settings: ThemeSettings) -> Division:
    """Divide n texts by what they say alone."""
    if len(features) == 0:
        nobody = np.zeros(0, dtype=np.int64)
        return _unmeasured(Nested(nobody, nobody))
    likeness = features.likeness()
    if len(features) < settings.few:
        return _unmeasured(_by_likeness(likeness, settings))
    return _by_consensus(likeness, settings)


def _by_consensus(likeness: NDArray[np.float32], settings: ThemeSettings) -> Division:
    numbers = ladder(len(likeness), settings)
    runs = make_runs(likeness, numbers, settings)
    weighed = choose(likeness, runs, settings)
    best = natural_number(weighed, settings)
    number = settings.wished if settings.wished in numbers else best
    in_draws = runs.in_draws(number)
    natural = solid(runs.together(number, in_draws, settings), number, settings)
    nested = Nested(natural, natural)
    if settings.wished is None and settings.most is not None and natural.max() >= settings.most:
        nested = group_themes(natural, likeness, settings.most)
    nested = split_themes(nested, runs, number, settings)
    return Division(
        nested=nested,
        firm=firmness(in_draws, nested.themes),
        firm_sub=firmness(in_draws, nested.subthemes),
        method="consensus",
        agreement=float(weighed.loc[weighed["number"] == number, "stability"].iloc[0]),
        ladder=weighed,
    )


def _by_likeness(likeness: NDArray[np.float32], settings: ThemeSettings) -> Nested:
    """Too few for a model: average linkage, cut where the groups lie farthest apart."""
    n = len(likeness)
    numbers = range(2, n // 2 + 1) if settings.wished is None else [min(settings.wished, n)]
    best, best_apart = np.zeros(n, dtype=np.int64), settings.half_separation / 4
    for number in numbers:
        labels = cut((likeness + 1.0) / 2.0, number)
        apart = separation(likeness, labels)
        if apart > best_apart or settings.wished is not None:
            best, best_apart = labels, apart
    return Nested(best, best)


def _unmeasured(nested: Nested) -> Division:
    return Division(
        nested=nested,
        firm={},
        firm_sub={},
        method="likeness",
        agreement=float("nan"),
        ladder=pd.DataFrame(columns=list(LADDER_COLUMNS)),
    )


def _without(settings: ThemeSettings, fixed: int) -> ThemeSettings:
    """The wish counts the fixed themes too."""
    if settings.wished is None:
        return settings
    return replace(settings, wished=max(1, settings.wished - fixed))


def _finished(corpus: Corpus, division: Division) -> Division:
    """Numbered by size, and with the name of the route taken."""
    fixed = len(division.given)
    themes = by_size(division.nested.themes, fixed)
    subs = by_size(division.nested.subthemes)
    return replace(
        division,
        nested=Nested(
            _mapped(division.nested.themes, themes), _mapped(division.nested.subthemes, subs)
        ),
        firm={themes[label]: value for label, value in division.firm.items()},
        firm_sub={subs[label]: value for label, value in division.firm_sub.items()},
        method="sample" if corpus.fitted < len(corpus.statements) else division.method,
    )


def _mapped(labels: Labels, new: Mapping[int, int]) -> Labels:
    return np.array([new[int(label)] for label in labels], dtype=np.int64)
