"""What the reader remembers: sentences by their concern, of consultations that may teach."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from models.reader.data import HELD_OUT
from models.reader.memory import memory_of, neighbours_right, remembered_sentences, written
from models.reader.turn import read_lesson, read_lessons
from pipeline.encoders import reader
from pipeline.encoders.memory import load_memory
from pipeline.encoders.turning import Lesson
from tests.conftest import ROOT
from tests.encoders.test_memory import DIM


def a_vector_per_text(texts: Sequence[str]) -> np.ndarray:
    """(n, DIM) float32, of length 1: texts that begin alike lie near each other."""
    starts = [np.random.default_rng(sum(map(ord, text[:3]))).normal(size=DIM) for text in texts]
    rows = np.stack(starts) + 0.01 * np.array([[len(text)] * DIM for text in texts])
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def lessons() -> list[Lesson]:
    folder = ROOT / "tests" / "consultations"
    read = [read_lesson(folder / name) for name in ("rietlanden", "houtvaart")]
    return [each for each in read if each is not None]


def test_what_judges_teaches_nothing_and_is_not_remembered(tmp_path: Path) -> None:
    for name in HELD_OUT:
        (tmp_path / name / "truth").mkdir(parents=True)
    assert read_lessons(tmp_path) == []
    memory = load_memory(reader.folder() / reader.MEMORY)
    assert not set(memory.source) & set(HELD_OUT)
    assert not {name for name in memory.source if "ijmond" in name or "koers" in name}


def test_every_concern_that_is_remembered_is_of_one_consultation(lessons: list[Lesson]) -> None:
    sentences = remembered_sentences(lessons)
    assert {"rietlanden", "houtvaart"} < {source for source, _concern, _words in sentences}
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


def test_its_worth_is_told_without_the_consultation_itself(lessons: list[Lesson]) -> None:
    memory = memory_of(remembered_sentences(lessons), a_vector_per_text)
    figures = neighbours_right(memory, lessons, a_vector_per_text)
    assert set(figures) == {"own vectors", "recalled"}
    assert all(0.0 <= value <= 1.0 for value in figures.values())
