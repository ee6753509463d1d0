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


def test_a_goal_that_no_theme_is_about_is_hardly_heard_whatever_single_statements_say() -> None:
    found = quiet_goals(["1", "2", "3"], {"1": 40, "2": 14}, {"1"}).set_index("subject")
    assert found["verdict"].to_dict() == {
        "1": "heard", "2": "less_than_expected", "3": "not_heard",
    }  # fmt: skip
    assert found["n_respondents"].to_dict() == {"1": 40, "2": 14, "3": 0}


def test_a_theme_that_hardly_holds_together_needs_people_beside_it() -> None:
    found = quiet_goals(["1", "2"], {"1": 4, "2": 9}, (), {"1", "2"}).set_index("subject")
    assert found["verdict"].to_dict() == {"1": "less_than_expected", "2": "heard"}
