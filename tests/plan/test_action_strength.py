"""The plan's wording: what it promises, intends or only mentions."""

from __future__ import annotations

import json

import pytest

from pipeline.core.plan import Action, Goal, Pillar, Plan
from pipeline.core.tokens import Tokens
from pipeline.plan.action_strength import strength_of, strengths
from pipeline.text.nlp import load_pipeline
from tests.conftest import CASES

# Share read as a person reads it, per split: lower than measured by two cases, so that a rule
# that breaks several is seen. `test` was not mended to, but
# written by the same hand; on the 40 actions of the demo's plans, 38 were right at first sight.
NEEDED = {"dev": 0.97, "test": 0.95}


@pytest.mark.parametrize("split", NEEDED)
def test_the_wording_is_read_as_a_person_reads_it(split: str) -> None:
    lines = (CASES / "commitment.jsonl").read_text("utf-8").splitlines()
    cases = [case for case in map(json.loads, lines) if case["split"] == split]
    assert len(cases) >= 40, "the guard looked at nothing"
    words = load_pipeline("embedded").analyse_texts([case["text"] for case in cases])
    wrong = [
        case["id"]
        for case, tokens in zip(cases, words, strict=True)
        if strength_of(case["text"], tokens) != case["strength"]
    ]
    assert 1 - len(wrong) / len(cases) >= NEEDED[split], wrong


def test_only_actions_whose_words_are_known_are_read() -> None:
    actions = (Action("1.1.1", "Wij streven naar rust."), Action("1.1.2", "Het loket opent."))
    plan = Plan("P", (Pillar("1", "A", goals=(Goal("1.1", "Rust", actions=actions),)),))
    words = load_pipeline("embedded").analyse_texts([actions[0].text])
    assert strengths(plan, {"1.1.1": words[0]}) == {"1.1.1": "intend"}


def test_an_empty_text_is_no_promise() -> None:
    assert strength_of("", Tokens((), ())) == "mention"


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("Wij monitoren elk kwartaal hoe lang kinderen wachten.", "talk"),
        ("Het onderwerp wordt geagendeerd in het regionale overleg.", "talk"),
        ("Elke school krijgt een vaste begeleider.", "promise"),
        ("Een kinderraad bespreekt twee keer per jaar met de directeur wat beter kan.", "promise"),
    ],
)
def test_talk_among_those_who_decide_is_told_from_an_action(action: str, expected: str) -> None:
    plan = Plan.from_dict(
        {"pillars": [{"title": "P", "goals": [{"title": "G", "actions": [action]}]}]}
    )
    (known,) = [each.action_id for goal in plan.goals() for each in goal.actions]
    (words,) = load_pipeline().analyse_texts([action])
    assert strengths(plan, {known: words}) == {known: expected}


@pytest.mark.parametrize(
    ("action", "refuses"),
    [
        (
            "Uitbreiding naar de zondag maakt vanwege de kosten geen deel uit van dit programma.",
            True,
        ),
        ("Extra lantaarns zijn in dit natuurgebied niet voorzien.", True),
        ("Voor een eigen gebouw is in deze periode geen budget beschikbaar.", True),
        ("Er komt geen tweede loket.", True),
        ("De wachttijd bij de ggz valt buiten de invloed van het samenwerkingsverband.", True),
        ("Wij beperken ons tot de bovenbouw.", True),
        ("Er wordt geen besluit genomen zonder dat ouders zijn uitgenodigd.", False),
        ("Geen kind wacht langer dan zes weken.", False),
        ("Ouders hoeven hun verhaal niet opnieuw te vertellen.", False),
        ("Er komt een vast aanspreekpunt, ook voor wie geen Nederlands spreekt.", False),
        ("De school schorst niemand voor het overleg is geweest.", False),
    ],
)
def test_a_refusal_is_told_from_a_promise_with_no_in_it(action: str, refuses: bool) -> None:
    plan = Plan.from_dict(
        {"pillars": [{"title": "P", "goals": [{"title": "G", "actions": [action]}]}]}
    )
    (known,) = [each.action_id for goal in plan.goals() for each in goal.actions]
    (words,) = load_pipeline().analyse_texts([action])
    assert (strengths(plan, {known: words})[known] == "refuse") is refuses


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("Twaalf scholen krijgen vanaf augustus 2027 een extra assistent.", "part"),
        ("Elf scholen krijgen vanaf augustus 2027 een extra assistent.", "part"),
        ("In 2026 scholen wij bij en krijgt de school een coach.", "promise"),
        ("Op drie locaties in de stad is twee dagen per week een hulpverlener.", "part"),
        ("Er komt één telefoonnummer voor de zes gemeenten.", "promise"),
        ("De proef op vier scholen zetten we om in structurele financiering.", "promise"),
        ("Na zes weken evalueren beide scholen met de ouders.", "promise"),
        ("In 2030 evalueren wij de groep.", "talk"),
        ("Er start een proef met een warme overdracht.", "part"),
        ("De plusgroep in Oosterkoog wordt een voorziening voor de bovenbouw.", "part"),
        ("In alle drie de gemeenten komt een loket.", "promise"),
        ("Elke school krijgt in januari 2027 een vaste begeleider.", "promise"),
        ("In 2029 bekijken we met deze scholen wat de inzet heeft opgeleverd.", "talk"),
        ("Het netwerk begaafdheid komt vier keer per jaar bij elkaar.", "talk"),
        ("In het oogo bespreken wij de wachttijden met de gemeenten.", "talk"),
    ],
)
def test_what_is_done_for_some_only_or_merely_looked_at_is_told_from_what_is_done(
    action: str, expected: str
) -> None:
    actions = [action, "Er komt een groep in Zandermeer.", "In Duinwaarde rijdt een bus."]
    plan = Plan.from_dict(
        {"pillars": [{"title": "P", "goals": [{"title": "G", "actions": actions}]}]}
    )
    known = [each.action_id for goal in plan.goals() for each in goal.actions]
    words = load_pipeline().analyse_texts(actions)
    assert strengths(plan, dict(zip(known, words, strict=True)))[known[0]] == expected


def test_the_one_place_a_plan_is_about_is_no_part_of_it() -> None:
    actions = ["In Oosterkoog rijdt een bus.", "Elke school krijgt een vaste begeleider."]
    plan = Plan.from_dict(
        {"pillars": [{"title": "P", "goals": [{"title": "G", "actions": actions}]}]}
    )
    known = [each.action_id for goal in plan.goals() for each in goal.actions]
    words = load_pipeline().analyse_texts(actions)
    assert "part" not in strengths(plan, dict(zip(known, words, strict=True))).values()
