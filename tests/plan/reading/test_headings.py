"""Plans without label words: the headings are the tree, and every part of it is marked unsure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.evaluation.plan import LevelScore, score_trees, summed
from pipeline.files.blocks import Block
from pipeline.plan.reading.document import read_plan_document, reading_of, tree_of
from tests.office import saved_by_libreoffice
from tests.plan.reading.heading_plans import build_md, heading_plans
from tests.plan.reading.plan_documents import PlanCase, build_docx

PLANS = list(heading_plans())


def total(paths: Sequence[Path], cases: Sequence[PlanCase]) -> list[LevelScore]:
    return summed(
        [
            score_trees(tree_of(read_plan_document(path)), case.gold)
            for path, case in zip(paths, cases, strict=True)
        ]
    )


def right(scores: Sequence[LevelScore], least: float) -> None:
    for score in scores:
        assert min(score.recall, score.precision, score.parent) >= least, score


def test_there_are_enough_plans() -> None:
    goals = [goal for case in PLANS for p in case.gold["pillars"] for goal in p["goals"]]
    assert len(PLANS) >= 10
    assert len(goals) + sum(len(goal["actions"]) for goal in goals) >= 300


def test_headings_of_word_files_are_the_tree(tmp_path: Path) -> None:
    right(total([build_docx(case, tmp_path / f"{case.name}.docx") for case in PLANS], PLANS), 1.0)


def test_headings_of_markdown_are_the_tree(tmp_path: Path) -> None:
    right(total([build_md(case, tmp_path / f"{case.name}.md") for case in PLANS], PLANS), 1.0)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["odt", "pdf"])
def test_headings_of_other_formats_are_the_tree(kind: str, tmp_path: Path) -> None:
    words = [build_docx(case, tmp_path / f"{case.name}.docx") for case in PLANS]
    right(total(saved_by_libreoffice(words, kind, tmp_path), PLANS), 0.95)


def test_what_only_headings_say_is_marked_unsure() -> None:
    blocks = [
        Block("heading", "Rust", level=1),
        Block("heading", "Elk kind hoort erbij", level=2),
        Block("item", "Elke klas krijgt een maatje", level=1),
        Block("heading", "Samen", level=1),
        Block("heading", "Iedereen kan meedoen", level=2),
        Block("item", "Clubs krijgen een coach", level=1),
    ]
    reading = reading_of(blocks, "plan")
    assert reading.by_headings
    assert {place for place, _note in reading.unsure} == {"1", "1.1", "2", "2.1"}


def test_who_and_when_of_a_table_stay_with_the_action() -> None:
    rows = [("Wat", "Wie", "Wanneer"), ("Een spreekuur op zaterdag", "Bureau", "juni 2026")]
    blocks = [
        Block("heading", "Speerpunt 1: Rust", level=1),
        Block("paragraph", "Doel: ouders kunnen zelf hulp aanvragen"),
        *(Block("row", " | ".join(cells), cells=cells, table=1) for cells in rows),
    ]
    (goal,) = reading_of(blocks, "plan").plan.goals()
    (action,) = goal.actions
    assert action.text == "Een spreekuur op zaterdag (wie: Bureau; wanneer: juni 2026)"


def test_a_plan_with_words_for_its_parts_is_read_by_them() -> None:
    blocks = [
        Block("heading", "Speerpunt 1: Rust", level=1),
        Block("paragraph", "Doel: elk kind hoort erbij"),
        Block("heading", "Speerpunt 2: Ruimte", level=1),
        Block("paragraph", "Doel: elk kind kan bewegen"),
    ]
    assert not reading_of(blocks, "plan").by_headings


def test_a_numbered_heading_of_prose_among_goals_is_a_goal_nobody_acts_on_yet() -> None:
    blocks = [
        Block("heading", "2 Pijler 1: Rust", level=1),
        Block("heading", "2.1 Kleinere groepen", level=2),
        Block("paragraph", "Wat gaan wij doen"),
        Block("item", "Elke school krijgt een assistent."),
        Block("heading", "2.2 Kinderen die sneller leren", level=2),
        Block("paragraph", "Ook zij verdienen een plek die bij hen past."),
        Block("heading", "2.3 Een stille hoek", level=2),
        Block("paragraph", "Wat gaan wij doen"),
        Block("item", "In elk gebouw komt een stille kamer."),
        Block("heading", "3 Financiën", level=1),
        Block("heading", "3.1 Begroting", level=2),
        Block("paragraph", "De begroting is een ander stuk."),
    ]
    plan = reading_of(blocks, "plan").plan
    goals = list(plan.goals())
    assert [goal.goal_id for goal in goals] == ["2.1", "2.2", "2.3"]
    assert [len(goal.actions) for goal in goals] == [1, 0, 1]
