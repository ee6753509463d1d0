"""A line of a form with options: what is ticked, and that it is nobody's answer."""

from __future__ import annotations

import pytest

from pipeline.corpus.printed_choices import Choice, choice_in, with_choices
from pipeline.files.blocks import Block, row_block, structured


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("Ik ben: ☒ ouder ☐ leerkracht ☐ anders", Choice("Ik ben", ("ouder",))),
        ("☐ ouder ☒ leerkracht", Choice("", ("leerkracht",))),
        ("Rol: [x] ouder [ ] leerkracht", Choice("Rol", ("ouder",))),
        ("Ik ben: ☐ ouder ☐ leerkracht", Choice("Ik ben", ())),
        ("Ik ben:\n☒\nouder\n☐\nleerkracht", Choice("Ik ben", ("ouder",))),
        ("☐ Een vaste contactpersoon.", None),
        ("De bus komt te laat (zie 2) en is vol.", None),
        ("☐ De bus komt elke dag veel te laat op school ☐ De klas is ook veel te vol nu", None),
    ],
)
def test_a_line_with_two_options_or_more_is_a_choice(text: str, choice: Choice | None) -> None:
    assert choice_in(text) == choice


def _joined(*lines: str) -> list[str]:
    blocks = structured([Block("paragraph", line) for line in lines], guess_headings=False)
    return [block.text for block in with_choices(blocks)]


@pytest.mark.parametrize(
    "lines",
    [
        ("Ik ben:", "☒ ouder", "☐ leerkracht"),
        ("Ik ben:", "☒", "ouder", "☐", "leerkracht"),
    ],
)
def test_options_on_lines_of_their_own_are_one_choice(lines: tuple[str, ...]) -> None:
    assert _joined(*lines, "De bus is te laat.") == [
        "Ik ben: ☒ ouder ☐ leerkracht",
        "De bus is te laat.",
    ]


def test_boxes_in_a_column_belong_to_the_options_beside_them() -> None:
    rows = structured([row_block(("[x]", "ouder"), 1), row_block(("[ ]", "leerkracht"), 1)])
    assert [block.text for block in with_choices(rows)] == ["[x] ouder [ ] leerkracht"]


def test_boxes_that_are_bullets_stay_points() -> None:
    assert _joined("☐ Meer rust", "☐ Meer tijd") == ["Meer rust", "Meer tijd"]
