"""How well vectors tell subjects apart: pure measures over labelled statements and goals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


def goal_at(
    statements: Vectors, goals: Vectors, labels: Sequence[str], goal_ids: Sequence[str], k: int
) -> float:
    """Share of statements whose true goal is among the k most similar ones.

    Args: statements (n, d) and goals (m, d), each centred on its own mean.
    Returns: 0-1 over the statements whose label is a goal; NaN when there are none.
    """
    place = {goal_id: column for column, goal_id in enumerate(goal_ids)}
    known = [row for row, label in enumerate(labels) if label in place]
    if not known:
        return float("nan")
    scores = (statements @ goals.T)[known]
    true = scores[np.arange(len(known)), [place[labels[row]] for row in known]]
    # Ties count against the encoder: one that gives every goal the same score knows nothing.
    above = (scores >= true[:, None]).sum(axis=1)
    return float((above <= k).mean())


def cluster_nmi(vectors: Vectors, labels: Sequence[str], *, seed: int = 0) -> float:
    """NMI between the labels and KMeans with as many clusters as there are labels; 0-1.

    Args: vectors (n, d), centred.
    """
    from sklearn.cluster import KMeans
    from sklearn.metrics import normalized_mutual_info_score

    found = KMeans(n_clusters=len(set(labels)), n_init=10, random_state=seed)
    clusters = found.fit_predict(vectors)
    return float(normalized_mutual_info_score(labels, clusters))


def sts_spearman(first: Vectors, second: Vectors, judged: Sequence[float]) -> float:
    """Spearman correlation of the pairs' cosines (n, d; n, d) with people's scores; -1 to 1."""
    from scipy.stats import spearmanr

    return float(spearmanr((first * second).sum(axis=1), judged).statistic)
