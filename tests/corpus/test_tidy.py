"""Layouts of platforms laid open: nothing that somebody wrote is lost on the way."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.locale import use_language
from pipeline.corpus.tidy import filled_down, plain_text, tidied
from pipeline.files.grid import Grid

CELL = st.sampled_from(["", "Meer rust", "Te laat", "1", "ouder", "Geen hulp in de klas"])


def grid_of(*rows: tuple[str, ...], **facts: object) -> Grid:
    return Grid("", rows, tuple(range(1, len(rows) + 1)), **facts)  # type: ignore[arg-type]


@given(st.lists(st.tuples(CELL, CELL, CELL, CELL), max_size=6))
def test_every_cell_of_a_platform_comes_out_or_its_leaving_is_told(
    rows: list[tuple[str, ...]],
) -> None:
    use_language("en")
    head = ("title/nl", "body/nl", "body/en", "state")
    tidy = tidied(grid_of(head, *rows))
    told = sum(int(n) for n in re.findall(r"(\d+) cells hold the same", " ".join(tidy.remarks)))
    out = [" ".join(row) for row in tidy.rows[1:]]
    lost = sum(
        cell not in text for row, text in zip(rows, out, strict=True) for cell in row if cell
    )
    assert lost <= told


def test_a_contribution_in_one_language_or_the_other_is_one_column() -> None:
    tidy = tidied(
        grid_of(("id", "body/nl", "body/en"), ("1", "Te laat", ""), ("2", "", "Too late"))
    )
    assert [row[1] for row in tidy.rows] == ["body", "Te laat", "Too late"]


def test_a_cell_merged_downwards_holds_for_every_row_and_an_answer_does_not() -> None:
    long = "Er is al jaren veel te weinig hulp in de klas voor kinderen die dat nodig hebben"
    rows = (("rol", "reactie"), ("ouder", long), ("", "b"), ("", "c"))
    merged = ((2, 1, 4, 1), (2, 2, 3, 2))
    filled = filled_down(grid_of(*rows, merged=merged), 1)
    assert [row[0] for row in filled.rows[1:]] == ["ouder"] * 3
    assert [row[1] for row in filled.rows[1:]] == [long, "b", "c"]


def test_the_first_answer_of_a_table_without_a_header_becomes_no_question() -> None:
    tidy = tidied(grid_of(*((str(n), "ouder", f"Er is te weinig hulp {n}") for n in range(1, 5))))
    assert tidy.rows[0] == ("nr", "rol", "reactie")
    assert tidy.numbers == (0, 1, 2, 3, 4)
    assert tidy.remarks


def test_markup_goes_and_a_smaller_than_sign_stays() -> None:
    assert plain_text("<p>Rust &amp; tijd</p><p>Meer</p>") == "Rust & tijd\nMeer"
    assert plain_text("groepen < 20 en > 10") == "groepen < 20 en > 10"
