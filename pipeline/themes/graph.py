"""Groups of statements from a graph of nearest neighbours: spectral, and the same every time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
_LEAST_LIKENESS = 0.02  # of neighbours: nobody is cut loose from the graph
_ROUNDS = 100  # of k-means; it ends by itself after five to thirty
_DENSE = 1_200  # statements up to which the exact solver is also the faster one


def neighbour_graph(likeness: NDArray[np.float32], neighbours: int) -> Floats:
    """(n, n) graph of nearest neighbours, the more alike the stronger.

    One step is 1 between mutual neighbours and 0.5 where only one counts the other, times
    their likeness: without it a lone statement is tied to its unlike neighbours as
    firmly as others are to their equals.
    """
    n = len(likeness)
    wanted = min(neighbours, n - 1)
    other = likeness.copy()
    np.fill_diagonal(other, -np.inf)
    nearest = np.argpartition(-other, wanted - 1, axis=1)[:, :wanted]
    graph = np.zeros((n, n), dtype=np.float32)
    graph[np.arange(n)[:, None], nearest] = 0.5
    alike = np.maximum(likeness, _LEAST_LIKENESS)
    return np.asarray((graph + graph.T) * alike, dtype=np.float64)


def coordinates(graph: Floats, dimensions: int) -> Floats:
    """(n, m) leading eigenvectors of the normalised graph, m = min(dimensions, n - 1).

    Signs are fixed, so that equal graphs give equal coordinates.
    """
    degree = graph.sum(axis=1)
    root = 1.0 / np.sqrt(np.maximum(degree, 1e-12))
    wanted = max(1, min(dimensions, len(graph) - 1))
    vectors = _leading(graph * root[:, None] * root[None, :], wanted) * root[:, None]
    vectors /= np.maximum(np.sqrt((vectors**2).sum(axis=0)), 1e-12)
    largest = np.abs(vectors).argmax(axis=0)
    return np.asarray(vectors * np.sign(vectors[largest, np.arange(vectors.shape[1])]))


def _leading(matrix: Floats, wanted: int) -> Floats:
    n = len(matrix)
    if n <= _DENSE or wanted >= n // 4:
        from scipy.linalg import eigh

        _, vectors = eigh(matrix, subset_by_index=[n - wanted, n - 1])
        return np.asarray(vectors[:, ::-1])
    from scipy.sparse import csr_matrix
    from scipy.sparse.linalg import eigsh

    start = np.random.default_rng(0).normal(size=n)
    values, vectors = eigsh(csr_matrix(matrix), k=wanted, which="LA", v0=start, tol=1e-6)
    return np.asarray(vectors[:, np.argsort(-values, kind="stable")])


def groups(points: Floats, k: int) -> Labels:
    """(n,) labels 0..k-1 from the first k coordinates.

    Started from a pivoted QR (Damle, Minden and Ying 2019), refined by k-means: no seed at all.
    """
    from scipy.linalg import qr, svd

    first = points[:, :k]
    _, pivots = qr(first.T, mode="r", pivoting=True, check_finite=False)
    left, _, right = svd(first[pivots[:k], :].T, check_finite=False)
    start = np.abs(first @ (left @ right)).argmax(axis=1)
    rows = first / np.maximum(np.linalg.norm(first, axis=1, keepdims=True), 1e-12)
    return refined(rows, start, k)


def refined(rows: Floats, start: Labels, k: int) -> Labels:
    """(n,) labels 0..k-1 of k-means (Lloyd 1982) on rows (n, d), from a first division.

    Written out, because a library's checks cost thirty times the work on pieces this small, and
    themes need thousands of these.
    """
    labels = np.asarray(start, dtype=np.int64)
    centroids = rows[:k].copy()  # of a group that is empty from the start
    for _ in range(_ROUNDS):
        member = (labels[:, None] == np.arange(k)).astype(np.float64)
        sizes = member.sum(axis=0)
        full = sizes > 0  # a group that lost everyone keeps its centre, and may win some back
        centroids[full] = (member.T @ rows)[full] / sizes[full, None]
        nearest = (rows @ centroids.T - 0.5 * (centroids**2).sum(axis=1)).argmax(axis=1)
        if (nearest == labels).all():
            break
        labels = nearest
    return labels


def separation(likeness: NDArray[np.float32], labels: Labels) -> float:
    """Mean silhouette (Rousseeuw 1987) in the distance 1 - likeness; 0 for a lone statement."""
    names, label = np.unique(labels, return_inverse=True)
    if len(names) < 2:
        return 0.0
    member = np.eye(len(names), dtype=np.float32)[label]
    sizes = member.sum(axis=0)
    distance = 1.0 - likeness
    np.fill_diagonal(distance, 0.0)
    to_group = distance @ member
    rows = np.arange(len(label))
    own = to_group[rows, label] / np.maximum(sizes[label] - 1, 1)
    to_group = to_group / sizes
    to_group[rows, label] = np.inf
    other = to_group.min(axis=1)
    silhouette = (other - own) / np.maximum(np.maximum(own, other), 1e-12)
    return float(np.where(sizes[label] > 1, silhouette, 0.0).mean())
