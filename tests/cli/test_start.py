"""`gehoord start`: one command from a folder to the report, and nothing done over again."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli import analyse, runs, start
from pipeline.cli.ask import Terminal
from pipeline.core.errors import DataProblem, DataProblems
from tests.small_corpus import small_corpus

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
    assert [step for step, _folder in road] == ["analyse", "open"]


def test_the_report_is_found_though_the_corpus_is_not_called_as_its_folder(
    tmp_path: Path, road: list[tuple[str, Path]]
) -> None:
    small_corpus(tmp_path / "exports")
    assert start.start(tmp_path / "exports") == 0
    assert road == [("analyse", tmp_path / "exports"), ("open", Path("reports") / "klein")]


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


def test_what_became_of_each_file_is_said_once(
    tmp_path: Path, road: list[tuple[str, Path]], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "enquete mei 2025.csv").write_text(ANSWERS, encoding="utf-8")
    (tmp_path / "foto.jpg").write_bytes(b"x")
    assert start.start(tmp_path) == 0
    told = capsys.readouterr().out.splitlines()
    assert sum(line.startswith("enquete mei 2025.csv:") for line in told) == 1
    assert sum(line.startswith("foto.jpg:") for line in told) == 1


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("alles.zip", b"PK", "damaged"),
        ("lijst.txt", b"melk\nbrood\n", "no sentence"),
        ("verslag.lnk", b"x", "points at something"),
        ("enquete.xlsx.crdownload", b"x", "download it again"),
        ("leeg.docx", b"", "empty"),
    ],
)
@pytest.mark.usefixtures("in_english")
def test_a_folder_in_which_nobody_says_anything_names_each_file_and_stays_as_it_was(
    name: str, content: bytes, told: str, tmp_path: Path, road: list[tuple[str, Path]]
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataProblems) as faults:
        start.start(tmp_path)
    assert told in "\n".join(f"{one.where}: {one.found}" for one in faults.value.problems)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_in_the_place_of_a_folder_is_told(tmp_path: Path, in_english: None) -> None:
    (tmp_path / "a.csv").write_text(ANSWERS, encoding="utf-8")
    with pytest.raises(DataProblem, match="this is a file"):
        start.start(tmp_path / "a.csv")


@pytest.mark.parametrize(
    ("typed", "agrees"), [("", True), ("j", True), ("Ja", True), ("y", True), ("n", False),
                          ("nee", False)]
)  # fmt: skip
def test_she_answers_in_dutch(monkeypatch: pytest.MonkeyPatch, typed: str, agrees: bool) -> None:
    asked: list[str] = []

    def prompt(text: str, **_how: object) -> str:
        asked.append(text)
        return "misschien" if len(asked) == 1 else typed

    monkeypatch.setattr("typer.prompt", prompt)
    assert Terminal().agrees("Klopt dit?") is agrees
    assert asked == ["Klopt dit? [J/n]"] * 2, "what is neither is asked again"
