"""What the reader remembers: sentences by their concern, of consultations that may teach."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from models.reader.data import HELD_OUT
from models.reader.memory import memory_of, neighbours_right, remembered_sentences, written
from pipeline.encoders.memory import Memory, load_memory
from tests.encoders.test_memory import DIM


def a_vector_per_text(texts: Sequence[str]) -> np.ndarray:
    """(n, DIM) float32, of length 1: texts that begin alike lie near each other."""
    starts = [np.random.default_rng(sum(map(ord, text[:3]))).normal(size=DIM) for text in texts]
    rows = np.stack(starts) + 0.01 * np.array([[len(text)] * DIM for text in texts])
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.slow  # reads the files of all consultations
def test_what_judges_is_not_remembered_and_every_concern_is_of_one_consultation() -> None:
    sentences = remembered_sentences()
    assert not {source for source, _concern, _words in sentences} & set(HELD_OUT)
    assert all(concern.startswith(f"{source}:") for source, concern, _words in sentences)
    assert sentences == sorted(sentences, key=lambda row: row[:2])


def test_a_memory_written_and_read_again_is_the_same(tmp_path: Path) -> None:
    sentences = [("a", "a:1", "De bus rijdt niet"), ("a", "a:2", "Wij wachten"), ("b", "b:1", "x")]
    memory = memory_of(sentences, a_vector_per_text)
    path = tmp_path / "memory.npz"
    path.write_bytes(written(memory))
    again = load_memory(path)
    assert again.source.tolist() == ["a", "a", "b"]
    assert again.concern.tolist() == memory.concern.tolist()
    assert written(memory) == path.read_bytes(), "the same sentences give the same bytes"


@pytest.mark.slow
def test_its_worth_is_told_without_the_consultation_itself() -> None:
    rows = remembered_sentences()
    few = [row for row in rows if row[0] in {"rietlanden", "houtvaart"}]
    memory: Memory = memory_of(few, a_vector_per_text)
    figures = neighbours_right(memory, a_vector_per_text)
    assert set(figures) == {"own vectors", "recalled"}
    assert all(0.0 <= value <= 1.0 for value in figures.values())
