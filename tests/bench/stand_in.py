"""A cheap encoder for the bench alone: every word a fixed direction, a text their sum.

It costs next to nothing, so that what a run of a million answers costs *beside* encoding can be
measured in an hour. It knows no meaning: nothing it finds says anything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

import cli
from pipeline.runs import load_models

DIM = 384  # as the reader's, for memory is measured


class StandIn:
    """An encoder as runs take it."""

    name, revision, dim = "stand-in of the bench", "1", DIM

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dim) float32 rows of length 1."""
        rows = np.stack([_sum(text) for text in texts])
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def _sum(text: str) -> NDArray[np.float32]:
    return np.sum([_direction(word) for word in ("", *text.lower().split())], axis=0)


@lru_cache(maxsize=200_000)
def _direction(word: str) -> NDArray[np.float32]:
    seed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")
    return np.random.default_rng(seed).standard_normal(DIM, dtype=np.float32)


if __name__ == "__main__":  # `python -m tests.bench.stand_in analyse …`: gehoord with this encoder
    load_models.load_encoder = lambda _name: StandIn()  # type: ignore[assignment]
    cli.main()
