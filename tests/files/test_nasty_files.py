"""Every nasty file gives the expected table or the expected fault; cases are data."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.corpus.corpus import check_corpus, read_corpus
from tests.conftest import CASES
from tests.files.make_files import corpus_of
from tests.files.nasty import BUILDERS

pytestmark = pytest.mark.usefixtures("in_english")

LOADED: list[dict[str, Any]] = tomllib.loads((CASES / "ingest.toml").read_text("utf-8"))["case"]


def built(case: dict[str, Any], folder: Path) -> Path:
    BUILDERS[case["name"]](folder / case["name"])
    return corpus_of(folder, case["file"], case.get("extra", ""), case["kind"])


def test_every_builder_has_its_case_and_there_are_forty_or_more() -> None:
    assert sorted(case["name"] for case in LOADED) == sorted(BUILDERS)
    assert len(LOADED) >= 40


@pytest.mark.parametrize("case", [c for c in LOADED if "fault" in c], ids=lambda case: case["name"])
def test_a_file_that_cannot_be_read_says_why_and_how_to_mend_it(
    case: dict[str, Any], tmp_path: Path
) -> None:
    checked = check_corpus(built(case, tmp_path))
    (problem,) = checked.problems
    assert case["fault"] in problem.found
    assert case["file"] in problem.where
    assert problem.mend


@pytest.mark.parametrize("case", [c for c in LOADED if "fault" not in c], ids=lambda c: c["name"])
def test_a_file_gives_exactly_the_expected_responses(case: dict[str, Any], tmp_path: Path) -> None:
    corpus = read_corpus(built(case, tmp_path))
    rows = corpus.responses.to_dict("records")
    assert len(rows) == len(case["responses"])
    for row, expected in zip(rows, case["responses"], strict=True):
        found = {key: -1 if pd.isna(row[key]) else row[key] for key in expected}
        assert found == expected
    aside = [f"{row.reason} {row.source_row}" for row in corpus.set_aside.itertuples()]
    assert aside == case.get("aside", [])
    assert list(corpus.questions["text"]) == case.get("questions", [])
    assert len(corpus.warnings) == case.get("warnings", 0)


@pytest.mark.parametrize("case", [c for c in LOADED if "fault" not in c], ids=lambda c: c["name"])
def test_what_is_read_is_kept_or_set_aside(case: dict[str, Any], tmp_path: Path) -> None:
    corpus = read_corpus(built(case, tmp_path))
    (source,) = [one for one in corpus.sources if one.round_id]  # plan and description apart
    assert source.n_read == len(corpus.responses) + len(corpus.set_aside)
    assert source.n_read > 0


@pytest.mark.parametrize("case", LOADED, ids=lambda case: case["name"])
def test_reading_writes_nothing(case: dict[str, Any], tmp_path: Path) -> None:
    folder = built(case, tmp_path)
    before = {path: path.read_bytes() for path in folder.iterdir()}
    check_corpus(folder)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
