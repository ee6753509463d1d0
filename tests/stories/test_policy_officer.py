"""A policy officer: a folder of exports and notes in, a report for the board out."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from pipeline.core.tables import RESPONSES, SET_ASIDE, STATEMENTS, THEMES
from pipeline.evaluation.corpus import measure, read_truth
from pipeline.findings.facts import facts
from pipeline.runs.folder import load_run
from pipeline.runs.verify import verify
from tests.stories.conftest import gehoord

TABLES = ("themes", "assignments", "coverage", "register", "silence", "matches", "set_aside")


def test_the_demo_runs_without_a_network_and_writes_a_whole_run(demo_run: Path) -> None:
    assert (demo_run / "report.html").stat().st_size > 100_000
    assert json.loads((demo_run / "run.json").read_text("utf-8"))["corpus"] == "voorbeeld"


def test_everything_in_the_run_holds_when_checked_again(demo_run: Path) -> None:
    outcome = verify(load_run(demo_run))
    assert outcome.faults == ()
    assert all(count > 0 for count in outcome.checked.values()), outcome.checked


def test_every_response_is_analysed_or_set_aside(demo_run: Path) -> None:
    run = load_run(demo_run)
    aside = run.table(SET_ASIDE)
    dropped = set(aside.loc[aside["level"] == "response", "item_id"])
    speaking = set(run.table(STATEMENTS)["response_id"])
    everybody = set(run.table(RESPONSES)["response_id"])
    assert len(everybody) > 1_000
    assert everybody <= dropped | speaking
    assert not dropped & speaking


def test_the_screen_and_the_report_count_the_same(demo_run: Path) -> None:
    told = facts(load_run(demo_run))
    totals = json.loads((demo_run / "report.json").read_text("utf-8"))["totals"]
    assert told["respondents"] == totals["people"]
    assert told["statements"] == totals["statements"]
    assert (told["themes"], told["recurring"]) == (totals["themes"], totals["recurring"])
    assert told["responses_read"] == totals["responses_read"]
    assert told["responses_analysed"] == totals["responses_analysed"]


def test_the_first_bars_are_reached_against_the_known_truth(
    demo_run: Path, voorbeeld: Path
) -> None:
    scores, _rows, _intervals = measure(load_run(demo_run), read_truth(voorbeeld))
    assert scores["subtheme_nmi"] >= 0.60
    assert scores["goal_at_3"] >= 0.85
    assert scores["auroc_not_answered"] >= 0.90
    # 22 of 24: two concerns hold together too loosely to be called recurring (docs/figures.md).
    assert scores["recurrence_recall"] >= 0.9
    assert (scores["campaign_recall"], scores["campaigns_found"]) == (1.0, 1.0)
    # Praise that nobody shares and remarks stand there too: they are no concerns.
    assert scores["overig"] <= 0.12


def test_no_name_or_number_of_a_person_is_stored(demo_run: Path) -> None:
    stored = "".join(path.read_text("utf-8") for path in (demo_run / "tables").glob("*.csv"))
    stored += (demo_run / "report.html").read_text("utf-8")
    for detail in ("06 2231 9047", "fam.rietdijk@postvak.example", "14-03-2011", "Van Hulsbergen"):
        assert detail not in stored


def test_the_summary_speaks_dutch_and_names_the_report(demo_run: Path) -> None:
    screen = (demo_run.parent / "said.txt").read_text("utf-8")
    assert "reacties gelezen" in screen
    assert str(demo_run / "report.html") in screen.replace("\n", "")


def test_nothing_that_anybody_said_shows_on_the_screen_or_in_the_record(demo_run: Path) -> None:
    screen = (demo_run.parent / "said.txt").read_text("utf-8")
    screen += (demo_run / "run.json").read_text("utf-8")
    texts = load_run(demo_run).table(STATEMENTS)["clean_text"]
    names = " ".join(load_run(demo_run).table(THEMES)["label"])  # a concern may be named by one
    sentences = {text for text in texts if len(text.split()) >= 5 and text not in names}
    assert len(sentences) > 500
    assert [text for text in sentences if text in screen] == []


@pytest.mark.slow
def test_two_runs_give_the_same_bytes_but_for_who_and_when(demo_run: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    gehoord("demo", "--out", again)
    for path in sorted((demo_run / "tables").glob("*.csv")):
        assert path.read_bytes() == (again / "tables" / path.name).read_bytes(), path.name
    first, second = (
        (folder / "report.html").read_text("utf-8").splitlines() for folder in (demo_run, again)
    )
    differing = [pair for pair in zip(first, second, strict=True) if pair[0] != pair[1]]
    assert len(differing) <= 1


@pytest.mark.slow
def test_shuffled_input_gives_the_same_themes_and_numbers(
    demo_run: Path, voorbeeld: Path, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(voorbeeld, corpus)
    _shuffle_csv(corpus / "ronde-3-reacties.csv")
    _shuffle_xlsx(corpus / "ronde-1-enquete.xlsx")
    gehoord("analyse", corpus, "--out", tmp_path / "run")
    columns = ("theme_id", "parent_id", "label", "n_statements", "n_respondents", "stability")
    before, after = (_rows(folder, "themes", columns) for folder in (demo_run, tmp_path / "run"))
    assert before == after
    columns = ("theme_id", "codebook_id", "code_id", "status", "score")
    assert _rows(demo_run, "coverage", columns) == _rows(tmp_path / "run", "coverage", columns)


def _shuffle_csv(path: Path) -> None:
    with path.open(encoding="cp1252", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    body = sorted(rows[1:], key=lambda row: row[-1][::-1])
    with path.open("w", encoding="cp1252", newline="") as file:
        csv.writer(file, delimiter=";").writerows([rows[0], *body])


def _shuffle_xlsx(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["Form1"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    rows.sort(key=lambda row: str(row[-1])[::-1])
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column).value = value
    book.save(path)


def _rows(folder: Path, table: str, columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    with (folder / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return sorted(tuple(row[column] for column in columns) for row in csv.DictReader(file))
