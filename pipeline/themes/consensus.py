"""Many runs, one answer: how many themes hold, and which statements keep each other's company."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.core.settings import ThemeSettings
from pipeline.themes.graph import Labels, coordinates, groups, neighbour_graph, separation

_ABSENT = -1  # a statement that was not in this bootstrap
_BESIDE = 3  # steps of the ladder on either side that take part in the consensus
_MEASURED = 3  # runs on which separation is measured: it hardly differs between runs
_STEP = 1.13  # from one number of themes to the next: finer differences do not show in stability


@dataclass(frozen=True, eq=False)
class Runs:
    """Partitions into several numbers of groups, of draws of the statements and of all of them.

    Attributes: drawn (runs, numbers, n), -1 where a statement was left out of the draw.
        whole (sizes of neighbourhood, numbers, n): what chance has no part in.
    """

    numbers: tuple[int, ...]
    drawn: NDArray[np.int16]
    whole: NDArray[np.int16]

    def at(self, number: int) -> NDArray[np.int16]:
        """(runs, n) partitions of the draws into this number of groups."""
        return np.asarray(self.drawn[:, self.numbers.index(number), :])

    def in_draws(self, number: int) -> NDArray[np.float32]:
        """(n, n) company that statements keep in the draws, around this number of groups."""
        return company(self._near(self.drawn, number))

    def together(
        self, number: int, in_draws: NDArray[np.float32], settings: ThemeSettings
    ) -> NDArray[np.float32]:
        """(n, n) company around this number of groups, in the draws and in the whole.

        Draws alone let chance place what lies between two themes: other draws, another theme. The
        whole alone cannot tell what holds from what happens to be so.
        """
        in_whole = company(self._near(self.whole, number))
        return np.asarray(in_draws + settings.whole_weight * (in_whole - in_draws))

    def _near(self, labels: NDArray[np.int16], number: int) -> NDArray[np.int16]:
        """(partitions, n) into this number and the ones up to three steps beside it.

        What stays together at several finenesses is a theme; what a single number of groups
        happens to divide is not.
        """
        at = self.numbers.index(number)
        nearby = range(max(0, at - _BESIDE), min(len(self.numbers), at + _BESIDE + 1))
        return np.concatenate([labels[:, i, :] for i in nearby])

    def of(self, members: Labels) -> Runs:
        """The same partitions, of these statements only."""
        return Runs(self.numbers, self.drawn[..., members], self.whole[..., members])


def ladder(n: int, settings: ThemeSettings) -> tuple[int, ...]:
    """Numbers of themes worth trying for n statements, always with the wished one."""
    most = max(2, min(settings.ladder_most, n // settings.least_size))
    numbers = {2, 3} if most >= 3 else {2}
    step = 3.0
    while step <= most:
        numbers.add(round(step))
        step *= _STEP
    if settings.wished is not None:
        numbers.add(max(1, min(settings.wished, n)))
    return tuple(sorted(number for number in numbers if number <= n))


def make_runs(
    likeness: NDArray[np.float32], numbers: tuple[int, ...], settings: ThemeSettings
) -> Runs:
    """Divide the statements (n, n), and draws of them, into every number of groups.

    Draws come in blocks: within one every statement is left out equally often, so that no statement
    has less say than another by chance. The size of the neighbourhood is a choice nobody can
    defend: it varies, and what holds is kept.
    """
    n, sizes = len(likeness), settings.neighbours
    drawn = np.full((settings.runs, len(numbers), n), _ABSENT, dtype=np.int16)
    for run in range(settings.runs):
        taken = _draw(n, run, settings)
        size = sizes[run % len(sizes)]
        drawn[run][:, taken] = _divided(likeness[np.ix_(taken, taken)], numbers, size)
    whole = np.stack([_divided(likeness, numbers, size) for size in sizes])
    return Runs(numbers, drawn, whole)


def _draw(n: int, run: int, settings: ThemeSettings) -> NDArray[np.int64]:
    """Statements in this draw, in order; the parts left out in one block do not overlap."""
    parts = max(2, round(1.0 / (1.0 - settings.bootstrap)))
    block, left_out = divmod(run, parts)
    part = np.random.default_rng([settings.seed, block]).permutation(n) % parts
    return np.flatnonzero(part != left_out)


def _divided(
    likeness: NDArray[np.float32], numbers: tuple[int, ...], neighbours: int
) -> NDArray[np.int16]:
    """(numbers, n) labels."""
    points = coordinates(neighbour_graph(likeness, neighbours), max(numbers))
    found = [groups(points, min(number, points.shape[1])) for number in numbers]
    return np.stack(found).astype(np.int16)


def choose(likeness: NDArray[np.float32], runs: Runs, settings: ThemeSettings) -> pd.DataFrame:
    """Weigh every number of themes.

    Returns: number, stability (mean ARI between runs), separation (mean silhouette), score.
        Score = weight x stability x separation / (separation + half) plus the log of a broad bell
        around the usual number: evidence decides where there is any, and where all numbers are
        equally vague the number that people can hold does.
    """
    rows = []
    for number in runs.numbers:
        labels = runs.at(number)
        steady = agreement(labels)
        apart = float(np.mean([_apart(likeness, label) for label in labels[:_MEASURED]]))
        part = max(apart, 0.0)
        evidence = steady * part / (part + settings.half_separation)
        far = np.log(number / settings.usual) / settings.usual_spread
        score = settings.evidence_weight * evidence - 0.5 * far**2
        rows.append((number, steady, apart, score))
    return pd.DataFrame(rows, columns=["number", "stability", "separation", "score"])


def natural_number(weighed: pd.DataFrame, settings: ThemeSettings) -> int:
    """The number of themes on the ladder nearest to the mean (of logs) weighed by the scores.

    The highest score alone jumps between neighbours that are equally good; the mean does not.
    """
    numbers = weighed["number"].to_numpy(dtype=np.float64)
    scores = weighed["score"].to_numpy(dtype=np.float64)
    weights = np.exp(settings.sharpness * (scores - scores.max()))
    middle = float((weights * np.log(numbers)).sum() / weights.sum())
    return int(numbers[np.abs(np.log(numbers) - middle).argmin()])


def _apart(likeness: NDArray[np.float32], labels: NDArray[np.int16]) -> float:
    present = np.flatnonzero(labels != _ABSENT)
    return separation(likeness[np.ix_(present, present)], labels[present].astype(np.int64))


def agreement(labels: NDArray[np.int16]) -> float:
    """Mean adjusted Rand index over all pairs of runs (runs, n), on the statements they share."""
    scores = []
    for i in range(len(labels)):
        for j in range(i):
            shared = (labels[i] != _ABSENT) & (labels[j] != _ABSENT)
            scores.append(rand_index(labels[i][shared], labels[j][shared]))
    return float(np.mean(scores)) if scores else float("nan")


def rand_index(one: NDArray[Any], other: NDArray[Any]) -> float:
    """Adjusted Rand index (Hubert and Arabie 1985) of two partitions (n,), labels from 0 up.

    The same number as scikit-learn's, without checks that cost more than the counting.
    """
    wide = int(other.max(initial=0)) + 1
    cells = np.bincount(one.astype(np.int64) * wide + other)
    table = np.append(cells, np.zeros(-len(cells) % wide, dtype=np.int64)).reshape(-1, wide)
    within, of_one, of_other = (
        _pairs(counts) for counts in (table, table.sum(axis=1), table.sum(axis=0))
    )
    every = len(one) * (len(one) - 1) / 2.0
    expected = of_one * of_other / every if every else 0.0
    most = (of_one + of_other) / 2.0
    return (within - expected) / (most - expected) if most > expected else 1.0


def _pairs(counts: NDArray[np.int64]) -> float:
    return float((counts * (counts - 1)).sum()) / 2.0


def company(labels: NDArray[np.int16]) -> NDArray[np.float32]:
    """(n, n) share of the runs with both statements in which they were together."""
    n = labels.shape[1]
    together = np.zeros((n, n), dtype=np.float32)
    for label in labels:
        order = np.argsort(label, kind="stable")
        for group in np.split(order, np.flatnonzero(np.diff(label[order])) + 1):
            if len(group) and label[group[0]] != _ABSENT:
                together[np.ix_(group, group)] += 1.0
    present = (labels != _ABSENT).astype(np.float32)
    return np.asarray(together / np.maximum(present.T @ present, 1.0))


def cut(company_of: NDArray[np.float32], number: int) -> Labels:
    """(n,) labels of average linkage on 1 - company, cut at this number of groups."""
    n = len(company_of)
    if n < 2 or number < 2:
        return np.zeros(n, dtype=np.int64)
    return cut_tree(tree(1.0 - company_of.astype(np.float64)), number)


def tree(distance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Average linkage of a distance (n, n), n >= 2."""
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    even = np.clip((distance + distance.T) / 2, 0.0, None)
    np.fill_diagonal(even, 0.0)
    return np.asarray(linkage(squareform(even, checks=False), method="average"))


def cut_tree(linked: NDArray[np.float64], number: int) -> Labels:
    """(n,) labels, at most this many."""
    from scipy.cluster.hierarchy import fcluster

    return np.asarray(fcluster(linked, number, criterion="maxclust"), dtype=np.int64) - 1


def same_company(company_of: NDArray[np.float32]) -> NDArray[np.float64]:
    """(n, n) distance: how unlike the company is that two statements keep, 0-1.

    Steadier than whether the two were together: it also asks all their companions.
    """
    rows = company_of.astype(np.float64)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    return np.asarray(1.0 - rows @ rows.T)


def firmness(company_of: NDArray[np.float32], labels: Labels) -> dict[int, float]:
    """Per label: mean share of runs in which two of its statements were together, 0-1."""
    firm = {}
    for label in np.unique(labels[labels >= 0]):
        members = np.flatnonzero(labels == label)
        within = company_of[np.ix_(members, members)]
        pairs = len(members) * (len(members) - 1)
        total = float(within.sum() - np.trace(within))
        firm[int(label)] = total / pairs if pairs else 0.0
    return firm
