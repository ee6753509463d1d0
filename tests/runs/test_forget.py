"""One person's words are taken out of everything gehoord wrote, and what is left still holds."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.cli.forget import forget
from pipeline.core.errors import DataProblem
from pipeline.core.tables import COVERAGE, RESPONSES
from pipeline.report.rendering import render, report_settings
from pipeline.runs.folder import load_run, save_run
from pipeline.runs.forget import changed, person_in, without
from pipeline.runs.verify import verify, verify_run
from pipeline.runs.verify_folder import maker
from tests.report.example import example


@pytest.fixture(autouse=True)
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder of its own, with a cache of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GEHOORD_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def run(voorbeeld: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "reports" / "proef" / "run"
    save_run(
        example(voorbeeld, keep=60),
        folder,
        render=lambda a: render(a, report_settings(a.record.settings), "nl", formats=["html"]),
    )
    return folder


def somebody(run: Path) -> tuple[str, str]:
    """A pseudonym that a verdict rests on, and the longest thing it said."""
    analysis = load_run(run)
    quoted = analysis.table(COVERAGE)["quote_ids"][0][0].partition(".")[0]
    responses = analysis.table(RESPONSES).set_index("response_id")
    who = str(responses.loc[quoted, "respondent_id"])
    texts = responses.loc[responses["respondent_id"] == who, "text"]
    return who, max(map(str, texts), key=len)


def holding(folder: Path, text: str) -> list[str]:
    """Files under a folder that hold these words, workbooks opened."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as parts:
                    data = b"\n".join(parts.read(name) for name in parts.namelist())
            if text[:40].encode("utf-8") in data:
                found.append(path.name)
    return found


def test_no_file_holds_her_words_and_the_reports_are_what_the_tables_give(
    run: Path, tmp_path: Path
) -> None:
    who, text = somebody(run)
    book = Workbook()
    book.active["A1"], book.active["A2"] = text, "blijft"
    book.save(run / "review.xlsx")
    assert "responses.csv" in holding(tmp_path, text)
    assert "review.xlsx" in holding(tmp_path, text)
    before = set(verify(load_run(run)).faults)
    forget(Path("proef"), respondent=who)
    assert holding(tmp_path, text) == []
    after = load_run(run)
    assert person_in(after, who) is None
    outcome = verify_run(after, run, maker(after, run), None)
    assert set(outcome.faults) <= before
    with zipfile.ZipFile(run / "review.xlsx") as parts:
        assert any(b"blijft" in parts.read(name) for name in parts.namelist())


def test_the_receipt_says_what_changed_and_holds_none_of_her_words(run: Path) -> None:
    who, text = somebody(run)
    forget(Path("proef"), respondent=who)
    (receipt,) = run.parent.glob("vergeten-*.json")
    told = json.loads(receipt.read_text("utf-8"))
    assert told["runs"]["run"]["mensen"][0] - told["runs"]["run"]["mensen"][1] == 1
    assert told["remove_from_inputs"]
    assert text[:20] not in receipt.read_text("utf-8")


def test_a_trial_changes_nothing(run: Path) -> None:
    who, _text = somebody(run)
    before = {path.name: path.read_bytes() for path in run.iterdir() if path.is_file()}
    forget(Path("proef"), respondent=who, dry_run=True)
    assert before == {path.name: path.read_bytes() for path in run.iterdir() if path.is_file()}
    assert not list(run.parent.glob("vergeten-*"))


def test_somebody_nobody_knows_is_refused(run: Path) -> None:
    with pytest.raises(DataProblem):
        forget(Path("proef"), respondent="p0")


def test_what_others_said_is_left_as_it_was(run: Path) -> None:
    analysis = load_run(run)
    who, _text = somebody(run)
    person = person_in(analysis, who)
    assert person is not None
    after = without(analysis, person, "note")
    others = analysis.table(RESPONSES)
    others = others[others["respondent_id"] != who].reset_index(drop=True)
    assert after.table(RESPONSES).equals(others)
    assert changed(analysis, after)
    assert after.record.notes[-1] == "note"
