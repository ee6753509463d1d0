"""Every key of corpus.toml, plan.toml and names.toml is explained, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli.explain import explain
from pipeline.core.errors import DataProblem
from pipeline.corpus.description import read_description
from pipeline.corpus.safe_labels import read_own_names
from pipeline.corpus.toml_help import EXAMPLES, kinds, meanings, meanings_under, sections_of
from pipeline.plan.reading.toml import read_plan

FILES = ("corpus.toml", "plan.toml", "names.toml")


def test_every_key_of_these_files_is_explained_and_no_other() -> None:
    sections = [keys for file in FILES for keys in sections_of(file).values()]
    read = {key for keys in sections for key in keys}
    assert len(read) > 30
    assert read == set(meanings())
    assert {kind for keys in sections for kind in keys.values()} <= set(kinds())


def test_the_explanation_is_in_dutch(capsys: pytest.CaptureFixture[str]) -> None:
    explain("plan.toml")
    assert "De doelen onder dit speerpunt." in capsys.readouterr().out


def test_the_examples_are_read_without_a_fault(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(EXAMPLES["plan.toml"], "utf-8")
    (tmp_path / "corpus.toml").write_text(EXAMPLES["corpus.toml"], "utf-8")
    (tmp_path / "names.toml").write_text(EXAMPLES["names.toml"], "utf-8")
    (tmp_path / "brieven").mkdir()
    for name in ("vragenlijst.xlsx", "kwesties.xlsx", "verslag 1.docx", "verslag 2.docx"):
        (tmp_path / name).touch()
    (tmp_path / "brieven" / "a.docx").touch()
    description, faults = read_description(tmp_path)
    assert faults == []
    assert len(description.rounds) == 2
    assert read_own_names(tmp_path)[1] == []
    assert [goal.goal_id for goal in read_plan(tmp_path / "plan.toml").goals()] == ["1.1"]


def test_another_file_is_refused_with_the_names_of_those_explained() -> None:
    with pytest.raises(DataProblem) as refused:
        explain("run.json")
    assert refused.value.expected == ", ".join(FILES)


def test_what_a_key_is_for_under_one_heading_is_said_of_a_key_that_stands_there() -> None:
    known = {**sections_of("corpus.toml"), **sections_of("plan.toml")}
    for heading, keys in meanings_under().items():
        assert set(keys) <= set(known[heading])
