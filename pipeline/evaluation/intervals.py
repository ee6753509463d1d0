"""How sure a figure is: over the people it was measured on, whole persons in or out.

Drawn are halves without return (delete-half jackknife; Shao and Wu 1989): half of the people is as
far from all of them as all are from the world they were drawn from. A bootstrap would draw the same
statement twice, and two copies always agree: it flatters every measure of agreement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_DRAWS = 500  # halves; the ends of an interval then move less than a tenth of its width
LEAST = 0.02  # difference that matters: below it no reader would see another report
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Figure:
    """A figure with its 95% interval."""

    value: float
    low: float
    high: float


def rounded(figures: Mapping[str, Figure]) -> dict[str, tuple[float, float]]:
    """Both ends of each interval to four decimals; left out where people are too few for one."""
    return {
        name: (round(figure.low, 4), round(figure.high, 4))
        for name, figure in figures.items()
        if np.isfinite(figure.low)
    }


def share(right: Iterable[object]) -> float:
    """Share of these that hold, 0-1; NaN where there are none."""
    values = [bool(outcome) for outcome in right]
    return sum(values) / len(values) if values else float("nan")


def with_interval(value: float, low_high: tuple[float, float] | None) -> str:
    """A figure as it is printed, with its interval where it has one."""
    return (
        f"{value:.3f}" if low_high is None else "{:.3f} [{:.3f}, {:.3f}]".format(value, *low_high)
    )


@dataclass(frozen=True)
class Difference:
    """A paired difference with its 95% interval: positive where the second is better."""

    first: float
    second: float
    mean: float
    low: float
    high: float

    @property
    def sure(self) -> bool:
        """Whether the interval leaves zero out, and the difference is large enough to matter."""
        return abs(self.mean) >= LEAST and (self.low > 0 or self.high < 0)


def figure(
    measure: Callable[[Rows], float],
    groups: Sequence[str],
    *,
    draws: int = _DRAWS,
    seed: int = 42,
) -> Figure:
    """A figure over n things, with its interval.

    Args: measure: gives the figure on the things at these positions; groups: (n,) who each is of.
    Raises: ValueError when there is nothing to measure on.
    """
    value = measure(np.arange(len(groups)))
    low, high = _spread(measure, groups, draws, seed)
    return Figure(value, value + low, value + high)


def paired(
    measure: Callable[[Rows], tuple[float, float]],
    groups: Sequence[str],
    *,
    draws: int = _DRAWS,
    seed: int = 42,
) -> Difference:
    """Difference of two figures over the same n things, each draw taken for both.

    Args: measure: gives both on the things at these positions; groups: (n,) who each is of.
    Raises: ValueError when there is nothing to compare on.
    """
    if not len(groups):
        raise ValueError("nothing to compare on")
    first, second = measure(np.arange(len(groups)))

    def difference(rows: Rows) -> float:
        first, second = measure(rows)
        return second - first

    low, high = _spread(difference, groups, draws, seed)
    mean = second - first
    return Difference(first, second, mean, mean + low, mean + high)


def over_fits(
    first: Sequence[Callable[[Rows], float]],
    second: Sequence[Callable[[Rows], float]],
    groups: Sequence[str],
    *,
    draws: int = _DRAWS,
    seed: int = 42,
) -> Difference:
    """Difference of two things of which each was made several times over, on other seeds.

    Each draw takes one fit of either, besides half of the people: what another seed would have
    changed is no difference between the two. Their figures are means over the fits.

    Args: first, second: a measure per fit, on the things at these positions.
    Raises: ValueError when there is nothing to compare on.
    """
    if not len(groups):
        raise ValueError("nothing to compare on")
    whole, rng = np.arange(len(groups)), np.random.default_rng([seed, 1])
    before, after = (
        float(np.mean([measure(whole) for measure in side])) for side in (first, second)
    )

    def drawn(rows: Rows) -> float:
        of_first, of_second = (side[int(rng.integers(len(side)))] for side in (first, second))
        return of_second(rows) - of_first(rows)

    low, high = _spread(drawn, groups, draws, seed)
    mean = after - before
    return Difference(before, after, mean, mean + low, mean + high)


def _spread(
    measure: Callable[[Rows], float], groups: Sequence[str], draws: int, seed: int
) -> tuple[float, float]:
    """How far below and above its middle a figure on half of the people comes, 95% of the time."""
    if not len(groups):
        raise ValueError("nothing to measure on")
    names, whose = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
    if len(names) < 4:  # halves of three people tell nothing
        return -np.inf, np.inf
    rng = np.random.default_rng(seed)
    values = []
    for _draw in range(draws):
        taken = np.zeros(len(names), dtype=bool)
        taken[rng.choice(len(names), len(names) // 2, replace=False)] = True
        values.append(measure(np.flatnonzero(taken[whose])))
    low, high = np.nanquantile(values, [0.025, 0.975]) - np.nanmean(values)
    return float(low), float(high)
