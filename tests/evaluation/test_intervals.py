"""Intervals: over people, not statements, and a difference has to matter."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.evaluation.intervals import Difference, figure, over_fits, paired

RNG = np.random.default_rng(2)
FIRST, SECOND = RNG.random(400) < 0.5, RNG.random(400) < 0.8
EACH = [str(one) for one in range(400)]


def means(rows: np.ndarray) -> tuple[float, float]:
    return float(FIRST[rows].mean()), float(SECOND[rows].mean())


def test_a_clear_difference_is_sure_and_none_is_not() -> None:
    found = paired(means, EACH)
    assert found.sure
    assert 0.2 < found.low < found.mean < found.high < 0.45
    same = paired(lambda rows: (float(FIRST[rows].mean()),) * 2, EACH)
    assert (same.mean, same.low, same.high, same.sure) == (0.0, 0.0, 0.0, False)


def test_an_interval_is_as_wide_as_the_figure_is_unsure() -> None:
    """Of a mean of n things it is four standard errors wide."""
    found = figure(lambda rows: float(FIRST[rows].mean()), EACH)
    expected = 2 * 1.96 * FIRST.std() / np.sqrt(len(FIRST))
    assert found.high - found.low == pytest.approx(expected, rel=0.15)


def test_ten_statements_of_one_person_are_one_draw() -> None:
    """Who agrees with herself forty times makes nothing surer."""
    people = np.repeat(np.arange(40), 10)
    said = (np.random.default_rng(5).random(40) < 0.5)[people].astype(float)
    by_person = figure(lambda rows: float(said[rows].mean()), [str(one) for one in people])
    by_statement = figure(lambda rows: float(said[rows].mean()), EACH)
    assert by_person.high - by_person.low > 2 * (by_statement.high - by_statement.low)


def test_a_difference_too_small_to_matter_is_not_sure() -> None:
    assert not Difference(0.5, 0.51, 0.01, 0.005, 0.015).sure
    assert Difference(0.5, 0.53, 0.03, 0.005, 0.055).sure
    assert not Difference(0.5, 0.53, 0.03, -0.005, 0.065).sure


def test_three_people_tell_nothing() -> None:
    found = figure(lambda rows: float(FIRST[rows].mean()), ["a", "b", "c"])
    assert (found.low, found.high) == (-np.inf, np.inf)


def test_an_empty_comparison_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        paired(means, [])


def test_what_another_seed_would_have_changed_is_no_difference() -> None:
    def always(value: float) -> Callable[[NDArray[np.intp]], float]:
        return lambda _rows: value

    lucky, unlucky = [always(0.5)], [always(0.6)]
    assert over_fits(lucky, unlucky, EACH).sure
    moving = over_fits([always(0.5), always(0.6)], [always(0.55), always(0.65)], EACH)
    assert moving.mean == pytest.approx(0.05)
    assert moving.low < 0.0 < moving.high and not moving.sure


def test_with_one_fit_of_either_it_is_the_paired_difference() -> None:
    def first(rows: NDArray[np.intp]) -> float:
        return float(FIRST[rows].mean())

    def second(rows: NDArray[np.intp]) -> float:
        return float(SECOND[rows].mean())

    both = paired(lambda rows: (first(rows), second(rows)), EACH)
    assert over_fits([first], [second], EACH) == both
    with pytest.raises(ValueError, match="nothing"):
        over_fits([first], [second], [])
