"""Likeness of statements: what they mean (encoder) and which words they use (letters).

The encoder alone is weak in the words of a domain, and its vectors also carry how long a text is.
So the part that length explains is taken out, and the letters of the words are put beside it
(method.md section 2 found the same hybrid best for matching).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_BUCKETS = 1 << 16  # hashed letter groups: no vocabulary to keep, nothing to go out of step
_LETTERS = (4, 5)  # characters per group: whole stems, and parts of compounds
_TOO_COMMON = 0.3  # share of statements; letter groups above it belong to the corpus, not a theme
_FEW = 40  # statements; below it a curve of length would be fitted to noise: only the mean


def text_key(text: str) -> str:
    """The same for texts that differ only in case and spacing: 64 hexadecimal digits."""
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
        """The rows at these positions."""
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
        trend: (3, d) what a vector is expected to be, given 1, log length and its square.
        idf: (65536,) weight of each letter group; 0 for the unique and the too common.
        share: 0-1, part of the likeness that comes from meaning; the rest comes from letters.
    """

    trend: Floats
    idf: NDArray[np.float32]
    share: float

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        vectors: NDArray[np.float32],
        letters: float,
        *,
        length: bool = True,
    ) -> FeatureMaker:
        """Learn from n >= 1 texts and their (n, d) vectors; ``letters`` beside meaning's 1.

        Args: length: take out what the length of a text explains; else the mean alone.
        """
        exact = np.asarray(vectors, dtype=np.float64)
        trend = _trend(_lengths(texts), exact) if length else _mean(exact)
        counts = _hashed(texts)
        idf = _idf(np.asarray((counts > 0).sum(axis=0)).ravel(), len(texts))
        return cls(trend, idf, 1.0 / (1.0 + letters))

    def middle(self, texts: Sequence[str]) -> Floats:
        """(d,) the vector that is expected of these n >= 1 texts on average."""
        return np.asarray(_lengths(texts).mean(axis=0) @ self.trend)

    def transform(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> Features:
        """Features of these texts; each row depends on its own text and vector only."""
        from scipy import sparse

        centred = np.asarray(vectors, dtype=np.float64) - _lengths(texts) @ self.trend
        meaning = centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-12)
        counts = _hashed(texts)
        counts.data = 1.0 + np.log(counts.data)
        letters = (counts @ sparse.diags(self.idf.astype(np.float64))).tocsr()
        letters.eliminate_zeros()
        norms = np.sqrt(np.asarray(letters.multiply(letters).sum(axis=1)).ravel())
        scale = np.sqrt(1.0 - self.share) / np.maximum(norms, 1e-12)
        letters = (sparse.diags(scale) @ letters).tocsr().astype(np.float32)
        return Features((meaning * np.sqrt(self.share)).astype(np.float32), letters)


def _lengths(texts: Sequence[str]) -> Floats:
    """(n, 3): 1, log of the number of words, and its square."""
    logs = np.log1p(np.array([len(text.split()) for text in texts], dtype=np.float64))
    return np.column_stack([np.ones(len(texts)), logs, logs**2])


def _trend(lengths: Floats, vectors: Floats) -> Floats:
    if len(vectors) < _FEW:
        return _mean(vectors)
    return np.asarray(np.linalg.lstsq(lengths, vectors, rcond=None)[0])


def _mean(vectors: Floats) -> Floats:
    trend = np.zeros((3, vectors.shape[1]))
    # The mean of one or two vectors is nearly the vector itself: nothing would be left.
    trend[0] = vectors.mean(axis=0) if len(vectors) > 2 else 0.0
    return trend


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
    return maker.transform(texts)


def _idf(found_in: NDArray[np.int64], n: int) -> NDArray[np.float32]:
    useful = (found_in >= 2) & (found_in <= max(2.0, _TOO_COMMON * n))
    weight = np.log((1.0 + n) / (1.0 + found_in)) + 1.0
    return np.where(useful, weight, 0.0).astype(np.float32)
