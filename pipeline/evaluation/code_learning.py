"""Is ``CodeMatcher`` any better than logistic regression on the same vectors?"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.evaluation.intervals import Difference, Rows, paired
from pipeline.runs.estimators import CodeMatcher

SHOTS = (1, 2, 4, 8)  # judged texts per code
# Settings of logistic regression. The best of them for a measure is chosen on the very texts that
# are measured: no way of choosing it can do better.
_LOOSE = (10.0, 100.0, 1000.0)
_LEAST_CHANCE = 1e-12  # one certain mistake is not infinitely bad


def learning_curve(
    vectors: NDArray[np.float32],
    codes: Sequence[str],
    people: Sequence[str],
    *,
    draws: int = 5,
    seed: int = 0,
) -> dict[int, dict[str, Difference]]:
    """How well the other texts are coded once 1, 2, 4 or 8 texts of each code were judged.

    Args:
        vectors: (n, d) of texts.
        codes, people: (n,) the code of each text, and who wrote it; intervals are over people.
        draws: how often other texts are taken as the judged ones.
    Returns: judged per code -> ``right`` (share of the other texts given their own code) and
        ``surprise`` (log loss of the chances), logistic regression first, CodeMatcher second.
    Raises: ValueError when no code has two texts.
    """
    counts = {code: list(codes).count(code) for code in set(codes)}
    rows = np.array([row for row, code in enumerate(codes) if counts[code] > 1], dtype=np.intp)
    if not len(rows):
        raise ValueError("no code has two texts")
    truth = np.unique([codes[row] for row in rows], return_inverse=True)[1]
    whose = [people[row] for row in rows]
    return {
        shots: _compared(vectors[rows], truth, whose, list(_judged(truth, shots, draws, seed)))
        for shots in SHOTS
    }


def _judged(truth: NDArray[np.intp], shots: int, draws: int, seed: int) -> Iterator[Rows]:
    """Rows that are judged; of every code one stays that is not."""
    rng = np.random.default_rng([seed, shots])
    for _draw in range(draws):
        order = rng.permutation(len(truth))
        own = [order[truth[order] == code] for code in range(truth.max() + 1)]
        yield np.concatenate([rows[: min(shots, len(rows) - 1)] for rows in own])


def _compared(
    vectors: NDArray[np.float32], truth: NDArray[np.intp], people: list[str], draws: list[Rows]
) -> dict[str, Difference]:
    """Both measures, each text's own mean over the draws in which it was not judged."""
    from sklearn.linear_model import LogisticRegression

    methods: list[Any] = [LogisticRegression(C=loose, max_iter=200) for loose in _LOOSE]
    methods.append(CodeMatcher())
    right, surprise = (np.zeros((len(methods), len(truth))) for _ in range(2))
    times = np.zeros(len(truth))
    for judged in draws:
        others = np.setdiff1d(np.arange(len(truth)), judged)
        times[others] += 1
        for number, method in enumerate(methods):
            with warnings.catch_warnings():  # that codes are many beside so few rows is the point
                warnings.simplefilter("ignore", UserWarning)
                method.fit(vectors[judged], truth[judged])
            chances = method.predict_proba(vectors[others])
            right[number, others] += chances.argmax(axis=1) == truth[others]
            own = chances[np.arange(len(others)), truth[others]]
            surprise[number, others] -= np.log(np.maximum(own, _LEAST_CHANCE))
    seen = np.flatnonzero(times)
    right, surprise = right[:, seen] / times[seen], surprise[:, seen] / times[seen]
    whose = [people[row] for row in seen]
    return {
        "right": _beside_best(right, int(right[:-1].mean(axis=1).argmax()), whose),
        "surprise": _beside_best(surprise, int(surprise[:-1].mean(axis=1).argmin()), whose),
    }


def _beside_best(scores: NDArray[np.float64], best: int, people: list[str]) -> Difference:
    """The last method's scores (methods, n) beside those of the best baseline."""
    return paired(
        lambda rows: (float(scores[best, rows].mean()), float(scores[-1, rows].mean())), people
    )
