"""What stands in two files of one round counts once; a letter that many sent is no copy."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from docx import Document

from pipeline.cli.init import init
from pipeline.corpus.corpus import read_corpus
from pipeline.corpus.records import Corpus
from tests.corpus.test_guess import write
from tests.files.make_files import workbook

SAID = (
    "De bus komt elke ochtend te laat.",
    "Er is te weinig begeleiding in de klas.",
    "Wij horen pas na maanden of er een plek is.",
    "Er moet een vaste contactpersoon komen.",
)
HEADER = ["ID", "Tijd van voltooien", "Wat is uw rol?", "Wat gaat niet goed?"]


def export(path: Path, first: int, last: int) -> None:
    rows = [
        [n, datetime(2026, 3, 1 + n, 10, n), "Ouder", f"{SAID[n % 4]} Dat zag ik {n} keer."]
        for n in range(first, last)
    ]
    workbook(path, [HEADER, *rows])


def read(folder: Path) -> Corpus:
    assert init(folder) == 0
    return read_corpus(folder)


def copies(corpus: Corpus) -> set[str]:
    return set(corpus.set_aside.loc[corpus.set_aside["reason"] == "copy", "source_file"])


def test_an_earlier_export_beside_the_whole_one_counts_once(tmp_path: Path) -> None:
    export(tmp_path / "Enquête(1-6).xlsx", 1, 7)
    export(tmp_path / "Enquête(1-10).xlsx", 1, 11)
    corpus = read(tmp_path)
    assert len(corpus.responses) == corpus.responses["respondent_id"].nunique() == 10
    assert copies(corpus) == {"Enquête(1-6).xlsx"}
    assert any("Enquête(1-6).xlsx" in warning for warning in corpus.warnings)
    assert all(source.n_read == source.n_kept + source.n_aside for source in corpus.sources)


def test_an_export_that_overlaps_with_another_counts_who_is_in_both_once(tmp_path: Path) -> None:
    export(tmp_path / "Enquête(1-9).xlsx", 1, 10)
    export(tmp_path / "Enquête(5-11).xlsx", 5, 12)
    assert len(read(tmp_path).responses) == 11


def test_exports_of_other_people_who_wrote_alike_are_no_copies(tmp_path: Path) -> None:
    export(tmp_path / "school a.xlsx", 1, 6)
    rows = [
        [n, datetime(2026, 3, 2 + n, 9, n), "Ouder", f"{SAID[n % 4]} Dat zag ik {n} keer."]
        for n in range(1, 6)
    ]
    workbook(tmp_path / "school b.xlsx", [HEADER, *rows])
    corpus = read(tmp_path)
    assert (len(corpus.responses), copies(corpus)) == (10, set())


def test_a_file_that_was_fetched_twice_counts_once(tmp_path: Path) -> None:
    export(tmp_path / "Enquête.xlsx", 1, 5)
    shutil.copy(tmp_path / "Enquête.xlsx", tmp_path / "Enquête (1).xlsx")
    corpus = read(tmp_path)
    assert (len(corpus.responses), copies(corpus)) == (4, {"Enquête (1).xlsx"})


def test_notes_in_two_forms_are_one_meeting(tmp_path: Path) -> None:
    text = "Aanwezig: 12 ouders\n\n" + "".join(f"- {said}\n" for said in SAID)
    write(tmp_path, "verslag.md", f"# Ouderavond 4 maart 2026\n\n{text}")
    write(tmp_path, "verslag kopie.txt", f"Ouderavond 4 maart 2026\n\n{text}")
    corpus = read(tmp_path)
    assert len(corpus.responses) == 4
    assert corpus.meetings["meeting_id"].nunique() == 1


def test_one_letter_that_three_sent_is_three_voices(tmp_path: Path) -> None:
    for sender in ("MR De Linde", "MR De Iep", "MR De Wilg"):
        document = Document()
        for line in ("Geacht bestuur,", SAID[1], SAID[3], "Met vriendelijke groet,", sender):
            document.add_paragraph(line)
        document.save(str(tmp_path / f"Brief {sender}.docx"))
    corpus = read(tmp_path)
    assert corpus.responses["respondent_id"].nunique() == 3
    assert copies(corpus) == set()


def test_a_letter_to_the_byte_is_a_copy_only_where_it_is_called_one(tmp_path: Path) -> None:
    write(tmp_path, "Brief De Linde.txt", f"Geacht bestuur,\n\n{SAID[0]} {SAID[1]}\n\nGroet")
    for name in ("Brief De Linde (1).txt", "Brief De Iep.txt"):
        shutil.copy(tmp_path / "Brief De Linde.txt", tmp_path / name)
    corpus = read(tmp_path)
    assert copies(corpus) == {"Brief De Linde (1).txt"}
    assert corpus.responses["respondent_id"].nunique() == 2


def test_init_says_what_stands_in_two_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export(tmp_path / "Enquête(1-6).xlsx", 1, 7)
    export(tmp_path / "Enquête(1-10).xlsx", 1, 11)
    warnings = read(tmp_path).warnings
    assert warnings
    assert set(warnings) <= set(capsys.readouterr().out.splitlines())
