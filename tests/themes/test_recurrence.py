"""Who is counted, what recurs, and the life of a concern."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.core.plan import Round
from pipeline.core.respondents import count_people, voices
from pipeline.core.settings import RecurrenceSettings
from pipeline.core.tables import (
    ASSIGNMENTS,
    CAMPAIGNS,
    JUDGEMENTS,
    MEETINGS,
    PAST,
    RESPONSES,
    STATEMENTS,
    THEMES,
)
from pipeline.themes.recurrence import count_themes, is_heard, register, resolved_by_people

ROUNDS = (
    Round("1", "Enquête", "2023-11-06"),
    Round("2", "Gesprekken", "2024-10-01", kind="meeting"),
    Round("3", "Reacties", "2025-09-08"),
)
SETTINGS = RecurrenceSettings()


def responses(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """Rows of round, respondent, role, meeting; one statement each."""
    return RESPONSES.check(
        pd.DataFrame(
            [
                {
                    "response_id": f"a{number:03d}",
                    "round_id": round_id,
                    "meeting_id": meeting,
                    "respondent_id": respondent,
                    "role": role,
                    "area": "",
                    "question_id": "",
                    "date": "",
                    "language": "nl",
                    "text": "er is te weinig tijd",
                    "n_supporters": 1,
                    "source_file": "x.csv",
                    "source_part": "",
                    "source_row": number,
                }
                for number, (round_id, respondent, role, meeting) in enumerate(rows)
            ]
        )
    )


def statements(frame: pd.DataFrame) -> pd.DataFrame:
    return STATEMENTS.check(
        pd.DataFrame(
            {
                "statement_id": frame["response_id"] + ".01",
                "response_id": frame["response_id"],
                "start": 0,
                "end": 20,
                "text": frame["text"],
                "clean_text": frame["text"],
            }
        )
    )


def all_in_one_theme(frame: pd.DataFrame) -> pd.DataFrame:
    return ASSIGNMENTS.check(
        pd.DataFrame(
            {
                "statement_id": frame["response_id"] + ".01",
                "theme_id": "T01",
                "subtheme_id": "",
                "strength": 0.9,
                "nearest_id": "T01",
                "unique_signal": False,
            }
        )
    )


def theme() -> pd.DataFrame:
    blank = dict.fromkeys(THEMES.columns, None)
    return pd.DataFrame(
        [{**blank, "theme_id": "T01", "parent_id": "", "label": "tijd", "keywords": ()}]
    )


def campaign(frame: pd.DataFrame) -> pd.DataFrame:
    return CAMPAIGNS.check(
        pd.DataFrame(
            {
                "response_id": frame["response_id"],
                "campaign_id": "A1",
                "kind": "near",
                "similarity": 0.95,
                "addition_start": None,
                "addition_end": None,
            }
        )
    )


def counted(frame: pd.DataFrame, campaigns: pd.DataFrame | None = None) -> pd.Series:
    who = voices(frame, CAMPAIGNS.empty() if campaigns is None else campaigns, MEETINGS.empty())
    found = count_themes(theme(), all_in_one_theme(frame), statements(frame), who, SETTINGS)
    return found.iloc[0]


def test_ten_replies_by_one_respondent_are_one_voice() -> None:
    row = counted(responses(*[("1", "anna", "ouder", "")] * 10))
    assert (row["n_statements"], row["n_respondents"]) == (10, 1)
    assert not row["recurring"]


def test_a_letter_sent_in_forty_times_is_one_voice_and_forty_senders() -> None:
    frame = responses(*[("3", f"p{n}", "ouder", "") for n in range(40)])
    row = counted(frame, campaign(frame))
    assert (row["n_respondents"], row["n_senders"]) == (1, 40)


def test_three_people_in_two_rounds_make_a_concern_recurring() -> None:
    rows = (("1", "a", "ouder", ""), ("1", "c", "ouder", ""), ("3", "b", "leerkracht", ""))
    assert counted(responses(*rows))["recurring"]


def test_one_family_in_two_rounds_is_not_recurring() -> None:
    assert not counted(responses(("1", "a", "ouder", ""), ("3", "a", "ouder", "")))["recurring"]


def test_two_people_are_too_few_to_call_a_concern_recurring() -> None:
    assert not counted(responses(("1", "a", "ouder", ""), ("3", "b", "ouder", "")))["recurring"]


def test_with_one_round_a_concern_recurs_over_conversations() -> None:
    rows = [("2", f"p{n}", role, f"m{n}") for n, role in enumerate(("ouder", "ib'er", "ouder"))]
    assert counted(responses(*rows))["recurring"]


@pytest.mark.parametrize("meetings", [1, 2, 3])
def test_in_one_round_a_concern_recurs_from_two_conversations_on(meetings: int) -> None:
    rows = [("2", f"p{n}", "ouder", f"m{n % meetings}") for n in range(6)]
    assert SETTINGS.min_meetings == 2
    assert bool(counted(responses(*rows))["recurring"]) is (meetings >= 2)


def test_supporters_noted_at_a_bullet_count_once_at_their_most() -> None:
    frame = responses(("2", "a", "ouder", "m1"), ("2", "a", "ouder", "m1"))
    frame["n_supporters"] = [3, 2]
    assert count_people(voices(frame, CAMPAIGNS.empty(), MEETINGS.empty())) == 3


def lives(*rows: tuple[str, str, str, str], resolved: set[tuple[str, str]] = frozenset()) -> list:
    frame = responses(*rows)
    who = voices(frame, CAMPAIGNS.empty(), MEETINGS.empty())
    table = register(
        all_in_one_theme(frame), statements(frame), who, ROUNDS, SETTINGS, resolved=resolved
    )
    return list(zip(table["round_id"], table["life"], strict=True))


def heard(round_id: str) -> list[tuple[str, str, str, str]]:
    return [(round_id, f"{round_id}-{n}", "ouder", "") for n in range(3)]


def test_a_concern_heard_in_every_round_is_new_and_then_persists() -> None:
    assert lives(*heard("1"), *heard("2"), *heard("3")) == [
        ("1", "new"),
        ("2", "persistent"),
        ("3", "persistent"),
    ]


def test_a_concern_that_stays_away_falls_silent_and_may_return() -> None:
    assert lives(*heard("1"), *heard("3")) == [("1", "new"), ("2", "silent"), ("3", "returned")]


def test_a_concern_of_the_last_round_has_no_life_before_it() -> None:
    assert lives(*heard("3")) == [("3", "new")]


def test_a_resolved_concern_that_is_heard_again_is_reopened() -> None:
    found = lives(*heard("1"), *heard("3"), resolved={("T01", "2")})
    assert found == [("1", "new"), ("2", "resolved"), ("3", "reopened")]


@pytest.mark.parametrize(("n", "everyone", "expected"), [
    (1, 38, False), (2, 38, True), (1, 6, True), (0, 6, False), (2, 400, True), (1, 1, True),
])  # fmt: skip
def test_one_stray_voice_in_a_full_round_is_not_heard_and_a_formal_body_is(
    n: int, everyone: int, expected: bool
) -> None:
    assert is_heard(n, everyone, SETTINGS) is expected


def test_a_concern_heard_on_after_it_was_reopened_persists() -> None:
    rounds = (*heard("1"), *heard("2"), *heard("3"))
    found = lives(*rounds, resolved={("T01", "2")})
    assert found == [("1", "new"), ("2", "reopened"), ("3", "persistent")]


def past(*lived: str) -> pd.DataFrame:
    """PAST of T01: its lives in rounds before the first of ours, oldest first."""
    rows = [
        ("T01", f"p{n}", "Eerder", f"202{n}-01-01", 0, 0, 0, life) for n, life in enumerate(lived)
    ]
    return PAST.check(pd.DataFrame(rows, columns=list(PAST.columns)))


@pytest.mark.parametrize(
    ("lived", "now"),
    [
        (("new",), "persistent"),
        (("new", "silent"), "returned"),
        (("new", "resolved"), "reopened"),
        (("new", "resolved", "reopened"), "persistent"),
        (("",), "new"),
    ],
)
def test_a_life_goes_on_from_the_rounds_that_only_an_earlier_run_knew(
    lived: tuple[str, ...], now: str
) -> None:
    frame = responses(*heard("1"))
    who = voices(frame, CAMPAIGNS.empty(), MEETINGS.empty())
    table = register(
        all_in_one_theme(frame), statements(frame), who, ROUNDS[:1], SETTINGS, past=past(*lived)
    )
    assert list(table["life"]) == [now]


def test_a_round_that_came_later_says_nothing_of_a_life_before() -> None:
    frame = responses(*heard("1"))
    who = voices(frame, CAMPAIGNS.empty(), MEETINGS.empty())
    later = past("new").assign(date="2030-01-01")
    table = register(
        all_in_one_theme(frame), statements(frame), who, ROUNDS[:1], SETTINGS, past=later
    )
    assert list(table["life"]) == ["new"]


def judged(new: str, known: tuple[str, ...], state: str = "applied") -> pd.DataFrame:
    row = dict.fromkeys(JUDGEMENTS.columns, "")
    lists = dict.fromkeys(("anchor", "target", "against"), ())
    row |= {"judgement_id": "b-1", "kind": "status", "codebook_id": "goals", "bound": "T01"}
    return JUDGEMENTS.check(
        pd.DataFrame([{**row, **lists, "new": new, "rounds": known, "state": state}])
    )


def test_what_a_person_found_answered_is_resolved_from_the_next_round_on() -> None:
    assert resolved_by_people(judged("addressed|1.1", ("1",)), ROUNDS) == {("T01", "2")}
    assert resolved_by_people(judged("addressed|1.1", ("1", "2", "3")), ROUNDS) == frozenset()
    assert resolved_by_people(judged("partly|1.1", ("1",)), ROUNDS) == frozenset()
    assert resolved_by_people(judged("addressed|1.1", ("1",), "open"), ROUNDS) == frozenset()


def recurs(*rows: tuple[str, str, str, str], lived: pd.DataFrame) -> bool:
    """Whether T01 recurs, given these answers of one run and its rounds before."""
    frame = responses(*rows)
    who = voices(frame, CAMPAIGNS.empty(), MEETINGS.empty())
    found = count_themes(theme(), all_in_one_theme(frame), statements(frame), who, SETTINGS, lived)
    return bool(found["recurring"][0])


def test_rounds_that_only_an_earlier_run_knew_count_for_what_recurs() -> None:
    once = past("new").assign(n_respondents=1)
    assert recurs(*heard("1"), lived=once)
    assert recurs(*heard("1"), lived=past("new", "silent"))
    assert not recurs(*heard("1"), lived=past("silent", ""))
    assert not recurs(*heard("1"), lived=once.assign(theme_id="T02"))
    assert not recurs(*heard("1"), lived=PAST.empty())


def test_people_of_earlier_rounds_count_among_the_three() -> None:
    two = heard("1")[:2]
    assert recurs(*two, lived=past("new").assign(n_respondents=1))
    assert not recurs(*two, lived=past("new"))  # nobody was behind it there


def test_what_nobody_says_now_does_not_recur_however_often_it_was_heard() -> None:
    frame = responses(*heard("1"))
    who = voices(frame, CAMPAIGNS.empty(), MEETINGS.empty())
    elsewhere = all_in_one_theme(frame).assign(theme_id="T09", nearest_id="T09")
    lived = past("new", "persistent").assign(n_respondents=9)
    found = count_themes(theme(), elsewhere, statements(frame), who, SETTINGS, lived)
    assert not found["recurring"][0]


def test_a_life_before_goes_on_where_it_ended_on_the_very_day() -> None:
    frame = responses(*heard("1"))
    who = voices(frame, CAMPAIGNS.empty(), MEETINGS.empty())
    same_day = past("new").assign(date=ROUNDS[0].date)
    table = register(
        all_in_one_theme(frame), statements(frame), who, ROUNDS[:1], SETTINGS, past=same_day
    )
    assert list(table["life"]) == ["persistent"]


def meetings(**topics: str) -> pd.DataFrame:
    rows = [
        {"meeting_id": key, "round_id": "1", "title": key, "topic": topic, "date": "",
         "role": "", "n_present": 8}
        for key, topic in topics.items()
    ]  # fmt: skip
    return MEETINGS.check(pd.DataFrame(rows))


@pytest.mark.parametrize(
    ("topics", "recurring"),
    [
        ({"m1": "Taal", "m2": "Taal", "m3": "Vervoer"}, False),  # asked for twice
        ({"m1": "Taal", "m2": "Vervoer", "m3": "Vervoer"}, True),
        ({"m1": "Wat speelt er?", "m2": "Wat speelt er?", "m3": "Wat speelt er?"}, True),
        ({"m1": "Taal", "m2": "Taal", "m3": ""}, True),  # not every meeting had a subject
    ],
)
def test_in_one_round_a_concern_comes_back_under_another_subject(
    topics: dict[str, str], recurring: bool
) -> None:
    frame = responses(*[("1", f"p{n}", "ouder", f"m{1 + n % 2}") for n in range(6)])
    who = voices(frame, CAMPAIGNS.empty(), meetings(**topics))
    found = count_themes(theme(), all_in_one_theme(frame), statements(frame), who, SETTINGS)
    assert bool(found.iloc[0]["recurring"]) is recurring
