"""Two runs held against each other: equal to the last byte, or which cells are not."""

from __future__ import annotations

import pandas as pd

from pipeline.core.analysis import Analysis
from pipeline.runs.repeat import TableDifference, differences, version_drift
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
