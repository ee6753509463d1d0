"""Repair for analysis: mojibake, markup and spacing, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.cleaning import as_analysed, count_words, decoded_once, repaired


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mÃ©Ã©r rust", "méér rust"),
        ("de juf zei â€œneeâ€\x9d", "de juf zei “nee”"),
        ("ouders &amp; school", "ouders & school"),
        ("rust&nbsp;en ruimte", "rust en ruimte"),
        ("Goed<br>Slecht", "Goed Slecht"),
        ("<p>Het is <b>te</b> druk</p>", "Het is te druk"),
        ("regel één_x000D_\nregel twee", "regel één regel twee"),
        ("coo\u0308rdinator", "coördinator"),
        ("on\u00adder\u200bwijs", "onderwijs"),
        ("a < b en c > d", "a < b en c > d"),
        ("thuis <3 school", "thuis <3 school"),
        ("R&D kost geld", "R&D kost geld"),
        ("  dubbele\t spaties \n", "dubbele spaties"),
        ("São Paulo, Ãnne en Âge", "São Paulo, Ãnne en Âge"),
    ],
)
def test_a_fault_is_mended_and_nothing_else(text: str, expected: str) -> None:
    assert repaired(text) == expected


@given(st.text(max_size=200))
def test_what_is_repaired_stays_as_it_is(text: str) -> None:
    assert " ".join(repaired(text).split()) == repaired(text)


@given(st.text(alphabet="abcdeé .,!?'\"-", max_size=100))
def test_plain_text_changes_only_in_spacing(text: str) -> None:
    assert repaired(text).split() == text.split()


def test_words_have_a_letter_or_a_digit() -> None:
    assert count_words("- ik heb 3 kinderen !! ...") == 4


def test_a_minute_takers_count_and_masks_are_no_part_of_the_point() -> None:
    point = "De klas is te groot. (3x genoemd)"
    assert as_analysed(point) == "De klas is te groot."
    assert as_analysed("Vraag het aan juf [naam] (2x)") == "Vraag het aan juf"
    assert as_analysed("[naam]") == "[naam]"


@pytest.mark.parametrize(
    ("read", "written", "letters"),
    [
        ("De coÃ¶rdinatie\r\nis Ã©Ã©n ramp", "De coördinatie\r\nis één ramp", 3),
        ("ideeÃ«n en ideeën", "ideeën en ideeën", 1),
        ("zo’n “wens” kost € 5", "zo’n “wens” kost € 5", 0),
        ("fijn ðŸ™‚; GÃ¼lsÃ¼n YÄ±lmaz", "fijn 🙂; Gülsün Yılmaz", 4),
        ("nr;wie\ra;één", "nr;wie\ra;één", 0),
    ],
)
def test_letters_that_were_encoded_twice_are_read_once_and_counted(
    read: str, written: str, letters: int
) -> None:
    assert decoded_once(read) == (written, letters)
