"""Heads: linear classifiers on the reader's vectors, in plain JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.special import softmax

from pipeline.encoders import reader
from pipeline.encoders.heads import (
    BUCKETS,
    HARM,
    MATTER,
    NAME,
    STANCE,
    WORD_BUCKETS,
    Head,
    letter_groups,
    load_heads,
    word_groups,
)

HEAD = Head(("harm", "ordinary"), np.array([[2.0, 0.0], [0.0, 2.0]]), np.array([0.5, 0.0]))
VECTORS = np.array([[1, 0], [0, 1], [0.6, 0.8], [0, 0]], dtype=np.float32)


@pytest.fixture(autouse=True)
def afresh() -> Iterator[None]:
    load_heads.cache_clear()
    yield
    load_heads.cache_clear()


def test_probabilities_are_a_softmax_and_sum_to_one() -> None:
    found = HEAD.probabilities(VECTORS)
    expected = softmax(VECTORS @ HEAD.weights.T + HEAD.bias, axis=1)
    assert np.allclose(found, expected, atol=1e-6)
    assert np.allclose(found.sum(axis=1), 1, atol=2e-6)


def test_a_row_does_not_depend_on_its_company() -> None:
    whole = HEAD.probabilities(VECTORS)
    for row in range(len(VECTORS)):
        assert (HEAD.probabilities(VECTORS[row : row + 1]) == whole[row]).all()


def test_the_chance_of_a_class_is_its_column() -> None:
    assert (HEAD.chance(VECTORS, "ordinary") == HEAD.probabilities(VECTORS)[:, 1]).all()
    with pytest.raises(ValueError, match="tuple"):
        HEAD.chance(VECTORS, "weather")


def test_words_add_to_the_odds_of_every_class_and_survive_being_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = np.zeros((WORD_BUCKETS, 3))
    words[word_groups(["graag"]).indices, 1] = 3.0
    head = Head(("concern", "wish", "praise"), np.zeros((3, 2)), np.zeros(3), words=words)
    vectors = np.zeros((2, 2), np.float32)
    read = head.read(vectors, ["graag", "de bus"])
    assert read[0].argmax() == 1 and np.allclose(read[1], 1 / 3, atol=1e-5)
    assert head.read(vectors[:0], []).shape == (0, 3)
    monkeypatch.setattr(reader, "folder", lambda: tmp_path)
    monkeypatch.setattr(reader, "available", lambda: True)
    (tmp_path / "heads.json").write_text(json.dumps({"stance": head.as_json()}), "utf-8")
    again = load_heads()["stance"]
    assert np.allclose(again.read(vectors, ["graag", "de bus"]), read, atol=1e-2)


def test_letter_groups_add_to_the_odds_of_the_first_class() -> None:
    plain = Head(("harm", "ordinary"), np.zeros((2, 3)), np.zeros(2), np.zeros(BUCKETS))
    vectors = np.ones((2, 3), np.float32)
    texts = ["hij is opgesloten", "de kantine is dicht"]
    assert plain.chance_of_text(vectors, texts).tolist() == [0.5, 0.5]
    letters = 10.0 * letter_groups(texts[:1]).toarray()[0]
    sure, unsure = replace(plain, letters=letters).chance_of_text(vectors, texts)
    assert sure > 0.99
    assert unsure < 0.9
    assert replace(plain, letters=letters).chance_of_text(vectors[:0], []).tolist() == []


def test_heads_are_read_from_the_readers_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "folder", lambda: tmp_path)
    monkeypatch.setattr(reader, "available", lambda: True)
    assert load_heads() == {}
    load_heads.cache_clear()
    content = {"harm": {"classes": ["a", "b"], "weights": [[1, 0], [0, 1]], "bias": [0, 0]}}
    (tmp_path / "heads.json").write_text(json.dumps(content), encoding="utf-8")
    assert load_heads()["harm"].classes == ("a", "b")


@pytest.mark.skipif(
    not (reader.available() and (reader.folder() / "heads.json").is_file()),
    reason="the heads were not trained here",
)
def test_the_shipped_heads_fit_the_reader() -> None:
    heads = load_heads()
    assert {STANCE, HARM, MATTER, NAME} <= set(heads)
    for head in heads.values():
        assert head.weights.shape == (len(head.classes), reader.DIM)
        assert head.bias.shape == (len(head.classes),)
    assert "harm" in heads[HARM].classes
