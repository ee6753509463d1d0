"""A plan from dicts: short where it may be, and every fault at its place."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.core.errors import DataProblems
from pipeline.core.plan import Plan

ON_TIME = {"title": "Vervoer", "goals": ["De taxi is op tijd."]}


def test_a_goal_may_be_a_text_alone_and_gets_its_number() -> None:
    plan = Plan.from_dict({"pillars": [ON_TIME, {**ON_TIME, "goals": ["a", {"text": "b"}]}]})
    assert [goal.goal_id for goal in plan.goals()] == ["1.1", "2.1", "2.2"]
    assert [pillar.title for pillar in plan.pillars] == ["Vervoer", "Vervoer"]


def test_keys_are_those_of_plan_toml() -> None:
    plan = Plan.from_dict(
        {
            "plan": {"title": "Samen", "version": "2"},
            "pillars": [
                {
                    "id": "A",
                    "title": "Vervoer",
                    "goals": [
                        {"id": "A.7", "title": "Op tijd", "page": 4, "actions": ["Wij bellen."]}
                    ],
                }
            ],
            "passages": [{"id": "p1", "text": "Geld is er niet."}],
            "codebooks": [
                {"id": "kaders", "kind": "kaders", "codes": [{"id": "K1", "text": "geld"}]}
            ],
        }
    )
    goal = next(plan.goals())
    assert (plan.title, plan.version, goal.goal_id, goal.place.page) == ("Samen", "2", "A.7", 4)
    assert [(one.action_id, one.text) for one in goal.actions] == [("A.7.1", "Wij bellen.")]
    assert plan.passages[0].text == "Geld is er niet."
    assert (plan.codebooks[0].kind, plan.codebooks[0].code("K1").text) == ("kaders", "geld")


@pytest.mark.parametrize(
    ("data", "places"),
    [
        ({"pilars": []}, ["plan['pilars']"]),
        (
            {"pillars": [{"goals": [{"txt": "a"}, 3]}]},
            [
                "plan['pillars'][0]",
                "plan['pillars'][0]['goals'][0]['txt']",
                "plan['pillars'][0]['goals'][0]",
                "plan['pillars'][0]['goals'][1]",
            ],
        ),
        ({"pillars": [{**ON_TIME, "goals": [{"id": "1", "text": "a"}] * 2}]}, ["plan"]),
        ({"pillars": "Vervoer"}, ["plan['pillars']"]),
        ({"pillars": [{**ON_TIME, "page": "vier"}]}, ["plan['pillars'][0]['page']"]),
        ({"codebooks": [{"id": "kaders"}]}, ["plan['codebooks'][0]"]),
        ({}, ["plan"]),
    ],
)
def test_every_fault_is_told_at_its_place(data: dict[str, Any], places: list[str]) -> None:
    with pytest.raises(DataProblems) as faults:
        Plan.from_dict(data)
    assert [one.where for one in faults.value.problems] == places


def test_a_misspelt_key_is_told_the_nearest() -> None:
    with pytest.raises(DataProblems) as faults:
        Plan.from_dict({"pilars": [ON_TIME]})
    assert "pillars" in faults.value.problems[0].mend
