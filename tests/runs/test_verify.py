"""A run is checked again: what was altered is found, what holds is left alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from pipeline.core.analysis import Analysis
from pipeline.core.tables import COVERAGE, RESPONSES, SET_ASIDE, STATEMENTS, THEMES, Table
from pipeline.runs.verify import Verified, verify
from tests.report.example import example


@pytest.fixture(scope="module")
def run(voorbeeld: Path) -> Analysis:
    return example(voorbeeld, keep=60)


def altered(run: Analysis, table: Table, change: Callable[[pd.DataFrame], None]) -> Analysis:
    frame = run.table(table).copy()
    change(frame)
    return dataclasses.replace(run, tables={**run.tables, table.name: frame})


def new_faults(run: Analysis, changed: Analysis) -> set[str]:
    return set(verify(changed).faults) - set(verify(run).faults)


def test_a_quote_that_was_altered_is_found(run: Analysis) -> None:
    def change(frame: pd.DataFrame) -> None:
        frame.loc[0, "text"] = "dit heeft niemand gezegd"

    assert len(new_faults(run, altered(run, STATEMENTS, change))) == 1


def test_a_count_that_was_altered_is_found(run: Analysis) -> None:
    def change(frame: pd.DataFrame) -> None:
        frame.loc[0, "n_respondents"] = 9_999

    faults = new_faults(run, altered(run, THEMES, change))
    assert any("9999" in fault for fault in faults)


def test_a_response_that_vanished_from_the_accounts_is_found(run: Analysis) -> None:
    def change(frame: pd.DataFrame) -> None:
        frame.loc[0, "response_id"] = "nobody"

    assert new_faults(run, altered(run, RESPONSES, change))


def test_a_verdict_without_evidence_is_found(run: Analysis) -> None:
    def change(frame: pd.DataFrame) -> None:
        frame.at[0, "quote_ids"] = ()

    assert len(new_faults(run, altered(run, COVERAGE, change))) == 1


def test_every_check_says_how_much_it_looked_at(run: Analysis) -> None:
    checked = verify(run).checked
    assert len(checked) == 12
    assert sum(checked.values()) > 200
    assert run.table(SET_ASIDE) is not None


def test_a_run_holds_when_no_check_found_a_fault() -> None:
    assert Verified({"quotes": 3}, ()).holds
    assert Verified({"quotes": 3}, (), ("a file is not here",)).holds
    assert not Verified({"quotes": 3}, ("a quote was altered",)).holds
