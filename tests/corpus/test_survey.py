"""Tables of answers: ids, voices, order, and nobody lost."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from pipeline.cli.init import init
from pipeline.core.plan import Round
from pipeline.corpus.corpus import check_corpus, read_corpus
from pipeline.corpus.keys import KEY_NAME
from pipeline.corpus.records import Corpus
from pipeline.corpus.survey import read_grids
from pipeline.files.grid import Grid
from pipeline.files.options import RoundFiles
from tests.files.make_files import corpus_of, workbook

HEAD = ("nr", "rol", "reactie", "toelichting")
SOURCE = RoundFiles(
    Round("1", "Ronde", "2025-01-01"), ("a.csv",), columns={"open": ["reactie", "toelichting"]}
)
CELL = st.sampled_from(["", " ", "ouder", "Meer rust", "n.v.t.", "totaal", "17"])


def grid_of(rows: list[tuple[str, ...]]) -> Grid:
    return Grid("", (HEAD, *rows), tuple(range(1, len(rows) + 2)))


@given(st.lists(st.tuples(CELL, CELL, CELL, CELL), max_size=12))
def test_every_field_of_every_row_is_kept_or_set_aside(rows: list[tuple[str, ...]]) -> None:
    read = read_grids([grid_of([*rows, ("1", "ouder", "slot", "")])], SOURCE, "a.csv", "r1")
    per_row = {"empty_row": 1, "totals_row": 1, "repeated_header": 1}
    whole = [row for row in read.aside if row["reason"] in per_row]
    blank = {"empty", "no_words"}
    fields = len(read.responses) + sum(row["reason"] in blank for row in read.aside)
    assert fields == 2 * (len(rows) + 1 - len(whole))
    ids = [row["response_id"] for row in read.responses] + [row["item_id"] for row in read.aside]
    assert len(ids) == len(set(ids))


def test_shuffled_rows_give_the_same_voices_and_texts(tmp_path: Path) -> None:
    rows = [f"{n % 7};ouder;Vraag {n % 2};Tekst nummer {n}" for n in range(40)]
    found = []
    for seed in (0, 1):
        folder = tmp_path / str(seed)
        folder.mkdir()
        random.Random(seed).shuffle(rows)
        text = "\n".join(["nr;rol;vraag;reactie", *rows])
        (folder / "a.csv").write_text(text, encoding="utf-8")
        (folder / KEY_NAME).write_text("ab" * 32, encoding="ascii")
        frame = read_corpus(corpus_of(folder, "a.csv")).responses
        columns = ["respondent_id", "question_id", "role", "text"]
        found.append(frame[columns].sort_values("text").reset_index(drop=True))
    assert found[0].equals(found[1])


def test_one_respondent_is_one_voice_and_a_nameless_row_is_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("nr;reactie\n1;een\n1;twee\n;drie\n;vier\n", encoding="utf-8")
    voices = list(read_corpus(corpus_of(tmp_path, "a.csv")).responses["respondent_id"])
    assert voices[0] == voices[1]
    assert len(set(voices)) == 3


def test_a_pseudonym_does_not_show_the_respondent(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("respondent;reactie\njan@school.nl;een\n", encoding="utf-8")
    frame = read_corpus(corpus_of(tmp_path, "a.csv")).responses
    assert not frame.astype(str).apply(lambda column: column.str.contains("jan@")).to_numpy().any()


def test_spellings_of_an_area_come_together_under_the_most_frequent(tmp_path: Path) -> None:
    text = "werkgebied;reactie\nNoord;een\nNoord;twee\nnoord;drie\nNOORD ;vier\nNoord;vijf\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    assert set(read_corpus(corpus_of(tmp_path, "a.csv")).responses["area"]) == {"Noord"}


def test_twenty_bad_dates_are_told_one_by_one_and_the_rest_counted(tmp_path: Path) -> None:
    rows = "\n".join(f"week {n};tekst {n}" for n in range(50))
    (tmp_path / "a.csv").write_text(f"datum;reactie\n{rows}\n", encoding="utf-8")
    problems = check_corpus(corpus_of(tmp_path, "a.csv")).problems
    assert len(problems) == 21
    assert "30" in problems[-1].found


@pytest.mark.parametrize("suffix", ["xlsx", "docx", "pdf", "csv", "txt"])
def test_a_file_that_vanishes_midway_is_a_fault(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / f"a.{suffix}"
    file.write_bytes(b"rol;reactie\nouder;tekst\n")
    corpus_of(tmp_path, file.name)

    def vanish(path: Path) -> str:
        path.unlink()
        return "0" * 64

    monkeypatch.setattr("pipeline.corpus.corpus._sha256", vanish)
    (problem,) = check_corpus(tmp_path).problems
    assert problem.where == file.name
    assert problem.mend


def test_a_folder_that_is_gone_is_a_fault(tmp_path: Path) -> None:
    (problem,) = check_corpus(tmp_path / "weg").problems
    assert problem.mend


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "geheim.csv").write_text("reactie\ngeheim\n", encoding="utf-8")
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.csv").symlink_to(tmp_path / "geheim.csv")
    (problem,) = check_corpus(corpus_of(folder, "a.csv")).problems
    assert "a.csv" in problem.found


def test_a_long_cell_in_the_wrong_column_is_not_printed(tmp_path: Path) -> None:
    text = "datum;reactie\nMijn zoon is ziek en zit al een half jaar thuis;ja\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    (problem,) = check_corpus(corpus_of(tmp_path, "a.csv")).problems
    assert "zoon" not in f"{problem.where} {problem.found} {problem.mend}"


def test_a_table_of_meeting_notes_gives_topics_and_meetings(tmp_path: Path) -> None:
    text = "bijeenkomst;thema;wie;wat;aantal\nNoord;Hulp;ouders;Te laat;3x\nZuid;Hulp;ib;Te veel;\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    corpus = read_corpus(corpus_of(tmp_path, "a.csv", kind="meeting"))
    assert list(corpus.questions["kind"]) == ["topic"]
    assert list(corpus.responses["meeting_id"]) == ["m1-1", "m1-2"]
    assert list(corpus.responses["n_supporters"]) == [3, 1]
    assert list(corpus.responses["role"]) == ["ouder", "ib'er"]


def test_an_author_with_several_ideas_on_a_platform_is_one_voice(tmp_path: Path) -> None:
    text = "ID;Auteur-ID;Beschrijving\na;u1;Een bank\nb;u1;Een boom\nc;u2;Een bus\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    corpus = read_corpus(corpus_of(tmp_path, "a.csv", "[rounds.1.columns]\ntext = 'Beschrijving'"))
    assert corpus.responses["respondent_id"].nunique() == 2


def read_workbook(folder: Path) -> Corpus:
    assert init(folder) == 0
    return read_corpus(folder)


def test_the_name_over_several_columns_is_part_of_each_question(tmp_path: Path) -> None:
    upper = ["Nr", "Rol", "Wat vindt u van", "", "Cijfer"]
    lower = ["", "", "de ondersteuning", "het vervoer", ""]
    rows = [
        [str(n), "ouder", f"Dat duurt {n} weken te lang.", f"De bus is {n} keer te laat.", "7"]
        for n in range(1, 9)
    ]
    workbook(tmp_path / "enquete 2026-03.xlsx", [upper, lower, *rows])
    corpus = read_workbook(tmp_path)
    assert list(corpus.questions["text"]) == [
        "Wat vindt u van – de ondersteuning",
        "Wat vindt u van – het vervoer",
    ]
    assert len(corpus.responses) == 16


def test_the_day_in_the_name_of_a_sheet_is_that_of_its_rows(tmp_path: Path) -> None:
    book = Workbook()
    for name in ("12 mei Noord", "19 mei Zuid"):
        sheet = book.create_sheet(name)
        sheet.append(["Tafel", "Opmerking"])
        for n in range(4):
            sheet.append([f"Tafel {n % 2 + 1}", f"De bus naar {name} komt {n} keer te laat."])
    book.remove(book.worksheets[0])
    book.save(tmp_path / "Opbrengst avonden mei 2026.xlsx")
    assert set(read_workbook(tmp_path).responses["date"]) == {"2026-05-12", "2026-05-19"}


def test_a_hidden_sheet_is_told_also_where_another_is_named(tmp_path: Path) -> None:
    book = Workbook()
    for name in ("Reacties", "Oud"):
        sheet = book.create_sheet(name)
        sheet.append(["Rol", "Opmerking"])
        for n in range(4):
            sheet.append(["ouder", f"De bus komt {n} keer te laat."])
    book["Oud"].sheet_state = "hidden"
    book.remove(book.worksheets[0])
    book.save(tmp_path / "reacties maart 2026.xlsx")
    corpus = read_workbook(tmp_path)
    assert len(corpus.responses) == 4
    assert [warning for warning in corpus.warnings if "'Oud'" in warning]


def test_every_fault_of_a_table_is_told_at_once_with_its_row(tmp_path: Path) -> None:
    rows = [
        "1;12-11-2024;ouder;1;De overgang naar de brugklas gaat veel te snel",
        "2;gisteren;ouder;1;Wij horen pas iets als het besluit al is genomen",
        "3;13-11-2024;leerkracht;1;Wij wachten;al een jaar;op een besluit",
        "4;14-11-2024;ouder;-3;In de klas is het te druk voor kinderen die rust nodig hebben",
        "5;15-11-2024;ouder;1;De jeugdhulp en de school werken langs elkaar heen",
        "6;16-11-2024;ouder;2;Het duurt maanden voordat er een besluit over hulp ligt",
    ]
    head = "nr;datum;rol;aantal;reactie"
    (tmp_path / "reacties.csv").write_text("\n".join([head, *rows]) + "\n", "utf-8")
    assert init(tmp_path) == 1
    told = [problem.where for problem in check_corpus(tmp_path).problems]
    assert sorted(told) == ["reacties.csv, rij 3", "reacties.csv, rij 4", "reacties.csv, rij 5"]
