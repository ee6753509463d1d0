"""Numbered heads among rows and above columns are told from what somebody says of such a thing."""

from __future__ import annotations

import pytest

from pipeline.corpus.row_heads import head_in, heads_among_rows, heads_of_columns
from pipeline.files.grid import Grid


def grid(name: str, rows: list[tuple[str, ...]]) -> Grid:
    return Grid(name, tuple(rows), tuple(range(1, len(rows) + 1)))


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


def test_the_titles_of_tables_below_each_other_are_no_heads_among_rows() -> None:
    names = ("wie", "tekst")
    rows = [("Vraag 1: Wat mist u?",), names, ("ouder", "rust"), (), ("Vraag 2: En nu?",), names]
    assert heads_among_rows(grid("b", rows), 0) == {}
