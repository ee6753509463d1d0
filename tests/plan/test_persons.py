"""Persons are named nowhere in a plan or a list of known issues; what else has a name keeps it."""

from __future__ import annotations

import pytest

from pipeline.core.plan import Plan
from pipeline.plan.persons import without_persons
from pipeline.text.nlp import embedded_tables

PLAN = {
    "title": "Plan van de Regenboog",
    "pillars": [
        {"title": "Vervoer", "goals": ["De taxi komt op tijd. Vragen gaan naar mevrouw Haanstra."]}
    ],
    "passages": [{"text": "Mail Wietske Zuidhof op zuidhof@postvak.example."}],
    "codebooks": [
        {
            "id": "kwesties",
            "title": "Kwesties",
            "codes": [{"id": "Q1", "title": "Klacht van dhr. Oldenkamp", "text": "Te laat."}],
        }
    ],
}


def _safe(plan: Plan) -> Plan:
    return without_persons(plan, embedded_tables().is_word)


def test_no_person_is_left_in_a_goal_a_passage_or_a_code() -> None:
    plan = _safe(Plan.from_dict(PLAN))
    (goal,), (passage,) = plan.goals(), plan.passages
    assert goal.wording == "De taxi komt op tijd. Vragen gaan naar mevrouw [naam]"
    assert passage.text == "Mail [naam] op [e-mail]."
    assert plan.codebooks[0].codes[0].title == "Klacht van dhr. [naam]"
    assert plan.title == PLAN["title"]


@pytest.mark.parametrize(
    "text",
    [
        "Scholenwijzer Hollerwaard wordt de plek voor ouders.",
        "Oosterhave-West wil een groene wijk zijn.",
        "Uiterlijk op 1 maart 2026 staat elk profiel op de website.",
        "Isk-leerlingen stromen soepel door.",
    ],
)
def test_names_of_things_and_dates_stay_in_a_plan(text: str) -> None:
    plan = Plan.from_dict({"pillars": [{"title": "Pijler", "goals": [text]}]})
    assert _safe(plan) == plan
