"""STATEMENTS -> STANCES: weights applied, and silence where no stance is likely enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.core.numeric import softmax
from pipeline.core.settings import StanceSettings
from pipeline.core.tables import STANCES
from pipeline.core.tokens import Tokens
from pipeline.themes.stances.features import Cues, features

SUPPORT, WISH, COMPLAINT, QUESTION, UNKNOWN = "support", "wish", "complaint", "question", "unknown"
TOLD = (SUPPORT, WISH, COMPLAINT, QUESTION)  # what may be told
CLASSES = (*TOLD, UNKNOWN)  # columns of every score; the last is a class too: no stance in it

Vector = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class StanceModel:
    """Loaded weights.

    Attributes:
        weights: feature name -> one weight per class of CLASSES.
        meaning: (d, 5) weights of a statement's vector; None where only wording is read.
        encoder, revision: which encoder's vectors those are; empty without `meaning`.
    """

    cues: Cues
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]
    meaning: NDArray[np.float64] | None = None
    encoder: str = ""
    revision: str = ""

    def __post_init__(self) -> None:
        wrong = [name for name, row in self.weights.items() if len(row) != len(CLASSES)]
        if len(self.bias) != len(CLASSES) or wrong:
            raise ValueError(f"a stance model has {len(CLASSES)} weights per feature: {wrong}")
        if self.meaning is not None and self.meaning.shape[1:] != (len(CLASSES),):
            raise ValueError(f"weights of meaning have shape {self.meaning.shape}, not (d, 5)")

    @property
    def hears(self) -> tuple[str, str]:
        """Name and revision of the encoder whose vectors it reads; empty where it reads none."""
        return self.encoder, self.revision

    def likely(self, text: str, tokens: Tokens, vector: Vector | None) -> NDArray[np.float64]:
        """Probability of every class (5,), in the order of CLASSES, summing to 1.

        Raises: ValueError when the model reads vectors and gets none.
        """
        scores = np.array(self.bias, dtype=np.float64)
        for name in sorted(features(text, tokens, self.cues) & self.weights.keys()):
            scores += np.array(self.weights[name])
        if self.meaning is not None:
            if vector is None:
                raise ValueError(f"this stance model reads vectors of {self.encoder}; none given")
            scores += vector.astype(np.float64) @ self.meaning
        return softmax(scores)


def classify(
    statements: pd.DataFrame,
    words: Mapping[str, Tokens],
    model: StanceModel,
    settings: StanceSettings,
    *,
    vectors: Mapping[str, Vector] | None = None,
) -> pd.DataFrame:
    """Tell of every statement where its speaker stands, or `unknown`.

    Args:
        statements: STATEMENTS.
        words, vectors: by statement id, of its `clean_text` alone; vectors (d,) only where the
            model reads them.
    Returns: STANCES, one row per statement; `strength` is the probability (0-1) of the stance
        told, and for `unknown` that of the likeliest stance, which was not enough.
    """
    rows = []
    for one, text in zip(statements["statement_id"], statements["clean_text"], strict=True):
        vector = vectors[str(one)] if vectors is not None else None
        stance, strength = decide(model.likely(str(text), words[str(one)], vector), settings)
        rows.append((str(one), stance, strength))
    return STANCES.check(pd.DataFrame(rows, columns=list(STANCES.columns)))


def decide(likely: NDArray[np.float64], settings: StanceSettings) -> tuple[str, float]:
    """The likeliest stance and its probability; `unknown` where that is below what is needed."""
    best = int(np.argmax(likely[: len(TOLD)]))
    strength = float(likely[best])
    return (TOLD[best] if strength >= settings.needed else UNKNOWN), strength
