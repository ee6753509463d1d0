"""The encoder's upper layers taught by whole consultations, from the shipped file on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="training needs the extra 'train'")
pytest.importorskip("transformers", reason="training needs the extra 'train'")

from models.reader.export import with_layers
from models.reader.upper_layers import UpperLayers, UpperRecipe, train_upper_layers
from pipeline.encoders import reader
from pipeline.encoders.runtime import Runtime
from pipeline.encoders.turning import Lesson, TurnRecipe, encoded, scores_of

LAST = 11  # of twelve layers
BUS = (
    "De bus komt te laat.",
    "Wij staan elke ochtend lang te wachten.",
    "De lijndienst valt uit.",
)
PLAY = ("Er is geen speeltuin.", "Kleuters kunnen nergens heen.", "De glijbaan is weggehaald.")
LESSON = Lesson(
    "voorbeeld", (*BUS, *PLAY), (0, 0, 0, 1, 1, 1),
    ("Vervoer. Reizen gaat vlot.", "Buiten spelen. Elke buurt speelt."), ((0,), (1,)),
    (0, 0, 0, 1, 1, 1),
)  # fmt: skip


@pytest.fixture
def network(tmp_path: Path) -> UpperLayers:
    pytest.importorskip("onnx")
    return UpperLayers(reader.folder(), tmp_path / "encoder", LAST)


@pytest.mark.slow
def test_untrained_layers_give_back_the_very_file(network: UpperLayers) -> None:
    before = (reader.folder() / reader.MODEL).read_bytes()
    assert with_layers(before, network.layers, LAST) == before


@pytest.mark.slow
def test_as_a_network_it_says_what_the_file_says(network: UpperLayers) -> None:
    ours = Runtime(reader.folder() / reader.MODEL, reader.folder() / reader.TOKENS)
    like = (network.encode(LESSON.sentences) * ours.encode(LESSON.sentences)).sum(axis=1)
    assert like.min() > 0.98, like


@pytest.mark.slow
def test_training_brings_what_is_taught_together_and_is_written(
    network: UpperLayers, tmp_path: Path
) -> None:
    recipe = replace(UpperRecipe(), steps=8, rate=2e-4, warm_up=1, frozen_layers=LAST, share=1.0)
    before = encoded(LESSON, network.encode)
    losses = train_upper_layers(network, [LESSON], [LESSON], recipe, tmp_path / "kept")
    after = encoded(LESSON, network.encode)
    assert losses[-1] < losses[0]
    even = np.eye(reader.DIM, dtype=np.float32)
    same = [scores_of(each, even, TurnRecipe())["same"] for each in (before, after)]
    assert same[1] >= same[0]
    model = with_layers((reader.folder() / reader.MODEL).read_bytes(), network.layers, LAST)
    (tmp_path / reader.MODEL).write_bytes(model)
    ours = Runtime(tmp_path / reader.MODEL, reader.folder() / reader.TOKENS)
    like = (after.sentences.numpy() * ours.encode(LESSON.sentences)).sum(axis=1)
    assert like.min() > 0.97, like
