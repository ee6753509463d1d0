"""The log of judgements belongs to a corpus, also where several share a folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.core.table_csv import table_csv
from pipeline.core.tables import JUDGEMENTS
from pipeline.review.log import NAME, add_to_log, beside, log_in, read_log
from pipeline.review.records import Judgement, records, table


def a_run(folder: Path, corpus: str, run_id: str) -> Path:
    run = folder / run_id
    run.mkdir(parents=True)
    (run / "run.json").write_text(json.dumps({"corpus": corpus, "record": {"run_id": run_id}}))
    return run


def decide(log: Path, run_id: str, name: str) -> None:
    one = Judgement(
        kind="label", subject="T01", new=name, who="a", when="2026-01-01", run_id=run_id
    )
    add_to_log(log, lambda known: table([one.named(len(known))]))


def names(log: Path) -> list[str]:
    return [one.new for one in records(read_log(log))]


def test_a_corpus_alone_in_a_folder_has_the_log_it_always_had(tmp_path: Path) -> None:
    run = a_run(tmp_path, "noord", "1")
    assert beside(run) == tmp_path / NAME


def test_what_was_decided_on_one_organisation_never_turns_up_at_another(tmp_path: Path) -> None:
    north = a_run(tmp_path, "noord", "1")
    decide(beside(north), "1", "Wachten duurt lang")
    south = a_run(tmp_path, "zuid", "2")
    assert beside(south) != beside(north)
    assert names(beside(south)) == []
    decide(beside(south), "2", "Te weinig busjes")
    assert names(beside(north)) == ["Wachten duurt lang"]
    assert names(beside(south)) == ["Te weinig busjes"]
    assert log_in(tmp_path, "oost") not in (beside(north), beside(south))


@pytest.mark.parametrize("first", ["noord", "zuid"])
def test_decisions_of_two_in_one_file_of_before_are_parted_and_none_is_lost(
    tmp_path: Path, first: str
) -> None:
    runs = {"noord": a_run(tmp_path, "noord", "1"), "zuid": a_run(tmp_path, "zuid", "2")}
    decide(tmp_path / NAME, "1", "van noord")
    decide(tmp_path / NAME, "2", "van zuid")
    assert names(beside(runs[first])) == [f"van {first}"]
    for corpus, run in runs.items():
        assert names(beside(run)) == [f"van {corpus}"]
    assert names(tmp_path / NAME) == ["van noord", "van zuid"]


def test_decisions_that_name_no_run_stay_with_who_was_there_first(tmp_path: Path) -> None:
    north = a_run(tmp_path, "noord", "1")
    decide(tmp_path / NAME, "", "uit themes.toml")
    south = a_run(tmp_path, "zuid", "2")
    assert names(beside(north)) == ["uit themes.toml"]
    assert names(beside(south)) == []


def test_an_empty_log_is_no_fault(tmp_path: Path) -> None:
    a_run(tmp_path, "noord", "1")
    south = a_run(tmp_path, "zuid", "2")
    (tmp_path / NAME).write_text(table_csv(JUDGEMENTS, JUDGEMENTS.empty()))
    assert names(beside(south)) == []
