"""Heads on the reader's vectors: what a statement does, whether it may point at harm, and more.

Linear classifiers in plain JSON, trained with the reader (``models/reader``); they cost one product
on vectors that were made anyway.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pipeline.encoders import reader

FILE = "heads.json"
STANCE, HARM, CONTENT, NAME = "stance", "harm", "content", "name"


@dataclass(frozen=True, eq=False)
class Head:
    """One classifier: (classes, d) weights and (classes,) bias."""

    classes: tuple[str, ...]
    weights: NDArray[np.float64]
    bias: NDArray[np.float64]

    def probabilities(self, vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """(n, classes) for (n, d) vectors of the reader; rows that sum to 1."""
        logits = vectors.astype(np.float64) @ self.weights.T + self.bias
        raised = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(np.round(raised / raised.sum(axis=1, keepdims=True), 6))

    def chance(self, vectors: NDArray[np.float32], of: str) -> NDArray[np.float64]:
        """(n,) probability of one class. Raises: ValueError for an unknown one."""
        return self.probabilities(vectors)[:, self.classes.index(of)]


@lru_cache(maxsize=1)
def load_heads() -> dict[str, Head]:
    """The heads that were shipped, by name; empty where they are not there."""
    path = reader.folder() / FILE
    if not reader.available() or not path.is_file():
        return {}
    content = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: Head(tuple(one["classes"]), np.array(one["weights"]), np.array(one["bias"]))
        for name, one in content.items()
    }
