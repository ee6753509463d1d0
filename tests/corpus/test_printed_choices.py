"""A line of a form with options: what is ticked, and that it is nobody's answer."""

from __future__ import annotations

import pytest

from pipeline.corpus.printed_choices import Choice, choice_in


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("Ik ben: ☒ ouder ☐ leerkracht ☐ anders", Choice("Ik ben", ("ouder",))),
        ("☐ ouder ☒ leerkracht", Choice("", ("leerkracht",))),
        ("Rol: [x] ouder [ ] leerkracht", Choice("Rol", ("ouder",))),
        ("Ik ben: ☐ ouder ☐ leerkracht", Choice("Ik ben", ())),
        ("☐ Een vaste contactpersoon.", None),
        ("De bus komt te laat (zie 2) en is vol.", None),
        ("☐ De bus komt elke dag veel te laat op school ☐ De klas is ook veel te vol nu", None),
    ],
)
def test_a_line_with_two_options_or_more_is_a_choice(text: str, choice: Choice | None) -> None:
    assert choice_in(text) == choice
