"""A sentence of the plan may name a concern though no goal is about it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pipeline.core.plan import Goal, Passage, Pillar, Place, Plan
from pipeline.plan.match.inputs import Texts
from pipeline.plan.mentions import GoalSentence, goals_that_name, sentences_of

TAXI, CLASS, MONEY = np.eye(6, dtype=np.float32)[:3]
SAID = {
    "s1": (TAXI, {"taxi": 1.0, "laat": 1.0}),
    "s2": (TAXI, {"taxi": 1.0, "lang": 1.0}),
    "s3": (CLASS, {"klas": 1.0, "groot": 1.0}),
    "s4": (CLASS, {"klas": 1.0, "vol": 1.0}),
}
GROUPS = {"T1": ["s1", "s2"], "T2": ["s3", "s4"]}
WRITTEN = {
    "Voor sommigen duren de taxiritten lang.": (TAXI, {"taxirit": 1.0, "duren": 1.0}),
    "Het geld gaat naar de scholen.": (MONEY, {"geld": 1.0, "school": 1.0}),
}


def texts(rows: dict[str, tuple[np.ndarray, dict[str, float]]]) -> Texts:
    vectors = np.stack([vector for vector, _terms in rows.values()])
    return Texts(tuple(rows), tuple(rows), tuple(terms for _v, terms in rows.values()), (vectors,))


def named(goals: tuple[str, ...] = ("9.1",), **nearest: list[str]) -> dict[str, str]:
    sentences = [GoalSentence(text, goals) for text in WRITTEN]
    order = {"T1": [], "T2": []} | nearest
    return goals_that_name(GROUPS, texts(SAID), sentences, texts(WRITTEN), order)


def test_a_concern_is_named_by_a_sentence_that_is_near_and_has_its_word() -> None:
    assert named() == {"T1": "9.1"}


def test_of_several_goals_with_the_sentence_the_likeliest_is_meant() -> None:
    assert named(("9.1", "9.2", "9.3"), T1=["4.1", "9.2"]) == {"T1": "9.2"}


def test_likeness_without_a_word_in_common_names_nothing() -> None:
    sentences = [GoalSentence(text, ("9.1",)) for text in WRITTEN]
    other = replace(texts(WRITTEN), terms=({"reis": 1.0}, {"geld": 1.0}))
    nearest = {"T1": ["9.1"], "T2": ["9.1"]}
    assert goals_that_name(GROUPS, texts(SAID), sentences, other, nearest) == {}


@pytest.mark.parametrize("groups", [{}, {"T1": []}, {"T1": ["gone"]}])
def test_nothing_said_is_named_by_nothing(groups: dict[str, list[str]]) -> None:
    sentences = [GoalSentence(text, ("9.1",)) for text in WRITTEN]
    assert goals_that_name(groups, texts(SAID), sentences, texts(WRITTEN), {"T1": []}) == {}
    assert goals_that_name(GROUPS, texts(SAID), [], texts(WRITTEN), {}) == {}


def test_sentences_are_those_of_goals_and_of_what_stands_below_a_pillar() -> None:
    goals = (Goal("1.1", "Reizen", "De rit is lang. Kort."), Goal("1.2", "Wonen"))
    below = Passage("p1", "Ouderen wachten op een woning.", Place(path=("Opgave 1. Dichtbij",)))
    apart = Passage("p2", "De wethouder schreef dit voorwoord.", Place(path=("Voorwoord",)))
    pillar = Pillar("1", "Dichtbij", "Wie hier woont, wil dichtbij geholpen worden.", goals)
    plan = Plan("P", (pillar,), passages=(below, apart))
    assert {(sentence.text, sentence.goal_ids) for sentence in sentences_of(plan)} == {
        ("Wie hier woont, wil dichtbij geholpen worden.", ("1.1", "1.2")),
        ("De rit is lang.", ("1.1",)),
        ("Ouderen wachten op een woning.", ("1.1", "1.2")),
    }
