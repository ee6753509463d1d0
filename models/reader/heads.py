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


def fit_heads(
    statements: Sequence[Statement], vectors: NDArray[np.float32], names: NDArray[np.float32]
) -> dict[str, Head]:
    """Stance, harm, content, and whether a clause could be the name of a concern.

    Args: vectors of the statements, in order; names: vectors of the names of concerns.
    """
    rows, stances = stance_rows(statements)
    sure = [at for at, said in enumerate(statements) if said.harm is not None]
    harm = ["harm" if statements[at].harm else "ordinary" for at in sure]
    content = ["content" if said.content else "empty" for said in statements]
    short = [at for at, said in enumerate(statements) if len(said.text.split()) <= 14]
    both = np.concatenate([names, vectors[short]])
    named = ["name"] * len(names) + ["said"] * len(short)
    return {
        "stance": fit_head("stance", stances, vectors[rows]),
        "harm": fit_head("harm", harm, vectors[sure], strength=20.0),
        "content": fit_head("content", content, vectors),
        "name": fit_head("name", named, both),
    }


def head_scores(
    heads: dict[str, Head], statements: Sequence[Statement], vectors: NDArray[np.float32]
) -> dict[str, Any]:
    """Scores on statements of which nothing was trained on."""
    from sklearn.metrics import f1_score

    rows, stances = stance_rows(statements)
    found = predicted(heads["stance"], vectors[rows])
    harm = np.array([bool(said.harm) for said in statements])
    chance = heads["harm"].probabilities(vectors)[:, heads["harm"].classes.index("harm")]
    ordinary = np.sort(chance[~harm])[::-1]
    needed = float(ordinary[int(FALSE_ALARMS * len(ordinary))])
    content = ["content" if said.content else "empty" for said in statements]
    return {
        "stance_macro_f1": round(float(f1_score(stances, found, average="macro")), 4),
        "harm_recall_at_1_in_100": round(float((chance[harm] > needed).mean()), 4),
        "harm_needed": round(needed, 4),
        "content_macro_f1": round(
            float(f1_score(content, predicted(heads["content"], vectors), average="macro")), 4
        ),
    }


def predicted(head: Head, vectors: NDArray[np.float32]) -> list[str]:
    """The likeliest class of each vector."""
    return [head.classes[at] for at in head.probabilities(vectors).argmax(axis=1)]
