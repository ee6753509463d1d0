"""What programs leave beside documents is counted; what it says of a document is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli.init import write
from pipeline.corpus.corpus import check_corpus
from pipeline.corpus.guess import propose
from pipeline.corpus.left_behind import of_system, remarks

LOCKS = [  # the file that says so, and the document that is open
    ("~$rslag ouderavond.docx", "Verslag ouderavond.docx"),
    ("~$MR.docx", "MR.docx"),
    ("~$erslag.docx", "Verslag.docx"),
    ("~$enquete ronde 1.xlsx", "enquete ronde 1.xlsx"),
    (".~lock.enquete.csv#", "enquete.csv"),
]


@pytest.mark.parametrize(("lock", "document"), LOCKS)
def test_a_document_that_is_open_now_is_told(tmp_path: Path, lock: str, document: str) -> None:
    (tmp_path / "map").mkdir()
    for name in (lock, document, f"Ander {document}"):
        (tmp_path / "map" / name).write_text("x", "utf-8")
    (told,) = remarks(tmp_path)
    assert told.startswith(f"map/{document} staat nu open")
    assert of_system(tmp_path) == []


def test_a_lock_of_nothing_and_files_of_the_system_are_counted_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "reacties.csv").write_text(
        "rol;reactie\nouder;Wij horen pas iets als het besluit al is genomen\n", "utf-8"
    )
    for name in (".DS_Store", "._reacties.csv", "Thumbs.db", "desktop.ini", "~$weg.docx"):
        (tmp_path / name).write_bytes(b"x")
    write(tmp_path, propose(tmp_path))
    checked = check_corpus(tmp_path)
    lines = [line for line in checked.summary if line.startswith("Niet meegelezen: 5 bestanden")]
    assert len(lines) == 1 and "Thumbs.db" in lines[0]
    assert len(checked.summary) == 2 and checked.warnings == ()


def test_a_document_that_lies_in_icloud_only_is_told(tmp_path: Path) -> None:
    (tmp_path / ".notulen.docx.icloud").write_bytes(b"bplist00")
    (told,) = remarks(tmp_path)
    assert told.startswith("notulen.docx: niet gelezen") and of_system(tmp_path) == []


def test_a_hidden_document_of_hers_is_told(tmp_path: Path) -> None:
    (tmp_path / ".reacties.csv").write_text("rol;reactie\n", "utf-8")
    (told,) = remarks(tmp_path)
    assert told.startswith(".reacties.csv: niet gelezen") and of_system(tmp_path) == []


def test_the_key_and_hidden_folders_are_no_files_of_the_computer(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("x", "utf-8")
    (tmp_path / ".gehoord-key").write_text("x", "utf-8")
    assert remarks(tmp_path) == () and of_system(tmp_path) == []
