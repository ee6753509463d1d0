"""Themes that mostly answer the question asked: what a question itself brings up.

Two things must hold together. The people of a theme spoke of it (nearly) all at one question in
one round, and what they say lies close to the wording of that question. The first alone is no
sign: who is asked one question answers that one. The second alone is none either: a question about
transport brings up the concern about transport that people also voice unasked.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.core.numeric import row_blocks, unit_rows
from pipeline.core.settings import PromptedSettings
from pipeline.core.tables import PROMPTED


def find_prompted(
    assignments: pd.DataFrame,
    statements: pd.DataFrame,
    responses: pd.DataFrame,
    voices: pd.DataFrame,
    vectors: NDArray[np.float32],
    questions: Sequence[str],
    asked: NDArray[np.float32],
    settings: PromptedSettings,
) -> pd.DataFrame:
    """Hold every theme and sub-theme against the question that most of its people answered.

    Args:
        assignments, statements, responses: ASSIGNMENTS, STATEMENTS, RESPONSES.
        voices: the frame of ``voices``; a campaign is one voice.
        vectors: (n, d) of the statements, in the order of STATEMENTS.
        questions: k ids; asked: (k, d) vectors of their wording, by the same encoder.

    Returns: PROMPTED; likeness is the mean of the theme's statements, in standard deviations above
        how like the question a statement of this corpus usually is. Themes whose people answered
        no question (letters, notes without a topic) have no row.
    """
    if not len(questions) or not len(statements):
        return PROMPTED.empty()
    spoken = _answers_with_question(assignments, statements, responses, voices)
    spoken = spoken[spoken["question_id"].isin(list(questions))]
    near = _standard(vectors, asked)
    row_of = {statement: row for row, statement in enumerate(statements["statement_id"])}
    column_of = {question: column for column, question in enumerate(questions)}
    rows = []
    for column in ("theme_id", "subtheme_id"):
        for theme_id, of_theme in spoken[spoken[column] != ""].groupby(column, sort=True):
            question_id, share, n_voices = _most_answered(of_theme)
            inside = [row_of[statement_id] for statement_id in of_theme["statement_id"]]
            likeness = float(near[inside, column_of[question_id]].mean())
            rows.append(
                {
                    "theme_id": theme_id,
                    "question_id": question_id,
                    "share": round(share, 6),
                    "likeness": round(likeness, 6),
                    "prompted": n_voices >= settings.least
                    and share >= settings.share
                    and likeness >= settings.likeness,
                }
            )
    return PROMPTED.check(pd.DataFrame(rows, columns=list(PROMPTED.columns)))


def _answers_with_question(
    assignments: pd.DataFrame,
    statements: pd.DataFrame,
    responses: pd.DataFrame,
    voices: pd.DataFrame,
) -> pd.DataFrame:
    """Per statement its themes, its question and whose voice it is."""
    links = assignments[["statement_id", "theme_id", "subtheme_id"]].fillna("")
    where = statements[["statement_id", "response_id"]]
    asked = responses[["response_id", "question_id"]].fillna("")
    whose = voices[["response_id", "voice_id"]]
    joined = links.merge(where, on="statement_id").merge(asked, on="response_id")
    return joined.merge(whose, on="response_id")


def _most_answered(statements: pd.DataFrame) -> tuple[str, float, int]:
    """The question most of the theme's voices answered, their share, and how many voices."""
    pairs = statements[["voice_id", "question_id"]].drop_duplicates()
    counts = pairs.groupby("question_id", sort=True).size()
    best = str(counts.index[int(counts.to_numpy().argmax())])
    return best, float(counts[best] / len(pairs)), int(statements["voice_id"].nunique())


def _standard(vectors: NDArray[np.float32], asked: NDArray[np.float32]) -> NDArray[np.float64]:
    """(n, k) likeness of statements to questions, per question in standard deviations.

    What all statements share is taken out first: all cosines of one encoder lie close together.
    """
    middle = vectors.mean(axis=0, dtype=np.float64)
    put = unit_rows(asked.astype(np.float64) - middle)
    like = np.empty((len(vectors), len(put)))
    for rows in row_blocks(len(vectors)):
        like[rows] = unit_rows(vectors[rows].astype(np.float64) - middle) @ put.T
    return np.asarray((like - like.mean(axis=0)) / np.maximum(like.std(axis=0), 1e-9))
