"""The printed answer beside the truth: a consultation of eight responses, scored by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.core.errors import DataProblem, DataProblems
from pipeline.evaluation.answer import (
    AnswerTruth,
    Printed,
    PrintedAnswer,
    TrueConcern,
    TrueRow,
    called,
    printed_answer,
    read_answer_truth,
)
from pipeline.evaluation.answer_scores import find_rows, score_answer

BOTH = frozenset({"een", "twee"})
CONCERNS = {
    "wachten": TrueConcern("wachten", "Te lang wachten", "Snel een plek", "addressed", BOTH),
    "klassen": TrueConcern("klassen", "Te grote klassen", "", "not_addressed", frozenset({"een"})),
}
# Responses r1-r3 wait (two rounds), r4-r6 speak of classes, r7 and r8 of nothing that recurs.
TEXTS = {
    "r1": "Mijn kind wacht al een jaar op een plek.",
    "r2": "De wachtlijst is veel te lang voor ons.",
    "r3": "Wij wachten nog steeds op het onderzoek.",
    "r4": "De klassen zijn te groot om les te geven.",
    "r5": "Dertig kinderen in een lokaal is te veel.",
    "r6": "Kleinere groepen geven de juf meer rust.",
    "r7": "De koffie in de lerarenkamer was lekker.",
    "r8": "Het gebouw ruikt naar verse verf vandaag.",
}
ROUNDS = {"r1": "R1", "r2": "R1", "r3": "R2", "r4": "R1", "r5": "R1", "r6": "R1", "r7": "R1",
          "r8": "R2"}  # fmt: skip
VOICED = {"r1": "wachten", "r2": "wachten", "r3": "wachten", "r4": "klassen", "r5": "klassen",
          "r6": "klassen"}  # fmt: skip
TRUTH = AnswerTruth(
    tuple(
        TrueRow(
            "een" if ROUNDS[key] == "R1" else "twee", key, "ouder", text,
            frozenset({VOICED[key]} if key in VOICED else ()),
        )
        for key, text in TEXTS.items()
    ),
    CONCERNS,
)  # fmt: skip


def concern(key: str, ids: tuple[str, ...], **more: Any) -> Printed:
    usual = {"name": key, "status": "not_addressed", "goal_title": "", "recurring": False}
    rounds = frozenset(ROUNDS[one] for one in ids)
    return Printed(concern_id=key, rounds=rounds, statement_ids=ids, **{**usual, **more})


def answer(*concerns: Printed, open_ids: tuple[str, ...] = (), **goals: str) -> PrintedAnswer:
    return PrintedAnswer(
        concerns=concerns, open_ids=frozenset(open_ids), people=7,
        response_of={key: key for key in TEXTS}, goal_of={key: goals.get(key, "") for key in TEXTS},
        texts=TEXTS, rounds_of=ROUNDS,
    )  # fmt: skip


WAITING = concern(
    "T1", ("r1", "r2", "r3"), status="addressed", goal_title="Snel een plek", recurring=True
)
CLASSES = concern("T2", ("r4", "r5", "r7"))


def test_a_right_answer_scores_one_throughout() -> None:
    goals = dict.fromkeys(("r1", "r2", "r3"), "Snel een plek")
    scores = score_answer(answer(WAITING, CLASSES, open_ids=("T2",), **goals), TRUTH)
    shares = {key: value for key, value in scores.figures.items() if "people" not in key}
    assert shares.pop("praise_as_concern") == 0
    assert set(shares.values()) == {1.0}, shares
    assert scores.unfound == ()


def test_every_figure_is_that_of_a_count_by_hand() -> None:
    """T1 holds one of the three who wait; praise makes T3; the goals of r1 and r4 are wrong."""
    split = concern("T1", ("r1",), status="partly", goal_title="Een ander doel")
    praise = concern("T3", ("r7", "r8"), recurring=True)
    goals = {"r1": "Een ander doel", "r2": "Snel een plek", "r4": "Snel een plek"}
    scores = score_answer(answer(split, CLASSES, praise, open_ids=("T2", "T3"), **goals), TRUTH)
    figures = dict(scores.figures)
    assert figures["concerns_right"] == 0.5  # classes alone
    assert figures["state_right"] == 0.5  # waiting is printed as partly
    assert figures["goal_right"] == 0.5
    assert figures["rounds_right"] == 0.5  # waiting is printed in one round of two
    assert (figures["open_precision"], figures["open_recall"]) == (0.5, 1.0)
    assert (figures["recurring_precision"], figures["recurring_recall"]) == (0.0, 0.0)
    assert figures["statement_goal"] == pytest.approx(1 / 3)  # r2 of r1-r3
    assert figures["none_right"] == pytest.approx(2 / 3)  # r5 and r6 of r4-r6
    assert figures["praise_as_concern"] == 1
    assert (figures["people"], figures["people_most"]) == (7, 8)
    held = {pair.true.concern_id: (pair.holds, pair.printed) for pair in scores.pairs}
    assert held == {"wachten": (False, split), "klassen": (True, CLASSES)}


def test_shares_over_concerns_have_an_interval_and_two_concerns_tell_too_little() -> None:
    alone = {key: TrueConcern(key, key, "", "not_addressed", frozenset({"een"})) for key in TEXTS}
    rows = tuple(
        replace(row, concerns=frozenset({key})) for row, key in zip(TRUTH.rows, TEXTS, strict=True)
    )
    half = [concern(key, (key,)) for key in list(TEXTS)[:4]]
    scores = score_answer(answer(*half), AnswerTruth(rows, alone))
    low, high = scores.intervals["concerns_right"]
    assert scores.figures["concerns_right"] == 0.5
    assert 0.1 < low < 0.5 < high < 0.9
    assert score_answer(answer(WAITING), TRUTH).intervals == {}


def test_where_nothing_is_printed_nothing_is_right() -> None:
    figures = score_answer(answer(), TRUTH).figures
    assert figures["concerns_right"] == figures["state_right"] == figures["open_recall"] == 0
    assert math.isnan(figures["open_precision"])


def test_half_of_the_responses_and_half_of_the_statements_hold_a_concern() -> None:
    wide = concern("T1", ("r1", "r2", "r7", "r8"))
    wider = concern("T1", ("r1", "r2", "r4", "r7", "r8"))
    assert score_answer(answer(wide), TRUTH).pairs[0].holds
    assert not score_answer(answer(wider), TRUTH).pairs[0].holds


def test_a_row_is_found_by_equal_text_first_and_else_by_the_nearest() -> None:
    masked = {**TEXTS, "r1": "Mijn kind [naam] wacht al een jaar op een plek"}
    assert find_rows(TRUTH.rows, masked) == list(TEXTS)
    missing = {key: text for key, text in TEXTS.items() if key != "r7"}
    assert find_rows(TRUTH.rows, missing)[6] == ""


def test_two_equal_rows_are_two_responses() -> None:
    rows = (TRUTH.rows[0], TRUTH.rows[0])
    assert find_rows(rows, {"a": TEXTS["r1"], "b": TEXTS["r1"]}) == ["a", "b"]


def test_a_meeting_counts_a_line_each_and_a_respondent_once() -> None:
    spoken = tuple(replace(row, place="gesprek 1", role="") for row in TRUTH.rows[:3])
    twice = tuple(replace(row, place="R4", role="ouder") for row in TRUTH.rows[3:5])
    scores = score_answer(answer(WAITING), AnswerTruth((*spoken, *twice), CONCERNS))
    assert scores.figures["people_most"] == 4


def test_a_report_is_read_as_it_is_printed() -> None:
    goal = {
        "code_id": "1.1", "parent_id": "1", "title": "Snel een plek",
        "text": "Wie hulp nodig heeft, wacht korter. Dat kan beter.",
    }  # fmt: skip
    report = {
        "responses": [
            {"response_id": key, "round_id": ROUNDS[key], "question_id": "", "text": TEXTS[key]}
            for key in ("r1", "r3")
        ],
        "questions": {},
        "lines": [
            {"statement_id": "s1", "response": 0, "theme_id": "T1", "goal_id": "1.1"},
            {"statement_id": "s2", "response": 1, "theme_id": "", "goal_id": ""},
        ],
        "codebooks": [{"codebook_id": "goals", "codes": [goal]}],
        "plan": {"pillars": [{"pillar_id": "1", "title": "Op tijd"}]},
        "themes": [
            {"theme_id": "T1", "label": "Te lang wachten", "recurring": False,
             "verdict": {"status": "addressed", "code_title": "Snel een plek"}},
            {"theme_id": "T2", "label": "Fijne juf", "recurring": False, "kind": "praise"},
        ],
        "totals": {"people": 2},
    }  # fmt: skip
    read = printed_answer(report)
    (only,) = read.concerns
    assert (only.name, only.status, only.statement_ids) == ("Te lang wachten", "addressed", ("s1",))
    assert only.rounds == {"R1"} and read.goal_of == {"s1": "Snel een plek", "s2": ""}
    assert read.open_ids == frozenset()
    for also in (
        "Doel 1.1 Snel een plek",
        "Pijler 1: Op tijd",
        "Wie hulp nodig heeft, wacht korter.",
    ):
        assert read.title_of[called(also)] == "Snel een plek"
    assert called("1a Snel een plek") == called("Opgave 2. Snel een plek") == "snel een plek"


def test_truth_is_read_from_two_tables(tmp_path: Path) -> None:
    (tmp_path / "concerns.csv").write_text(
        "concern_id,name,goal_title,state,rounds\nw,Wachten,,not_addressed,een; twee\n", "utf-8"
    )
    (tmp_path / "truth.csv").write_text(
        "round,place,role,text,concerns\neen,R1,ouder,Wij wachten,w\n", "utf-8"
    )
    truth = read_answer_truth(tmp_path)
    assert truth.concerns["w"].rounds == BOTH
    assert truth.rows == (TrueRow("een", "R1", "ouder", "Wij wachten", frozenset({"w"})),)


def test_a_lacking_file_or_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataProblem) as caught:
        read_answer_truth(tmp_path)
    assert caught.value.where.endswith("concerns.csv")
    (tmp_path / "concerns.csv").write_text("concern_id,name\nw,Wachten\n", "utf-8")
    with pytest.raises(DataProblem) as caught:
        read_answer_truth(tmp_path)
    assert "goal_title, state" in caught.value.found


def test_a_state_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="opgelost"):
        TrueConcern("w", "Wachten", "", "opgelost", BOTH)


def test_rows_that_name_a_concern_which_is_not_there_are_told_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "concerns.csv").write_text(
        "concern_id,name,goal_title,state,rounds\nD1,Te lang wachten,,not_addressed,een\n", "utf-8"
    )
    (tmp_path / "truth.csv").write_text(
        "round,place,role,area,text,concerns\neen,,,,Het duurt lang,D1\neen,,,,Te vol,D2;D9\n",
        "utf-8",
    )
    with pytest.raises(DataProblems) as told:
        read_answer_truth(tmp_path)
    assert [fault.where.rpartition(":")[2] for fault in told.value.problems] == ["3", "3"]
