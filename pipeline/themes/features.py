"""Likeness of statements: what they mean (encoder) and which words they use (letters).

The encoder alone is weak in the words of a domain, so the letters of the words are put beside it,
and what all statements of a corpus share is taken out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.core.letters import counted_by_word
from pipeline.core.numeric import unit_rows

Floats = NDArray[np.float64]
_BUCKETS = 1 << 16  # hashed letter groups: no vocabulary to keep, nothing to go out of step
_LETTERS = (4, 5)  # characters per group: whole stems, and parts of compounds
_TOO_COMMON = 0.3  # share of statements; letter groups above it belong to the corpus, not a theme


def text_key(text: str) -> str:
    """A text by 64 hexadecimal digits, whatever its case and spacing."""
    return hashlib.sha256(" ".join(text.casefold().split()).encode()).hexdigest()


@dataclass(frozen=True, eq=False)
class Features:
    """Rows that can be compared: meaning (n, d) float32 and letters (n, 65536) sparse.

    The product of a row with itself is 1 (less where a text has no known letters).
    """

    meaning: NDArray[np.float32]
    letters: Any

    def __len__(self) -> int:
        return len(self.meaning)

    def rows(self, index: NDArray[np.int64]) -> Features:
        """The rows (k,) at these positions."""
        return Features(self.meaning[index], self.letters[index])

    def likeness(self, other: Features | None = None) -> NDArray[np.float32]:
        """(n, m) cosine-like likeness with the other's rows, or among themselves."""
        other = other or self
        words = (self.letters @ other.letters.T).toarray()
        return np.asarray(self.meaning @ other.meaning.T + words, dtype=np.float32)


@dataclass(frozen=True, eq=False)
class FeatureMaker:
    """Turns texts with their vectors into features, the same way for later texts.

    Attributes:
        middle: (d,) the mean vector, which is taken out of each.
        idf: (65536,) weight of each letter group; 0 for the unique and the too common.
        share: 0-1, part of the likeness that comes from meaning; the rest comes from letters.
    """

    middle: Floats
    idf: NDArray[np.float32]
    share: float

    @classmethod
    def fit(
        cls, texts: Sequence[str], vectors: NDArray[np.float32], letters: float
    ) -> FeatureMaker:
        """Learn from n >= 1 texts and their (n, d) vectors; ``letters`` beside meaning's 1."""
        exact = np.asarray(vectors, dtype=np.float64)
        # The mean of one or two vectors is nearly the vector itself: nothing would be left.
        middle = exact.mean(axis=0) if len(exact) > 2 else np.zeros(exact.shape[1])
        counts = _hashed(texts)
        found_in = np.asarray((counts > 0).sum(axis=0)).ravel()
        n = len(texts)
        useful = (found_in >= 2) & (found_in <= max(2.0, _TOO_COMMON * n))
        weight = np.log((1.0 + n) / (1.0 + found_in)) + 1.0
        idf = np.where(useful, weight, 0.0).astype(np.float32)
        return cls(middle, idf, 1.0 / (1.0 + letters))

    def transform(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> Features:
        """Features of n texts and their vectors (n, d); a row depends on its own text only."""
        from scipy import sparse

        meaning = unit_rows(np.asarray(vectors, dtype=np.float64) - self.middle)
        counts = _hashed(texts)
        counts.data = 1.0 + np.log(counts.data)
        letters = (counts @ sparse.diags(self.idf.astype(np.float64))).tocsr()
        letters.eliminate_zeros()
        norms = np.sqrt(np.asarray(letters.multiply(letters).sum(axis=1)).ravel())
        scale = np.sqrt(1.0 - self.share) / np.maximum(norms, 1e-12)
        letters = (sparse.diags(scale) @ letters).tocsr().astype(np.float32)
        return Features((meaning * np.sqrt(self.share)).astype(np.float32), letters)


def _hashed(texts: Sequence[str]) -> Any:
    """(n, 65536) counts of letter groups within words."""
    from sklearn.feature_extraction.text import HashingVectorizer

    maker = HashingVectorizer(
        analyzer="char_wb",
        ngram_range=_LETTERS,
        n_features=_BUCKETS,
        alternate_sign=False,
        norm=None,
        dtype=np.float64,
    )
    return counted_by_word(texts, maker.transform)
