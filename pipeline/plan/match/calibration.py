"""From score to probability, only where it was calibrated; and sets that hold the right code.

Two questions, two curves: does any code fit (logistic in the fit), and if so which (a softmax of
the scores). A probability is their product; what is left is "no code fits".
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pipeline.core.numeric import logistic, softmax
from pipeline.plan.match.inputs import Floats

Truth = NDArray[np.bool_]  # (n, m + 1): the right codes; the last column, that none fits
ENOUGH = 20  # judged statements from which an organisation's own curve replaces the default
_BORROWED = 20.0  # default judgements' worth of weight of the default curve in the own one


@dataclass(frozen=True)
class Curve:
    """Probability that some code fits: logistic in the fit, in standard deviations of the null."""

    slope: float
    offset: float

    def __call__(self, fit: Floats) -> Floats:
        """Probabilities (n,) of fits (n,)."""
        return logistic(self.slope * fit + self.offset)

    @property
    def needed(self) -> float:
        """The fit at which it is as likely as not that some code fits."""
        return -self.offset / self.slope


@dataclass(frozen=True)
class Calibration:
    """How scores are read.

    Attributes:
        source: where it comes from; the report says so.
        statement, theme: whether any code fits one statement, or a theme of several.
        temperature: of the choice among codes, in the scores' unit.
        nonconformity: 1 - probability of the true option, of each judged statement, ascending;
            what conformal sets are cut by.
    """

    source: str
    statement: Curve
    theme: Curve
    temperature: float
    nonconformity: tuple[float, ...]

    def options(self, fit: Floats, scores: Floats, *, theme: bool = False) -> Floats:
        """Probabilities (n, m + 1): each code, and last that none fits; rows sum to 1."""
        fits = (self.theme if theme else self.statement)(fit)[:, None]
        return np.hstack([fits * softmax(scores, self.temperature), 1.0 - fits])

    def least(self, miss: float) -> float:
        """The smallest probability an option may have to stand in a set that misses 1 in 1/miss.

        Split conformal prediction (Vovk 2005; Sadinle 2019, least ambiguous sets): valid for
        statements exchangeable with those it was calibrated on, no others.
        """
        n = len(self.nonconformity)
        rank = int(np.ceil((n + 1) * (1.0 - miss)))
        return 0.0 if rank > n else 1.0 - self.nonconformity[rank - 1]


def calibrate(default: Calibration, fit: Floats, scores: Floats, truth: Truth) -> Calibration:
    """Fit the curves to judged statements, leaning on the default while they are few.

    Args: fit (n,), scores (n, m), truth (n, m + 1).
    Returns: the default itself below ENOUGH judged statements, else one with ``source`` judged.
        Only the statements' curve is fitted; the themes' stays the default's.
    """
    if len(truth) < ENOUGH:
        return default
    known = ~truth[:, -1]
    temperature = _temperature(scores[known], truth[known, :-1], default.temperature)
    curve = _curve(default.statement, fit, known)
    fresh = replace(default, source="judged", statement=curve, temperature=temperature)
    return with_nonconformity(fresh, fit, scores, truth)


def with_nonconformity(
    calibration: Calibration, fit: Floats, scores: Floats, truth: Truth
) -> Calibration:
    """The same curves, with conformal sets cut by these judged statements.

    Args: fit (n,), scores (n, m), truth (n, m + 1); the last column of truth is "none of these".
    """
    options = calibration.options(fit, scores)
    nonconformity = np.sort(1.0 - np.where(truth, options, 0.0).max(axis=1))
    return replace(calibration, nonconformity=tuple(nonconformity.tolist()))


def _temperature(scores: Floats, truth: Truth, prior: float) -> float:
    """Temperature of least surprise on a grid, with the prior counting as _BORROWED statements."""
    if len(truth) == 0:
        return prior
    grid = np.geomspace(0.05, 5.0, 93)
    loss = [
        -np.log(np.maximum(np.where(truth, softmax(scores, t), 0.0).sum(axis=1), 1e-9)).sum()
        + 0.5 * _BORROWED * np.log(t / prior) ** 2
        for t in grid
    ]
    return float(grid[int(np.argmin(loss))])


def _curve(prior: Curve, fit: Floats, known: NDArray[np.bool_]) -> Curve:
    """Logistic regression by Newton steps, pulled towards the prior as by _BORROWED statements."""
    trust = _BORROWED / 4.0
    start = np.array([prior.slope, prior.offset])
    inputs, weights = np.column_stack([fit, np.ones_like(fit)]), np.zeros(2)

    def surprise(point: Floats) -> float:
        logits = inputs @ point
        loss = np.logaddexp(0.0, logits) - known * logits
        return float(loss.sum() + 0.5 * trust * ((point - start) ** 2).sum())

    for _ in range(100):
        chance = logistic(inputs @ weights)
        gradient = inputs.T @ (known - chance) - trust * (weights - start)
        hessian = (inputs.T * (chance * (1.0 - chance))) @ inputs + trust * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        while surprise(weights + step) > surprise(weights) and np.abs(step).max() > 1e-9:
            step = step / 2.0  # from a steep start a full step overshoots
        weights = weights + step
        if np.abs(step).max() < 1e-8:
            break
    return Curve(float(max(weights[0], 0.05)), float(weights[1]))


def calibration_error(probability: Floats, right: NDArray[np.bool_], bins: int = 10) -> float:
    """Expected calibration error: mean |share right - mean probability| over bins of equal size.

    Args: probability (n,) of the answer given, 0-1; right (n,) whether it was the right one.
    Returns: 0-1; NaN where nothing was answered.
    """
    if len(probability) == 0:
        return float("nan")
    order = np.argsort(probability, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    gaps = [len(p) * abs(float(right[p].mean()) - float(probability[p].mean())) for p in parts]
    return float(sum(gaps) / len(probability))
