"""How likely a group is one concern: steadier is likelier, and so is larger."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.surety import chance_of_one

STEADY = st.floats(0.0, 1.0)
PEOPLE = st.integers(0, 10_000)


@given(STEADY, STEADY, PEOPLE, PEOPLE)
def test_what_is_steadier_or_larger_is_never_less_likely_one(a, b, n, m) -> None:
    low, high, few, many = min(a, b), max(a, b), min(n, m), max(n, m)
    assert 0.0 < chance_of_one(low, few) <= chance_of_one(high, many) < 1.0


def test_three_people_need_a_group_that_nearly_always_comes_back_and_ten_do_not() -> None:
    assert chance_of_one(0.6, 3) < 0.45 < chance_of_one(0.7, 3)
    assert chance_of_one(0.4, 10) > 0.45 > chance_of_one(0.25, 10)


def test_past_twenty_people_more_say_nothing_more() -> None:
    assert chance_of_one(0.3, 20) == chance_of_one(0.3, 2_000)
