"""Rows that say what the rows below them, or the tables in their cells, are about."""

from __future__ import annotations

from pipeline.corpus.cell_labels import CellLabels
from pipeline.corpus.note_structure import role_alone
from pipeline.files.blocks import Block, row_block, structured


def _read(*rows: Block) -> list[tuple[str, tuple[str, str]]]:
    """The words of each row that is no label, with the role and topic above it."""
    blocks = structured(rows)
    labels = CellLabels(blocks)
    return [(row.text, labels.of(row)) for row in blocks if not labels.reads(row, role_alone)]


def test_the_words_above_a_table_in_a_cell_are_its_topic() -> None:
    rows = (row_block(("Wat gaat goed?",), 1), row_block(("De juf luistert.",), 2, inside=1))
    assert _read(*rows) == [("De juf luistert.", ("", "Wat gaat goed?"))]


def test_a_role_and_a_label_beside_a_table_are_both_of_it() -> None:
    rows = (
        row_block(("Ouders", "Goed:"), 1),
        row_block(("De juf luistert.",), 2, inside=1),
        row_block(("", "Beter:"), 1),
        row_block(("De bus is te laat.",), 3, inside=1),
        row_block(("IB'ers", ""), 1),
        row_block(("Er is te weinig tijd.",), 4, inside=1),
    )
    assert [above for _text, above in _read(*rows)] == [
        ("ouder", "Goed"),
        ("ouder", "Beter"),
        ("ib'er", ""),
    ]


def test_one_cell_over_a_whole_table_is_the_topic_of_the_rows_below_it() -> None:
    rows = (
        row_block(("Tafel 1: Vervoer", ""), 1, across=True),
        row_block(("ouder", "De bus is te laat."), 1),
        row_block(("Tafel 2: Rust", ""), 1, across=True),
        row_block(("ouder", "De klas is te vol."), 1),
    )
    assert [topic for _text, (_role, topic) in _read(*rows)] == ["Vervoer", "Rust"]


def test_a_sentence_above_a_table_in_its_cell_was_said() -> None:
    rows = (row_block(("De bus is te laat.",), 1), row_block(("Elke dag.",), 2, inside=1))
    assert _read(*rows) == [("De bus is te laat.", ("", "")), ("Elke dag.", ("", ""))]
