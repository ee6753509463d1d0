"""People are counted, not bullets: a meeting adds no more people than were there."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.core.respondents import count_people, people_per, reckon, voices
from pipeline.core.tables import CAMPAIGNS, MEETINGS, RESPONSES

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
