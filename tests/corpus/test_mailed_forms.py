"""Messages that a form on a website sent, beside those that somebody wrote."""

from __future__ import annotations

import pytest

from pipeline.corpus.mailed_forms import FilledIn, filled_in

SAID = "De bus komt elke dag te laat."


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (
            f"Naam: Petra\nE-mailadres: p@x.nl\nIk ben: ouder\nWijk: Noord\nUw reactie:\n{SAID}",
            FilledIn("p@x.nl", "ouder", "Noord", (("", SAID),)),
        ),
        (
            f"Ik reageer als:\n[ ] leerkracht\n[x] ouder\n\nMijn reactie:\n{SAID}",
            FilledIn("", "ouder", "", (("", SAID),)),
        ),
        (
            f"Naam: Petra\nFunctie: leerkracht\nWat gaat goed?\n{SAID}\nWat kan beter?\nRust.",
            FilledIn(
                "petra", "leerkracht", "", (("Wat gaat goed?", SAID), ("Wat kan beter?", "Rust."))
            ),
        ),
        (
            f"Naam: Petra\nTelefoon: 06\nBericht: {SAID}\nOuders: die weten van niets.",
            FilledIn("petra", "", "", (("", f"{SAID}\nOuders: die weten van niets."),)),
        ),
        (
            f"Beste Jo,\n\nHierbij.\n\n1. Wat gaat goed?\nAntwoord: {SAID}\n\n"
            "2. Wat mist u?\nAntwoord: Rust.",
            FilledIn("", "", "", (("Wat gaat goed?", SAID), ("Wat mist u?", "Rust."))),
        ),
    ],
)
def test_a_form_says_who_filled_it_in_and_what_was_answered(text: str, form: FilledIn) -> None:
    assert filled_in(text) == form


@pytest.mark.parametrize(
    "text",
    [
        SAID,
        f"Geachte heer,\n\n{SAID}\nMijn vraag: waarom?\n\nNaam: Petra",
        f"Onderwerp: vervoer\n\n{SAID}",
        f"Wij vinden dit: {SAID}\nOuders: die weten van niets.",
    ],
)
def test_what_somebody_wrote_herself_is_no_form(text: str) -> None:
    assert filled_in(text) is None
