"""Heads on the encoder's vectors: what a statement does, whether it may point at harm, and whether
it says anything at all.

Logistic regression on vectors that were made once anyway; weights are plain JSON. The decision
threshold of harm is chosen on consultations that are not trained on: few false alarms first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.reader.data import STANCES, Consultation, Statement

FALSE_ALARMS = 0.01  # of ordinary statements


@dataclass(frozen=True)
class Head:
    """A linear classifier: (classes, d) weights, (classes,) bias."""

    name: str
    classes: tuple[str, ...]
    weights: NDArray[np.float64]
    bias: NDArray[np.float64]

    def probabilities(self, vectors: NDArray[np.float32]) -> NDArray[np.float64]:
        """(n, classes), rows that sum to 1."""
        logits = vectors @ self.weights.T + self.bias
        raised = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True))

    def as_json(self) -> dict[str, Any]:
        """Plain numbers, six digits."""
        return {
            "classes": list(self.classes),
            "weights": np.round(self.weights, 6).tolist(),
            "bias": np.round(self.bias, 6).tolist(),
        }


def fit_head(
    name: str, labels: Sequence[str], vectors: NDArray[np.float32], strength: float = 8.0
) -> Head:
    """Fit on n vectors; every class weighs the same."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=strength, max_iter=2000, class_weight="balanced")
    model.fit(vectors, list(labels))
    weights, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
    return Head(name, tuple(map(str, model.classes_)), weights, bias)


def told(consultations: Sequence[Consultation]) -> list[Statement]:
    """All statements, in order."""
    return [said for one in consultations for said in one.statements]


def stance_rows(statements: Sequence[Statement]) -> tuple[list[int], list[str]]:
    """Rows with a stance, and it."""
    rows = [at for at, said in enumerate(statements) if said.content and said.stance in STANCES]
    return rows, [statements[at].stance for at in rows]
