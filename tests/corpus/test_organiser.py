"""Minutes hold what participants said, and what whoever leads the talk answered them."""

from __future__ import annotations

import tomllib

import pytest

from pipeline.core.plan import Round
from pipeline.corpus.notes import read_notes
from pipeline.corpus.organiser import (
    LONGEST,
    is_note_takers,
    is_of_organiser,
    leaders_in,
    parted,
    shape_of,
    terms_of,
)
from pipeline.corpus.read import Read
from pipeline.corpus.speakers import role_in_label
from pipeline.files.blocks import Block, structured
from pipeline.files.options import RoundFiles
from pipeline.files.text import blocks_of
from tests.conftest import CASES

SPEECH = tomllib.loads((CASES / "organiser_speech.toml").read_text("utf-8"))
MEETING = Round("1", "Raad", "2026-03-03", "meeting")
LEADERS = frozenset(SPEECH["names"])


def lines(*texts: str) -> list[Block]:
    return [Block("paragraph", text, n) for n, text in enumerate(texts, start=1)]


def test_who_led_and_who_wrote_it_down_is_known_by_name() -> None:
    assert leaders_in(lines(*SPEECH["led_by"])) == LEADERS


@pytest.mark.parametrize("case", SPEECH["parted"], ids=lambda case: case["line"][:40])
def test_what_the_organisation_says_is_parted_from_what_participants_say(
    case: dict[str, str],
) -> None:
    said, led = parted(case["line"], LEADERS, point=False)
    assert said == case["said"]
    assert sorted(f"{said} {led}".split()) == sorted(case["line"].split())  # nothing is lost


@pytest.mark.parametrize("line", SPEECH["marked"]["own"])
def test_what_is_marked_as_the_note_takers_own_is_known(line: str) -> None:
    assert is_note_takers(line, point=True)


@pytest.mark.parametrize("line", SPEECH["marked"]["said"])
def test_a_point_that_looks_like_it_is_somebodys(line: str) -> None:
    assert not is_note_takers(line, point=True)


def test_the_answer_of_the_director_is_set_aside_and_told_and_the_question_stays() -> None:
    case = SPEECH["parted"][0]
    minutes = f"# Verslag raad\n\nAanwezig: 4 ouders\n\n## Vervoer\n\n{case['line']}\n"
    blocks = structured(blocks_of(minutes))
    read = read_notes(blocks, RoundFiles(MEETING, ("a.md",)), "a.md", "r1")
    assert [row["text"] for row in read.responses] == [case["said"]]
    assert "leading" in [row["reason"] for row in read.aside]


def test_minutes_whose_second_point_is_the_minutes_before_are_one_meeting() -> None:
    minutes = (
        "# Verslag deelnemersraad\n\n12 maart 2026, 19.30 uur, De Brink\n\n"
        "## 1. Opening\n\nDe voorzitter opent.\n\n## 2. Verslag van 8 januari 2026\n\n"
        "Het verslag wordt vastgesteld.\n\n## 3. Vervoer\n\n"
        "Mevrouw Ploeg (ouder) wil een vaste chauffeur.\n"
    )
    blocks = structured(blocks_of(minutes))
    read = read_notes(blocks, RoundFiles(MEETING, ("a.md",)), "a.md", "r1")
    assert [row["text"] for row in read.responses] == [
        "Mevrouw Ploeg (ouder) wil een vaste chauffeur."
    ]
    assert len({row["meeting_id"] for row in read.meetings}) == 1


def test_those_counted_place_by_place_are_all_there() -> None:
    notes = (
        "# Opbrengst van twee dorpen\n\nOosterend: 3 ouders, 2 leerkrachten\n\n"
        "Westeind: 4 ouders\n\n"
        "- De bus komt te laat.\n- Het is er donker.\n"
    )
    read = read_notes(structured(blocks_of(notes)), RoundFiles(MEETING, ("a.md",)), "a.md", "r1")
    counts = {row["role"]: row["n_present"] for row in read.meetings}
    assert counts == {"": 9, "ouder": 7, "leerkracht": 2}


def test_a_role_before_a_dash_is_who_says_it() -> None:
    notes = (
        "# Gesprek 3 maart 2026\n\nSchoolleider vo, Oosterend – De bus komt te laat.\n\n"
        "De bus – als hij al komt – is vol.\n"
    )
    read = read_notes(structured(blocks_of(notes)), RoundFiles(MEETING, ("a.md",)), "a.md", "r1")
    assert [(row["role"], row["text"]) for row in read.responses] == [
        ("schoolleider", "De bus komt te laat."),
        ("", "De bus – als hij al komt – is vol."),
    ]


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Moeder van een zoon in groep 5", "ouder"),
        ("Petra de Wit, mentor op De Brug", "mentor"),
        ("Leerlingen met dyslexie", "leerling"),
        ("Let op, ouders van De Kiem", ""),
        ("De school in het dorp", ""),
    ],
)
def test_a_label_may_tell_more_of_who_speaks_than_a_role(label: str, role: str) -> None:
    assert role_in_label(label)[0] == role


LINES = tomllib.loads((CASES / "organiser_lines.toml").read_text("utf-8"))
EVENINGS = Round("1", "Avonden", "2026-03-03", "meeting")
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
    notes = read(f"{LINES['own'][1]}\n\n- {LINES['said'][4]}\n- {LINES['said'][5]}\n", EVENINGS)
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
