"""Heads on the reader's vectors: what a statement does, whether it may point at harm, and more.

Linear classifiers in plain JSON, trained with the reader (``models/reader``); they cost one product
on vectors that were made anyway.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.core.letters import counted_by_word
from pipeline.core.numeric import logistic, softmax
from pipeline.encoders import reader

FILE = "heads.json"
BUCKETS = 1 << 14  # hashed letter groups beside the vector, where a head has them
STANCE, HARM, MATTER, NAME = "stance", "harm", "matter", "name"


@dataclass(frozen=True, eq=False)
class Head:
    """One classifier: (classes, d) weights and (classes,) bias.

    Attributes: letters: (BUCKETS,) what the letter groups of a text add to the odds of the first of
        two classes; None where the vector alone decides.
    """

    classes: tuple[str, ...]
    weights: NDArray[np.float64]
    bias: NDArray[np.float64]
    letters: NDArray[np.float64] | None = None

    def probabilities(self, vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """(n, classes) for (n, d) vectors of the reader; rows that sum to 1."""
        logits = vectors.astype(np.float64) @ self.weights.T + self.bias
        return np.round(softmax(logits), 6)

    def chance(self, vectors: NDArray[np.float32], of: str) -> NDArray[np.float64]:
        """(n,) probability of one class. Raises: ValueError for an unknown one."""
        return self.probabilities(vectors)[:, self.classes.index(of)]

    def chance_of_text(
        self, vectors: NDArray[np.float32], texts: Sequence[str]
    ) -> NDArray[np.float64]:
        """(n,) probability of the first of two classes, by meaning and wording together."""
        logits = vectors.astype(np.float64) @ self.weights.T + self.bias
        odds = logits[:, 0] - logits[:, 1]
        if self.letters is not None and len(texts):
            odds = odds + letter_groups(texts) @ self.letters
        return np.round(logistic(odds), 6)

    def as_json(self) -> dict[str, Any]:
        """Plain numbers, six digits; of letter groups three."""
        plain = {
            "classes": list(self.classes),
            "weights": np.round(self.weights, 6).tolist(),
            "bias": np.round(self.bias, 6).tolist(),
        }
        return plain | (
            {} if self.letters is None else {"letters": np.round(self.letters, 3).tolist()}
        )


def letter_groups(texts: Sequence[str]) -> Any:
    """(n, BUCKETS) sparse counts of letter groups within words, rows of length 1."""
    from sklearn.feature_extraction.text import HashingVectorizer
    from sklearn.preprocessing import normalize

    maker = HashingVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), n_features=BUCKETS, alternate_sign=False, norm=None
    )
    return normalize(counted_by_word(texts, maker.transform), copy=False)


@lru_cache(maxsize=1)
def load_heads() -> dict[str, Head]:
    """The heads that were shipped, by name; empty where they are not there."""
    path = reader.folder() / FILE
    if not reader.available() or not path.is_file():
        return {}
    content = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: Head(
            tuple(one["classes"]),
            np.array(one["weights"]),
            np.array(one["bias"]),
            np.array(one["letters"]) if "letters" in one else None,
        )
        for name, one in content.items()
    }
