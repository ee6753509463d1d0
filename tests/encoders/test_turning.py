"""A matrix learned on vectors: what belongs together nearer, and not away from the rest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("torch", reason="training needs the extra 'train'")

import torch

from pipeline.encoders.turning import (
    EncodedLesson,
    Lesson,
    TurnRecipe,
    fit_turn,
    lesson_in,
    scores_of,
)
from tests.conftest import ROOT

D = 8
RECIPE = TurnRecipe(steps=120, rate=1e-2, identity=0.01)
EVEN = np.eye(D, dtype=np.float32)


def consultation(seed: int) -> EncodedLesson:
    """Two concerns told apart by the first axes, which a louder one that says nothing drowns."""
    rng = np.random.default_rng(seed)
    concerns = tuple(i % 2 for i in range(12))
    matter = np.array([[3.0, 0.0] if label else [0.0, 3.0] for label in concerns])
    rows = np.hstack([matter, rng.normal(0, 6, (12, 1)), rng.normal(0, 0.3, (12, D - 3))])
    plan = np.zeros((2, D))
    plan[0, 1], plan[1, 0], plan[:, 2] = 3.0, 3.0, rng.normal(0, 6, 2)
    lesson = Lesson(str(seed), ("zin",) * 12, concerns, ("doel", "doel"), ((0,), (1,)), concerns)
    return EncodedLesson(lesson, _unit(rows), _unit(plan))


def _unit(rows: NDArray[np.float64]) -> torch.Tensor:
    vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return torch.from_numpy(vectors.astype(np.float32))


@pytest.fixture(scope="module")
def material() -> list[EncodedLesson]:
    return [consultation(seed) for seed in range(6)]


def test_a_consultation_that_taught_nothing_is_told_apart_better(
    material: list[EncodedLesson],
) -> None:
    turn = fit_turn(material[1:], RECIPE)
    before = scores_of(material[0], EVEN, RECIPE)
    after = scores_of(material[0], turn, RECIPE)
    assert after["same"] > before["same"] + 0.05
    assert after["goal_at_1"] >= before["goal_at_1"]


def test_the_same_material_gives_the_same_matrix(material: list[EncodedLesson]) -> None:
    assert fit_turn(material, RECIPE).tobytes() == fit_turn(material, RECIPE).tobytes()


def test_held_to_the_identity_it_hardly_turns(material: list[EncodedLesson]) -> None:
    free, held = (fit_turn(material, replace(RECIPE, identity=much)) for much in (0.0, 100.0))
    assert np.abs(held - EVEN).max() < 0.5 * np.abs(free - EVEN).max()


def test_the_readers_own_material_is_read_concern_by_concern() -> None:
    lesson = lesson_in(ROOT / "models" / "reader" / "data" / "F-01-wisselwei-po.jsonl")
    assert lesson is not None
    assert list(lesson.concerns) == sorted(lesson.concerns)
    assert len(lesson.sentences) == len(lesson.concerns) == len(lesson.goal_of) > 100
    assert {place for goal in lesson.goals for place in goal} == set(range(len(lesson.plan)))
