"""Heads on the encoder's vectors: what a statement does, whether it may point at harm, and whether
it voices a concern, praise, or no more than a remark.

Logistic regression on vectors that were made once anyway; weights are plain JSON. The decision
threshold of harm is chosen on consultations that are not trained on: few false alarms first.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.reader.data import STANCES, Consultation, Statement
from pipeline.core.numeric import softmax
from pipeline.encoders.heads import Head, letter_groups, word_groups

FALSE_ALARMS = 0.01  # of ordinary statements


def fit_head(labels: Sequence[str], vectors: NDArray[np.float32], strength: float = 8.0) -> Head:
    """Fit on n vectors; every class weighs the same."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=strength, max_iter=2000, class_weight="balanced")
    model.fit(vectors, list(labels))
    weights, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
    return Head(tuple(map(str, model.classes_)), weights, bias)


def fit_worded(
    labels: Sequence[str], texts: Sequence[str], vectors: NDArray[np.float32], strength: float = 8.0
) -> Head:
    """Meaning and words, fitted apart and added, as for harm: what a statement does is told by how
    it is put ("graag", "het ontbreekt aan") more than by what it is about.

    One temperature brings the sum to probabilities, found on a fifth that was left out for it.
    """
    from scipy.optimize import minimize_scalar
    from sklearn.model_selection import train_test_split

    classes, gold = np.unique(list(labels), return_inverse=True)
    groups = word_groups(texts)
    kept, left = train_test_split(
        np.arange(len(gold)), test_size=0.2, stratify=gold, random_state=0
    )
    fit = partial(_meaning_and_wording, strengths=(strength, 10.0), rounds=300, tol=1e-3)
    meaning, wording = fit(vectors[kept], groups[kept], gold[kept])
    apart = meaning.decision_function(vectors[left]) + wording.decision_function(groups[left])

    def surprise(slope: float) -> float:
        chances = softmax(slope * apart)[np.arange(len(left)), gold[left]]
        return float(-np.log(chances + 1e-12).mean())

    slope = float(minimize_scalar(surprise, bounds=(0.05, 3.0), method="bounded").x)
    meaning, wording = fit(vectors, groups, gold)
    return Head(
        tuple(map(str, classes)),
        slope * meaning.coef_,
        slope * (meaning.intercept_ + wording.intercept_),
        words=slope * wording.coef_.T,
    )


def _meaning_and_wording(
    vectors: NDArray[np.float32],
    groups: Any,
    gold: NDArray[Any],
    strengths: tuple[float, float],
    *,
    rounds: int = 2000,
    tol: float = 1e-4,
) -> Any:
    """Two classifiers of the same n texts, by (n, d) vectors and by what is counted in them.

    Args: strengths: how far each may go (C); rounds: of fitting, at most; tol: of the wording.
    """
    from sklearn.linear_model import LogisticRegression

    meaning, wording = (
        LogisticRegression(C=strength, max_iter=rounds, tol=tol, class_weight="balanced")
        for strength, tol in zip(strengths, (1e-4, tol), strict=True)
    )
    return meaning.fit(vectors, gold), wording.fit(groups, gold)


