"""Actions below several goals of a chapter: whose they are by meaning, and whose chapter it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from pipeline.files.blocks import Block
from pipeline.plan.reading.document import PlanReading, reading_of

MATTERS = ("zwem", "kermis", "lied", "koor")  # what a sentence is about, to this encoder


def encode(sentences: Sequence[str]) -> NDArray[np.float32]:
    rows = [[float(matter in text.casefold()) for matter in MATTERS] for text in sentences]
    return np.array([[*row, 0.2] for row in rows], dtype=np.float32)


def item(text: str) -> Block:
    return Block("item", text)


def bold(text: str) -> Block:
    return Block("paragraph", text, bold=True)


def chapter(title: str, goals: Sequence[str], actions: Sequence[str]) -> list[Block]:
    """A chapter that names its goals below "Ambities", and then what is done for all of them."""
    told = [part for goal in goals for part in (bold(goal), Block("paragraph", "Dat willen we."))]
    return [
        Block("heading", title, level=1),
        Block("paragraph", "In het dorp wonen achthonderd mensen."),
        Block("heading", "Ambities", level=2),
        *told,
        Block("heading", "Wat doen we", level=2),
        *map(item, actions),
    ]


PLAN = [
    *chapter(
        "Buiten",
        ("Wie wil zwemmen kan dat", "De kermis komt terug"),
        (
            "In het zwembad komt een dak.",
            "De botsauto's van de kermis staan op het plein.",
            "Leden van de zwemclub krijgen korting.",
        ),
    ),
    *chapter(
        "Binnen",
        ("Elk kind leert een lied", "Het koor heeft een eigen zaal"),
        ("Voor het koor huren we de kerk.", "Scholen krijgen een bundel met liedjes."),
    ),
]


@pytest.fixture(scope="module")
def reading() -> PlanReading:
    return reading_of(PLAN, "plan", encode)


def test_chapters_that_each_name_their_ambitions_are_the_pillars(reading: PlanReading) -> None:
    assert [pillar.title for pillar in reading.plan.pillars] == ["Buiten", "Binnen"]


def test_an_action_goes_to_the_goal_that_means_the_same_in_whatever_order(
    reading: PlanReading,
) -> None:
    assert {goal.title: [a.text for a in goal.actions] for goal in reading.plan.goals()} == {
        "Wie wil zwemmen kan dat": [
            "In het zwembad komt een dak.",
            "Leden van de zwemclub krijgen korting.",
        ],
        "De kermis komt terug": ["De botsauto's van de kermis staan op het plein."],
        "Elk kind leert een lied": ["Scholen krijgen een bundel met liedjes."],
        "Het koor heeft een eigen zaal": ["Voor het koor huren we de kerk."],
    }


def test_no_action_is_lost_where_nothing_tells_meaning() -> None:
    by_words = reading_of(PLAN, "plan")
    assert by_words.shared
    assert sum(len(goal.actions) for goal in by_words.plan.goals()) == 5


def test_a_plan_that_says_whose_each_action_is_needs_no_encoder() -> None:
    def never(_sentences: Sequence[str]) -> NDArray[np.float32]:
        raise AssertionError("nothing is shared")

    own = [
        Block("heading", "Pijler 1: Buiten", level=1),
        Block("heading", "Doel 1.1: Het zwembad blijft", level=2),
        Block("paragraph", "Wat gaan we doen?"),
        item("Er komt een dak."),
        Block("heading", "Doel 1.2: De kermis komt terug", level=2),
        Block("paragraph", "Wat gaan we doen?"),
        item("Het plein wordt vrijgehouden."),
    ]
    reading = reading_of(own, "plan", never)
    assert not reading.shared
    assert [len(goal.actions) for goal in reading.plan.goals()] == [1, 1]
