"""Further codebooks beside the plan, named in corpus.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.errors import DataProblems
from pipeline.corpus import read_corpus

CORPUS = """
[corpus]
name = "proef"
title = "Proef"
codebooks = [{names}]

[rounds.1]
title = "Ronde"
date = 2025-01-01
file = "r.csv"
"""


def corpus(folder: Path, *names: str) -> Path:
    listed = ", ".join(f'"{name}"' for name in names)
    (folder / "corpus.toml").write_text(CORPUS.format(names=listed), "utf-8")
    (folder / "r.csv").write_text("reactie\nDe klas is te vol en te druk\n", "utf-8")
    return folder


def test_shipped_codebooks_and_files_stand_beside_each_other(tmp_path: Path) -> None:
    (tmp_path / "eigen.csv").write_text("name,description,parent\nRust,Stilte,\n", "utf-8")
    plan = read_corpus(corpus(tmp_path, "niveaus", "eigen.csv")).plan
    assert plan is not None
    assert [book.codebook_id for book in plan.codebooks] == ["niveaus", "eigen"]


def test_a_codebook_that_does_not_exist_is_named_with_those_that_do(tmp_path: Path) -> None:
    with pytest.raises(DataProblems, match="nivaus"):
        read_corpus(corpus(tmp_path, "nivaus"))


def test_a_codebook_file_outside_the_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataProblems):
        read_corpus(corpus(tmp_path, "../elders.csv"))
