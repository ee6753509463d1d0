"""Probabilities that mean what they say, sets that hold the right code, learned judgements."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.plan.match.calibration import (
    ENOUGH,
    Calibration,
    Curve,
    calibrate,
    calibration_error,
    with_nonconformity,
)
from pipeline.plan.match.defaults import DEFAULT
from pipeline.plan.match.fewshot import learned, weight_of
from pipeline.plan.match.fit import fit_of

RNG = np.random.default_rng(7)


def drawn(n: int, m: int = 5) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Statements whose truth was drawn from known curves: fit, scores, truth."""
    true = Calibration("true", Curve(1.5, -0.5), Curve(1.5, -0.5), 0.8, ())
    fit, scores = RNG.normal(size=n), RNG.normal(size=(n, m))
    options = true.options(fit, scores)
    truth = np.zeros((n, m + 1), dtype=bool)
    for row, chances in enumerate(options):
        truth[row, RNG.choice(m + 1, p=chances)] = True
    return fit, scores, truth


def error_of(
    calibration: Calibration, fit: np.ndarray, scores: np.ndarray, truth: np.ndarray
) -> float:
    options = calibration.options(fit, scores)
    best = options.argmax(axis=1)
    return calibration_error(options.max(axis=1), truth[np.arange(len(truth)), best])


def test_options_of_every_statement_sum_to_one() -> None:
    fit, scores, _ = drawn(50)
    assert np.allclose(DEFAULT.options(fit, scores).sum(axis=1), 1.0)


def test_judged_statements_mend_a_calibration_that_is_off() -> None:
    fit, scores, truth = drawn(2_000)
    wrong = Calibration("default", Curve(4.0, 3.0), Curve(4.0, 3.0), 0.1, ())
    own = calibrate(wrong, fit[:1_000], scores[:1_000], truth[:1_000])
    rest = (fit[1_000:], scores[1_000:], truth[1_000:])
    assert own.source == "judged"
    assert error_of(own, *rest) < 0.06 < error_of(wrong, *rest)


def test_a_few_judgements_leave_the_default_as_it_is() -> None:
    fit, scores, truth = drawn(ENOUGH - 1)
    assert calibrate(DEFAULT, fit, scores, truth) is DEFAULT


def test_from_enough_judgements_on_they_count() -> None:
    fit, scores, truth = drawn(ENOUGH)
    assert calibrate(DEFAULT, fit, scores, truth).source == "judged"


def test_the_curve_is_the_least_surprising_one_near_the_default() -> None:
    """Against scipy's own minimiser; the default counts as twenty judged statements."""
    from scipy.optimize import minimize

    fit, scores, truth = drawn(300)
    known, prior = ~truth[:, -1], np.array([DEFAULT.statement.slope, DEFAULT.statement.offset])

    def surprise(at: np.ndarray) -> float:
        logits = at[0] * fit + at[1]
        loss = (np.logaddexp(0.0, logits) - known * logits).sum()
        return float(loss + 0.5 * 5.0 * ((at - prior) ** 2).sum())

    best = minimize(surprise, prior, tol=1e-12).x
    curve = calibrate(DEFAULT, fit, scores, truth).statement
    assert (curve.slope, curve.offset) == pytest.approx(tuple(best), abs=1e-3)


@pytest.mark.parametrize("sharper", [0.3, 1.0, 4.0])
@pytest.mark.parametrize("n", [25, 250])
def test_the_temperature_is_the_least_surprising_one_near_the_default(
    sharper: float, n: int
) -> None:
    """Against scipy's own minimiser; the default counts as twenty judged statements."""
    from scipy.optimize import minimize_scalar
    from scipy.special import log_softmax

    fit, scores, truth = drawn(n)
    scores, known = scores * sharper, ~truth[:, -1]

    def surprise(log_temperature: float) -> float:
        chances = log_softmax(scores[known] / np.exp(log_temperature), axis=1)
        away = log_temperature - np.log(DEFAULT.temperature)
        return float(-chances[truth[known, :-1]].sum() + 0.5 * 20.0 * away**2)

    best = np.exp(minimize_scalar(surprise, bounds=(-3.0, 1.6), method="bounded").x)
    own = calibrate(DEFAULT, fit, scores, truth).temperature
    assert own == pytest.approx(best, rel=0.04)  # the grid's steps are five in a hundred


