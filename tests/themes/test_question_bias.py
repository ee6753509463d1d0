"""Themes that only answer the question asked are told from concerns that people bring up."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipeline.core.settings import PromptedSettings
from pipeline.core.tables import ASSIGNMENTS, RESPONSES, STATEMENTS
from pipeline.themes.question_bias import find_prompted

DIMENSIONS = 32
RNG = np.random.default_rng(5)
SUBJECTS = RNG.normal(size=(6, DIMENSIONS))  # subject 0 is that of the question "1-q1"
QUESTIONS = ("1-q1", "1-q2", "3-q1")


def measured(
    themes: dict[str, tuple[int, list[str]]], **settings: float
) -> dict[str, dict[str, object]]:
    """theme -> (its subject, the question of each of its statements) to the row of PROMPTED.

    Other statements, on all subjects, make up the rest of the corpus.
    """
    rows, vectors = [], []
    for theme_id, (subject, asked) in themes.items():
        for n, question in enumerate(asked):
            rows.append((f"{theme_id}-{n}", theme_id, question))
            vectors.append(SUBJECTS[subject] + 0.4 * RNG.normal(size=DIMENSIONS))
    for n in range(60):
        rows.append((f"rest-{n}", "T99", QUESTIONS[n % 3]))
        vectors.append(SUBJECTS[1 + n % 5] + 0.4 * RNG.normal(size=DIMENSIONS))
    statements = pd.DataFrame(rows, columns=["statement_id", "theme_id", "question_id"])
    asked_vectors = np.stack([SUBJECTS[0], SUBJECTS.sum(axis=0), -SUBJECTS.sum(axis=0)])
    found = find_prompted(
        ASSIGNMENTS.check(
            statements[["statement_id", "theme_id"]].assign(
                subtheme_id="", strength=0.5, nearest_id=statements["theme_id"], unique_signal=False
            )
        ),
        _statements(statements),
        _responses(statements),
        pd.DataFrame(
            {"response_id": statements["statement_id"], "voice_id": statements["statement_id"]}
        ),
        np.stack(vectors).astype(np.float32),
        QUESTIONS,
        asked_vectors.astype(np.float32),
        PromptedSettings(**settings),  # type: ignore[arg-type]
    )
    return {str(row["theme_id"]): row for row in found.to_dict("records")}


def _statements(statements: pd.DataFrame) -> pd.DataFrame:
    ids = statements["statement_id"]
    return STATEMENTS.check(
        pd.DataFrame(
            {"statement_id": ids, "response_id": ids, "start": 0, "end": 1, "text": "x",
             "clean_text": "x"}
        )
    )  # fmt: skip


def _responses(statements: pd.DataFrame) -> pd.DataFrame:
    empty = dict.fromkeys(RESPONSES.columns, "") | {"n_supporters": 1, "source_row": 1}
    made = pd.DataFrame([empty] * len(statements))
    made["response_id"], made["question_id"] = statements["statement_id"], statements["question_id"]
    return RESPONSES.check(made)


def test_a_theme_that_only_echoes_one_question_is_marked() -> None:
    row = measured({"T01": (0, ["1-q1"] * 12)})["T01"]
    assert row["question_id"] == "1-q1" and row["share"] == 1.0
    assert float(row["likeness"]) > 1.5 and row["prompted"] is True


def test_the_same_subject_brought_up_unasked_is_a_concern() -> None:
    row = measured({"T01": (0, ["1-q1"] * 8 + ["3-q1"] * 4)})["T01"]
    assert row["share"] == pytest.approx(8 / 12) and row["prompted"] is False


def test_another_subject_at_one_question_is_a_concern() -> None:
    row = measured({"T01": (3, ["1-q1"] * 12)})["T01"]
    assert row["share"] == 1.0 and float(row["likeness"]) < 1.0 and row["prompted"] is False


def test_one_or_two_people_tell_nothing_of_a_question() -> None:
    assert measured({"T01": (0, ["1-q1"] * 2)})["T01"]["prompted"] is False


def test_both_thresholds_are_settings() -> None:
    given = {"T01": (0, ["1-q1"] * 8 + ["3-q1"] * 4)}
    assert measured(given, share=0.6)["T01"]["prompted"] is True
    assert measured(given, share=0.6, likeness=9.0)["T01"]["prompted"] is False


def test_what_answers_no_question_is_held_against_none() -> None:
    assert "T01" not in measured({"T01": (0, [""] * 12)})


def test_a_campaign_is_one_voice_and_makes_no_question_prompt_it() -> None:
    statements = pd.DataFrame({"statement_id": [f"s{n}" for n in range(40)], "theme_id": "T01"})
    statements["question_id"] = ["1-q1"] * 37 + ["1-q2"] * 3
    voices = ["campaign"] * 37 + ["a", "b", "c"]
    vectors = np.tile(SUBJECTS[0], (40, 1)) + 0.1 * RNG.normal(size=(40, DIMENSIONS))
    found = find_prompted(
        ASSIGNMENTS.check(
            statements[["statement_id", "theme_id"]].assign(
                subtheme_id="", strength=0.5, nearest_id="T01", unique_signal=False
            )
        ),
        _statements(statements), _responses(statements),
        pd.DataFrame({"response_id": statements["statement_id"], "voice_id": voices}),
        vectors.astype(np.float32), QUESTIONS[:2], SUBJECTS[:2].astype(np.float32),
        PromptedSettings(),
    )  # fmt: skip
    (row,) = found.to_dict("records")
    assert (row["question_id"], row["share"]) == ("1-q2", 0.75)


def test_without_questions_nothing_is_prompted() -> None:
    found = find_prompted(
        ASSIGNMENTS.empty(), STATEMENTS.empty(), RESPONSES.empty(),
        pd.DataFrame(columns=["response_id", "voice_id"]),
        np.zeros((0, 4), dtype=np.float32), (), np.zeros((0, 4), dtype=np.float32),
        PromptedSettings(),
    )  # fmt: skip
    assert found.empty
