"""Our reader as it is shipped: its files are those on its card, and nothing of it is downloaded."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from pipeline.core.errors import DataProblem
from pipeline.core.store import sha256_file
from pipeline.encoders import encoder, reader
from pipeline.encoders.embed import turned_back
from pipeline.encoders.encoder import OnnxEncoder, load_encoder
from pipeline.encoders.runtime import Runtime

needs_reader = pytest.mark.skipif(not reader.available(), reason="the reader was not trained here")
TEXTS = [
    "De wachttijd voor een plek op het speciaal onderwijs duurt veel te lang.",
    "Kinderen moeten maanden wachten op een passende plek.",
    "De koffie was lekker.",
    "öğretmen çok iyi 👍",
    "",
]


@pytest.fixture(scope="module")
def ours() -> OnnxEncoder:
    loaded = load_encoder("accurate", threads=1)
    assert isinstance(loaded, OnnxEncoder)
    return loaded


@needs_reader
def test_the_shipped_files_are_those_on_the_card() -> None:
    files = json.loads((reader.folder() / "card.json").read_text("utf-8"))["files"]
    assert {"encoder.onnx", "tokens.json", "heads.json"} <= set(files)
    lying_there = {path.name for path in reader.folder().glob("*.onnx")}
    assert lying_there <= set(files), "no weights that the card does not tell of"
    assert {name: sha256_file(reader.folder() / name) for name in files} == files


@needs_reader
def test_the_default_encoder_is_the_reader_and_needs_no_package_of_weights(
    ours: OnnxEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.encoders import e5_bundled

    monkeypatch.setattr(e5_bundled, "available", lambda: False)
    assert (ours.name, ours.dim) == (reader.NAME, reader.DIM)
    assert "accurate" in encoder.installed_encoders()


@needs_reader
def test_a_vector_depends_on_its_text_alone(ours: OnnxEncoder) -> None:
    together = ours.encode(TEXTS)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)
    assert ours.encode(TEXTS[::-1])[::-1].tobytes() == together.tobytes()
    for row, text in enumerate(TEXTS):
        assert ours.encode([text]).tobytes() == together[row : row + 1].tobytes()
    assert load_encoder("accurate", threads=3).encode(TEXTS).tobytes() == together.tobytes()


@needs_reader
def test_turned_back_its_vectors_are_those_it_gives_without_its_turn(ours: OnnxEncoder) -> None:
    plain = Runtime(reader.folder() / reader.MODEL, reader.folder() / reader.TOKENS, threads=1)
    turned = ours.encode(TEXTS)
    back = turned_back(turned, ours)
    assert np.allclose(back, plain.encode(TEXTS), atol=1e-5)
    assert not np.allclose(back, turned, atol=1e-2), "its turn does something"
    for row in range(len(TEXTS)):
        assert turned_back(turned[row : row + 1], ours).tobytes() == back[row : row + 1].tobytes()


@needs_reader
def test_what_means_the_same_lies_nearer(ours: OnnxEncoder) -> None:
    question, near, far = ours.encode(TEXTS[:3])
    assert question @ near > question @ far + 0.1


def test_where_its_files_are_missing_it_is_not_among_the_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "folder", lambda: tmp_path)
    assert not reader.available()
    with pytest.raises(DataProblem) as caught:
        load_encoder("accurate")
    assert "make reader" in caught.value.mend
    assert "accurate" not in encoder.installed_encoders()