def test_who_judged_that_nothing_fits_teaches_no_choice_among_codes() -> None:
    fit, scores, truth = drawn(ENOUGH)
    truth[:] = False
    truth[:, -1] = True
    own = calibrate(DEFAULT, fit, scores, truth)
    assert own.temperature == DEFAULT.temperature
    assert own.statement.needed > DEFAULT.statement.needed


def test_judgements_that_tell_nothing_of_the_slope_leave_it() -> None:
    _fit, scores, truth = drawn(ENOUGH)
    own = calibrate(DEFAULT, np.zeros(ENOUGH), scores, truth).statement
    assert own.slope == pytest.approx(DEFAULT.statement.slope)


def test_more_fit_never_makes_a_code_less_likely() -> None:
    fit, scores, truth = drawn(400)
    turned = calibrate(DEFAULT, -8 * fit, scores, truth).statement
    assert turned.slope == 0.05
    assert turned(np.array([1.0]))[0] > turned(np.array([0.0]))[0]


@pytest.mark.parametrize("miss", [0.05, 0.1, 0.2])
def test_a_set_misses_the_right_code_as_often_as_was_asked(miss: float) -> None:
    fit, scores, truth = drawn(6_000)
    cut = with_nonconformity(DEFAULT, fit[:3_000], scores[:3_000], truth[:3_000])
    options = cut.options(fit[3_000:], scores[3_000:])
    held = (options >= cut.least(miss))[truth[3_000:]].mean()
    assert held == pytest.approx(1 - miss, abs=0.03)


def test_a_set_of_nine_judged_statements_is_cut_at_its_ninth_and_no_further() -> None:
    judged = tuple(number / 10 for number in range(1, 10))
    cut = Calibration("judged", DEFAULT.statement, DEFAULT.theme, 1.0, judged)
    assert cut.least(0.1) == pytest.approx(0.1)  # the ninth of nine
    assert cut.least(0.2) == pytest.approx(0.2)  # the eighth
    assert cut.least(0.05) == 0.0  # would take ten


def test_the_fit_that_is_needed_makes_it_as_likely_as_not() -> None:
    curve = Curve(2.0, -1.0)
    assert curve.needed == 0.5
    assert curve(np.array([curve.needed]))[0] == pytest.approx(0.5)


def test_too_few_judged_statements_give_a_set_of_everything() -> None:
    fit, scores, truth = drawn(5)
    assert with_nonconformity(DEFAULT, fit, scores, truth).least(0.1) == 0.0


def test_calibration_error_is_zero_when_every_share_is_as_said_and_large_when_not() -> None:
    chance = np.repeat([0.2, 0.8], 50)
    right = np.concatenate([np.arange(50) < 10, np.arange(50) < 40])
    assert calibration_error(chance, right, bins=2) == pytest.approx(0.0)
    assert calibration_error(chance, ~right, bins=2) == pytest.approx(0.6)


def test_a_judged_statement_is_scored_without_its_own_judgement() -> None:
    vectors = RNG.normal(size=(30, 8))
    features = [(1.0, vectors)]
    rows, right = np.arange(10), np.eye(3)[RNG.integers(0, 3, 10)]
    told = learned(features, rows, right)
    turned = right.copy()
    turned[0] = np.roll(turned[0], 1)
    again = learned(features, rows, turned)
    # Standardised over all, so compare which code it would get: the order, not the size.
    assert told[0].argsort().tolist() == again[0].argsort().tolist()


def test_what_was_learned_counts_for_more_with_more_judgements() -> None:
    one, four = np.eye(3), np.repeat(np.eye(3), 4, axis=0)
    assert 0 < weight_of(one) < weight_of(four) < 0.5


def test_fit_is_read_against_what_the_other_codes_reach() -> None:
    likeness = RNG.normal(size=(200, 6)) * 0.3
    likeness[:100, 2] += 3.0
    fit = fit_of(likeness, np.zeros(200))
    shifted = fit_of(likeness * 2.0 + 1.0, np.zeros(200))
    assert fit[:100].min() > fit[100:].max()
    assert np.corrcoef(fit, shifted)[0, 1] > 0.999


def test_fewer_statements_behind_a_theme_make_the_same_likeness_prove_less() -> None:
    likeness = RNG.normal(size=(20, 6)) * 0.3
    likeness[:, 0] += 2.0
    plain = fit_of(likeness, np.zeros(20))
    unsure = fit_of(likeness, np.zeros(20), np.full(20, 0.5))
    assert (unsure < plain).all()
