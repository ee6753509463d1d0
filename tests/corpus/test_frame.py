"""A frame of answers becomes a corpus: what is not there is filled, what is wrong is named."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from pipeline.core.errors import DataProblems
from pipeline.core.plan import Round
from pipeline.corpus.frame import corpus_from

TAXI, CLASS = "De taxi komt te laat.", "De klas is te vol."


def faults_of(**columns: list[Any]) -> list[str]:
    with pytest.raises(DataProblems) as faults:
        corpus_from(pd.DataFrame(columns))
    return [f"{one.where} | {one.found} | {one.mend}" for one in faults.value.problems]


def test_texts_alone_are_enough() -> None:
    corpus = corpus_from(pd.DataFrame({"text": [TAXI, CLASS]}))
    assert list(corpus.responses["text"]) == [TAXI, CLASS]
    assert corpus.responses["respondent_id"].nunique() == 2
    assert [one.round_id for one in corpus.rounds] == ["1"]


def test_a_row_without_text_is_set_aside_and_counted() -> None:
    corpus = corpus_from(pd.DataFrame({"text": [TAXI, "", None, "-"]}))
    assert len(corpus.responses) == 1
    assert list(corpus.set_aside["source_row"]) == [2, 3, 4]
    assert [(one.n_read, one.n_kept, one.n_aside) for one in corpus.sources] == [(4, 1, 3)]


def test_the_same_respondent_is_one_voice_under_a_pseudonym_that_stays() -> None:
    frame = pd.DataFrame({"text": [TAXI, CLASS, TAXI], "respondent_id": ["Jan", "Jan", None]})
    first, again = corpus_from(frame).responses, corpus_from(frame).responses
    assert first["respondent_id"].nunique() == 2
    assert not first["respondent_id"].str.contains("Jan").any()
    assert first.equals(again)


def test_roles_languages_and_questions_go_the_road_of_a_file() -> None:
    frame = pd.DataFrame(
        {
            "text": [TAXI, CLASS, CLASS],
            "role": ["Ouders", "ouder", "leraar"],
            "question": ["Wat kan beter?", "Wat kan beter?", "En verder?"],
            "language": ["Nederlands", "", None],
        }
    )
    corpus = corpus_from(frame)
    assert list(corpus.responses["role"][:2]) == ["ouder", "ouder"]
    assert list(corpus.questions["text"]) == ["Wat kan beter?", "En verder?"]
    assert list(corpus.responses["question_id"]) == ["1-q1", "1-q1", "1-q2"]
    assert corpus.responses["language"][0] == "nl"


def test_rounds_stand_in_the_order_of_their_dates() -> None:
    days = pd.to_datetime(["2025-03-01", "2024-03-01", "2025-02-01"])
    frame = pd.DataFrame({"text": [TAXI] * 3, "round_id": [2, 1, 2], "date": days})
    assert [(one.round_id, one.date) for one in corpus_from(frame).rounds] == [
        ("1", "2024-03-01"),
        ("2", "2025-02-01"),
    ]


def test_rounds_may_be_described() -> None:
    frame = pd.DataFrame({"text": [TAXI, CLASS], "round_id": ["b", "a"]})
    rounds = [Round("b", "Vroeg", "2024-01-01"), Round("a", "Laat", "2025-01-01")]
    assert [one.title for one in corpus_from(frame, rounds=rounds).rounds] == ["Vroeg", "Laat"]


def test_a_frame_without_texts_is_told_which_column_to_rename() -> None:
    told = faults_of(tekst=[TAXI])
    assert len(told) == 2
    assert all("text" in fault for fault in told)


def test_every_wrong_column_is_named_with_its_first_row() -> None:
    told = faults_of(
        text=[TAXI, CLASS, TAXI],
        date=["2025-01-01", "week 12", "week 13"],
        n_supporters=[1, 2, 0],
        response_id=["a", "b", "a"],
    )
    assert len(told) == 3
    assert "'date'" in told[0] and "week 12" in told[0] and "2" in told[0]
    assert "rij 2" in told[1] and "'n_supporters'" in told[1]
    assert "'response_id'" in told[2]


def test_several_rounds_need_dates_to_stand_in_order() -> None:
    assert "1, 2" in faults_of(text=[TAXI, CLASS], round_id=[1, 2])[0]


def test_an_empty_frame_is_a_fault() -> None:
    assert len(faults_of(text=[])) == 1
