"""Who spoke less than the size of the group lets expect."""

from __future__ import annotations

import pandas as pd

from pipeline.core.settings import RecurrenceSettings
from pipeline.themes.silence import quiet_goals, quiet_groups

SETTINGS = RecurrenceSettings()


def people(**roles: int) -> pd.DataFrame:
    rows = [
        {"voice_id": f"{role}-{n}", "role": role, "area": "", "n_supporters": 1}
        for role, count in roles.items()
        for n in range(count)
    ]
    return pd.DataFrame(rows, columns=["voice_id", "role", "area", "n_supporters"])


def verdicts(statements: pd.DataFrame, **sizes: int) -> dict[str, str]:
    table = quiet_groups(statements, {"role": sizes}, SETTINGS)
    return dict(zip(table["subject"], table["verdict"], strict=True))


def test_a_large_group_that_brought_few_people_spoke_less_than_expected() -> None:
    found = verdicts(people(ouder=80, assistent=3), ouder=100, assistent=100)
    assert found == {"ouder": "heard", "assistent": "less_than_expected"}


def test_a_group_that_brought_nobody_was_not_heard() -> None:
    assert verdicts(people(ouder=80), ouder=100, gemeente=50)["gemeente"] == "not_heard"


def test_few_people_from_a_small_group_is_no_silence() -> None:
    assert verdicts(people(ouder=50, inspectie=0), ouder=1000, inspectie=5)["inspectie"] == "heard"


def test_nothing_is_said_of_a_group_whose_size_is_not_known() -> None:
    assert "leerling" not in verdicts(people(leerling=3, ouder=2), ouder=10)


def test_goals_nobody_spoke_of_are_named() -> None:
    goals = quiet_goals(["1.1", "1.2"], {"1.1": 4})
    assert list(goals["verdict"]) == ["heard", "not_heard"]


def goal_verdicts(people: dict[str, int], themed: set[str]) -> dict[str, str]:
    found = quiet_goals(list(people), people, themed)
    return dict(zip(found["subject"], found["verdict"], strict=True))


def test_a_goal_that_far_fewer_spoke_of_than_of_the_others_is_hardly_heard() -> None:
    people = {"1": 40, "2": 30, "3": 4, "4": 0, "5": 25}
    assert goal_verdicts(people, {"1"}) == {
        "1": "heard", "2": "heard", "3": "less_than_expected", "4": "not_heard", "5": "heard",
    }  # fmt: skip


def test_a_few_people_are_no_silence_where_every_goal_brings_few() -> None:
    assert goal_verdicts({"1": 9, "2": 3, "3": 8}, set())["2"] == "heard"


def test_a_goal_that_a_theme_is_about_was_heard_whatever_single_statements_say() -> None:
    assert goal_verdicts({"1": 40, "2": 2, "3": 30}, {"2"})["2"] == "heard"


def test_people_are_printed_beside_every_verdict() -> None:
    found = quiet_goals(["1", "2"], {"1": 40}, set()).set_index("subject")
    assert found["n_respondents"].to_dict() == {"1": 40, "2": 0}
