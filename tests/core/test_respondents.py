"""Whose voice it is, how many people stand behind it, and which small groups are kept back."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.respondents import count_people, lean, people_per, voices, withheld
from pipeline.core.tables import CAMPAIGNS, MEETINGS, RESPONSES


def said(*rows: tuple[str, str, int]) -> pd.DataFrame:
    """Rows of voice, role and supporters."""
    return pd.DataFrame(rows, columns=["voice_id", "role", "n_supporters"])


def test_who_signs_a_campaign_speaks_with_its_one_voice() -> None:
    rows = [
        {**dict.fromkeys(RESPONSES.columns, ""), "response_id": one, "respondent_id": f"p{one}",
         "n_supporters": n, "source_row": 1}
        for one, n in (("a", 5), ("b", 3), ("c", 0), ("d", None))
    ]  # fmt: skip
    campaigns = CAMPAIGNS.empty()
    letter = pd.DataFrame({"response_id": ["a", "b"], "campaign_id": ["K1", "K1"]})
    alone = voices(RESPONSES.check(pd.DataFrame(rows)), campaigns, MEETINGS.empty())
    assert list(alone["voice_id"]) == ["pa", "pb", "pc", "pd"]
    assert list(alone["n_supporters"]) == [5, 3, 1, 1]  # nobody is behind nothing
    signed = voices(RESPONSES.check(pd.DataFrame(rows)), letter, MEETINGS.empty())
    assert list(signed["voice_id"]) == ["K1", "K1", "pc", "pd"]
    assert list(signed["n_supporters"]) == [1, 1, 1, 1]


def test_supporters_of_a_voice_count_once_at_their_most() -> None:
    rows = said(("a", "ouder", 3), ("a", "ouder", 2), ("b", "ouder", 1))
    assert count_people(rows) == 4
    assert count_people(rows.head(0)) == 0


def test_people_are_counted_per_group_largest_first_and_then_by_name() -> None:
    rows = said(("a", "ouder", 1), ("b", "leraar", 2), ("c", "", 9), ("d", "arts", 2))
    assert list(people_per(rows, "role").items()) == [("arts", 2), ("leraar", 2), ("ouder", 1)]
    again = said(("a", "ouder", 3), ("a", "ouder", 2), ("b", "ouder", 1))
    assert people_per(again, "role") == {"ouder": 4}


@pytest.mark.parametrize(
    ("counts", "kept_back"),
    [
        ({"a": 9, "b": 5}, ""),
        ({"a": 9, "b": 4}, "ab"),  # one alone is found by subtraction
        ({"a": 9, "b": 5, "c": 4}, "bc"),  # the smallest other shields it
        ({"a": 9, "b": 1, "c": 1}, "abc"),  # two ones together could not be large
        ({"a": 9, "b": 3, "c": 3}, "bc"),  # 3 + 3 could be 1 + 5
        ({"a": 9, "b": 3, "c": 2}, "abc"),  # 3 + 2 could be 1 + 4 at most
        ({"a": 3, "b": 0}, "ab"),  # too few people to say even which group is empty
        ({"a": 5, "b": 0}, ""),
        ({}, ""),
    ],
)
def test_a_small_group_is_kept_back_and_what_would_give_it_away(
    counts: dict[str, int], kept_back: str
) -> None:
    assert withheld(counts, 5) == set(kept_back)


def test_what_is_always_kept_back_is_so_with_nobody_in_it() -> None:
    assert withheld({"a": 9, "b": 0, "c": 8}, 5, always=frozenset("b")) == {"b"}
    assert withheld({"a": 9, "b": 6, "c": 8}, 5, always=frozenset("b")) == {"b", "c"}
    assert withheld({"a": 9}, 5, always=frozenset("z")) == set()


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 12)), st.integers(2, 6))
def test_any_of_the_kept_back_could_be_large(counts: dict[str, int], least: int) -> None:
    hidden = withheld(counts, least)
    people = sum(counts[key] for key in hidden)
    assert all(n == 0 or n >= least for key, n in counts.items() if key not in hidden)
    if people and hidden != set(counts):
        assert len(hidden) >= 2
        assert people - (len(hidden) - 1) >= least


@pytest.mark.parametrize(
    ("complaint", "wish", "support", "leaning"),
    [
        (0, 0, 0, "unknown"),
        (2, 0, 1, "concern"),
        (0, 2, 1, "concern"),
        (65, 0, 35, "mixed"),
        (66, 0, 34, "concern"),
        (1, 0, 1, "mixed"),
        (10, 0, 14, "mixed"),  # rather a concern too many than one that is called praise
        (10, 0, 16, "support"),
        (0, 0, 1, "support"),
    ],
)
def test_what_most_people_voice(complaint: int, wish: int, support: int, leaning: str) -> None:
    told = {"complaint": complaint, "wish": wish, "support": support, "question": 7}
    assert lean(told) == leaning
    assert lean({}) == "unknown"
