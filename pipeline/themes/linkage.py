"""Groups of what is alike on average: one tree, cut where groups are no longer alike enough.

Average linkage (Sokal and Michener 1958): two groups join at the mean likeness of their pairs, so
where the tree is cut has a meaning of its own: what a concern's statements have in common on
average. The cut stands in standard deviations of the likeness between all pairs, so that it is the
same for every encoder and corpus.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Labels = NDArray[np.int64]
_EVEN = 1e-9  # deviation; all pairs are equally alike
_SCALE = 0.02  # of deviations: the most alike of thousands of texts stays within 1
_ROWS = 512  # of a matrix at a time
_HEIGHTS = 200  # cuts tried when a number of groups is asked for


def spread(likeness: NDArray[np.float32]) -> tuple[float, float]:
    """Mean and standard deviation of the likeness (n, n) between different texts."""
    n = len(likeness)
    if n < 2:
        return 0.0, 0.0
    own, pairs = np.diagonal(likeness).astype(np.float64), n * (n - 1)
    middle = (float(likeness.sum(dtype=np.float64)) - float(own.sum())) / pairs
    squares = -float(((own - middle) ** 2).sum())
    for first in range(0, n, _ROWS):  # rows at a time: no second matrix in float64
        block = likeness[first : first + _ROWS].astype(np.float64) - middle
        squares += float((block**2).sum())
    return middle, float(np.sqrt(max(squares, 0.0) / pairs))


def with_shared_neighbours(
    likeness: NDArray[np.float32], neighbours: int, weight: float
) -> NDArray[np.float32]:
    """(n, n) likeness and the number of nearest texts that two share, in small deviations.

    By neighbours in common (Jarvis and Patrick 1973) two people who say the same in other words are
    near: they are like the same others. A text is its own nearest.

    Args: neighbours: nearest of each text, at most a quarter of all; weight: 0-1, of those shared.
    """
    from scipy.sparse import csr_matrix

    if weight == 0.0:
        return likeness
    n = len(likeness)
    near = max(1, min(neighbours, n // 4))
    nearest = np.empty((n, near), dtype=np.int64)
    for first in range(0, n, _ROWS):
        rows = likeness[first : first + _ROWS].copy()
        rows[np.arange(len(rows)), np.arange(first, first + len(rows))] = np.inf
        nearest[first : first + _ROWS] = np.argpartition(-rows, near - 1, axis=1)[:, :near]
    ones = np.ones(n * near, dtype=np.float32)
    keeps = csr_matrix((ones, nearest.ravel(), np.arange(0, n * near + 1, near)), shape=(n, n))
    shared = np.asarray((keeps @ keeps.T).toarray(), dtype=np.float32)
    both = np.zeros_like(likeness)
    for part, share in ((likeness, 1.0 - weight), (shared, weight)):
        middle, deviation = spread(part)
        if deviation > _EVEN:  # of a handful of texts all share the same, or none
            both += (part - np.float32(middle)) * np.float32(_SCALE * share / deviation)
    return both


def tree(likeness: NDArray[np.float32]) -> NDArray[np.float64]:
    """Average linkage of a likeness (n, n), n >= 2; heights are 1 - mean likeness."""
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    distance = likeness + likeness.T
    distance /= -2.0  # in place: of 4,000 texts one matrix is 64 MB
    distance += 1.0
    np.maximum(distance, 0.0, out=distance)
    np.fill_diagonal(distance, 0.0)
    pairs = squareform(distance, checks=False)
    del distance  # linkage makes two copies of the pairs, in double precision
    return np.asarray(linkage(pairs, method="average"))


def cut(
    linked: NDArray[np.float64],
    likeness: float,
    least: int,
    times: NDArray[np.int64] | None = None,
) -> Labels:
    """(n,) groups whose mean likeness is at least this, from 0; -1 in groups under ``least``.

    Args: times: (n,) how often each text was said; by default once.
    """
    from scipy.cluster.hierarchy import fcluster

    groups = fcluster(linked, 1.0 - likeness, criterion="distance")
    sizes = np.bincount(groups, weights=times)
    kept = [group for group in np.unique(groups) if sizes[group] >= least]
    number = np.full(len(sizes), -1, dtype=np.int64)
    number[kept] = np.arange(len(kept))
    return np.asarray(number[groups], dtype=np.int64)


def largest(labels: Labels, most: int, times: NDArray[np.int64]) -> Labels:
    """(n,) the ``most`` largest groups, numbered from 0 as they come; -1 in the others.

    Args: times: (n,) how often each text was said.
    """
    inside = labels >= 0
    sizes = np.bincount(labels[inside], weights=times[inside])
    kept = np.sort(np.argsort(-sizes, kind="stable")[:most])
    return np.where(np.isin(labels, kept), np.searchsorted(kept, labels), -1)


def likeness_for(
    linked: NDArray[np.float64],
    number: int,
    least: int,
    times: NDArray[np.int64] | None = None,
) -> float:
    """The likeness whose cut gives nearest to this number of groups; ties go to the finer one.

    Of the cuts that give that number the one whose smallest group is largest: a high cut has so
    many because most have not formed yet, a low one counts crumbs beside a lump.

    Args: linked: as ``tree`` gives it, (n - 1, 4). times: as for ``cut``.
    """
    merged = np.unique(np.concatenate([1.0 - linked[:, 2], [1.0]]))
    between = (merged[1:] + merged[:-1]) / 2.0
    below = merged[0] - 1e-9  # everything is one group
    some = np.linspace(0, len(between) - 1, min(_HEIGHTS, len(between))).round().astype(int)
    tried = np.concatenate([[below], between[some]])[::-1]
    cuts = [cut(linked, likeness, least, times) for likeness in tried.tolist()]
    groups = np.array([labels.max() + 1 for labels in cuts])
    off = np.abs(groups - number)
    nearest = int(groups[off == off.min()].max())

    def smallest(which: int) -> tuple[int, int]:
        labels = cuts[which]
        return int(np.bincount(labels[labels >= 0]).min(initial=len(labels))), which

    return float(tried[max(np.flatnonzero(groups == nearest).tolist(), key=smallest)])
