"""Learning from the statements themselves: what neighbours say, and what a code's statements share.

No label is used. A statement that clearly belongs to a code lends its words to others that speak
of the same in other words. Everything is linear in the number of statements but the search for
neighbours, which looks in a pool of limited size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.core.numeric import softmax
from pipeline.core.settings import MatchSettings
from pipeline.plan.match.inputs import Floats
from pipeline.plan.match.lexical import squared_lengths
from pipeline.plan.match.likeness import Directions, Likeness

Features = Sequence[tuple[float, Any]]
Either = NDArray[np.floating]  # of single or double precision
_COMMON = 0.05  # share of the texts that a column is common from
_BLOCK = 512  # statements per block of the neighbour search: about 30 MB at a pool of 4,000


def refine(
    likeness: Likeness,
    settings: MatchSettings,
    judged: tuple[NDArray[np.intp], Floats] | None = None,
) -> Floats:
    """Scores (n, m) improved by prototypes: the mean likeness to each code's clear statements.

    Shares are squared, so that only clear choices pull, and a code with few statements pulls less
    (``prior_statements``); no assumption is made on how many statements a code has.

    Args: judged: rows (j,) of judged statements with (j, m) a 1 at their codes; they pull towards
        those codes only, and more strongly.
    """
    base, scores = likeness.scores, likeness.scores
    for _ in range(settings.refinements):
        pull = softmax(scores, settings.temperature) ** 2
        if judged is not None:
            pull[judged[0]] = settings.judged_pull * judged[1]
        near = _pulled(likeness.features, pull, settings.prior_statements)
        spread = near.std()
        if spread > 0:
            near = (near - near.mean()) / spread
        scores = base + settings.prototypes * base.std() * near
    return scores


def _pulled(features: Features, pull: Floats, prior: float) -> Floats:
    """Mean likeness (n, m) to the statements of each code, the statement itself left out."""
    total, own = np.zeros_like(pull), np.zeros((len(pull), 1))
    for weight, rows in features:
        if isinstance(rows, Directions):
            towards = np.zeros((rows.vectors.shape[1], pull.shape[1]))
            lengths = np.zeros(len(rows))
            for block in rows.blocks():
                unit = rows[block]
                towards += unit.T @ pull[block]
                lengths[block] = (unit**2).sum(1)
            drawn = rows @ towards
        else:
            drawn, lengths = rows @ (rows.T @ pull), squared_lengths(rows)
        total += weight * np.asarray(drawn)
        own = own + weight * np.asarray(lengths).reshape(-1, 1)
    total -= own * pull
    mass = pull.sum(axis=0, keepdims=True) - pull
    return np.asarray(total / (mass + prior), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Nearest:
    """Per statement its nearest ones: rows (n, k), the nearest first, and how alike (n, k)."""

    rows: NDArray[np.intp]
    alike: Floats


def nearest(features: Features, n: int, settings: MatchSettings) -> Nearest:
    """The k rows of the pool most like each of n rows, with their likeness: both (n, k)."""
    k = max(min(settings.neighbours, n - 1), 0)
    pool = _pool(n, settings.neighbour_pool)
    # Where only a draw is looked among, single precision is as good a guide and costs less.
    kind = np.float32 if len(pool) < n else np.float64
    looked_among = [_Columns.of(weight, matrix, pool, kind) for weight, matrix in features]
    neighbours, near = np.empty((n, k), dtype=np.intp), np.empty((n, k))
    for first in range(0, n if k else 0, _BLOCK):
        rows = np.arange(first, min(first + _BLOCK, n))
        alike = np.zeros((len(rows), len(pool)), dtype=kind)
        for columns in looked_among:
            columns.add_likeness(rows, alike)
        alike[rows[:, None] == pool[None, :]] = -np.inf
        best = highest(alike, k)
        neighbours[rows] = pool[best]
        near[rows] = np.take_along_axis(alike, best, axis=1)
    return Nearest(neighbours, near)


def neighbourhood(near: Nearest, scores: Floats, settings: MatchSettings) -> tuple[Floats, Floats]:
    """What the nearest statements say.

    Returns: (n, m) their mean scores, weighted by likeness; (n,) how near they are on average,
        in standard deviations over the corpus (0 when there are too few to tell).
    """
    n, k = near.rows.shape
    if k < 1:
        return scores, np.zeros(n)
    weight = np.maximum(near.alike, 0.0)
    weight /= np.maximum(weight.sum(axis=1, keepdims=True), 1e-9)
    neighbours_say = np.empty_like(scores)
    for first in range(0, n, _BLOCK):
        rows = slice(first, first + _BLOCK)
        neighbours_say[rows] = np.einsum("ik,ikm->im", weight[rows], scores[near.rows[rows]])
    means = near.alike.mean(axis=1)
    trust = n / (n + settings.neighbours)  # among ten statements "near" means little
    spread = means.std()
    return neighbours_say, trust * (means - means.mean()) / spread if spread > 0 else np.zeros(n)


def highest(values: Either, k: int) -> NDArray[np.intp]:
    """(n, k) per row of (n, m) the columns of its k highest values, the highest first; ties go to
    the left. All m columns where k is more.

    The same as a stable sort of whole rows, which costs ten times as much on 4,000 columns.
    """
    n, width = values.shape
    if k >= width:
        return np.argsort(-values, axis=1, kind="stable")[:, :k]
    least = np.partition(values, width - k, axis=1)[:, [width - k]]
    clear = (values >= least).sum(axis=1) == k
    best = np.empty((n, k), dtype=np.intp)
    rows = values[clear]
    columns = np.nonzero(rows >= least[clear])[1].reshape(-1, k)
    order = np.argsort(-np.take_along_axis(rows, columns, axis=1), axis=1, kind="stable")
    best[clear] = np.take_along_axis(columns, order, axis=1)
    best[~clear] = np.argsort(-values[~clear], axis=1, kind="stable")[:, :k]
    return best


def _pool(n: int, size: int) -> NDArray[np.intp]:
    """Rows to look among: all, or evenly spaced ones (rows come sorted by text)."""
    if n <= size:
        return np.arange(n)
    return np.unique(np.linspace(0, n - 1, size).astype(np.intp))


@dataclass(frozen=True, eq=False)
class _Columns:
    """A feature, and the pool's rows in it as columns, each part turned once.

    Attributes: common (v,) columns of a sparse feature that most texts share; None for a dense one.
    """

    weight: float
    matrix: Any
    common: NDArray[np.bool_] | None
    pool: tuple[Any, ...]

    @classmethod
    def of(
        cls, weight: float, matrix: Any, pool: NDArray[np.intp], kind: type[np.floating]
    ) -> _Columns:
        """The feature for looking among these rows, in this precision."""
        common = None
        if hasattr(matrix, "tocsc"):
            held = np.bincount(matrix.indices, minlength=matrix.shape[1])
            common = held > _COMMON * matrix.shape[0]
        parts = _parts(matrix[pool], common)
        # Sparse ones by row: scipy would turn them again for every block.
        turned = (part.T.tocsr() if hasattr(part, "tocsr") else part.T for part in parts)
        return cls(weight, matrix, common, tuple(part.astype(kind) for part in turned))

    def add_likeness(self, rows: NDArray[np.intp], total: Either) -> None:
        """Add the likeness (r, p) of these rows to the pool to ``total``, in its precision."""
        for part, pool in zip(_parts(self.matrix[rows], self.common), self.pool, strict=True):
            product = part.astype(total.dtype, copy=False) @ pool
            total += self.weight * (product.toarray() if hasattr(product, "toarray") else product)


def _parts(rows: Any, common: NDArray[np.bool_] | None) -> tuple[Any, ...]:
    """Sparse rows as their common columns, dense, and the others: their products add up to theirs.

    The few letter groups that most texts share are nearly all the work of a sparse product. Some
    rows at a time: of all statements either part would be as large as what they are parts of.
    """
    if common is None:
        return (rows,)
    from scipy.sparse import diags

    return rows[:, common].toarray(), (rows @ diags((~common).astype(float))).tocsr()
