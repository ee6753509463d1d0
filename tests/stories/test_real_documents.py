"""Real documents: notes of conversations, held against the plan of another organisation."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.core.plan import GOALS
from pipeline.core.tables import MATCHES, STATEMENTS
from pipeline.runs.folder import load_run
from tests.stories.conftest import gehoord

CORPUS = """
[corpus]
name = "week"
title = "Week van het ondersteuningsplan"
plan = "plan.toml"

[rounds.1]
title = "Gesprekken"
date = 2021-05-31
kind = "meeting"
file = "notes.txt"
"""
# What marks each of the four recurring sounds -> goals a reader would accept among the first three.
SOUNDS = {
    "expertise op het gebied": {"4.3.1", "4.4.1"},
    "intensievere samenwerking": {"4.5.1", "4.6.1"},
    "complexere problematiek": {"4.3.1", "4.4.1", "4.6.1"},
    "regierol": {"4.2.1", "4.5.1"},
}


@pytest.mark.slow
def test_recurring_sounds_of_real_notes_land_on_sensible_goals(
    shared_dir: Path, tmp_path: Path
) -> None:
    seeds = {path.name[:3]: path for path in (shared_dir / "seeds").glob("*.txt")}
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    shutil.copy(seeds["001"], corpus / "notes.txt")
    (corpus / "corpus.toml").write_text(CORPUS, "utf-8")
    gehoord("plan", "read", seeds["004"], "--out", corpus / "plan.toml")
    gehoord("analyse", corpus, "--out", tmp_path / "run")

    run = load_run(tmp_path / "run")
    statements = run.table(STATEMENTS)
    matches = run.table(MATCHES)
    ranked = matches[(matches["level"] == "statement") & (matches["codebook_id"] == GOALS)]
    for mark, sensible in SOUNDS.items():
        hits = statements[statements["text"].str.contains(mark, regex=False)]["statement_id"]
        assert len(hits) == 1, mark
        best = set(ranked[(ranked["item_id"] == hits.iloc[0]) & (ranked["rank"] <= 3)]["code_id"])
        assert best & sensible, (mark, best)
