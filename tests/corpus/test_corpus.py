"""`gehoord check`: every fault at once, each with its place and its mend, in Dutch."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.errors import DataProblem, DataProblems
from pipeline.corpus.corpus import check_corpus, read_corpus
from tests.files.make_files import ole_container, workbook

CORPUS = """
[corpus]
name = "fouten"
organisatie = "swv"
plan = "plan.toml"

[rounds.kolom]
title = "Kolom die er niet is"
date = 2025-01-01
file = "kolom.xlsx"
[rounds.kolom.columns]
text = "Uw reakties"

[rounds.blad]
title = "Blad dat er niet is"
date = 2025-01-02
file = "goed.xlsx"
sheet = "Reacties"

[rounds.leeg]
title = "Leeg bestand"
date = 2025-01-03
file = "leeg.csv"

[rounds.datum]
title = "Datum week 12"
date = 2025-01-04
file = "datum.csv"

[rounds.oud]
title = "Oud Excel"
date = 2025-01-05
file = "oud.xlsx"

[rounds.slot]
title = "Wachtwoord"
date = 2025-01-06
file = "slot.xlsx"

[rounds.weg]
title = "Bestand weg"
date = 2025-01-07
file = "goedd.xlsx"

[rounds.buiten]
title = "Buiten de map"
date = 2025-01-08
file = "../geheim.csv"

[rounds.soort]
title = "Soort"
date = 2025-01-09
kind = "enquete"
file = "goed.xlsx"

[rounds.kop]
title = "Kopregel te laag"
date = 2025-01-10
file = "goed.xlsx"
header_row = 900

[rounds.tekens]
title = "Tekens"
date = 2025-01-11
file = "tekens.csv"
encoding = "utf-8"
"""
PLAN = """
[plan]
title = "Plan"
[[pillars]]
id = "1"
title = "Pijler"
  [[pillars.goals]]
  id = "1.1"
  title = "Eerste"
  [[pillars.goals]]
  id = "1.1"
  title = "Tweede"
"""
EXPECTED = {
    "missing column": ("kolom.xlsx", "Uw reakties", "Uw reactie"),
    "unknown key": ("corpus.toml, regel 3, [corpus]", "organisatie", "organisation"),
    "wrong sheet": ("goed.xlsx", "Reacties", "sheet"),
    "empty file": ("leeg.csv", "leeg", ""),
    "two goals with one id": ("plan.toml, regel 10", "1.1", "eigen"),
    "date week 12": ("datum.csv, rij 3", "week 12", "[rounds.datum.columns]"),
    "xls renamed": ("oud.xlsx", ".xls", "Opslaan als"),
    "password": ("slot.xlsx", "wachtwoord", "wachtwoord"),
    "missing file": ("corpus.toml, regel 42", "goedd.xlsx", "goed.xlsx"),
    "outside the folder": ("corpus.toml, regel 47", "../geheim.csv", "map"),
    "unknown kind": ("corpus.toml, regel 52", "enquete", "survey"),
    "header row": ("goed.xlsx", "900", "header_row"),
    "undecodable": ("tekens.csv, regel 2", "0xf6", "encoding"),
}


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    folder = tmp_path / "fouten"
    folder.mkdir()
    (tmp_path / "geheim.csv").write_text("reactie\nniet voor jou\n", encoding="utf-8")
    (folder / "corpus.toml").write_text(CORPUS.strip(), encoding="utf-8")
    (folder / "plan.toml").write_text(PLAN.strip(), encoding="utf-8")
    workbook(folder / "kolom.xlsx", [["Nr", "Uw reactie is welkom"], [1, "Kleinere klassen"]])
    workbook(folder / "goed.xlsx", [["Nr", "Reactie"], [1, "Kleinere klassen"]], "Form1")
    (folder / "leeg.csv").write_bytes(b"")
    (folder / "datum.csv").write_text(
        "datum;reactie\n2025-01-01;Goed zo\nweek 12;Te lang wachten\n", encoding="utf-8"
    )
    (folder / "oud.xlsx").write_bytes(ole_container("Root Entry", "Workbook"))
    (folder / "slot.xlsx").write_bytes(ole_container("Root Entry", "EncryptedPackage"))
    (folder / "tekens.csv").write_bytes("reactie\nGeen idee, coördinatië\n".encode("cp1252"))
    return folder


def statements(problem: DataProblem) -> str:
    return " | ".join((problem.where, problem.found, problem.expected, problem.mend))


@pytest.mark.parametrize("fault", EXPECTED)
def test_each_planted_fault_is_named_with_place_finding_and_mend(faulty: Path, fault: str) -> None:
    place, found, mend = EXPECTED[fault]
    problems = check_corpus(faulty).problems
    hits = [one for one in problems if place in one.where and found in one.found]
    assert len(hits) == 1, "\n".join(statements(one) for one in problems)
    assert hits[0].mend
    assert mend in f"{hits[0].expected} {hits[0].mend}"


def test_there_are_no_other_faults_than_those_planted(faulty: Path) -> None:
    problems = check_corpus(faulty).problems
    assert len(problems) == len(EXPECTED), "\n".join(statements(one) for one in problems)


def test_reading_tells_every_fault_at_once(faulty: Path) -> None:
    with pytest.raises(DataProblems) as caught:
        read_corpus(faulty)
    assert len(caught.value.problems) == len(EXPECTED)


def test_check_writes_nothing(faulty: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in faulty.parent.rglob("*")}
    check_corpus(faulty)
    assert {path: path.stat().st_mtime_ns for path in faulty.parent.rglob("*")} == before


def test_a_folder_without_corpus_toml_says_what_to_do(tmp_path: Path) -> None:
    (problem,) = check_corpus(tmp_path).problems
    assert "gehoord init" in problem.mend


def test_a_round_given_twice_is_a_fault_with_its_line(tmp_path: Path) -> None:
    text = "[rounds.1]\ntitle = 'a'\n[rounds.1]\ntitle = 'b'\n"
    (tmp_path / "corpus.toml").write_text(text, encoding="utf-8")
    (problem,) = check_corpus(tmp_path).problems
    assert problem.where.startswith("corpus.toml, ") and problem.where.endswith(" 3")


WITH_CODEBOOKS = """
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
    (folder / "corpus.toml").write_text(WITH_CODEBOOKS.format(names=listed), "utf-8")
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
