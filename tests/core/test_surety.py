"""How likely a group is one concern: steady and large ones more often are, in a steady corpus."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.surety import chances_of_one, said_of_a_theme
from pipeline.core.tables import THEMES

STEADY = st.floats(0.0, 1.0)
PEOPLE = st.integers(0, 10_000)


def themes(*groups: tuple[float | None, int]) -> pd.DataFrame:
    counts = ("n_statements", "n_respondents", "n_senders", "n_rounds", "n_meetings", "n_roles")
    rows = [
        dict.fromkeys(THEMES.columns, "")
        | dict.fromkeys(counts, people)
        | {"theme_id": f"T{n}", "keywords": (), "recurring": False, "stability": stability}
        | {"chance": pd.NA}
        for n, (stability, people) in enumerate(groups)
    ]
    return THEMES.check(pd.DataFrame(rows, columns=list(THEMES.columns)))


@given(STEADY, STEADY, PEOPLE, PEOPLE)
def test_what_is_steadier_or_larger_is_never_less_likely_one(a, b, n, m) -> None:
    low, high, few, many = min(a, b), max(a, b), min(n, m), max(n, m)
    less, more = chances_of_one(themes((low, few), (high, many)))
    assert 0.0 <= less <= more <= 1.0


def test_three_statements_need_a_steady_group_and_ten_do_not() -> None:
    chances = chances_of_one(themes((0.6, 3), (0.6, 10), (0.5, 10)))
    assert chances[0] < 0.45 < chances[2] < chances[1]


def test_the_same_group_is_less_likely_one_where_little_else_holds_together() -> None:
    among_steady = chances_of_one(themes((0.6, 8), (0.6, 8), (0.7, 8)))
    among_loose = chances_of_one(themes((0.6, 8), (0.3, 8), (0.3, 8)))
    assert among_loose[0] < 0.6 < among_steady[0]


def test_past_thirty_statements_more_say_nothing_more() -> None:
    thirty, many = (
        chances_of_one(themes((0.3, 30), (0.3, 30))),
        chances_of_one(themes((0.3, 2_000), (0.3, 2_000))),
    )
    assert list(thirty) == list(many)


def test_a_letter_that_forty_sent_in_counts_once() -> None:
    letter = themes((0.6, 40), (0.6, 8)).assign(n_statements=[40, 8], n_respondents=[1, 8])
    assert said_of_a_theme(letter).tolist() == [1.0, 8.0]


def test_what_was_not_measured_has_no_chance() -> None:
    assert chances_of_one(themes((None, 8), (0.6, 8))).isna().tolist() == [True, False]
