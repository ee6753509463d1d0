"""A statement recalls the concerns it sounds like, whatever its company; none of its own corpus."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.reader.data import HELD_OUT
from pipeline.core.numeric import unit_rows
from pipeline.encoders import memory as module
from pipeline.encoders import reader
from pipeline.encoders.embed import Embeddings, mean_vector
from pipeline.encoders.memory import (
    Background,
    Memory,
    drawn_to_memory,
    memory_for,
    with_memory,
)

DIM = 16
CONCERNS, OF_EACH = 6, 15
needs_memory = pytest.mark.skipif(
    memory_for(reader.NAME) is None, reason="the reader was not trained here"
)


def around(centres: np.ndarray, n: int, seed: int) -> np.ndarray:
    """(centres * n, d) float32 unit rows around these centres, n of each."""
    noise = np.random.default_rng(seed).normal(size=(len(centres) * n, centres.shape[1]))
    return unit_rows(np.repeat(centres, n, axis=0) + 0.15 * noise).astype(np.float32)


@pytest.fixture(scope="module")
def centres() -> np.ndarray:
    return np.random.default_rng(1).normal(size=(CONCERNS, DIM))


@pytest.fixture(scope="module")
def small(centres: np.ndarray) -> Memory:
    concern = np.repeat(np.arange(CONCERNS), OF_EACH)
    source = np.array([f"gemeente {number % 2}" for number in concern])
    return Memory.of(around(centres, OF_EACH, 2), concern, source)


def test_what_sounds_like_a_concern_recalls_that_one(centres: np.ndarray, small: Memory) -> None:
    said = around(centres, 4, 3)
    recalled = small.recalled(said, mean_vector(said))
    nearest = (recalled @ small.concerns.T).argmax(axis=1)
    assert nearest.tolist() == np.repeat(np.arange(CONCERNS), 4).tolist()


def test_what_sounds_like_several_recalls_less_than_what_is_clear(
    centres: np.ndarray, small: Memory
) -> None:
    said = unit_rows(np.stack([centres[0], centres[0] + centres[1]])).astype(np.float32)
    clear, mixed = np.linalg.norm(small.recalled(said, mean_vector(said)), axis=1)
    assert mixed < clear


@given(st.permutations(range(12)), st.integers(1, 12))
def test_a_statement_recalls_the_same_in_any_company(order: list[int], block: int) -> None:
    centres = np.random.default_rng(1).normal(size=(CONCERNS, DIM))
    concern = np.repeat(np.arange(CONCERNS), OF_EACH)
    known = Memory.of(around(centres, OF_EACH, 2), concern, concern.astype(str))
    said = around(centres, 2, 4)
    middle = mean_vector(said)
    together = known.recalled(said, middle)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_ROWS", block)
        shuffled = known.recalled(said[order], middle)
    assert shuffled.tobytes() == together[order].tobytes()


def test_a_memory_without_a_consultation_recalls_nothing_of_it(
    centres: np.ndarray, small: Memory
) -> None:
    left = small.without(["gemeente 1"])
    assert set(left.source) == {"gemeente 0"}
    recalled = left.recalled(around(centres, 3, 5), small.middle.astype(np.float32))
    odd = np.arange(1, CONCERNS, 2)
    assert not left.concerns[odd].any()
    assert recalled.any()


def test_a_memory_kept_in_bytes_recalls_the_same(centres: np.ndarray, small: Memory) -> None:
    kept = Memory.unpacked(small.packed())
    assert kept.source.tolist() == small.source.tolist()
    assert np.allclose(kept.sentences, small.sentences, atol=0.01)
    said = around(centres, 2, 6)
    middle = mean_vector(said)
    assert np.allclose(kept.recalled(said, middle), small.recalled(said, middle), atol=0.05)


def test_of_a_memory_smaller_than_what_is_looked_up_everything_is_used() -> None:
    rows = unit_rows(np.random.default_rng(7).normal(size=(3, DIM))).astype(np.float32)
    few = Memory.of(rows, np.arange(3), np.array(["a", "a", "b"]))
    assert few.recalled(rows, mean_vector(rows)).any(axis=1).all()


def test_vectors_with_memory_are_of_length_one_and_keep_their_ids(
    centres: np.ndarray, small: Memory
) -> None:
    ids = tuple(f"s{number}" for number in range(CONCERNS))
    alone = Embeddings(ids, around(centres, 1, 8), "reader", "1")
    both = with_memory(alone, small.recalled(alone.vectors, mean_vector(alone.vectors)))
    assert both.statement_ids == ids and both.dim == 2 * DIM
    assert np.allclose(np.linalg.norm(both.vectors, axis=1), 1.0, atol=1e-6)


class Turning:
    """An encoder of which only the turn is asked."""

    name, revision, dim = "turning", "1", DIM

    def __init__(self) -> None:
        self.turn = np.linalg.qr(np.random.default_rng(12).normal(size=(DIM, DIM)))[0].astype("f4")

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        raise AssertionError(f"nothing is read: {texts}")


def test_a_plan_is_matched_by_vectors_drawn_to_what_they_recall_turned_back(
    centres: np.ndarray,
) -> None:
    encoder, plain = Turning(), around(centres, OF_EACH, 13)
    turned = (plain @ encoder.turn).astype(np.float32)
    concern = np.repeat(np.arange(CONCERNS), OF_EACH)
    memory = Memory.of(turned, concern, concern.astype(str))
    recalled = memory.recalled(turned, mean_vector(turned))
    drawn = drawn_to_memory(plain, recalled, encoder, 0.56)
    assert np.allclose(np.linalg.norm(drawn, axis=1), 1.0, atol=1e-6)
    middle = plain.mean(axis=0)
    means = [plain[concern == number].mean(axis=0) - middle for number in range(CONCERNS)]
    own = unit_rows(np.stack(means))[concern]
    before, after = ((unit_rows(rows - middle) * own).sum(axis=1) for rows in (plain, drawn))
    assert after.mean() > before.mean(), "nearer to what its concern is about, in plain vectors"
    assert drawn_to_memory(plain, None, encoder, 0.56) is plain


def test_a_corpus_that_is_strange_to_the_memory_recalls_nothing(
    centres: np.ndarray, small: Memory
) -> None:
    heard, strange = around(centres, 5, 9), around(-centres, 5, 10)
    familiar = Background.of(heard, small).recalled(heard)
    assert familiar is not None and familiar.any()
    unknown = Background(small.middle.astype(np.float32), small, 0.0)
    assert unknown.recalled(strange) is None
    assert Background.of(heard, None).recalled(heard) is None


def test_a_corpus_on_what_was_never_heard_is_strange_and_one_on_what_was_is_familiar(
    centres: np.ndarray, small: Memory
) -> None:
    heard, strange = around(centres, 5, 9), around(-centres, 5, 10)
    assert small.familiarity(heard, mean_vector(heard)) == 1.0
    assert small.familiarity(strange, small.middle.astype(np.float32)) == 0.0
    assert small.familiarity(heard[:0], mean_vector(heard)) == 0.0


@given(st.permutations(range(30)))
def test_how_familiar_a_corpus_is_does_not_follow_the_order_of_its_rows(order: list[int]) -> None:
    centres = np.random.default_rng(1).normal(size=(CONCERNS, DIM))
    concern = np.repeat(np.arange(CONCERNS), OF_EACH)
    known = Memory.of(around(centres, OF_EACH, 2), concern, concern.astype(str))
    said = unit_rows(around(centres, 5, 4) + np.float32(0.9) * around(-centres[::-1], 5, 11))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_ASKED", 10)
        patch.setattr(module, "_STRANGE", 0.0)
        patch.setattr(module, "_FAMILIAR", 1.0)
        middle = mean_vector(said)
        assert known.familiarity(said[order], middle) == known.familiarity(said, middle)


def test_another_encoder_than_our_reader_has_no_memory() -> None:
    assert memory_for("another") is None


@needs_memory
def test_the_memory_that_ships_holds_nothing_of_those_who_judge_and_no_text() -> None:
    shipped = memory_for(reader.NAME)
    assert shipped is not None
    assert not set(shipped.source) & set(HELD_OUT)
    assert shipped.sentences.shape[1] == reader.DIM
    with np.load(Path(reader.folder() / reader.MEMORY), allow_pickle=False) as file:
        texts = [name for name in file.files if file[name].dtype.kind in "US"]
    assert texts == ["names"], "names of consultations, no sentences"
