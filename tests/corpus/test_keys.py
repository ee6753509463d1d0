"""Pseudonyms cannot be undone with a mailing list, and stay the same while the key is kept."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pipeline.core.errors import DataProblems
from pipeline.corpus.corpus import check_corpus, read_corpus
from pipeline.corpus.keys import KEY_NAME, corpus_key
from pipeline.corpus.read import pseudonym

MAILING_LIST = [f"ouder{n}@voorbeeld.nl" for n in range(200)]
TOML = """
[corpus]
name = "proef"
[rounds.1]
title = "Enquete"
date = 2024-03-04
kind = "survey"
files = [{files}]
[rounds.1.columns]
respondent = "wie"
"""


def _corpus(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(f"wie;reactie\n{text}", "utf-8")
    names = ", ".join(f'"{name}.csv"' for name in files)
    (folder / "corpus.toml").write_text(TOML.replace("{files}", names), "utf-8")
    return folder


def _voices(folder: Path) -> list[str]:
    return list(read_corpus(folder).responses["respondent_id"])


def test_a_mailing_list_names_nobody(tmp_path: Path) -> None:
    rows = "".join(f"{who};Het busje komt te laat\n" for who in MAILING_LIST[:20])
    voices = set(_voices(_corpus(tmp_path / "a", a=rows)))
    guesses = {pseudonym("1", who) for who in MAILING_LIST}
    guesses |= {
        f"p{hashlib.new(kind, value.encode()).hexdigest()[:12]}"
        for who in MAILING_LIST
        for value in (who, f"1\0{who}", pseudonym("1", who))
        for kind in ("sha256", "blake2b", "md5")
    }
    assert len(voices) == 20
    assert voices & guesses == set()


def test_the_same_corpus_gives_the_same_pseudonyms_and_a_copy_without_key_others(
    tmp_path: Path,
) -> None:
    rows = "jan@school.nl;een\npiet@school.nl;twee\n"
    one, other = _corpus(tmp_path / "a", a=rows), _corpus(tmp_path / "b", a=rows)
    first = _voices(one)
    assert _voices(one) == first
    assert set(_voices(other)).isdisjoint(first)
    (other / KEY_NAME).write_bytes((one / KEY_NAME).read_bytes())
    assert _voices(other) == first


def test_the_key_is_made_once_for_its_owner_only_and_told_once(tmp_path: Path) -> None:
    folder = _corpus(tmp_path / "a", a="jan;een\n")
    assert len(read_corpus(folder).notices) == 1
    assert read_corpus(folder).notices == ()
    assert (folder / KEY_NAME).stat().st_mode & 0o077 == 0
    assert sorted(p.name for p in folder.iterdir()) == [KEY_NAME, "a.csv", "corpus.toml"]


def test_check_writes_no_key(tmp_path: Path) -> None:
    folder = _corpus(tmp_path / "a", a="jan;een\n")
    assert check_corpus(folder).problems == ()
    assert not (folder / KEY_NAME).exists()


def test_a_spoilt_key_is_a_fault_and_is_not_replaced(tmp_path: Path) -> None:
    folder = _corpus(tmp_path / "a", a="jan;een\n")
    (folder / KEY_NAME).write_bytes(b"half \xff")
    with pytest.raises(DataProblems) as told:
        read_corpus(folder)
    assert KEY_NAME in told.value.problems[0].where
    assert (folder / KEY_NAME).read_bytes() == b"half \xff"


def test_where_the_key_cannot_be_kept_the_run_goes_on_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _corpus(tmp_path / "a", a="jan;een\n")

    def refuse(*_given: object) -> int:
        raise PermissionError("read-only")

    monkeypatch.setattr("pipeline.corpus.keys.os.open", refuse)
    corpus = read_corpus(folder)
    assert len(corpus.notices) == 1
    assert len(corpus.responses) == 1
    assert not (folder / KEY_NAME).exists()


def test_a_key_made_by_another_process_meanwhile_is_the_one_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / KEY_NAME).write_text("ab" * 32 + "\n", "ascii")
    seen = iter([False])  # looked, and not there yet
    monkeypatch.setattr("pipeline.corpus.keys.Path.is_file", lambda _path: next(seen, True))
    assert corpus_key(tmp_path, keep=True).secret == bytes.fromhex("ab" * 32)


def test_number_three_of_two_files_is_two_people_where_each_file_counts_from_one(
    tmp_path: Path,
) -> None:
    rows = "".join(f"{n};tekst {n}\n" for n in range(1, 6))
    others = rows.replace("tekst", "woorden")
    assert len(set(_voices(_corpus(tmp_path / "a", a=rows, b=others)))) == 10


def test_a_panel_number_is_one_person_in_two_files(tmp_path: Path) -> None:
    rows = "".join(f"{n};tekst {n}\n" for n in (20417, 38812, 55103))
    assert len(set(_voices(_corpus(tmp_path / "a", a=rows, b=rows)))) == 3