def fit_harm(texts: Sequence[str], harm: NDArray[np.bool_], vectors: NDArray[np.float32]) -> Head:
    """Meaning and wording, fitted apart and added; what each misses the other often sees.

    The sum is brought to probabilities on texts that were left out in turn, for two classifiers
    that agree on what they learned are too sure of it.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold

    groups = letter_groups(texts)
    fit = partial(_meaning_and_wording, strengths=(1.0, 20.0))
    apart = np.zeros(len(texts))
    for kept, left in StratifiedKFold(5, shuffle=True, random_state=0).split(vectors, harm):
        meaning, wording = fit(vectors[kept], groups[kept], harm[kept])
        apart[left] = meaning.decision_function(vectors[left]) + wording.decision_function(
            groups[left]
        )
    scale = LogisticRegression(C=1e6).fit(apart[:, None], harm)
    slope, offset = float(scale.coef_[0, 0]), float(scale.intercept_[0])
    meaning, wording = fit(vectors, groups, harm)
    weights = slope * meaning.coef_
    bias = slope * (meaning.intercept_ + wording.intercept_) + offset
    return Head(
        ("harm", "ordinary"),
        np.vstack([weights, -weights]) / 2,
        np.concatenate([bias, -bias]) / 2,
        slope * wording.coef_[0],
    )


def told(consultations: Sequence[Consultation]) -> list[Statement]:
    """All statements, in order."""
    return [said for one in consultations for said in one.statements]


def stance_rows(statements: Sequence[Statement]) -> tuple[list[int], list[str]]:
    """Rows with a stance, and it."""
    rows = [at for at, said in enumerate(statements) if said.content and said.stance in STANCES]
    return rows, [statements[at].stance for at in rows]


def matter(said: Statement) -> str:
    """concern | praise | remark; empty where it is neither, or may point at harm."""
    if said.harm or (said.stance in ("counter", "") and said.content):
        return ""
    if said.stance == "praise":
        return "praise"
    return "concern" if said.concern_id else "remark"


def fit_heads(
    statements: Sequence[Statement],
    vectors: NDArray[np.float32],
    names: NDArray[np.float32],
    heard: Sequence[Statement],
    heard_vectors: NDArray[np.float32],
) -> dict[str, Head]:
    """Stance, harm, matter, and whether a clause could be the name of a concern.

    Args: vectors of the statements, in order; names: vectors of the names of concerns; heard: what
        was said in whole consultations, which teaches harm alone, and its vectors.
    """
    rows, stances = stance_rows(statements)
    every = [*statements, *heard]
    sure = [at for at, said in enumerate(every) if said.harm is not None]
    harm = np.array([bool(every[at].harm) for at in sure])
    both_vectors = np.concatenate([vectors, heard_vectors])
    matters = [matter(said) for said in statements]
    known = [at for at, kind in enumerate(matters) if kind]
    short = [at for at, said in enumerate(statements) if len(said.text.split()) <= 14]
    both = np.concatenate([names, vectors[short]])
    named = ["name"] * len(names) + ["said"] * len(short)
    return {
        "stance": fit_worded(stances, [statements[at].text for at in rows], vectors[rows]),
        "harm": fit_harm([every[at].text for at in sure], harm, both_vectors[sure]),
        "matter": fit_worded(
            [matters[at] for at in known],
            [statements[at].text for at in known],
            vectors[known],
            strength=2.0,
        ),
        "name": fit_head(named, both),
    }


def head_scores(
    heads: dict[str, Head], statements: Sequence[Statement], vectors: NDArray[np.float32]
) -> dict[str, Any]:
    """Scores on statements of which nothing was trained on."""
    from sklearn.metrics import f1_score

    rows, stances = stance_rows(statements)
    found = predicted(heads["stance"], vectors, statements, rows)
    harm = np.array([bool(said.harm) for said in statements])
    chance = heads["harm"].chance_of_text(vectors, [said.text for said in statements])
    ordinary = np.sort(chance[~harm])[::-1]
    needed = float(ordinary[int(FALSE_ALARMS * len(ordinary))])
    matters = [matter(said) for said in statements]
    known = [at for at, kind in enumerate(matters) if kind]
    voiced = [matters[at] for at in known]
    guessed = predicted(heads["matter"], vectors, statements, known)
    return {
        "stance_macro_f1": round(float(f1_score(stances, found, average="macro")), 4),
        "harm_recall_at_1_in_100": round(float((chance[harm] > needed).mean()), 4),
        "harm_needed": round(needed, 4),
        "matter_macro_f1": round(float(f1_score(voiced, guessed, average="macro")), 4),
    }


def predicted(
    head: Head,
    vectors: NDArray[np.float32],
    statements: Sequence[Statement],
    rows: Sequence[int],
) -> list[str]:
    """The likeliest class of the statements in these rows."""
    chances = head.read(vectors[list(rows)], [statements[row].text for row in rows])
    return [head.classes[at] for at in chances.argmax(axis=1)]
