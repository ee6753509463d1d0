"""Two runs held against each other: equal to the last byte, or which cells are not."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem
from pipeline.corpus.frame import corpus_from
from pipeline.runs.record import digests_of
from pipeline.runs.repeat import TableDifference, differences, repeat, version_drift
from tests.runs.test_folder import analysis, questions


def reworded(run: Analysis, at: int, text: str) -> pd.DataFrame:
    frame = run.tables["questions"].copy()
    frame.loc[at, "text"] = text
    return frame


def test_a_run_is_equal_to_itself() -> None:
    run = analysis(questions=questions("Wat mist u?", "En verder?"))
    assert differences(run, analysis(questions=questions("Wat mist u?", "En verder?"))) == []


def test_a_cell_that_differs_is_told_by_table_and_column() -> None:
    run = analysis(questions=questions("Wat mist u?", "En verder?"))
    other = analysis(questions=reworded(run, 1, "En nu?"))
    assert differences(run, other) == [TableDifference("questions", 0, 0, {"text": 1})]


def test_rows_that_are_gone_or_new_are_counted_by_their_key() -> None:
    run = analysis(questions=questions("a", "b", "c"))
    other = analysis(questions=questions("a"))
    assert differences(run, other) == [TableDifference("questions", 2, 0)]
    assert differences(other, run) == [TableDifference("questions", 0, 2)]


def test_the_same_rows_in_another_order_are_a_difference() -> None:
    run = analysis(questions=questions("a", "b"))
    turned = run.tables["questions"].iloc[::-1].reset_index(drop=True)
    assert differences(run, analysis(questions=turned)) == [
        TableDifference("questions", 0, 0, {}, moved=True)
    ]


def test_versions_are_compared_where_both_runs_recorded_them() -> None:
    found = version_drift({"numpy": "1", "torch": ""}, {"numpy": "2", "torch": "2", "new": "1"})
    assert found == {"numpy": "1 -> 2", "torch": "- -> 2"}


def test_a_run_on_a_frame_is_made_again_where_the_frame_is() -> None:
    run = analysis()
    of_a_frame = replace(run, record=replace(run.record, sources={"DataFrame": "0" * 64}))
    with pytest.raises(DataProblem, match="frame"):
        repeat(of_a_frame)
    of_files = replace(run, record=replace(run.record, sources={"corpus.toml": "0" * 64}))
    with pytest.raises(DataProblem, match=r"map|folder"):
        repeat(of_files)


def test_every_round_of_a_frame_counts_in_what_a_record_knows_it_by() -> None:
    frame = pd.DataFrame(
        {
            "text": ["De taxi komt te laat.", "De bus rijdt niet."],
            "round_id": ["1", "2"],
            "date": ["2024-01-01", "2025-01-01"],
        }
    )
    known = digests_of(corpus_from(frame).sources)
    for changed in ("1", "2"):
        other = frame.assign(text=frame["text"].where(frame["round_id"] != changed, "Anders."))
        assert digests_of(corpus_from(other).sources) != known
    assert digests_of(corpus_from(frame).sources) == known
