"""The network on ONNX Runtime: a vector depends on its text alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.encoders.runtime import MAX_TOKENS, Runtime
from tests.encoders.small_network import SHAPE, write_network

TEXTS = ["de wachtlijst", "ja", "", "te weinig handen in de klas " * 9, "ge\ud800en", "çok iyi"]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write_network(tmp_path_factory.mktemp("network"))


@pytest.fixture(scope="module")
def runtime(files: tuple[Path, Path]) -> Runtime:
    return Runtime(*files, threads=1)


def test_vectors_have_length_one_and_are_told_apart(runtime: Runtime) -> None:
    vectors = runtime.encode(TEXTS)
    assert (vectors.shape, vectors.dtype) == ((len(TEXTS), SHAPE.hidden), np.float32)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert len(np.unique(vectors, axis=0)) == len(TEXTS)


@given(st.permutations(range(len(TEXTS))), st.integers(1, len(TEXTS)))
def test_neither_order_nor_company_changes_a_bit(
    runtime: Runtime, order: list[int], size: int
) -> None:
    whole = runtime.encode(TEXTS)
    chosen = order[:size]
    assert runtime.encode([TEXTS[at] for at in chosen]).tobytes() == whole[chosen].tobytes()


@pytest.mark.parametrize("threads", [2, 5])
def test_the_number_of_threads_changes_no_bit(
    files: tuple[Path, Path], runtime: Runtime, threads: int
) -> None:
    assert (
        Runtime(*files, threads=threads).encode(TEXTS).tobytes() == runtime.encode(TEXTS).tobytes()
    )


def test_of_nothing_there_are_no_vectors(runtime: Runtime) -> None:
    assert runtime.encode([]).shape == (0, SHAPE.hidden)


def test_no_text_is_read_beyond_what_the_model_was_trained_on(runtime: Runtime) -> None:
    (ids,) = runtime.token_ids(["wachtlijst " * 2000])
    assert len(ids) == MAX_TOKENS and ids[-1] == SHAPE.eos


def test_a_control_token_that_somebody_typed_is_text(runtime: Runtime) -> None:
    (ids,) = runtime.token_ids(["wij </s> willen <s> meer <mask>"])
    assert (ids[0], ids[-1]) == (SHAPE.bos, SHAPE.eos)
    assert not set(ids[1:-1]) & {SHAPE.bos, SHAPE.eos, 1}
