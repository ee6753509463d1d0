"""The commands around a run, from the command line: what they write, keep and answer."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from cli import main
from pipeline.core.locale import use_language
from pipeline.core.respondents import voices
from pipeline.core.settings import Settings
from pipeline.core.tables import (
    ASSIGNMENTS,
    CAMPAIGNS,
    JUDGEMENTS,
    MEETINGS,
    RESPONSES,
    STATEMENTS,
    THEMES,
)
from pipeline.review.log import read_log
from pipeline.review.records import appended
from pipeline.review.run_view import ReviewedRun
from pipeline.runs.folder import save_run
from pipeline.runs.judging import judge_themes
from pipeline.runs.state import Prepared
from tests.review.example import example
from tests.review.test_workbook import fill


@pytest.fixture
def run(tmp_path: Path) -> Path:
    use_language("nl")
    save_run(example(), tmp_path / "proef" / "run-1")
    return tmp_path / "proef" / "run-1"


def gehoord(*given: object) -> int:
    with pytest.raises(SystemExit) as left:
        main([str(one) for one in given])
    return int(left.value.code or 0)


def test_the_workbook_goes_out_and_comes_back(run: Path) -> None:
    assert gehoord("review", run) == 0
    fill(run / "review.xlsx", ("D", ("T01", "goals"), "verdict", "akkoord"))
    assert gehoord("review", run, "--from", run / "review.xlsx", "--who", "Anna") == 0
    (row,) = read_log(run.parent / "judgements.csv").to_dict("records")
    assert (row["new"], row["who"], row["run_id"]) == ("addressed|1.1", "Anna", "run-1")


def test_the_name_in_the_workbook_is_the_name_in_the_log(run: Path) -> None:
    gehoord("review", run)
    book = load_workbook(run / "review.xlsx")
    book.worksheets[0]["B1"].value = "Bert"
    book.save(run / "review.xlsx")
    fill(run / "review.xlsx", ("T", ("T01",), "new_label", "Anders"))
    gehoord("review", run, "--from", run / "review.xlsx")
    assert list(read_log(run.parent / "judgements.csv")["who"]) == ["Bert"]


def test_what_cannot_be_taken_over_is_told_and_the_rest_kept(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gehoord("review", run)
    path = run / "review.xlsx"
    fill(path, ("D", ("T01", "goals"), "verdict", "bla"), ("T", ("T02",), "new_label", "Anders"))
    log = run.parent / "elders.csv"
    assert gehoord("review", run, "--from", path, "--judgements", log) == 1
    assert list(read_log(log)["new"]) == ["Anders"]
    assert "cel F" in capsys.readouterr().err


def test_every_way_out_of_a_run_writes_its_files(run: Path, tmp_path: Path) -> None:
    assert gehoord("review", run, "--out", tmp_path / "b.xlsx") == 0
    assert gehoord("bouwstenen", run, "--out", tmp_path) == 0
    assert gehoord("reactienota", run, "--out", tmp_path) == 0
    assert gehoord("export", run, "--qdpx", tmp_path / "r.qdpx") == 0
    made = {"b.xlsx", "bouwstenen.csv", "bouwstenen.docx", "reactienota.docx", "reactienota.xlsx",
            "r.qdpx"}  # fmt: skip
    assert made <= {path.name for path in tmp_path.iterdir()}
    assert gehoord("review", run, "--out", tmp_path / "b.pdf") == 1
    assert gehoord("export", run) == 1


def test_two_coders_are_held_beside_each_other(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gehoord("review", run)
    path = run / "review.xlsx"
    fill(path, ("D", ("T01", "goals"), "verdict", "deels"))
    fill(path, ("D", ("T02", "goals"), "verdict", "akkoord"))
    gehoord("review", run, "--from", path)
    fill(path, ("D", ("T02", "goals"), "verdict", "deels"))
    capsys.readouterr()
    assert gehoord("agreement", run, "--second", path, "--json") == 0
    found = json.loads(capsys.readouterr().out)["dekking van goals"]
    assert found["n_items"] == 2 and found["f1"] == 0.5


def test_a_promise_is_told_back(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gehoord("reactienota", run)
    book = load_workbook(run / "reactienota.xlsx")
    sheet = book.active
    row = next(n for n in range(2, 9) if sheet.cell(n, 1).value == "T03")
    sheet.cell(row, 6).value, sheet.cell(row, 7).value = "Goed punt", "ja"
    book.save(run / "reactienota.xlsx")
    assert gehoord("reactienota", run, "--from", run / "reactienota.xlsx") == 0
    assert (run / "reactienota-definitief.docx").is_file()  # with the answers, to be published
    capsys.readouterr()
    assert gehoord("promises", run, "--json") == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert (one["theme"], one["promised"], one["verdict"]) == ("T03", "yes", "open")


def test_a_run_counts_merged_themes_anew() -> None:
    before = example()
    known = ReviewedRun(before, JUDGEMENTS.empty())
    made = [known.judgement("merge", "T02", "T01")]
    log = appended(JUDGEMENTS.empty(), made, who="A", when="2026")
    responses, statements = before.table(RESPONSES), before.table(STATEMENTS)
    prepared = Prepared(
        responses, CAMPAIGNS.empty(), CAMPAIGNS.empty(), statements, CAMPAIGNS.empty(),
        voices(responses, CAMPAIGNS.empty(), MEETINGS.empty()), {},
    )  # fmt: skip
    found = SimpleNamespace(themes=before.table(THEMES), assignments=before.table(ASSIGNMENTS))
    settled = judge_themes(prepared, found, before.codebooks, Settings(), log)  # type: ignore[arg-type]
    people = dict(zip(settled.themes["theme_id"], settled.themes["n_respondents"], strict=True))
    assert people["T01"] == 12 and "T02" not in people
