"""Classifiers on the reader's vectors: stance, concern or praise, possible harm, and more.

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
WORD_BUCKETS = 1 << 15  # hashed words, pairs and triples of words
_LEAST_WORD = 0.05  # a weight below it is left out of the file
STANCE, HARM, MATTER, NAME = "stance", "harm", "matter", "name"


@dataclass(frozen=True, eq=False)
class Head:
    """One classifier: (classes, d) weights and (classes,) bias.

    Attributes: letters: (BUCKETS,) what the letter groups of a text add to the odds of the first of
        two classes; None where the vector alone decides.  words: (WORD_BUCKETS, classes) what its
        words, pairs and triples add to each; None where the head does not read them.
    """

    classes: tuple[str, ...]
    weights: NDArray[np.float64]
    bias: NDArray[np.float64]
    letters: NDArray[np.float64] | None = None
    words: NDArray[np.float64] | None = None

    def _logits(self, vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        return vectors.astype(np.float64) @ self.weights.T + self.bias

    def probabilities(self, vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """(n, classes) for (n, d) vectors of the reader; rows that sum to 1."""
        return np.round(softmax(self._logits(vectors)), 6)

    def chance(self, vectors: NDArray[np.float32], of: str) -> NDArray[np.float64]:
        """(n,) probability of this class. Raises: ValueError for an unknown one."""
        return self.probabilities(vectors)[:, self.classes.index(of)]

    def read(self, vectors: NDArray[np.float32], texts: Sequence[str]) -> NDArray[np.float64]:
        """(n, classes) by meaning and, where the head reads them, by words; rows sum to 1."""
        if self.words is None or not len(texts):
            return self.probabilities(vectors)
        return np.round(softmax(self._logits(vectors) + word_groups(texts) @ self.words), 6)

    def chance_of_text(
        self, vectors: NDArray[np.float32], texts: Sequence[str]
    ) -> NDArray[np.float64]:
        """(n,) probability of the first of two classes, by meaning and wording together."""
        logits = self._logits(vectors)
        odds = logits[:, 0] - logits[:, 1]
        if self.letters is not None and len(texts):
            odds = odds + letter_groups(texts) @ self.letters
        return np.round(logistic(odds), 6)

    def as_json(self) -> dict[str, Any]:
        """For ``heads.json``: six decimals; of letter groups three, of words two."""
        plain = {
            "classes": list(self.classes),
            "weights": np.round(self.weights, 6).tolist(),
            "bias": np.round(self.bias, 6).tolist(),
        }
        if self.letters is not None:
            plain["letters"] = np.round(self.letters, 3).tolist()
        if self.words is not None:
            rows = np.flatnonzero(np.abs(self.words).max(axis=1) >= _LEAST_WORD)
            plain["words"] = {str(row): np.round(self.words[row], 2).tolist() for row in rows}
        return plain


def letter_groups(texts: Sequence[str]) -> Any:
    """(n, BUCKETS) sparse counts of letter groups within words, rows of length 1."""
    from sklearn.feature_extraction.text import HashingVectorizer
    from sklearn.preprocessing import normalize

    vectorizer = HashingVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), n_features=BUCKETS, alternate_sign=False, norm=None
    )
    return normalize(counted_by_word(texts, vectorizer.transform), copy=False)


def word_groups(texts: Sequence[str]) -> Any:
    """(n, WORD_BUCKETS) sparse: which words, pairs and triples occur, rows of length 1."""
    from sklearn.feature_extraction.text import HashingVectorizer

    vectorizer = HashingVectorizer(
        ngram_range=(1, 3), n_features=WORD_BUCKETS, alternate_sign=False, binary=True,
        token_pattern=r"\w+|[?!]",  # noqa: S106 - tokens of text
    )  # fmt: skip
    return vectorizer.transform(texts)


def _words(rows: dict[str, list[float]] | None, classes: int) -> NDArray[np.float64] | None:
    if rows is None:
        return None
    words = np.zeros((WORD_BUCKETS, classes))
    words[[int(row) for row in rows]] = list(rows.values())
    return words


@lru_cache(maxsize=1)
def load_heads() -> dict[str, Head]:
    """The classifiers that ship with gehoord, by name; empty where their file is absent."""
    path = reader.folder() / FILE
    if not reader.available() or not path.is_file():
        return {}
    content = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: Head(
            tuple(head["classes"]),
            np.array(head["weights"]),
            np.array(head["bias"]),
            np.array(head["letters"]) if "letters" in head else None,
            _words(head.get("words"), len(head["classes"])),
        )
        for name, head in content.items()
    }


def heads_for(encoder: str) -> dict[str, Head]:
    """The heads that read the vectors of the encoder of this name: of our own reader's only."""
    return load_heads() if encoder == reader.NAME else {}
