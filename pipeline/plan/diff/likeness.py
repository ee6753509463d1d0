"""How much of one wording another holds: words that say something, rare ones weighing more.

Used to align two versions of a plan.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.core.tokens import STOPWORDS

STEM = 7  # characters; "ondersteuning" and "ondersteunen" meet, "ouders" and "oudere" do not
_GRAM = 4  # characters of the pieces that let compounds meet: "verzuim" in "thuiszittersverzuim"


class Wording:
    """Texts compared with each other; a word that all of them share weighs little."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = list(texts)
        self.words = [Counter(word[:STEM] for word in _telling_words(t)) for t in self.texts]
        self.grams = [Counter(_grams(text)) for text in self.texts]
        self.weights = _weights(self.words)
        self.gram_weights = _weights(self.grams)

    def likeness(self, n_old: int) -> NDArray[np.float64]:
        """(n_old, rest): mean of word overlap and likeness of letter groups, 0 to 1."""
        old, new = range(n_old), range(n_old, len(self.texts))
        scores = np.zeros((n_old, len(new)))
        for i in old:
            for j in new:
                words = _dice(self.words[i], self.words[j], self.weights)
                grams = _cosine(self.grams[i], self.grams[j], self.gram_weights)
                scores[i, j - n_old] = 0.5 * words + 0.5 * grams
        return scores

    def share(self, part: int, whole: int) -> float:
        """The share of the part's weight that the whole holds, 0 to 1."""
        return self._held(self.grams[part], self.grams[whole])

    def covered(self, whole: int, parts: Sequence[int]) -> float:
        """The share of the whole's weight that the parts hold together, 0 to 1."""
        together: Counter[str] = Counter()
        for part in parts:
            together |= self.grams[part]
        return self._held(self.grams[whole], together)

    def same(self, first: int, second: int) -> bool:
        """Whether two texts have exactly the same words."""
        return self.words[first] == self.words[second]

    def _held(self, inner: Counter[str], outer: Counter[str]) -> float:
        """The share of the weight of ``inner`` that ``outer`` holds."""
        total = sum(self.gram_weights[gram] for gram in inner)
        held = sum(self.gram_weights[gram] for gram in inner if gram in outer)
        return held / total if total else 0.0


def _telling_words(text: str) -> list[str]:
    """The words that say something; all of them where none does."""
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)?", text.casefold())
    telling = [word for word in words if word not in STOPWORDS]
    return telling or words


def _grams(text: str) -> list[str]:
    """Groups of letters, each within one word."""
    grams = []
    for word in _telling_words(text):
        padded = f" {word}"
        grams += [padded[start : start + _GRAM] for start in range(max(1, len(padded) - _GRAM + 1))]
    return grams


def _weights(counts: Sequence[Counter[str]]) -> dict[str, float]:
    """Word -> its weight, the greater the fewer texts have it."""
    seen: Counter[str] = Counter()
    for count in counts:
        seen.update(set(count))
    n = len(counts)
    return {word: 1.0 + math.log((n + 1) / (texts + 1)) for word, texts in seen.items()}


def _dice(a: Counter[str], b: Counter[str], weights: dict[str, float]) -> float:
    common = sum(weights[word] for word in set(a) & set(b))
    total = sum(weights[word] for word in a) + sum(weights[word] for word in b)
    return 2 * common / total if total else 0.0


def _cosine(a: Counter[str], b: Counter[str], weights: dict[str, float]) -> float:
    dot = sum(a[key] * b[key] * weights[key] ** 2 for key in a.keys() & b.keys())
    norm = math.sqrt(_square(a, weights) * _square(b, weights))
    return dot / norm if norm else 0.0


def _square(a: Counter[str], weights: dict[str, float]) -> float:
    return sum((count * weights[word]) ** 2 for word, count in a.items())
