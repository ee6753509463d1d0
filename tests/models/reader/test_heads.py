"""Fitting the heads: which rows count, and weights that survive being written."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from models.reader.data import Statement
from models.reader.heads import (
    fit_harm,
    fit_head,
    fit_worded,
    head_scores,
    matter,
    stance_rows,
)
from pipeline.encoders.heads import Head

RNG = np.random.default_rng(5)
LABELS = ["harm" if at % 4 == 0 else "ordinary" for at in range(80)]
VECTORS = np.array(
    [[1.0 if label == "harm" else -1.0, *RNG.normal(size=3) * 0.3] for label in LABELS], np.float32
)


def statement(text: str, stance: str = "concern", *, harm: bool | None = False) -> Statement:
    return Statement(text, "", "ouder", stance, "nl", harm, bool(stance))


def likeliest(head: Head, vectors: NDArray[np.float32]) -> list[str]:
    return [head.classes[at] for at in head.probabilities(vectors).argmax(axis=1)]


def test_a_head_learns_what_can_be_told_apart() -> None:
    head = fit_head(LABELS, VECTORS)
    assert head.classes == ("harm", "ordinary")
    assert likeliest(head, VECTORS) == LABELS
    assert np.allclose(head.probabilities(VECTORS).sum(axis=1), 1)


def test_more_than_two_classes_have_a_row_of_weights_each() -> None:
    labels = [("concern", "wish", "praise")[at % 3] for at in range(60)]
    rows = np.array([np.eye(3)[at % 3] for at in range(60)], np.float32)
    head = fit_head(labels, rows)
    assert head.weights.shape == (3, 3) and likeliest(head, rows) == labels


def test_what_is_written_reads_the_same_in_a_run() -> None:
    head = fit_head(LABELS, VECTORS)
    content = head.as_json()
    read = Head(tuple(content["classes"]), np.array(content["weights"]), np.array(content["bias"]))
    assert np.allclose(read.probabilities(VECTORS), head.probabilities(VECTORS), atol=1e-4)


def test_a_statement_without_content_or_stance_teaches_no_stance() -> None:
    said = [statement("a"), statement("b", ""), statement("c", "wish")]
    assert stance_rows(said) == ([0, 2], ["concern", "wish"])


def test_what_a_statement_is_about_a_matter_follows_where_it_stands() -> None:
    said = statement("Te volle klassen")
    assert matter(replace(said, concern_id="C1")) == "concern"
    assert matter(said) == "remark"
    assert matter(statement("Fijne juf", "praise")) == "praise"
    assert matter(statement("n.v.t.", "")) == "remark"
    assert matter(statement("Valt reuze mee", "counter")) == ""
    assert matter(statement("Hij wordt geslagen", harm=True)) == ""


def test_harm_is_told_by_meaning_and_wording_together() -> None:
    harm = np.array([label == "harm" for label in LABELS])
    texts = ["opgesloten in een hok" if one else "de taxi komt te laat" for one in harm]
    head = fit_harm(texts, harm, VECTORS)
    read = Head(head.classes, head.weights, head.bias, head.letters)
    unclear = np.zeros((2, VECTORS.shape[1]), np.float32)
    told, other = read.chance_of_text(unclear, ["hij zat opgesloten", "de taxi was te laat"])
    assert told > 0.5 > other


def test_what_a_statement_does_is_told_by_its_words_where_its_meaning_does_not_tell() -> None:
    labels = [("wish", "concern", "question")[at % 3] for at in range(60)]
    openings = {"wish": "graag", "concern": "het ontbreekt aan", "question": "waarom is er"}
    texts = [f"{openings[label]} zaak {at}" for at, label in enumerate(labels)]
    alike = RNG.normal(size=(60, 4)).astype(np.float32)
    head = fit_worded(labels, texts, alike)
    unclear = np.zeros((3, 4), np.float32)
    chances = head.read(unclear, ["graag rust", "het ontbreekt aan tijd", "waarom is er geen bus"])
    assert [head.classes[at] for at in chances.argmax(axis=1)] == ["wish", "concern", "question"]
    assert np.allclose(chances.sum(axis=1), 1, atol=1e-5)


def test_scores_are_of_what_is_found_at_few_false_alarms() -> None:
    heads = {
        "harm": fit_head(LABELS, VECTORS),
        "stance": fit_head(["wish" if one == "harm" else "concern" for one in LABELS],
                           VECTORS),
        "matter": fit_head(["remark" if one == "harm" else "concern" for one in LABELS],
                           VECTORS),
    }  # fmt: skip
    said = [
        replace(
            statement(str(at), "wish" if label == "harm" else "concern", harm=label == "harm"),
            concern_id="C1",
        )
        for at, label in enumerate(LABELS)
    ]
    scores = head_scores(heads, said, VECTORS)
    assert scores["stance_macro_f1"] == 1.0
    assert scores["harm_recall_at_1_in_100"] == 1.0
    assert scores["matter_macro_f1"] == 1.0
