"""`gehoord uitleg`: every key that is read is explained, and no other."""

from __future__ import annotations

import pytest

from pipeline.cli.explain import explain, kinds, meanings, sections_of
from pipeline.core.errors import DataProblem

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


def test_another_file_is_refused_with_the_names_of_those_explained() -> None:
    with pytest.raises(DataProblem) as refused:
        explain("run.json")
    assert refused.value.expected == ", ".join(FILES)
