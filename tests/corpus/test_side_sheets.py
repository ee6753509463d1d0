"""Sheets beside the answers: codes, people, programmes and plannings are no answers."""

from __future__ import annotations

import pytest

from pipeline.corpus.code_sheets import decoded
from pipeline.corpus.columns import headers_at
from pipeline.corpus.missing import says_no_word, tries_out
from pipeline.corpus.row_heads import head_in, heads_among_rows, heads_of_columns
from pipeline.corpus.side_sheets import attendance_of, is_beside_answers
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


SIGNED = [
    ("Wie waren er, 8 maart",),
    (),
    ("Naam", "Functie", "School", "Paraaf"),
    ("Aafke Bos", "leerkracht", "De Kei", "AB"),
    ("Bram Duin", "leerkracht", "De Kei", ""),
    ("Cem Kaya", "ouder", "", "ck"),
    ("Dian Vos", "voorzitter", "", "dv"),
    ("Els Top", "", "jeugdhulp Noord", "et"),
]
MARKED = [
    ("Naam", "Rol", "Aanwezig?"),
    ("Aafke Bos", "leerkracht", "ja"),
    ("Bram Duin", "ouder", "nee"),
    ("Cem Kaya", "ouder", "ja"),
    ("Dian Vos", "ouder", "ziek"),
    ("Els Top", "leerkracht", "v"),
]
SEATED = [
    ("Groep", "Begeleider", "Aantal personen", "Samenstelling"),
    ("Groep A", "Ria", "6", "4 ouders, 2 leraren"),
    ("Groep B", "Jo", "5", "3 leerlingen, 2 ouders"),
    ("Totaal", "", "11", ""),
]
BY_ROLE = [("Wie", "Aantal"), ("Ouders", "9"), ("Leerkrachten", "4"), ("Totaal", "13")]


def test_people_are_counted_who_signed_or_are_marked_as_there() -> None:
    (signed,) = attendance_of(grid("tekenlijst", SIGNED))
    assert signed.total == 3  # whoever led the talk is none of them
    assert signed.roles == "1 leerkracht, 1 ouder, 1 jeugdhulp"
    assert "Aafke" not in signed.line
    (marked,) = attendance_of(grid("Blad2", MARKED))
    assert (marked.total, marked.roles) == (3, "2 leerkracht, 1 ouder")


def test_people_are_counted_per_table_or_per_role() -> None:
    assert [(one.group, one.total) for one in attendance_of(grid("zaal", SEATED))] == [
        ("Groep A", 6),
        ("Groep B", 5),
    ]
    (whole,) = attendance_of(grid("opkomst", BY_ROLE))
    assert (whole.total, whole.group) == (13, "")


@pytest.mark.parametrize(
    "rows",
    [
        [("Tafel", "Reactie", "Aantal"), ("Tafel 1", "De bus rijdt veel te vroeg weg", "3"),
         ("Tafel 2", "Er is geen plek om stil te werken", "2")],
        [("Naam", "Rol", "Reactie"), ("A. Bos", "ouder", "Wij wachten al zeven maanden op hulp"),
         ("B. Vos", "ouder", "De juf belt altijd terug, dat is fijn"),
         ("C. Top", "ouder", "Er zijn te veel formulieren voor ouders")],
        [("Onderwerp", "Aantal"), ("Vervoer", "12"), ("Wachttijd", "31")],
        [("Datum", "Wie", "Wat"), ("8-3-2025", "ouder", "De bus rijdt niet meer"),
         ("9-3-2025", "ouder", "Er is geen lift")],
    ],
)  # fmt: skip
def test_a_table_in_which_somebody_says_something_is_no_side_sheet(
    rows: list[tuple[str, ...]],
) -> None:
    assert not is_beside_answers(grid("Blad1", rows))


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("Blad2", [("9.00", "inloop"), ("9.30", "start"), ("10.15", "pauze"), ("12.00", "slot")]),
        ("Blad3", [("Wat", "Wie", "Start", "Klaar"), ("enquête", "Jo", "1-2", "1-3")]),
        ("Planning", [("Activiteit", "Datum"), ("Panelavond", "3 mei"), ("Raad", "9 juni")]),
    ],
)
def test_a_programme_and_a_planning_hold_no_answers(name: str, rows: list[tuple[str, ...]]) -> None:
    assert is_beside_answers(grid(name, rows))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("FLAP 2   Waar bent u trots op?", "Flap 2: Waar bent u trots op?"),
        ("Flip-over 1: Vervoer", "Flip-over 1: Vervoer"),
        ("Tafel 3 – geel", "Tafel 3"),
        ("Groep B (ouders)", "Groep B: ouders"),
        ("tafel 4", "Tafel 4"),
    ],
)
def test_a_numbered_head_names_what_stands_below(text: str, title: str) -> None:
    head = head_in(text)
    assert head is not None
    assert head.title == title


@pytest.mark.parametrize(
    "text", ["groep 8 is veel te vol", "vraag 3 snap ik niet", "Tafels", "flapje 2", "tafel 4/5"]
)
def test_what_somebody_says_of_a_numbered_thing_is_no_head(text: str) -> None:
    assert head_in(text) is None


def test_heads_stand_among_rows_or_above_columns_and_are_numbered_apart() -> None:
    rows = grid(
        "b", [("tekst", "n"), ("Flap 1 Bus",), ("te laat", "2"), ("Flap 2 Klas",), ("vol",)]
    )
    assert sorted(heads_among_rows(rows, 1)) == [1, 3]
    said = grid("b", [("tekst", "n"), ("druk", "2"), ("Groep 8: te vol",), ("Groep 7: te vol",)])
    assert heads_among_rows(said, 1) == {}
    assert sorted(heads_of_columns(("Tafel 1", "", "Tafel 2"))) == [0, 2]
    assert heads_of_columns(("Vraag 1", "Vraag 2")) == {}


def test_an_answer_without_a_letter_says_nothing_unless_it_is_a_picture_or_a_plus() -> None:
    assert all(map(says_no_word, ["7", "12-14", "_____", "???", "06 12"]))
    assert not any(map(says_no_word, ["7 weken", "+1", "👍", "Да", "a"]))


def test_an_entry_that_only_tries_out_the_form_is_no_answer() -> None:
    assert tries_out(["test", "", "even testen"]) is False
    assert tries_out(["test", "Test of dit binnenkomt", ""])
    assert tries_out(["dit is een test", "-"])
    assert not tries_out(["de test duurt te lang", "test"])
    assert not tries_out(["", "-"])
