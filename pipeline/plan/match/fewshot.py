"""Learning from judged statements: what a person linked teaches how its likes are matched.

Kernel ridge regression on the statements' likeness, in closed form: exact, without seeds, as good
here as logistic regression on the same features (goal@1 with 4 judged per goal: .90/.90/.83
against .90/.90/.83), and each judged statement's own score comes without having seen its judgement,
so that calibration may use it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.plan.match.inputs import Floats

RIDGE = 0.3  # of a likeness of about 2 with itself; .1 to 1 change less than a point
_FULL = 0.5  # weight of what was learned beside everything else, with many judgements …
_HALF_AT = 2.0  # … and half of it at two judged statements per code


def learned(features: Sequence[tuple[float, Any]], rows: NDArray[np.intp], right: Floats) -> Floats:
    """What the judged statements say of all (n, m): 0 on average per statement, spread about 1.

    Args:
        features: weighted rows of the n statements, as ``Likeness`` has them.
        rows: (j,) judged statements.
        right: (j, m) 1 at their codes, no 1 where none fits.
    """
    ridge = _likeness(features, rows, rows) + RIDGE * np.eye(len(rows))
    goal = right - 1.0 / right.shape[1]
    solved = np.linalg.solve(ridge, goal)
    taught = _likeness(features, None, rows) @ solved
    taught[rows] = goal - solved / np.diag(np.linalg.inv(ridge))[:, None]  # leave-one-out, exact
    taught = taught - taught.mean(axis=1, keepdims=True)
    spread = taught.std()
    return np.asarray(taught / spread if spread > 0 else taught, dtype=np.float64)


def weight_of(right: Floats) -> float:
    """How much what was learned counts, by the judged statements per code.

    Args: right (n, m), 1 where the judged statement belongs to the code.
    Returns: 0 where nothing was judged, towards _FULL as more was.
    """
    per_code = float(right.sum() / right.shape[1])
    return float(_FULL * per_code / (per_code + _HALF_AT))


def _likeness(
    features: Sequence[tuple[float, Any]], rows: NDArray[np.intp] | None, others: NDArray[np.intp]
) -> Floats:
    """(r, o) likeness of these rows, or of all, to the others."""
    total: Floats = np.zeros(())
    for weight, matrix in features:
        asked = matrix if rows is None else matrix[rows]  # directions are made some at a time
        product = asked @ matrix[others].T
        dense = product.toarray() if hasattr(product, "toarray") else product
        total = total + weight * np.asarray(dense, dtype=np.float64)
    return total
