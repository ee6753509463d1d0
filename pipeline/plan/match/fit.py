"""Does any code fit? The best code's likeness against what the best of the *other* codes reaches.

Where some code fits a text, its second best code is a wrong one, and the best among wrong ones.
How high those come in this corpus, with this codebook, is the null: a corpus of angry stories and
a codebook of formal goals have a low one, two texts by one author a high one. So the same fit
means the same in each, where a fixed likeness does not (best cut .5 to 2.0 on four sets).
"""

from __future__ import annotations

import numpy as np

from pipeline.plan.match.inputs import Floats

# The null of a corpus with too few items or codes to show one, as if seen on _BORROWED items.
_TYPICAL_MEAN, _TYPICAL_SPREAD, _BORROWED = 0.5, 0.4, 4.0


def fit_of(likeness: Floats, expected: Floats, noise: Floats | None = None) -> Floats:
    """How far the best code stands above the null (n,), in the null's standard deviations.

    Args:
        likeness (n, m).
        expected (n,): what is subtracted because more may be expected.
        noise (n,): variance an item has beyond the usual, because few statements are behind it.
    """
    if len(likeness) == 0:
        return np.zeros(0)
    more = np.zeros(len(likeness)) if noise is None else noise
    best = likeness.max(axis=1) - expected
    if likeness.shape[1] == 1:
        return np.asarray(
            (best - _TYPICAL_MEAN) / np.sqrt(_TYPICAL_SPREAD**2 + more), dtype=np.float64
        )
    second = np.partition(likeness, -2, axis=1)[:, -2] - expected
    n = len(second)
    mean = (second.sum() + _BORROWED * _TYPICAL_MEAN) / (n + _BORROWED)
    squares = ((second - mean) ** 2).sum() + _BORROWED * _TYPICAL_SPREAD**2
    spread = np.sqrt(squares / (n + _BORROWED) + more)
    return np.asarray((best - mean) / spread, dtype=np.float64)
