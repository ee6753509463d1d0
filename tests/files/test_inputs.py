"""Files as people have them: read right, or told; nothing in between, and never a traceback."""

from __future__ import annotations

import csv
import io
import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.errors import DataProblem, DataProblems
from pipeline.corpus.corpus import check_corpus, read_corpus
from pipeline.corpus.guess import propose
from pipeline.corpus.write_toml import corpus_toml
from pipeline.files import csv as from_csv
from pipeline.files.mail import read, without_history
from tests.files.intake_files import CASES, IntakeFile
from tests.files.make_files import corpus_of

pytestmark = pytest.mark.usefixtures("in_english")

# Answers read in a folder of the shared set, as ``init`` proposes it; who counts what is told.
SHARED = {
    "01-unclosed-quote": 12,
    "01b-two-stray-quotes": 12,
    "02-one-column-commas": 12,
    "02b-one-column-some-commas": 12,
    "03-unquoted-delimiter": 24,
    "05-mac-roman": 8,
    "05b-cp850": 8,
    "05c-mixed-utf8-cp1252": 8,
    "07-inline-reply": 1,
    "07b-bottom-post": 1,
    "07c-outlook-history": 3,
    "09-merged-down": 12,
    "10-strict-ooxml": 12,
    "13-qualtrics-preview": 8,
    "16-limesurvey-vv": 12,
    "17-two-exports-one-round": 12,
    "18-likert-small": 20,
    "20-likes-zero": 12,
    "24-na-values": 12,
    "32-miro-csv": 12,
    "34-mentimeter": 15,
    "47-nfd-duplicates": 22,
    "56b-no-header-name": 13,
    "59-names-in-file-names": 6,
}


def proposed(source: Path, folder: Path) -> Path:
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("expected.txt"))
    text = corpus_toml(propose(folder), folder.name)
    (folder / "corpus.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", sorted(SHARED))
def test_a_folder_of_the_shared_set_gives_all_its_answers(
    name: str, shared_dir: Path, tmp_path: Path
) -> None:
    if not (shared_dir / "inputs" / name).is_dir():
        pytest.skip("this case is not on this machine")
    corpus = read_corpus(proposed(shared_dir / "inputs" / name, tmp_path / name))
    assert len(corpus.responses) == SHARED[name]
    assert not corpus.responses["text"].str.contains("\ufffd|Ã|š", regex=True).any()


def test_no_folder_of_the_shared_set_ends_in_a_traceback(shared_dir: Path, tmp_path: Path) -> None:
    folders = [path for path in sorted((shared_dir / "inputs").glob("*")) if path.is_dir()]
    assert len(folders) >= 30
    for source in folders:
        try:
            check_corpus(proposed(source, tmp_path / source.name))
        except (DataProblem, DataProblems) as fault:
            assert str(fault)  # told, with what to do
            continue


def test_there_are_sixty_files_or_more() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_file_is_read_right_or_told(case: IntakeFile, tmp_path: Path) -> None:
    (tmp_path / case.name).write_bytes(case.content)
    folder = corpus_of(tmp_path, case.name, case.extra, case.kind)
    checked = check_corpus(folder)
    if case.fault:
        assert case.fault in " ".join(problem.found for problem in checked.problems)
        return
    assert checked.problems == ()
    corpus = read_corpus(folder)
    assert len(corpus.responses) == case.n
    assert set(case.holds) <= set(corpus.responses["text"])
    assert case.tells in " ".join(corpus.warnings)


CELL = st.text(st.sampled_from("abé ;,|\"\n'’ï."), max_size=14)


