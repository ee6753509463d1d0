"""Answers on slides come out as a table with one answer a row."""

from __future__ import annotations

from pipeline.corpus.slides import slides_together
from pipeline.corpus.tidy import tidied
from pipeline.files.grid import Grid


def grid_of(name: str, *rows: tuple[str, ...], board: bool = False) -> Grid:
    return Grid(name, rows, tuple(range(1, len(rows) + 1)), board=board)


def test_slides_of_a_presentation_on_one_sheet_are_asked_and_answered() -> None:
    tidy = tidied(
        grid_of(
            "Results",
            ("Mentimeter", ""), ("Question 1", "Multiple choice"), ("Welke klas?", ""),
            ("klas 1", "9"), ("", ""), ("Question 2", "Open ended"),
            ("Waar loop je tegenaan?", ""), ("Responses", ""),
            ("altijd herrie in de gang", ""), ("te veel toetsen in een week", ""),
        )
    )  # fmt: skip
    assert [row[:2] for row in tidy.rows] == [
        ("vraag", "reactie"),
        ("Waar loop je tegenaan?", "altijd herrie in de gang"),
        ("Waar loop je tegenaan?", "te veel toetsen in een week"),
    ]


def test_slides_on_sheets_of_their_own_are_one_table_and_their_cover_counts_who_was_there() -> None:
    cover = grid_of("Info", ("Avond van 3 maart 2025",), ("14 deelnemers",))
    first = grid_of("1", ("Wat mis je?",), ("rust in de klas",), board=True)
    second = grid_of("2", ("Wat helpt?",), ("een vaste leraar",), board=True)
    joined, left = slides_together([cover, first, second])
    assert joined.rows == (
        ("vraag", "reactie"),
        ("Wat mis je?", "rust in de klas"),
        ("Wat helpt?", "een vaste leraar"),
    )
    assert (joined.present, joined.day) == (14, "2025-03-03")
    assert left is cover
