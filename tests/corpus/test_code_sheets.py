"""Answers in codes are read as the words that a sheet of their workbook gives for them."""

from __future__ import annotations

import pytest

from pipeline.corpus.code_sheets import decoded
from pipeline.corpus.columns import headers_at
from pipeline.files.grid import Grid

DATA = [
    ("nr", "W1", "W2", "Zeg_1", "Zeg_2"),
    ("1", "2", "7", "De tram rijdt niet meer", "88"),
    ("2", "1", "3", "88", "Meer plek in de klas"),
    ("3", "2", "9", "Lange rij bij het loket", "geen"),
]
KEYS = {
    "code and meaning in columns": [
        ("Variabele", "Vraagtekst", "Waarde", "Betekenis"),
        ("W1", "Wie bent u?", "1", "ouder"),
        ("", "", "2", "leerkracht"),
        ("W2", "Cijfer voor de school", "9", "weet niet"),
        ("Zeg_1", "Wat loopt stroef?", "", "open"),
        ("Zeg_1 - Zeg_2", "", "88", "niet ingevuld"),
    ],
    "all meanings in one cell": [
        ("veld", "label", "codes"),
        ("W1", "Wie bent u?", "1=ouder, 2=leerkracht"),
        ("W2", "Cijfer voor de school", "9 = weet niet"),
        ("Zeg_1", "Wat loopt stroef?", "88 = geen antwoord"),
        ("Zeg_2", "", "88 = geen antwoord"),
    ],
}


def grid(name: str, rows: list[tuple[str, ...]]) -> Grid:
    return Grid(name, tuple(rows), tuple(range(1, len(rows) + 1)))


@pytest.mark.parametrize("key", sorted(KEYS))
def test_codes_are_read_as_the_words_that_another_sheet_gives_for_them(key: str) -> None:
    (words,) = decoded([grid("gegevens", DATA), grid("hulpblad", KEYS[key])])
    assert [row[1] for row in words.rows[1:]] == ["leerkracht", "ouder", "leerkracht"]
    assert [row[2] for row in words.rows[1:]] == ["7", "3", ""]
    assert [row[3] for row in words.rows[1:]] == [DATA[1][3], "", DATA[3][3]]
    titles = [header.title for header in headers_at(words, 0, 1)]
    assert titles[1] == "Wie bent u?"
    assert titles[3] == "Wat loopt stroef?"
    assert any("hulpblad" in remark for remark in words.remarks)


def test_a_column_is_still_found_under_its_code() -> None:
    (words,) = decoded([grid("gegevens", DATA), grid("hulpblad", KEYS["all meanings in one cell"])])
    assert "zeg_1" in headers_at(words, 0, 1)[3].names


@pytest.mark.parametrize(
    "beside",
    [
        [("Vraag", "Gemiddelde"), ("W1", "1,7"), ("W2", "6,3")],
        [("nr", "wie", "wat"), ("1", "ouder", "De lift is stuk"), ("2", "ouder", "Geen lift")],
        [],
    ],
)
def test_a_sheet_that_explains_no_codes_stays_what_it_is(beside: list[tuple[str, ...]]) -> None:
    sheets = [grid("gegevens", DATA), grid("ander", beside)]
    assert decoded(sheets) == sheets
