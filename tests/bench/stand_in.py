"""A cheap encoder for the bench alone: every word a fixed direction, a text their sum.

It costs next to nothing, so that what a run of a million answers costs *beside* encoding can be
measured in an hour. It knows no meaning: nothing it finds says anything. ``python -m
tests.bench.stand_in analyse …`` is gehoord with this encoder; ``--as-real`` before it has it stand
in for each encoder under that one's own name, so that what it makes lies ready in their caches.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

import cli
from pipeline.encoders.embed import Encoder
from pipeline.encoders.encoder import load_encoder
from pipeline.runs import load_models

DIM = 384  # as the reader's, for memory is measured


class StandIn:
    """An encoder as runs take it."""

    name, revision, dim = "stand-in of the bench", "1", DIM

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dim) float32 rows of length 1."""
        return summed(texts, self.dim)


def summed(texts: Sequence[str], dim: int) -> NDArray[np.float32]:
    """(n, dim) float32 rows of length 1, by the words of each text alone."""
    rows = np.stack([_sum(text, dim) for text in texts])
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def as_real(name: str) -> Encoder:
    """The encoder of this name, told to give such sums instead."""
    encoder = load_encoder(name)
    encoder.encode = lambda texts: summed(texts, encoder.dim)  # type: ignore[method-assign]
    return encoder


def _sum(text: str, dim: int) -> NDArray[np.float32]:
    return np.sum([_direction(word, dim) for word in ("", *text.lower().split())], axis=0)


@lru_cache(maxsize=20_000)  # 30 MB; more would be the bench's own share of the memory it measures
def _direction(word: str, dim: int) -> NDArray[np.float32]:
    seed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")
    return np.random.default_rng(seed).standard_normal(dim, dtype=np.float32)


if __name__ == "__main__":
    if real := sys.argv[1:2] == ["--as-real"]:
        del sys.argv[1]
    load_models.load_encoder = as_real if real else lambda _name: StandIn()  # type: ignore[assignment]
    cli.main()
