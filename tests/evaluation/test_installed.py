"""One table of every model at hand: encoders on labelled sets, pipelines on treebanks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.shell import Shell
from tests.text.test_treebank import SMALL

SUBJECTS = ("de taxi komt te laat", "het besluit duurt maanden", "de klas is te vol")


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    monkeypatch.setenv("GEHOORD_CACHE", str(tmp_path / "cache"))
    rows = [
        {"id": str(at), "text": f"{text}, keer {at}", "label": f"1.{place}"}
        for place, text in enumerate(SUBJECTS)
        for at in range(place * 4, place * 4 + 4)
    ]
    goals = [{"id": f"1.{place}", "text": text} for place, text in enumerate(SUBJECTS)]
    (tmp_path / "set.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    (tmp_path / "set_goals.json").write_text(json.dumps(goals), "utf-8")
    (tmp_path / "bank.conllu").write_text(SMALL + "\n\n", "utf-8")
    return str(tmp_path / "set.jsonl"), str(tmp_path / "bank.conllu")


def test_encoders_and_pipelines_stand_in_one_table(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    printed = Shell(capsys)("evaluate", "installed", *files, "--encoder", "fast")
    lines = [line for line in printed.splitlines() if line.startswith("|")]
    assert len({line.count("|") for line in lines}) == 1
    assert lines[0].startswith("| model | measured on | figures")
    assert "| fast | set | right goal first 1.000 [1.000, 1.000]" in printed
    assert "| embedded | bank | word class" in printed


def test_the_same_as_data_for_other_programs(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    found = Shell(capsys).json("evaluate", "installed", *files, "--encoder", "fast")
    assert [one["kind"] for one in found] == ["encoder", "pipeline"]
    assert all(0 <= figure <= 1 for one in found for figure in one["figures"].values())
    assert found[0]["peak_mb"] > 10
    assert found[1]["about"]["revision"]


def test_a_file_that_is_not_there_is_named(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert "nergens.jsonl" in Shell(capsys)("evaluate", "installed", "nergens.jsonl", code=1)
