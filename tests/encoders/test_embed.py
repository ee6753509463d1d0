"""Equal texts are equal vectors, whatever their order, their company or the cache."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.store import sha256_text
from pipeline.encoders.embed import (
    CHUNK,
    Embeddings,
    centre,
    embed,
    embed_texts,
    language_shifts,
    mean_vector,
    shifted,
    turned_back,
    with_context,
    with_profile,
)


def without_language(statements: Embeddings, languages: Sequence[str]) -> Embeddings:
    """The statements without what each of their languages shares."""
    return shifted(statements, languages, language_shifts(statements, languages))


class FakeEncoder:
    """A vector from each text's hash; remembers what it was asked."""

    name = "fake"
    revision = "1"
    dim = 8

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        seeds = [int.from_bytes(sha256_text(text)[:8], "big") for text in texts]
        raw = np.stack([np.random.default_rng(seed).normal(size=self.dim) for seed in seeds])
        return (raw / np.linalg.norm(raw, axis=1, keepdims=True)).astype(np.float32)


class MemoryCache:
    def __init__(self) -> None:
        self.kept: dict[str, np.ndarray] = {}

    def get(self, texts: Sequence[str]) -> dict[str, np.ndarray]:
        return {text: self.kept[text] for text in texts if text in self.kept}

    def put(self, vectors: Mapping[str, np.ndarray]) -> None:
        self.kept.update(vectors)


def unit(rows: int, dim: int = 8, seed: int = 0) -> np.ndarray:
    raw = np.random.default_rng(seed).normal(size=(rows, dim))
    return (raw / np.linalg.norm(raw, axis=1, keepdims=True)).astype(np.float32)


def test_every_statement_gets_the_vector_of_its_text() -> None:
    encoder = FakeEncoder()
    frame = pd.DataFrame({"statement_id": ["b", "a"], "clean_text": ["twee", "een"]})
    result = embed(frame, encoder)
    assert result.statement_ids == ("b", "a")
    assert (result.encoder, result.revision, result.dim) == ("fake", "1", 8)
    assert (result.select(["a"]).vectors[0] == encoder.encode(["een"])[0]).all()


def test_vectors_of_an_encoder_that_turns_nothing_are_not_turned_back() -> None:
    vectors = unit(3)
    assert turned_back(vectors, FakeEncoder()) is vectors


def test_equal_texts_are_encoded_once_and_get_equal_vectors() -> None:
    encoder = FakeEncoder()
    result = embed_texts(["1", "2", "3"], ["zelfde", "ander", "zelfde"], encoder)
    assert sorted(encoder.asked) == ["ander", "zelfde"]
    assert (result.vectors[0] == result.vectors[2]).all()


