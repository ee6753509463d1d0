"""Lines that note-takers and senders wrote of their own are nobody's answer."""

from __future__ import annotations

import tomllib

import pytest

from pipeline.core.plan import Round
from pipeline.corpus.notes import read_notes
from pipeline.corpus.organiser_lines import LONGEST, is_of_organiser, shape_of, terms_of
from pipeline.corpus.read import Read
from pipeline.files.blocks import structured
from pipeline.files.options import RoundFiles
from pipeline.files.text import blocks_of
from tests.conftest import CASES

LINES = tomllib.loads((CASES / "organiser_lines.toml").read_text("utf-8"))
MEETING = Round("1", "Avonden", "2026-03-03", "meeting")
LETTER = Round("2", "Brieven", "2026-03-03", "letters")


def read(text: str, round_: Round) -> Read:
    blocks = structured(blocks_of(text), guess_headings=round_.kind == "meeting")
    return read_notes(blocks, RoundFiles(round_, ("a.md",)), "a.md", "r1")


@pytest.mark.parametrize("line", LINES["own"])
def test_a_line_of_the_note_takers_own_is_known(line: str) -> None:
    assert is_of_organiser(line, 0.6)


@pytest.mark.parametrize("line", LINES["said"])
def test_what_somebody_says_is_not_taken_for_it_however_it_looks(line: str) -> None:
    assert not is_of_organiser(line, 0.6)


def test_such_a_line_is_set_aside_and_told_and_the_points_below_it_stay() -> None:
    notes = read(f"{LINES['own'][1]}\n\n- {LINES['said'][4]}\n- {LINES['said'][5]}\n", MEETING)
    assert [row["text"] for row in notes.responses] == LINES["said"][4:]
    assert [row["reason"] for row in notes.aside] == ["organiser"]


def test_a_letter_loses_how_it_opens_and_keeps_what_it_asks() -> None:
    letter = read(f"Geacht bestuur,\n\n{LINES['own'][2]}\n\n{LINES['said'][5]}\n", LETTER)
    assert [row["text"] for row in letter.responses] == [LINES["said"][5]]


def test_a_long_paragraph_is_always_somebodys_answer() -> None:
    line = LINES["own"][3]
    assert is_of_organiser(line)
    assert not is_of_organiser(" ".join([line] * LONGEST))


def test_numbers_are_alike_and_neighbouring_words_are_a_term() -> None:
    assert list(terms_of("Er waren 12 ouders")) == list(terms_of("er waren 7 ouders"))
    assert "waren 0" in terms_of("Er waren 12 ouders")
    assert len(shape_of("")) == len(shape_of("Opkomst: 12, om 19.30 uur.")) == 11
