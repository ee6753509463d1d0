"""Numbers as people write them, and how many people they count."""

from __future__ import annotations

import pytest

from pipeline.core.numerals import how_many
from pipeline.core.respondents import SEVERAL


@pytest.mark.parametrize(
    ("cell", "n"),
    [
        ("4", 4), ("6x", 6), ("ca. 12 mensen", 12), ("4 á 5", 4), ("3-4", 3),
        ("IIII II", 6), ("|||", 3), ("enkelen", SEVERAL), ("hele zaal", SEVERAL), ("++", SEVERAL),
        ("één", 1), ("n.v.t.", 1),
    ],
)  # fmt: skip
def test_numbers_strokes_and_words_say_how_many(cell: str, n: int) -> None:
    assert how_many(cell) == n


@pytest.mark.parametrize("cell", ["moeders", "zie punt 3", "-2", "Ili"])
def test_other_words_count_nobody(cell: str) -> None:
    assert how_many(cell) is None
