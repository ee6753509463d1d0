"""Turning vectors towards what whole consultations hold apart, and not away from the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("torch", reason="training needs the extra 'train'")

import torch

from models.reader.data import HELD_OUT
from models.reader.turn import (
    Placed,
    Told,
    TurnRecipe,
    fit_turn,
    read_told,
    scores_of,
)
from pipeline.encoders import reader
from tests.conftest import ROOT

D = 8
RECIPE = TurnRecipe(steps=120, rate=1e-2, identity=0.01)
EVEN = np.eye(D, dtype=np.float32)


def consultation(seed: int) -> Placed:
    """Two concerns told apart by the first axes, which a louder one that says nothing drowns."""
    rng = np.random.default_rng(seed)
    concerns = tuple(i % 2 for i in range(12))
    matter = np.array([[3.0, 0.0] if label else [0.0, 3.0] for label in concerns])
    rows = np.hstack([matter, rng.normal(0, 6, (12, 1)), rng.normal(0, 0.3, (12, D - 3))])
    plan = np.zeros((2, D))
    plan[0, 1], plan[1, 0], plan[:, 2] = 3.0, 3.0, rng.normal(0, 6, 2)
    told = Told(str(seed), ("zin",) * 12, concerns, ("doel", "doel"), ((0,), (1,)), concerns)
    return Placed(told, _unit(rows), _unit(plan))


def _unit(rows: NDArray[np.float64]) -> torch.Tensor:
    vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return torch.from_numpy(vectors.astype(np.float32))


@pytest.fixture(scope="module")
def material() -> list[Placed]:
    return [consultation(seed) for seed in range(6)]


def test_a_consultation_that_taught_nothing_is_told_apart_better(material: list[Placed]) -> None:
    turn = fit_turn(material[1:], RECIPE)
    before = scores_of(material[0], EVEN, RECIPE)
    after = scores_of(material[0], turn, RECIPE)
    assert after["same"] > before["same"] + 0.05
    assert after["goal_at_1"] >= before["goal_at_1"]


def test_the_same_material_gives_the_same_matrix(material: list[Placed]) -> None:
    assert fit_turn(material, RECIPE).tobytes() == fit_turn(material, RECIPE).tobytes()


def test_held_to_the_identity_it_hardly_turns(material: list[Placed]) -> None:
    free, held = (fit_turn(material, replace(RECIPE, identity=much)) for much in (0.0, 100.0))
    assert np.abs(held - EVEN).max() < 0.5 * np.abs(free - EVEN).max()


def test_a_consultation_is_read_with_its_plan_and_what_each_sentence_is_about() -> None:
    told = read_told(ROOT / "tests" / "consultations" / "rijnweide")
    assert told is not None
    assert len(told.sentences) == len(told.concerns) == len(told.goal_of) > 50
    assert len(told.goals) > 5
    assert any(len(places) > 1 for places in told.goals), "goals have actions"
    aimed = [goal for goal in told.goal_of if goal >= 0]
    assert len(aimed) > len(told.sentences) / 2
    for concern in set(told.concerns):  # all sentences of a concern are about one goal, or none
        assert (
            len({g for c, g in zip(told.concerns, told.goal_of, strict=True) if c == concern}) == 1
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
    assert read_told(tmp_path) is None


def _write(path: Path, head: str, rows: Sequence[str]) -> None:
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
