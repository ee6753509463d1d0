"""A plan may number its goals by a word of its own; that word is no part of their names."""

from __future__ import annotations

from pipeline.files.blocks import Block
from pipeline.plan.reading.document import reading_of
from pipeline.plan.reading.own_words import with_own_labels

GOALS = ("Iedereen kan meedoen", "De straat is van ons", "Buren kennen elkaar")


def heading(text: str, level: int) -> Block:
    return Block("heading", text, level=level)


def plan(word: str) -> list[Block]:
    blocks = [heading("Wijkplan De Brink 2026-2030", 1), heading("Speerpunt 1 Samen", 2)]
    for n, goal in enumerate(GOALS, start=1):
        blocks += [
            heading(f"{word} 1.{n} – {goal}", 3),
            Block("paragraph", "Zo bouwen wij daaraan:"),
            Block("item", f"We openen in 2027 een huiskamer, nummer {n}.", level=1),
        ]
    return blocks


def test_the_plans_own_word_before_a_number_is_a_label() -> None:
    read = reading_of(plan("Haven"), "plan").plan
    assert [(goal.goal_id, goal.title) for goal in read.goals()] == [
        (f"1.{n}", goal) for n, goal in enumerate(GOALS, start=1)
    ]
    assert [len(goal.actions) for goal in read.goals()] == [1, 1, 1]
    assert all("Zo bouwen wij" not in goal.text for goal in read.goals())


def test_words_by_which_any_document_numbers_its_parts_stay() -> None:
    chapters = [heading(f"Hoofdstuk {n} Over ons", 1) for n in range(1, 5)]
    assert with_own_labels(chapters) == chapters


def test_a_word_that_comes_back_twice_is_no_label() -> None:
    headings = [heading("Haven 1 De kade", 1), heading("Haven 2 De brug", 1)]
    assert with_own_labels(headings) == headings
