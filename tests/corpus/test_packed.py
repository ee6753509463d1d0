"""Zips in the folder of a corpus: unpacked before anybody looks, and told."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from pipeline.cli.init import init
from pipeline.corpus.packed import unpack_all
from tests.corpus.test_guess import NOTES, write
from tests.corpus.test_inventory import what_became


def test_a_zip_is_unpacked_read_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(tmp_path / "van de griffie.zip", "w") as archive:
        archive.writestr("verslag 12-05-2025.md", NOTES)
        archive.writestr("nog een.zip", b"PK")
    assert init(tmp_path) == 0
    printed = capsys.readouterr().out
    assert what_became(tmp_path) == {
        "van de griffie.zip": "unpacked",
        "van de griffie/nog een.zip": "unreadable",
        "van de griffie/verslag 12-05-2025.md": "meeting",
    }
    assert "2 bestanden liggen nu in van de griffie" in printed


def test_print_unpacks_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "verslag 12-05-2025.md", NOTES)
    with zipfile.ZipFile(tmp_path / "van de griffie.zip", "w") as archive:
        archive.writestr("a.csv", "a;b")
    assert init(tmp_path, print_only=True) == 0
    assert not (tmp_path / "van de griffie").exists()
    assert capsys.readouterr().out


def test_a_zip_that_is_none_stops_nothing_and_its_fault_is_told_with_the_others(
    tmp_path: Path,
) -> None:
    write(tmp_path, "verslag 12-05-2025.md", NOTES)
    (tmp_path / "export.zip").write_bytes(b"geen zip")
    assert list(unpack_all(tmp_path)) == []
    assert init(tmp_path) == 0
    assert what_became(tmp_path)["export.zip"] == "unreadable"


def test_a_zip_whose_files_lie_there_already_is_left(tmp_path: Path) -> None:
    write(tmp_path, "verslag 12-05-2025.md", NOTES)
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.write(tmp_path / "verslag 12-05-2025.md", "map/verslag.md")
    assert list(unpack_all(tmp_path)) == []
    assert init(tmp_path) == 0
    assert what_became(tmp_path)["export.zip"] == "unpacked"
