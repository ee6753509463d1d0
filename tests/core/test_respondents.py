"""Whose voice it is, how many people stand behind it, and which small groups are kept back."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.respondents import count_people, lean, people_per, reckon, voices, withheld
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
        (4, 0, 6, "mixed"),  # just at the limit
        (10, 0, 16, "support"),
        (0, 0, 1, "support"),
    ],
)
def test_what_most_people_voice(complaint: int, wish: int, support: int, leaning: str) -> None:
    told = {"complaint": complaint, "wish": wish, "support": support, "question": 7}
    assert lean(told) == leaning
    assert lean({}) == "unknown"


Present = dict[str, int | None]
PRESENT: Present = {"": 5, "ouder": 3, "leerkracht": 2}


def responses(*rows: tuple[str, str, int]) -> pd.DataFrame:
    """One response per (meeting, role, supporters), each a respondent of its own."""
    blank = dict.fromkeys(RESPONSES.columns, "")
    return RESPONSES.check(
        pd.DataFrame(
            [
                blank
                | {"response_id": f"r{n}", "respondent_id": f"p{n}", "round_id": "1"}
                | {"meeting_id": meeting, "role": role, "n_supporters": supporters, "source_row": n}
                for n, (meeting, role, supporters) in enumerate(rows)
            ]
        )
    )


def meetings(present: Present | None = None, meeting: str = "m1") -> pd.DataFrame:
    if present is None:
        return MEETINGS.empty()
    rows = [
        {"meeting_id": meeting, "round_id": "1", "title": "Avond", "topic": "", "date": ""}
        | {"role": role, "n_present": n}
        for role, n in present.items()
    ]
    return MEETINGS.check(pd.DataFrame(rows))


def heard(*rows: tuple[str, str, int], present: Present | None = PRESENT) -> pd.DataFrame:
    return voices(responses(*rows), CAMPAIGNS.empty(), meetings(present))


def test_twenty_bullets_of_one_role_are_no_more_people_than_that_role_had() -> None:
    assert count_people(heard(*[("m1", "ouder", 1)] * 20)) == 3


def test_fewer_bullets_than_people_are_as_many_people_as_bullets() -> None:
    assert count_people(heard(("m1", "ouder", 1), ("m1", "ouder", 1))) == 2


def test_times_said_count_within_the_bound() -> None:
    assert count_people(heard(("m1", "ouder", 5))) == 3
    assert count_people(heard(("m1", "ouder", 2))) == 2


def test_several_who_are_not_counted_are_among_those_who_said_the_rest() -> None:
    present = {"": 9}
    rows = [("m1", "", 2), ("m1", "ouder", 1), ("m1", "leerkracht", 1)]
    assert count_people(heard(*rows, present=present)) == 3
    assert count_people(heard(("m1", "", 2), present=present)) == 2
    assert count_people(heard(("m1", "", 5), ("m1", "", 1), present=present)) == 6


def test_roles_together_are_no_more_than_everybody_present() -> None:
    rows = [("m1", "ouder", 3), ("m1", "leerkracht", 2), ("m1", "", 1), ("m1", "ib'er", 1)]
    assert count_people(heard(*rows)) == 5


@pytest.mark.parametrize(
    ("present", "people"),
    [
        ({"": 5, "ouder": None}, 4),
        ({"": 5, "leerkracht": 2}, 4),
        ({"": 3, "ouder": None}, 3),
        ({"ouder": 1}, 1),
    ],
)
def test_a_role_nobody_counted_is_bounded_by_all_who_were_there(
    present: Present, people: int
) -> None:
    assert count_people(heard(*[("m1", "ouder", 1)] * 4, present=present)) == people


def test_senders_are_bounded_as_people_are() -> None:
    assert count_people(heard(*[("m1", "ouder", 1)] * 9), by="respondent_id") == 3


def test_senders_are_never_fewer_than_people() -> None:
    rows = heard(("", "ouder", 5), ("", "ouder", 1), present=None)
    assert count_people(rows) == count_people(rows, by="respondent_id") == 6


def test_where_nobody_counted_who_was_there_every_point_is_a_voice() -> None:
    assert count_people(heard(*[("m1", "ouder", 1)] * 9, present=None)) == 9


def test_who_answered_a_survey_is_bounded_by_no_meeting() -> None:
    assert count_people(heard(*[("", "ouder", 1)] * 9, ("m1", "ouder", 9))) == 12
    assert count_people(heard(*[("", "ouder", 2)] * 2, ("m1", "ouder", 1))) == 5


@pytest.mark.parametrize("column", ["role", "round_id"])
def test_people_per_group_are_never_more_than_people_in_all(column: str) -> None:
    frame = heard(*[("m1", "ouder", 2)] * 4, *[("m1", "leerkracht", 1)] * 4, ("", "ouder", 1))
    per = people_per(frame, column)
    assert max(per.values()) <= count_people(frame) == 6
    assert per == ({"ouder": 4, "leerkracht": 2} if column == "role" else {"1": 6})


def test_writers_people_in_meetings_and_points_add_up_to_all_people() -> None:
    rows = [("", "ouder", 1)] * 4 + [("m1", "ouder", 1)] * 9 + [("m2", "ouder", 1)] * 6
    found = reckon(heard(*rows))
    assert found.people == found.writers + found.spoken + found.points == 4 + 3 + 6
    assert (found.meetings, found.uncounted) == (1, 1)


def test_a_letter_sent_in_by_many_is_one_writer_and_its_senders_are_told() -> None:
    frame = heard(*[("", "ouder", 1)] * 5)
    frame.loc[frame.index[:4], "voice_id"] = "C1"
    found = reckon(frame)
    assert (found.writers, found.copies, found.letters) == (2, 4, 1)


def test_a_letter_that_is_read_aloud_in_a_meeting_stays_one_voice_in_the_sum() -> None:
    frame = heard(*[("", "ouder", 1)] * 5, *[("m1", "ouder", 1)] * 3)
    frame.loc[[*frame.index[:4], frame.index[-1]], "voice_id"] = "C1"
    found = reckon(frame)
    assert found.people == found.writers + found.spoken + found.points


def test_a_part_of_what_was_said_is_never_by_more_people_than_the_whole() -> None:
    frame = heard(*[("m1", "ouder", 1)] * 4, *[("m1", "leerkracht", 2)] * 3, ("", "ouder", 1))
    counts = [count_people(frame.iloc[:n]) for n in range(len(frame) + 1)]
    assert counts == sorted(counts)
