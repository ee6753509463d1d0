"""How a corpus divides into concerns: given topics first, then what is alike on average."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pipeline.core.settings import ThemeSettings
from pipeline.themes.centroids import PRAISE, REMARK
from pipeline.themes.corpus import DistinctTexts
from pipeline.themes.features import FeatureMaker, Features
from pipeline.themes.linkage import (
    Labels,
    cut,
    largest,
    likeness_for,
    spread,
    tree,
    with_shared_neighbours,
)
from pipeline.themes.records import GivenTopic

# From rows of the fitted texts, and settings, to (n,) groups from 0; -1 for an outlier.
Grouping = Callable[[NDArray[np.int64], ThemeSettings], Labels]
_EVERYTHING = -2.0  # likeness that no text falls below: outliers go to the nearest centre
_MOST_PRAISE = 10  # groups of what goes well; a reader wants the largest
_DRAWS = 5  # of a topic model that is not ours: a fit of it takes seconds
# Deviations (robust) above how like this topic statements usually are. A fixed cosine would take
# everything, since all cosines of one encoder lie close together; a share of the mean's own spread
# nothing of a topic that a third speaks of. At 2 some 23 of 1,000 others slip in by chance.
_CLEARLY = 2.0
_LEAST = 2  # statements; a topic that only one statement fits stays unused


@dataclass(frozen=True, eq=False)
class Division:
    """The concern of every fitted text, and how steady each is.

    Attributes: labels (n,) from 0, the largest first; -1 for a text that stands alone.  stability:
        label -> 0-1, how much of it comes back in a draw (see ``_stability``); empty where no
        draws were made.  praise: labels of what goes well.  given: the topics that labels 0, 1, …
        are.  joins: likeness to a concern's texts from which another text belongs there.
    """

    labels: Labels
    stability: Mapping[int, float]
    method: str
    joins: float
    praise: frozenset[int] = frozenset()
    given: tuple[GivenTopic, ...] = ()

    @property
    def agreement(self) -> float:
        """Mean stability, weighted by size; NaN without draws."""
        if not self.stability:
            return float("nan")
        sizes = np.bincount(self.labels[self.labels >= 0])
        weights = [sizes[label] for label in self.stability]
        return float(np.average(list(self.stability.values()), weights=weights))


def divide(
    corpus: DistinctTexts,
    settings: ThemeSettings,
    given: Sequence[GivenTopic],
    group: Grouping | None = None,
) -> Division:
    """Divide the fitted texts; given topics first, the rest discovered.

    Args: group: another topic model; None divides by the tree.
    """
    claimed = claim(corpus.features, corpus.maker, given)
    used = [i for i in range(len(given)) if (claimed == i).any()]
    fixed = np.array([used.index(i) if i in used else -1 for i in claimed], dtype=np.int64)
    free = np.flatnonzero((fixed < 0) & ~np.isin(corpus.matter, (PRAISE, REMARK)))
    glad = np.flatnonzero((fixed < 0) & (corpus.matter == PRAISE))
    rest = settings
    if used and settings.wished is not None:  # the wish counts the fixed ones too
        rest = replace(settings, wished=max(1, settings.wished - len(used)))
    if group is None:
        concerns = discover(corpus.features.rows(free), corpus.times[free], rest)
    else:
        concerns = _grouped(group, free, rest)
    wished = None if settings.wished is None else 1  # of the number asked for, one more is praise
    of_praise = replace(settings, wished=wished, most=_MOST_PRAISE)
    praised = discover(corpus.features.rows(glad), corpus.times[glad], of_praise)
    labels = fixed.copy()
    first, second = len(used), len(used) + int(concerns.labels.max(initial=-1)) + 1
    labels[free] = np.where(concerns.labels >= 0, concerns.labels + first, -1)
    labels[glad] = np.where(praised.labels >= 0, praised.labels + second, -1)
    certain = dict.fromkeys(range(first), 1.0)  # a person fixed them: draws do not matter
    certain |= {label + first: value for label, value in concerns.stability.items()}
    division = replace(
        concerns if second > first else replace(concerns, joins=praised.joins),
        labels=labels,
        stability=certain | {label + second: value for label, value in praised.stability.items()},
        praise=frozenset(range(second, int(labels.max(initial=-1)) + 1)),
        given=tuple(given[i] for i in used),
        method="sample" if corpus.fitted < len(corpus.statements) else concerns.method,
    )
    return _by_size(division)


Dividing = Callable[
    [DistinctTexts, ThemeSettings, Sequence[GivenTopic], "Grouping | None"], "Division"
]


def discover(features: Features, times: Labels, settings: ThemeSettings) -> Division:
    """Divide n texts by what they say alone.

    Args: times: (n,) how often each was said; what three people say in the same words is a
        concern as much as what they say in other ones.
    """
    n = len(features)
    if times.sum() < 2 * settings.least_theme:
        return Division(np.full(n, -1, dtype=np.int64), {}, "alone", 0.0)
    likeness = features.likeness()
    middle, deviation = spread(likeness)
    settings = _as_wished(likeness, times, settings)
    joins = middle + min(settings.joins, settings.alike) * deviation
    labels = _groups(likeness, times, settings)
    if n < settings.few or labels.max() < 0:
        return Division(labels, {}, "likeness", joins)

    def again(taken: NDArray[np.int64], rng: np.random.Generator) -> Labels:
        # With an error of this deviation on every pair of texts.
        error = rng.standard_normal((len(taken), len(taken)), dtype=np.float32)
        doubt = np.float32(settings.doubt * deviation / np.sqrt(2.0))
        shaken = likeness[np.ix_(taken, taken)] + doubt * (error + error.T)
        alike = settings.alike + settings.doubt_of_cut * float(rng.standard_normal())
        least = replace(settings, alike=alike, least_theme=min(2, settings.least_theme))
        return _groups(shaken, times[taken], least)

    steady = _stability(again, labels, settings, settings.runs)
    return Division(labels, steady, "linkage", joins)


def _grouped(group: Grouping, rows: NDArray[np.int64], settings: ThemeSettings) -> Division:
    """What another topic model makes of these rows; its outliers go to the nearest centre."""
    labels = group(rows, settings)
    if labels.max(initial=-1) < 0:
        return Division(labels, {}, settings.topic_model, _EVERYTHING)

    def again(taken: NDArray[np.int64], _rng: np.random.Generator) -> Labels:
        return group(rows[taken], settings)

    steady = _stability(again, labels, settings, min(settings.runs, _DRAWS))
    return Division(labels, steady, settings.topic_model, _EVERYTHING)


def _groups(likeness: NDArray[np.float32], times: Labels, settings: ThemeSettings) -> Labels:
    """The natural concerns, of which a reader holds the largest.

    A coarser cut would give as few, but joins what nobody would say in one breath (on the demo it
    holds 14 of 28 concerns, the largest of the natural ones 21); the small ones find a place near
    one of these, or stay *overig*.
    """
    if len(likeness) == 1:
        return np.zeros(1, dtype=np.int64)
    likeness = with_shared_neighbours(likeness, settings.neighbours, settings.company)
    linked = tree(likeness)
    middle, deviation = spread(likeness)
    alike = middle + settings.alike * deviation
    labels = cut(linked, alike, settings.least_theme, times)
    if settings.most is not None and labels.max() + 1 > settings.most:
        labels = largest(labels, settings.most, times)
    return labels


def _as_wished(
    likeness: NDArray[np.float32], times: Labels, settings: ThemeSettings
) -> ThemeSettings:
    """The settings with a cut that gives the number of concerns asked for, where one was."""
    if settings.wished is None or len(likeness) < 2:
        return settings
    likeness = with_shared_neighbours(likeness, settings.neighbours, settings.company)
    middle, deviation = spread(likeness)
    alike = likeness_for(tree(likeness), settings.wished, settings.least_theme, times)
    return replace(settings, alike=(alike - middle) / max(deviation, 1e-12), most=None)


def _stability(
    divide_again: Callable[[NDArray[np.int64], np.random.Generator], Labels],
    labels: Labels,
    settings: ThemeSettings,
    draws: int,
) -> dict[int, float]:
    """Per concern: mean Jaccard likeness to the nearest group of each draw (Hennig 2007).

    A draw leaves one in five texts out, puts an error on every likeness and moves the cut: what is
    hardly more alike than its surroundings falls apart or is swallowed, a matter of its own stays.
    1 for a concern of one text, which everybody said in the same words.
    """
    n = len(labels)
    size = max(2, round(settings.bootstrap * n))
    groups = int(labels.max()) + 1
    total, drawn = np.zeros(groups), np.zeros(groups)
    for draw in range(draws):
        rng = np.random.default_rng([settings.seed, draw])
        taken = np.sort(rng.choice(n, size, replace=False))
        again = divide_again(taken, rng)
        for label in range(groups):
            mine = labels[taken] == label
            total[label] += _nearest(mine, again)
            drawn[label] += mine.any()
    sizes = np.bincount(labels[labels >= 0])
    # Rounded as it is written: what is decided on it must read the same from the file.
    return {
        label: round(float(total[label] / drawn[label]), 4)
        if sizes[label] > 1 and drawn[label]
        else 1.0
        for label in range(groups)
    }


def _nearest(mine: NDArray[np.bool_], groups: Labels) -> float:
    """Largest Jaccard likeness of these texts (n,) to one of the groups (n,); 0 for none."""
    inside = groups[mine]
    if not (inside >= 0).any():
        return 0.0
    shared = np.bincount(inside[inside >= 0], minlength=int(groups.max()) + 1)
    sizes = np.bincount(groups[groups >= 0])
    return float((shared / (mine.sum() + sizes - shared)).max())


def _by_size(division: Division) -> Division:
    """Numbered by size, the largest first; the given ones keep their place."""
    fixed = len(division.given)
    inside = division.labels[division.labels >= 0]
    names, first, sizes = np.unique(inside, return_index=True, return_counts=True)
    order = sorted(
        range(len(names)),
        key=lambda i: (names[i] >= fixed, names[i] if names[i] < fixed else -sizes[i], first[i]),
    )
    new = {int(names[i]): number for number, i in enumerate(order)}
    return replace(
        division,
        labels=np.array([new.get(int(label), -1) for label in division.labels], dtype=np.int64),
        stability={new[label]: value for label, value in division.stability.items()},
        praise=frozenset(new[label] for label in division.praise),
    )


def without(division: Division, label: int) -> Division:
    """The division with one concern fewer; its texts stand alone."""
    labels = np.where(division.labels == label, -1, division.labels)
    kept = {
        other - (other > label): value
        for other, value in division.stability.items()
        if other != label
    }
    praise = frozenset(other - (other > label) for other in division.praise if other != label)
    return replace(division, labels=labels - (labels > label), stability=kept, praise=praise)


def claim(features: Features, maker: FeatureMaker, given: Sequence[GivenTopic]) -> Labels:
    """(n,) number of the given topic that each statement clearly belongs to, -1 for none.

    Topics that the user fixed beforehand take what is clearly theirs; the rest is discovered.
    """
    labels = np.full(len(features), -1, dtype=np.int64)
    if not given or len(features) < _LEAST:
        return labels
    topics = maker.transform(
        [seed.text for seed in given], np.stack([seed.vector for seed in given])
    )
    like = features.likeness(topics).astype(np.float64)
    middle = np.median(like, axis=0)
    deviation = 1.4826 * np.median(np.abs(like - middle), axis=0)
    standard = (like - middle) / np.maximum(deviation, 1e-9)
    best = standard.argmax(axis=1)
    clear = standard[np.arange(len(best)), best] >= _CLEARLY
    labels[clear] = best[clear]
    for topic in range(len(given)):
        if (labels == topic).sum() < _LEAST:
            labels[labels == topic] = -1
    return labels
