"""The shared arithmetic says what scikit-learn and scipy say."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special
from sklearn import metrics, preprocessing

from pipeline.core.numeric import (
    ami,
    ari,
    codes,
    logistic,
    nmi,
    silhouettes,
    softmax,
    unit_rows,
)

RNG = np.random.default_rng(5)
ROWS = RNG.normal(size=(40, 6))
DIVISIONS = [(RNG.integers(0, k, 60), RNG.integers(0, m, 60)) for k in (1, 3, 9) for m in (1, 4)]


def test_rows_are_of_length_one_and_what_is_zero_stays_zero() -> None:
    assert np.allclose(unit_rows(ROWS), preprocessing.normalize(ROWS))
    assert not unit_rows(np.zeros((2, 3))).any()


def test_noise_below_the_least_length_has_no_direction() -> None:
    assert not unit_rows(np.full((1, 4), 1e-7), least=1e-6).any()


def test_float32_stays_float32_and_a_single_vector_is_a_row() -> None:
    assert unit_rows(ROWS.astype(np.float32)).dtype == np.float32
    assert np.allclose(unit_rows(ROWS[0]), unit_rows(ROWS)[0])


def test_rows_can_be_written_over_themselves() -> None:
    rows = ROWS.copy()
    assert unit_rows(rows, out=rows) is rows
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0)


@pytest.mark.parametrize("temperature", [0.2, 1.0, 3.0])
def test_shares_are_those_of_scipy(temperature: float) -> None:
    assert np.allclose(softmax(ROWS, temperature), special.softmax(ROWS / temperature, axis=1))
    assert np.allclose(softmax(ROWS[0] * 1e4), special.softmax(ROWS[0] * 1e4))


def test_probabilities_are_those_of_scipy_also_far_out() -> None:
    odds = np.array([-1e6, -3.0, 0.0, 3.0, 1e6])
    with np.errstate(all="raise"):
        assert np.allclose(logistic(odds), special.expit(odds))


@pytest.mark.parametrize(("gold", "found"), DIVISIONS)
def test_agreement_is_that_of_scikit_learn(gold: np.ndarray, found: np.ndarray) -> None:
    assert nmi(gold, found) == pytest.approx(metrics.normalized_mutual_info_score(gold, found))
    assert ari(gold, found) == pytest.approx(metrics.adjusted_rand_score(gold, found))
    assert ami(gold, found) == pytest.approx(metrics.adjusted_mutual_info_score(gold, found))


def test_what_stands_in_no_group_is_one_more_group() -> None:
    names = ["a", "", "b", "a", "", "b"]
    outside, inside = codes(names, other=""), codes(names)
    assert list(outside) == [0, -1, 1, 0, -1, 1]
    assert ari(outside, inside) == nmi(outside, inside) == 1.0


def test_two_points_per_group_are_as_far_apart_as_scikit_learn_says() -> None:
    rows = unit_rows(RNG.normal(size=(6, 4))).astype(np.float32)
    labels = np.array([0, 0, 1, 1, 2, 2])
    # With two in a group its rest is one statement; the other groups are held by their centroids.
    middles = {k: unit_rows(rows[labels == k].sum(axis=0).astype(np.float64)) for k in range(3)}
    for row, value in enumerate(silhouettes(rows, labels)):
        own = int(labels[row])
        (mate,) = (n for n in np.flatnonzero(labels == own) if n != row)
        near = metrics.pairwise.cosine_distances(rows[[row]], rows[[mate]])[0, 0]
        others = np.stack([middles[k] for k in range(3) if k != own])
        far = metrics.pairwise.cosine_distances(rows[[row]], others).min()
        assert value == pytest.approx((far - near) / max(far, near), abs=1e-6)


def test_a_statement_without_a_group_has_no_silhouette() -> None:
    rows = unit_rows(ROWS).astype(np.float32)
    values = silhouettes(rows, np.array([0, 0, 1, 1, -1] * 8))
    assert not values[4::5].any() and values.any()
    assert not silhouettes(rows, np.zeros(40, dtype=np.int64)).any(), "one group has no other"
