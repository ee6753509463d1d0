"""Coordinates of statements from their nearest neighbours: spectral, and the same every time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
_LEAST_LIKENESS = 0.02  # of neighbours: nobody is cut loose from the graph
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
