"""Arithmetic that several rooms share: lengths, shares, and how alike two divisions are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

_Float = TypeVar("_Float", np.float32, np.float64)
Codes = NDArray[np.int64]
ROWS = 8_192  # of which exact (float64) copies are held at a time: 34 MB of 512 numbers


def row_blocks(n: int) -> Iterator[slice]:
    """Rows 0..n, ``ROWS`` at a time: exact copies of all at once would take most of the memory."""
    return (slice(first, min(first + ROWS, n)) for first in range(0, n, ROWS))


def unit_rows(
    rows: NDArray[_Float], least: float = 1e-12, *, out: NDArray[_Float] | None = None
) -> NDArray[_Float]:
    """Rows (…, d) brought to length 1; what is no longer than ``least`` is noise and becomes zero.

    The dot product of two such rows is their cosine, -1 to 1. Args: out: where to write the result,
    so that many rows need no second copy.
    """
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.divide(rows, np.where(lengths > least, lengths, np.inf), out=out)


def times_by_row(rows: NDArray[np.floating], matrix: NDArray[np.floating]) -> NDArray[np.float64]:
    """(n, d) rows, each multiplied by the matrix (d, d) by itself.

    One product for all of them would not do: BLAS sums another number of rows in another order, and
    a row would depend on its company.
    """
    whole, matrix = np.empty(rows.shape), matrix.astype(np.float64)
    for place, row in enumerate(rows):
        whole[place] = row.astype(np.float64) @ matrix
    return whole


def softmax(scores: NDArray[np.floating], temperature: float = 1.0) -> NDArray[np.float64]:
    """Shares (…, m) of scores (…, m); each row sums to 1."""
    raised = np.exp((scores - scores.max(axis=-1, keepdims=True)) / temperature)
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float64)


def logistic(odds: NDArray[np.floating]) -> NDArray[np.float64]:
    """Probabilities of log odds, 0-1, in whatever shape these have."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(odds, -500.0, 500.0))), dtype=np.float64)


def codes(names: Sequence[str], *, other: str | None = None) -> Codes:
    """Numbers from 0 for names; -1 for ``other``."""
    numbers = {name: number for number, name in enumerate(sorted(set(names) - {other}))}
    return np.array([numbers.get(name, -1) for name in names], dtype=np.int64)


def nmi(gold: Codes, other: Codes) -> float:
    """Normalised mutual information, arithmetic mean; as scikit-learn's, thirty times as fast."""
    table = _contingency(gold, other) / len(gold)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    filled = table > 0
    mutual = float(
        (table[filled] * np.log((table / np.outer(rows, columns).clip(1e-300))[filled])).sum()
    )
    entropy = [-float((p[p > 0] * np.log(p[p > 0])).sum()) for p in (rows, columns)]
    return max(mutual, 0.0) / max(sum(entropy) / 2, 1e-12) if sum(entropy) > 0 else 1.0


def ari(gold: Codes, other: Codes) -> float:
    """Adjusted Rand index; 1 for equal divisions, about 0 by chance."""
    table, n = _contingency(gold, other), float(len(gold))
    pairs = [float((x * (x - 1) / 2).sum()) for x in (table, table.sum(axis=1), table.sum(axis=0))]
    expected = pairs[1] * pairs[2] / max(n * (n - 1) / 2, 1.0)
    most = (pairs[1] + pairs[2]) / 2
    return (pairs[0] - expected) / (most - expected) if most != expected else 1.0


def ami(gold: Codes, other: Codes) -> float:
    """Adjusted mutual information, arithmetic mean: what chance gives is taken off.

    NMI grows with the number of groups alone; this and ARI do not.
    """
    from sklearn.metrics import adjusted_mutual_info_score

    return float(adjusted_mutual_info_score(gold, other))


def silhouettes(rows: NDArray[np.float32], labels: Codes) -> NDArray[np.float64]:
    """(n,) silhouette by cosine, own centroid against the nearest other; 0 without a group (-1)."""
    k = int(labels.max()) + 1 if len(labels) else 0
    if k < 2:
        return np.zeros(len(labels))
    sums = np.zeros((k, rows.shape[1]))
    inside = labels >= 0
    np.add.at(sums, labels[inside], rows[inside].astype(np.float64))
    counts = np.bincount(labels[inside], minlength=k)
    values = np.zeros(len(labels))
    for row in np.flatnonzero(inside):
        own = int(labels[row])
        vector = rows[row].astype(np.float64)
        rest = sums.copy()
        rest[own] -= vector  # a statement is not its own neighbour
        far = 1.0 - unit_rows(rest) @ vector
        mine, other = far[own], np.delete(far, own).min()
        values[row] = (other - mine) / max(other, mine, 1e-12) if counts[own] > 1 else 0.0
    return values


def _contingency(first: Codes, second: Codes) -> NDArray[np.float64]:
    """Things per pair of groups; a code below 0 counts as one more group."""
    first, second = first - min(first.min(), 0), second - min(second.min(), 0)
    width = int(second.max()) + 1
    counts = np.bincount(first * width + second, minlength=(int(first.max()) + 1) * width)
    return np.asarray(counts.reshape(-1, width), dtype=np.float64)
