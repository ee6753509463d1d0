"""A run is checked again: what was altered is found, what holds is left alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from pipeline.core.analysis import Analysis
from pipeline.core.table import Table
from pipeline.core.tables import (
    ASSIGNMENTS,
    COVERAGE,
    JUDGEMENTS,
    MASKED,
    MATCHES,
    PROPOSALS,
    REGISTER,
    RESPONSES,
    SET_ASIDE,
    SILENCE,
    STATEMENTS,
    THEMES,
)
from pipeline.review.records import APPLIED, OPEN, STATUS
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
    return set(verify(changed).faults) - set(_faults_of(run))


_FAULTS: dict[int, tuple[str, ...]] = {}


def _faults_of(run: Analysis) -> tuple[str, ...]:
    """Of the example itself, which was cut out of a larger run; looked for once."""
    if id(run) not in _FAULTS:
        _FAULTS[id(run)] = verify(run).faults
    return _FAULTS[id(run)]


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


def _first(column: str, value: object) -> Callable[[pd.DataFrame], None]:
    def change(frame: pd.DataFrame) -> None:
        frame.at[frame.index[0], column] = value

    return change


def _more(column: str, by: int = 1) -> Callable[[pd.DataFrame], None]:
    def change(frame: pd.DataFrame) -> None:
        frame.at[frame.index[0], column] = int(frame[column].iloc[0]) + by

    return change


def _answered(frame: pd.DataFrame) -> int:
    return int(frame.index[frame["code_id"].fillna("") != ""][0])


def _names_no_goal(frame: pd.DataFrame) -> None:
    frame.at[_answered(frame), "code_id"] = ""


def _names_a_goal_unanswered(frame: pd.DataFrame) -> None:
    frame.at[_answered(frame), "status"] = "not_addressed"


def _quotes_another(frame: pd.DataFrame) -> None:
    frame.at[0, "quote_ids"] = frame.loc[frame["theme_id"] != frame["theme_id"][0]].iloc[0][
        "quote_ids"
    ]


@pytest.mark.parametrize(
    ("table", "change"),
    [
        (MASKED, _more("start")),
        (ASSIGNMENTS, lambda frame: frame.drop(index=frame.index[0], inplace=True)),
        (REGISTER, _more("n_statements")),
        (REGISTER, _first("life", "returned")),
        (COVERAGE, _first("quote_ids", ("nobody",))),
        (COVERAGE, _names_no_goal),
        (COVERAGE, _names_a_goal_unanswered),
        (COVERAGE, _quotes_another),
        (MATCHES, _first("code_id", "9.9")),
        (ASSIGNMENTS, _first("nearest_id", "T99")),
        (THEMES, _first("recurring", None)),
    ],
)
def test_what_was_altered_in_one_row_is_one_fault_or_a_few(
    run: Analysis, table: Table, change: Callable[[pd.DataFrame], None]
) -> None:
    assert len(run.table(table)) > 1
    assert 1 <= len(new_faults(run, altered(run, table, change))) <= 12


def test_a_life_is_found_by_its_theme_and_round_wherever_it_stands(run: Analysis) -> None:
    more = altered(run, REGISTER, _more("n_statements"))
    assert len(verify(more).faults) == len(_faults_of(run)) + 1  # once, not as gone and as new
    turned = run.table(REGISTER).iloc[::-1].reset_index(drop=True)
    changed = dataclasses.replace(run, tables={**run.tables, REGISTER.name: turned})
    assert len(turned) > 1
    assert new_faults(run, changed) == set()


def test_a_group_of_which_the_run_says_otherwise_than_is_counted_is_named(run: Analysis) -> None:
    groups = run.table(SILENCE)
    place = groups.index[groups["kind"] != "goal"][0]

    def change(frame: pd.DataFrame) -> None:
        frame.at[place, "n_respondents"] = 1 + int(frame["n_respondents"][place])

    (fault,) = new_faults(run, altered(run, SILENCE, change))
    assert str(groups["subject"][place]) in fault


def test_every_check_says_how_much_it_looked_at(run: Analysis) -> None:
    checked = verify(run).checked
    assert len(checked) == 12
    assert sum(checked.values()) > 200
    assert run.table(SET_ASIDE) is not None


def test_a_run_holds_when_no_check_found_a_fault() -> None:
    assert Verified({"quotes": 3}, ()).holds
    assert Verified({"quotes": 3}, (), ("a file is not here",)).holds
    assert not Verified({"quotes": 3}, ("a quote was altered",)).holds


def _judged(run: Analysis, **cell: str) -> Analysis:
    """A verdict of the run, decided by a person, and the judgement it rests on."""
    coverage = run.table(COVERAGE).copy()
    theme, book = coverage["theme_id"].iloc[0], coverage["codebook_id"].iloc[0]
    coverage["decided_by"] = "model"
    coverage.at[coverage.index[0], "decided_by"] = "person"
    row = {
        **dict.fromkeys(JUDGEMENTS.columns, ""),
        **dict.fromkeys(("anchor", "target", "rounds", "against"), ()),
        **{"judgement_id": "J1", "kind": STATUS, "state": APPLIED, "codebook_id": book},
        **{"bound": f"T98; {theme}", "when": "2026-01-06"},
        **cell,
    }
    judged = JUDGEMENTS.check(pd.DataFrame([row]))
    tables = {**run.tables, COVERAGE.name: coverage, JUDGEMENTS.name: judged}
    return dataclasses.replace(run, tables=tables)


def _about_who_decided(analysis: Analysis) -> list[str]:
    return [fault for fault in verify(analysis).faults if "wie besliste" in fault]


def test_a_verdict_by_a_person_rests_on_a_judgement_that_stands(run: Analysis) -> None:
    assert _about_who_decided(_judged(run)) == []
    for cell in ({"state": OPEN}, {"kind": "link"}, {"bound": "T98"}, {"codebook_id": "levels"}):
        assert len(_about_who_decided(_judged(run, **cell))) == 1, cell


def _proposing(run: Analysis, **cell: object) -> set[str]:
    """The faults that one text of a language model brings."""
    statement = run.table(STATEMENTS)["statement_id"].iloc[0]
    row = {
        "theme_id": "T01", "kind": "label", "text": "Wachten op een besluit", "model": "m",
        "quote_ids": (statement,), "accepted": True, "reason": "", **cell,
    }  # fmt: skip
    proposed = PROPOSALS.check(pd.DataFrame([row]))
    tables = {**run.tables, PROPOSALS.name: proposed}
    return new_faults(run, dataclasses.replace(run, tables=tables))


def test_a_text_of_a_language_model_quotes_what_is_there_and_says_what_was_said(
    run: Analysis,
) -> None:
    assert _proposing(run) == set()
    assert len(_proposing(run, quote_ids=("niemand",))) == 1
    assert len(_proposing(run, text="Er waren 98765 klachten")) == 1
    for nobody_says in (False, pd.NA):  # refused, or not yet answered
        assert _proposing(run, text="Er waren 98765 klachten", accepted=nobody_says) == set()


def test_a_match_without_a_code_is_no_fault(run: Analysis) -> None:
    assert new_faults(run, altered(run, MATCHES, _first("code_id", ""))) == set()
