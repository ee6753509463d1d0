"""`gehoord start`: one command from a folder to the report, and nothing done over again."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli import analyse, runs, start

ANSWERS = "Nr;Rol;Wat wilt u meegeven over de hulp op school?\n" + "".join(
    f"{n};ouder;De wachttijd voor hulp op school nummer {n} is veel te lang voor een kind.\n"
    for n in range(1, 9)
)


@pytest.fixture
def road(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Path]]:
    """What is called after the check, in its order; the work itself is tested elsewhere."""
    called: list[tuple[str, Path]] = []
    monkeypatch.setattr(analyse, "analyse", lambda folder: called.append(("analyse", folder)))
    monkeypatch.setattr(runs, "open_report", lambda folder: called.append(("open", folder)))
    return called


def test_a_folder_becomes_a_report_in_one_go(tmp_path: Path, road: list[tuple[str, Path]]) -> None:
    (tmp_path / "enquete mei 2025.csv").write_text(ANSWERS, encoding="utf-8")
    assert start.start(tmp_path) == 0
    assert (tmp_path / "corpus.toml").is_file()
    assert road == [("analyse", tmp_path), ("open", tmp_path)]


def test_what_was_changed_in_corpus_toml_stays(
    tmp_path: Path, road: list[tuple[str, Path]]
) -> None:
    (tmp_path / "enquete mei 2025.csv").write_text(ANSWERS, encoding="utf-8")
    start.start(tmp_path, no_open=True)
    changed = (tmp_path / "corpus.toml").read_text("utf-8") + "\n# nagekeken\n"
    (tmp_path / "corpus.toml").write_text(changed, encoding="utf-8")
    assert start.start(tmp_path, no_open=True) == 0
    assert (tmp_path / "corpus.toml").read_text("utf-8") == changed
    assert [step for step, _folder in road] == ["analyse", "analyse"]


def test_she_who_says_no_changes_it_first(
    tmp_path: Path, road: list[tuple[str, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "enquete mei 2025.csv").write_text(ANSWERS, encoding="utf-8")
    monkeypatch.setattr(start, "_goes_on", lambda: False)
    assert start.start(tmp_path) == 0
    assert (tmp_path / "corpus.toml").is_file()
    assert road == []


def test_a_fault_stops_the_road(tmp_path: Path, road: list[tuple[str, Path]]) -> None:
    (tmp_path / "corpus.toml").write_text('[corpus]\nnaam = "fout"\n', encoding="utf-8")
    assert start.start(tmp_path) != 0
    assert road == []
