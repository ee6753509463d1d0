"""A workbook in which a note-taker kept a sheet per meeting is read as notes."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.corpus.corpus import read_corpus
from pipeline.corpus.note_sheets import notes_of_sheets
from pipeline.files.grid import Grid
from tests.shell import typed

NORTH = [
    ("Inloopavond Noord, buurthuis, 14 mei 2026",),
    ("Opkomst: zo'n 30 bewoners",),
    (),
    ("nr", "flap", "tekst", "Opmerking Ria"),
    ("1", "Verkeer", "De bus komt veel te laat", ""),
    ("2", "", "Er ligt geen stoep aan de Kerkweg", "uitzoeken bij Jan"),
    ("3", "Groen", "Het park is 's avonds donker en verlaten", ""),
]
SOUTH = [
    ("Inloopavond Zuid, 20 mei 2026",),
    (),
    ("Nr", "Flap", "Tekst", "Opmerking Ria"),
    ("1", "Verkeer", "Auto's rijden te hard door de Dorpsstraat", ""),
]
OTHER = [("Gemeente", "Datum"), ("Noord", "14 mei"), ("Zuid", "20 mei")]


def grid(name: str, rows: list[tuple[str, ...]]) -> Grid:
    return Grid(name, tuple(rows), tuple(range(1, len(rows) + 1)))


def test_what_stands_above_the_table_is_the_head_of_a_meeting() -> None:
    blocks = notes_of_sheets([grid("Noord", NORTH), grid("Zuid", SOUTH), grid("Overzicht", OTHER)])
    assert [block.text for block in blocks if block.kind == "heading"] == [
        NORTH[0][0],
        SOUTH[0][0],
    ]
    assert [block.row for block in blocks if block.kind == "row"] == [4, 5, 6, 7, 3, 4]


def test_a_subject_that_stands_at_the_first_of_its_rows_holds_for_the_others() -> None:
    rows = [block for block in notes_of_sheets([grid("Noord", NORTH)]) if block.kind == "row"]
    assert [row.cells[1] for row in rows] == ["flap", "Verkeer", "Verkeer", "Groen"]


@pytest.mark.parametrize("rows", [OTHER, NORTH[3:], NORTH[:3], []])
def test_a_sheet_without_a_head_or_without_rows_holds_no_notes(rows: list[tuple[str, ...]]) -> None:
    assert notes_of_sheets([grid("Blad1", rows)]) == []


def test_a_workbook_of_evenings_comes_in_as_meetings_with_who_came(tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book.active)
    for name, rows in (("Noord", NORTH), ("Zuid", SOUTH), ("Overzicht", OTHER)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    folder = tmp_path / "avonden"
    folder.mkdir()
    book.save(folder / "Inloopavonden mei 2026.xlsx")
    assert typed("init", folder)[0] == 0
    corpus = read_corpus(folder)
    assert any("Overzicht" in line for line in corpus.warnings)
    assert sorted(corpus.responses["text"]) == sorted(row[2] for row in [*NORTH[4:], *SOUTH[3:]])
    whole = corpus.meetings[corpus.meetings["role"] == ""]
    assert whole["n_present"].tolist()[0] == 30
    assert len(whole) == 2


FLAPS = [
    ("Inloopmiddag wijkschool, 4 maart 2026",),
    (),
    ("FLAP 1  Wat moet blijven?",),
    ("De juf die elke ochtend bij de deur staat",),
    ("ouderkamer",),
    ("FLAP 2  Wat moet anders?",),
    ("Bel ons voordat er iets besloten is",),
]


def test_flaps_typed_below_each_other_in_one_column_are_points_below_their_heads() -> None:
    blocks = notes_of_sheets([grid("Blad1", FLAPS)])
    assert [block.text for block in blocks if block.kind == "heading"] == [
        FLAPS[0][0],
        "Flap 1: Wat moet blijven?",
        "Flap 2: Wat moet anders?",
    ]
    assert [block.row for block in blocks if block.kind == "item"] == [4, 5, 7]


SEATED = [
    ("Tafel", "Aantal", "Wie zaten er"),
    ("Tafel 1 - geel", "5", "3 ouders, 2 leraren"),
    ("Tafel 2 - rood", "6", "4 leerlingen, 2 mentoren"),
    ("totaal", "11", ""),
]
TYPED = [
    ("Werkmiddag, 4 maart 2026",),
    ("Tafel", "K", "Van de flap", "Stip"),
    ("Tafel 1 - geel", "W", "Laat de juf een middag meelopen in de brugklas", "2"),
    ("", "W", "Eén aanvraag voor alle scholen samen", ""),
    ("Tafel 2 - rood", "O", "Wij wachten al langer dan het schooljaar duurt", "1"),
    (),
    ("", "", "(de rest van deze flap was niet te lezen)", ""),
]


def test_a_sheet_beside_the_flaps_says_who_sat_at_which_table() -> None:
    blocks = notes_of_sheets([grid("flaps", TYPED), grid("zaal", SEATED)])
    heads = [block.text for block in blocks if block.kind == "heading"]
    assert heads == ["Werkmiddag, 4 maart 2026", "Tafel 1", "Tafel 2"]
    there = [block.text for block in blocks if "Aanwezig" in block.text]
    assert [text.rpartition("Aanwezig ")[2][:4] for text in there] == ["(5):", "(6):"]
    rows = [block for block in blocks if block.kind == "row"]
    assert [row.cells[0] for row in rows[1:]] == ["Tafel 1 - geel"] * 2 + ["Tafel 2 - rood"]
    assert [block.text for block in blocks if block.kind == "footnote"] == [TYPED[-1][2]]


SUBJECTS = [
    ("Wijkavond Zuid, 4 maart 2026",),
    ("Aanwezig: 12 bewoners",),
    ("Groen = zo houden", "Rood = moet anders"),
    ("De inloop op maandag", "Te hard rijden langs de school"),
    ("ons buurthuis", "De bus komt niet meer"),
    ("", "Wij horen alles uit de krant"),
]


def test_columns_below_a_subject_each_are_points_of_it() -> None:
    blocks = notes_of_sheets([grid("Blad1", SUBJECTS)])
    assert [block.text for block in blocks if block.kind == "heading"][1:] == [*SUBJECTS[2]]
    assert len([block for block in blocks if block.kind == "item"]) == 5
