"""Sheets beside the answers: people, programmes and plannings are no answers."""

from __future__ import annotations

import pytest

from pipeline.corpus.side_sheets import attendance_of, is_beside_answers
from pipeline.files.grid import Grid


def grid(name: str, rows: list[tuple[str, ...]]) -> Grid:
    return Grid(name, tuple(rows), tuple(range(1, len(rows) + 1)))


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


def test_a_row_per_meeting_and_a_column_per_role_say_who_came() -> None:
    rows: list[tuple[str, ...]] = [
        (
            "nr",
            "bijeenkomst",
            "datum",
            "schoolleider",
            "ouder / verzorger",
            "leerling",
            "opmerking",
        ),
        ("1", "Oosterend", "2026-03-03", "4", "6", "0", "parkeren was lastig"),
        ("2", "Westeind", "2026-03-10", "0", "9", "3", ""),
        ("", "totaal", "", "4", "15", "3", ""),
    ]
    assert [(one.group, one.total, one.roles) for one in attendance_of(grid("wie", rows))] == [
        ("Oosterend", 10, "4 schoolleider, 6 ouder"),
        ("Westeind", 12, "9 ouder, 3 leerling"),
    ]


def test_figures_by_year_are_no_answers_and_remarks_with_a_year_are() -> None:
    head = ("Kengetal", "1-10-2024", "1-10-2025")
    counted = [
        head,
        ("Leerlingen", "10934", "10871"),
        ("In het sbo (%)", "3,06", "3,20"),
        ("Thuiszitters", "39", "-"),
    ]
    assert is_beside_answers(grid("Blad1", counted))
    told = [head, *[("Vervoer", "De bus is te laat.", "Nog steeds te laat.")] * 3]
    assert not is_beside_answers(grid("Blad1", told))
