"""Agreement of two people: the known values, and what chance gives."""

from __future__ import annotations

import random

import pytest

from pipeline.evaluation.agreement import agreement, cohen, krippendorff

# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", example A: two observers,
# binary, ten items: alpha = 0.095.
FIRST = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
SECOND = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]


def test_alpha_is_krippendorffs_own_example() -> None:
    found = krippendorff(FIRST, SECOND, lambda a, b: float(a != b))
    assert found == pytest.approx(0.095, abs=5e-4)


def test_kappa_by_hand() -> None:
    # 2x2: 20 both yes, 15 both no, 5 and 10 apart: observed .70, by chance .50
    yes, no = [frozenset({"j"})], [frozenset({"n"})]
    first = yes * 25 + no * 25
    second = yes * 20 + no * 5 + yes * 10 + no * 15
    assert cohen(first, second) == pytest.approx(0.4)


def test_who_agree_wholly_score_one() -> None:
    coded = {"a": ("1.1",), "b": ("1.2", "2.1"), "c": ()}
    found = agreement(coded, coded, coded)
    assert (found.alpha, found.kappa, found.f1, found.f1_tool) == (1.0, 1.0, 1.0, 1.0)


def test_only_what_both_judged_counts() -> None:
    found = agreement({"a": ("1",), "b": ("2",)}, {"b": ("2",), "c": ("1",)})
    assert found.n_items == 1 and found.f1 == 1.0


def test_no_shared_item_says_nothing() -> None:
    found = agreement({"a": ("1",)}, {"b": ("1",)})
    assert (found.n_items, found.alpha, found.kappa, found.f1) == (0, None, None, None)


def test_chance_gives_about_nothing() -> None:
    rng = random.Random(4)
    one = {str(n): (rng.choice("AB"),) for n in range(4000)}
    other = {str(n): (rng.choice("AB"),) for n in range(4000)}
    found = agreement(one, other)
    assert found.alpha == pytest.approx(0.0, abs=0.05)
    assert found.kappa == pytest.approx(0.0, abs=0.05)


def test_half_a_set_shared_is_half_an_agreement() -> None:
    one = {"a": ("1",), "b": ("2",), "c": ("3",)}
    apart = agreement(one, {"a": ("2",), "b": ("3",), "c": ("1",)})
    half = agreement(one, {"a": ("1", "2"), "b": ("2", "3"), "c": ("3", "1")})
    assert apart.alpha is not None and half.alpha is not None and apart.alpha < half.alpha < 1


def test_per_code_the_tool_stands_beside_the_people() -> None:
    people = {"a": ("1",), "b": ("1",), "c": ("2",)}
    found = agreement(people, people, {"a": ("1",), "b": ("2",), "c": ("2",)})
    codes = {one.code: one for one in found.codes}
    assert codes["1"].f1 == 1.0 and codes["1"].f1_tool == pytest.approx(2 / 3)
    assert codes["2"].n_both == 1
