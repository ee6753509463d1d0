"""What teaches how vectors are turned: whole consultations, but for those that judge."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="training needs the extra 'train'")


from models.reader.data import HELD_OUT
from models.reader.turn import read_lesson
from pipeline.encoders import reader
from tests.conftest import ROOT


def test_a_consultation_is_read_with_its_plan_and_what_each_sentence_is_about() -> None:
    lesson = read_lesson(ROOT / "tests" / "consultations" / "rijnweide")
    assert lesson is not None
    assert len(lesson.sentences) == len(lesson.concerns) == len(lesson.goal_of) > 50
    assert len(lesson.goals) > 5
    assert any(len(places) > 1 for places in lesson.goals), "goals have actions"
    aimed = [goal for goal in lesson.goal_of if goal >= 0]
    assert len(aimed) > len(lesson.sentences) / 2
    for concern in set(lesson.concerns):  # all sentences of a concern are about one goal, or none
        assert (
            len({g for c, g in zip(lesson.concerns, lesson.goal_of, strict=True) if c == concern})
            == 1
        )


def test_what_judges_never_teaches() -> None:
    taught = reader.card()["recipes"]["turn"]["consultations"]
    assert not set(taught) & set(HELD_OUT)
    assert len(taught) > 40


def test_without_a_plan_a_consultation_teaches_nothing(tmp_path: Path) -> None:
    truth = tmp_path / "truth"
    truth.mkdir()
    _write(
        truth / "truth.csv",
        "round,place,role,area,text,concerns",
        ["1,A,ouder,,De bus is laat.,C1"],
    )
    _write(
        truth / "concerns.csv",
        "concern_id,name,goal_title,state,rounds,n_responses",
        ["C1,De bus is laat,,not_addressed,1,1"],
    )
    _write(tmp_path / "reacties.csv", "Wat wilt u kwijt?", ["De bus is laat."])
    assert read_lesson(tmp_path) is None


def _write(path: Path, head: str, rows: Sequence[str]) -> None:
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
