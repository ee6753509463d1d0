"""Fitting the heads: which rows count, and weights that survive being written."""

from __future__ import annotations

import numpy as np

from models.reader.data import Statement
from models.reader.heads import fit_head, head_scores, predicted, stance_rows
from pipeline.encoders.heads import Head

RNG = np.random.default_rng(5)
LABELS = ["harm" if at % 4 == 0 else "ordinary" for at in range(80)]
VECTORS = np.array(
    [[1.0 if label == "harm" else -1.0, *RNG.normal(size=3) * 0.3] for label in LABELS], np.float32
)


def statement(text: str, stance: str = "concern", *, harm: bool | None = False) -> Statement:
    return Statement(text, "", "ouder", stance, "nl", harm, bool(stance))


def test_a_head_learns_what_can_be_told_apart() -> None:
    head = fit_head("harm", LABELS, VECTORS)
    assert head.classes == ("harm", "ordinary")
    assert predicted(head, VECTORS) == LABELS
    assert np.allclose(head.probabilities(VECTORS).sum(axis=1), 1)


def test_more_than_two_classes_have_a_row_of_weights_each() -> None:
    labels = [("concern", "wish", "praise")[at % 3] for at in range(60)]
    rows = np.array([np.eye(3)[at % 3] for at in range(60)], np.float32)
    head = fit_head("stance", labels, rows)
    assert head.weights.shape == (3, 3) and predicted(head, rows) == labels


def test_what_is_written_reads_the_same_in_a_run() -> None:
    head = fit_head("harm", LABELS, VECTORS)
    content = head.as_json()
    read = Head(tuple(content["classes"]), np.array(content["weights"]), np.array(content["bias"]))
    assert np.allclose(read.probabilities(VECTORS), head.probabilities(VECTORS), atol=1e-4)


def test_a_statement_without_content_or_stance_teaches_no_stance() -> None:
    said = [statement("a"), statement("b", ""), statement("c", "wish")]
    assert stance_rows(said) == ([0, 2], ["concern", "wish"])


def test_scores_are_of_what_is_found_at_few_false_alarms() -> None:
    heads = {
        "harm": fit_head("harm", LABELS, VECTORS),
        "stance": fit_head("stance", ["wish" if one == "harm" else "concern" for one in LABELS],
                           VECTORS),
        "content": fit_head("content", ["empty" if one == "harm" else "content" for one in LABELS],
                            VECTORS),
    }  # fmt: skip
    said = [
        statement(str(at), "wish" if label == "harm" else "concern", harm=label == "harm")
        for at, label in enumerate(LABELS)
    ]
    scores = head_scores(heads, said, VECTORS)
    assert scores["stance_macro_f1"] == 1.0
    assert scores["harm_recall_at_1_in_100"] == 1.0