@given(st.lists(st.text(max_size=5), max_size=40), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_no_vector(texts: list[str], random: object) -> None:
    ids = [str(i) for i in range(len(texts))]
    shuffled = list(ids)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    first, second = FakeEncoder(), FakeEncoder()
    straight = embed_texts(ids, texts, first)
    moved = embed_texts(shuffled, [texts[int(i)] for i in shuffled], second)
    assert (moved.select(ids).vectors == straight.vectors).all()
    assert first.asked == second.asked


def test_no_statements_give_no_vectors() -> None:
    assert embed_texts([], [], FakeEncoder()).vectors.shape == (0, 8)


def test_what_the_cache_knows_is_not_encoded_again() -> None:
    cache, encoder = MemoryCache(), FakeEncoder()
    fresh = embed_texts(["1", "2"], ["a", "b"], encoder, cache=cache)
    again = FakeEncoder()
    cached = embed_texts(["1", "2", "3"], ["a", "b", "c"], again, cache=cache)
    assert again.asked == ["c"]
    assert (cached.vectors[:2] == fresh.vectors).all()


def test_an_interrupted_run_goes_on_where_it_stopped() -> None:
    class Interrupted(FakeEncoder):
        def encode(self, texts: Sequence[str]) -> np.ndarray:
            if len(self.asked) >= 2 * CHUNK:
                raise KeyboardInterrupt
            return super().encode(texts)

    cache = MemoryCache()
    texts = [f"tekst {i}" for i in range(3 * CHUNK + 5)]
    with pytest.raises(KeyboardInterrupt):
        embed_texts(texts, texts, Interrupted(), cache=cache)
    assert len(cache.kept) == 2 * CHUNK
    rest = FakeEncoder()
    result = embed_texts(texts, texts, rest, cache=cache)
    assert len(rest.asked) == CHUNK + 5
    assert (result.vectors == FakeEncoder().encode(texts)).all()


def test_progress_counts_unique_texts_up_to_all_of_them() -> None:
    cache, seen = MemoryCache(), []
    cache.put({"a": FakeEncoder().encode(["a"])[0]})
    texts = ["a", "a", *[f"t{i}" for i in range(CHUNK + 1)]]
    embed_texts(
        [str(i) for i in range(len(texts))], texts, FakeEncoder(), cache=cache,
        on_progress=lambda done, total: seen.append((done, total)),
    )  # fmt: skip
    assert seen == [(1, CHUNK + 2), (CHUNK + 1, CHUNK + 2), (CHUNK + 2, CHUNK + 2)]


def test_an_encoder_that_breaks_its_promise_is_named() -> None:
    class Wrong(FakeEncoder):
        def encode(self, texts: Sequence[str]) -> np.ndarray:
            return super().encode(texts).astype(np.float64)

    with pytest.raises(ValueError, match=r"encoder fake gave .* float64"):
        embed_texts(["1"], ["a"], Wrong())


@pytest.mark.parametrize(
    ("ids", "vectors", "fault"),
    [
        (("a", "a"), unit(2), "twice"),
        (("a",), unit(2), "do not match"),
        (("a", "b"), unit(2).astype(np.float64), "float32"),
        (("a", "b"), unit(2) * 2, "length 1"),
        (("a", "b"), np.full((2, 8), np.nan, np.float32), "length 1"),
    ],
)
def test_embeddings_refuse_to_be_wrong(
    ids: tuple[str, ...], vectors: np.ndarray, fault: str
) -> None:
    with pytest.raises(ValueError, match=fault):
        Embeddings(ids, vectors, "fake", "1")


def test_vectors_cannot_be_changed_afterwards() -> None:
    given_vectors = unit(2)
    embeddings = Embeddings(("a", "b"), given_vectors, "fake", "1")
    with pytest.raises(ValueError, match="read-only"):
        embeddings.vectors[0, 0] = 0
    given_vectors[0, 0] = 0  # the caller's own array stays hers


@given(st.integers(2, 300), st.integers(0, 99))
def test_the_mean_does_not_depend_on_the_order_of_the_rows(rows: int, seed: int) -> None:
    vectors = unit(rows, seed=seed)
    order = np.random.default_rng(seed).permutation(rows)
    assert mean_vector(vectors).tobytes() == mean_vector(vectors[order]).tobytes()
    assert np.allclose(mean_vector(vectors), vectors.mean(axis=0), atol=1e-6)


def test_centred_rows_have_length_one_and_no_common_part() -> None:
    skewed = unit(50) + np.float32(3)
    skewed /= np.linalg.norm(skewed, axis=1, keepdims=True)
    assert (skewed @ skewed.T).min() > 0.9
    centred = centre(skewed)
    assert np.allclose(np.linalg.norm(centred, axis=1), 1, atol=1e-6)
    assert abs(np.triu(centred @ centred.T, 1).sum() / (50 * 49 / 2)) < 0.05


def test_a_row_equal_to_the_mean_says_nothing() -> None:
    same = np.repeat(unit(1), 3, axis=0)
    assert (centre(same) == 0).all()
    assert centre(unit(1), mean=np.zeros(8, np.float32))[0] == pytest.approx(unit(1)[0], abs=1e-6)


def _told(*rows: tuple[float, ...]) -> Embeddings:
    vectors = np.array(rows, dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Embeddings(tuple(f"s{n}" for n in range(len(rows))), vectors, "fake", "1")


def _said(responses: list[str], texts: list[str]) -> pd.DataFrame:
    ids = [f"s{n}" for n in range(len(texts))]
    return pd.DataFrame({"statement_id": ids, "response_id": responses, "clean_text": texts})


def test_a_statement_is_drawn_towards_the_response_it_stands_in() -> None:
    alone = _told((1, 0), (0, 1))
    whole = Embeddings(("r1",), np.array([[0, 1]], dtype=np.float32), "fake", "1")
    moved = with_context(alone, whole, _said(["r1", "r1"], ["Begrip", "De wachtlijst"]), weight=1.0)
    assert moved.vectors[0] @ whole.vectors[0] > 0.5
    assert moved.vectors[1] @ whole.vectors[0] == pytest.approx(1.0)


def test_statements_of_equal_wording_share_one_vector_whatever_their_context() -> None:
    alone = _told((1, 0), (1, 0))
    whole = Embeddings(("r1", "r2"), np.eye(2, dtype=np.float32), "fake", "1")
    moved = with_context(alone, whole, _said(["r1", "r2"], ["Begrip", "Begrip"]), weight=1.0)
    np.testing.assert_array_equal(moved.vectors[0], moved.vectors[1])


def test_without_weight_the_context_changes_nothing() -> None:
    alone = _told((1, 0))
    whole = Embeddings(("r1",), np.array([[0, 1]], dtype=np.float32), "fake", "1")
    assert with_context(alone, whole, _said(["r1"], ["x"]), weight=0.0) is alone


def test_vectors_of_two_encoders_are_never_mixed() -> None:
    other = Embeddings(("r1",), np.array([[0, 1]], dtype=np.float32), "other", "1")
    with pytest.raises(ValueError, match="cannot be mixed"):
        with_context(_told((1, 0)), other, _said(["r1"], ["x"]), weight=1.0)


def test_what_is_said_in_another_language_stands_beside_its_dutch() -> None:
    # Two subjects (first two axes), two languages (third axis).
    dutch = [(1, 0, 0), (0, 1, 0)] * 10
    polish = [(1, 0, 2), (0, 1, 2)] * 10
    told = without_language(_told(*dutch, *polish), ["nl"] * 20 + ["pl"] * 20)
    same, other = told.vectors[20] @ told.vectors[0], told.vectors[20] @ told.vectors[21]
    assert same > other


def test_one_language_is_left_as_it_is() -> None:
    told = _told((1, 0), (0, 1))
    assert without_language(told, ["nl", ""]) is told


def test_rows_taken_some_at_a_time_are_those_taken_together_bit_for_bit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = ["a", "b", "a", "c", "d", "b", "e"]
    frame = pd.DataFrame({"response_id": [f"r{row}" for row in range(7)], "clean_text": texts})
    ids = tuple(f"s{row}" for row in range(7))
    alone = Embeddings(ids, unit(7), "fake", "1")
    around = Embeddings(tuple(frame["response_id"]), unit(7, seed=1), "fake", "1")

    def everything() -> list[np.ndarray]:
        moved = with_context(alone, around, frame, weight=1.0)
        spoken = without_language(moved, ["nl", "nl", "en", "nl", "", "en", "nl"])
        placed = with_profile(spoken, np.abs(unit(7, 3, seed=2)).astype(np.float64), 0.5)
        return [one.vectors for one in (moved, spoken, placed)] + [centre(alone.vectors)]

    together = everything()
    monkeypatch.setattr("pipeline.core.numeric.ROWS", 2)
    for one, other in zip(together, everything(), strict=True):
        assert one.tobytes() == other.tobytes()