@settings(max_examples=150)
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=8))
def test_what_a_program_wrote_into_cells_comes_out_of_them(rows: list[list[str]]) -> None:
    """Text in is text out: every cell of a well-written table, whatever signs it holds."""
    held = io.StringIO(newline="")
    writer = csv.writer(held, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([["nr", "rol", "reactie"], *rows])
    grid = _read(held.getvalue(), ";")
    assert [list(row) + [""] * (3 - len(row)) for row in grid][1:] == _without_tail(rows)


@settings(max_examples=150)
@given(
    st.lists(st.text(st.sampled_from('ab "é.'), min_size=1, max_size=14), min_size=1, max_size=8)
)
def test_no_letter_is_lost_where_quotes_are_typed_at_random(texts: list[str]) -> None:
    """Only quotation marks may differ: every other sign that goes in comes out."""
    table = "\n".join(["nr;reactie", *(f"{n};{text}" for n, text in enumerate(texts))])
    grid = _read(table, ";")
    given_signs = Counter(table.replace('"', "").replace("\n", "").replace(";", ""))
    read_signs = Counter("".join("".join(row) for row in grid).replace('"', "").replace("\n", ""))
    read_signs.subtract({";": read_signs[";"]})
    given_signs.pop(" ", None)
    read_signs.pop(" ", None)
    assert +read_signs == +given_signs


@given(
    st.lists(
        st.sampled_from(["Veel te lang.", "> Wat vindt u?", "", "Er is geen hulp."]), max_size=9
    )
)
def test_no_line_that_somebody_typed_between_quoted_lines_is_cut(lines: list[str]) -> None:
    head = "Op ma 10 mrt 2025 om 10:00 schreef Bureau <b@c.nl>:"
    kept, _cut = without_history("\n".join([head, "> Vraag", *lines]))
    typed = [line for line in lines if line and not line.startswith(">")]
    assert [line for line in kept.split("\n") if line] == typed


def test_a_message_that_is_only_passed_on_is_that_of_whoever_wrote_it(tmp_path: Path) -> None:
    (tmp_path / "fw.eml").write_text(
        "From: bureau@b.nl\nTo: plan@b.nl\nSubject: FW: kamp\nContent-Type: text/plain\n\n"
        "Ter info.\n\n-----Doorgestuurd bericht-----\nVan: ouders@c.nl\nOnderwerp: kamp\n\n"
        "Het schoolkamp is voor ons niet te betalen.\n\nGroet, Ans\n"
    )
    [message] = read(tmp_path / "fw.eml", "fw.eml")
    assert (message.sender, message.text) == (
        "ouders@c.nl",
        "Het schoolkamp is voor ons niet te betalen.",
    )


def test_a_thread_that_is_passed_on_is_as_many_messages_as_people_wrote(tmp_path: Path) -> None:
    rule = "_" * 32
    (tmp_path / "fw.eml").write_text(
        "From: Wil <w@b.nl>\nTo: d@b.nl\nSubject: FW: concept\nContent-Type: text/plain\n\n"
        "Hoi Derk, hierbij twee reacties in 1 draad. Wil jij ze in de map zetten? W.\n\n"
        f"Wil Bakker\nProjectsecretaris\nWerkdagen: ma, di\n\n{rule}\nVan: Ineke <i@zeilen.nl>\n"
        "Verzonden: vrijdag 25 september 2026 17:20\nAan: Wil\nOnderwerp: RE: concept\n\n"
        f"De wachttijd is te lang.\n\nGroet, Ineke\n\n{rule}\nVan: Joost <j@kompas.nl>\n"
        "Verzonden: donderdag 24 september 2026 11:47\nAan: Wil\nOnderwerp: concept\n\n"
        f"De administratie kost te veel.\n\n{rule}\nVan: Wil <w@b.nl>\n"
        "Verzonden: dinsdag 1 september 2026\nAan: allen\nOnderwerp: concept\n\nReageer graag.\n"
    )
    messages = read(tmp_path / "fw.eml", "fw.eml")
    assert [(one.number, one.sender, one.text) for one in messages] == [
        (1, "i@zeilen.nl", "De wachttijd is te lang."),
        (2, "j@kompas.nl", "De administratie kost te veel."),
    ]


def test_who_passes_a_message_on_and_says_something_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "fw.eml").write_text(
        "From: ouder@a.nl\nTo: plan@b.nl\nSubject: FW: kamp\nContent-Type: text/plain\n\n"
        "Dit vind ik ook, en bij ons op school is het kamp zelfs nog vijftig euro duurder geworden."
        "\n\n-----Doorgestuurd bericht-----\nVan: ans@c.nl\nOnderwerp: kamp\n\n"
        "Het schoolkamp is voor ons niet te betalen.\n"
    )
    assert [one.sender for one in read(tmp_path / "fw.eml", "fw.eml")] == ["ouder@a.nl", "ans@c.nl"]


def test_the_call_that_somebody_answers_above_it_is_no_answer(tmp_path: Path) -> None:
    (tmp_path / "fw.eml").write_text(
        "From: ouder@a.nl\nTo: plan@b.nl\nSubject: FW: concept\nContent-Type: text/plain\n\n"
        "Ik mis de taxi in het stuk, mijn dochter zit elke dag ruim een uur in een busje.\n\n"
        "-----Doorgestuurd bericht-----\nVan: bureau@swv.nl\nOnderwerp: concept\n\n"
        "Beste allen,\n\nHierbij het concept van ons plan. Wat mist u nog?\n"
    )
    assert [one.sender for one in read(tmp_path / "fw.eml", "fw.eml")] == ["ouder@a.nl"]


def _read(text: str, delimiter: str) -> list[tuple[str, ...]]:
    grid = from_csv._grid(text, delimiter, "a.csv", "", 0)
    return list(grid.rows)


def _without_tail(rows: list[list[str]]) -> list[list[str]]:
    """Rows as a grid keeps them: cells of blanks at row ends and blank rows at the end are cut."""
    cut = []
    for row in rows:
        cells = list(row)
        while cells and not cells[-1].strip():
            cells.pop()
        cut.append(cells + [""] * (3 - len(cells)))
    while cut and not any(cut[-1]):
        cut.pop()
    return cut
