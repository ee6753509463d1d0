"""The key of the pseudonyms names people, and decides nothing else of a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.analysis import Analysis
from pipeline.core.settings import Settings
from pipeline.core.tables import ALL, RESPONSES
from pipeline.corpus.corpus import read_corpus
from pipeline.corpus.keys import KEY_NAME
from pipeline.runs.analyse import analyse
from pipeline.runs.load_models import load_models
from tests.small_corpus import small_corpus


def run_with(folder: Path, digit: str) -> Analysis:
    """The small corpus analysed under a key of this digit; nothing of earlier work is at hand."""
    corpus = small_corpus(folder)
    (corpus / KEY_NAME).write_text(digit * 64 + "\n", "utf-8")
    read = read_corpus(corpus)
    settings = Settings().changed(read.settings_given)
    return analyse(read, load_models(settings), settings, run_id="r", made_at="2026-01-01T00:00:00")


def test_two_keys_give_one_run_apart_from_the_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = []
    for digit in "1f":
        monkeypatch.setenv("GEHOORD_CACHE", str(tmp_path / f"cache-{digit}"))
        runs.append(run_with(tmp_path / f"corpus-{digit}", digit))
    one, other = runs
    assert set(one.table(RESPONSES)["respondent_id"]).isdisjoint(
        other.table(RESPONSES)["respondent_id"]
    )
    for table in ALL:
        names = [column for column in ("respondent_id",) if column in table.columns]
        mine, theirs = (run.table(table).drop(columns=names) for run in runs)
        assert mine.equals(theirs), table.name
