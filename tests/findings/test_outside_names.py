"""What a concern is called by who is not of the team."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pytest

from pipeline.core.settings import ReportSettings
from pipeline.findings.outside_names import OutsideName, about, in_whose_words, told_name

SETTINGS = ReportSettings(min_group=2)
POINTING = "De juf van De Overhaal stuurde kaartjes"
PLAIN = "Scholen weigeren kinderen met een arrangement."


def _rows(*said: str, harm: Sequence[str] = (), voices: int = 9) -> pd.DataFrame:
    """Statements of one concern, the first the nearest to its middle."""
    return pd.DataFrame(
        {
            "statement_id": [f"r1-000{at}.01" for at in range(len(said))],
            "text": said,
            "response_text": said,
            "start": 0,
            "end": [len(text) for text in said],
            "strength": [1 - at / 10 for at in range(len(said))],
            "harm": [text in harm for text in said],
            "outside": "",
            "language": "nl",
            "voice_id": [f"p{at % voices}" for at in range(len(said))],
            "respondent_id": [f"p{at % voices}" for at in range(len(said))],
            "meeting_id": "",
            "role": "",
            "n_supporters": 1,
            "all_present": 0,
            "role_present": 0,
        }
    )


def _told(label: str, rows: pd.DataFrame, edition: str = "openbaar") -> OutsideName:
    return told_name(label, "Weigeren en nemen", rows, rows, SETTINGS, edition)


def test_a_name_that_points_to_nobody_is_the_name_everywhere() -> None:
    for edition in ("projectteam", "bestuur", "openbaar", "deelnemers"):
        assert _told("Te weinig tolken", _rows(PLAIN, PLAIN), edition).text == "Te weinig tolken"


@pytest.mark.parametrize("edition", ["bestuur", "openbaar", "deelnemers"])
def test_for_a_name_that_points_at_somebody_the_nearest_safe_sentence_stands(edition: str) -> None:
    rows = _rows(POINTING, "Mijn zoon mocht niet komen.", f"En dan nog. {PLAIN}")
    assert _told(POINTING, rows, edition).text == f"“{PLAIN.rstrip('.')}”"
    assert _told(POINTING, rows, "projectteam").text == POINTING


def test_what_may_point_at_harm_names_nothing_outside_the_team() -> None:
    rows = _rows("Kinderen worden opgesloten.", PLAIN, harm=["Kinderen worden opgesloten."])
    assert _told("Kinderen worden opgesloten", rows, "bijlage").text == f"“{PLAIN.rstrip('.')}”"


def test_where_nothing_may_be_read_by_all_the_name_says_what_it_is_about() -> None:
    told = _told(POINTING, _rows(POINTING, "Hij is acht."))
    assert told == OutsideName("Over weigeren en nemen", is_subject=True)


def test_what_does_not_praise_names_no_praise() -> None:
    rows = _rows(
        POINTING, "De chauffeur draait altijd muziek.", "De chauffeur is altijd vriendelijk."
    )
    told = told_name(POINTING, "Chauffeur", rows, rows, SETTINGS, "openbaar", praise=True)
    assert told.text == "“De chauffeur is altijd vriendelijk”"
    music = told_name(POINTING, "Chauffeur", rows[:2], rows, SETTINGS, "openbaar", praise=True)
    assert music.text == told.text
    assert told_name(POINTING, "Chauffeur", rows, rows[:2], SETTINGS, "openbaar", praise=True) == (
        OutsideName("Over chauffeur", is_subject=True)
    )


def test_a_name_outside_is_written_as_most_people_write_it() -> None:
    others = ["Wij willen dat Het Kantelpunt blijft."] * 3
    rows = _rows(POINTING, "Hou het kantelpunt open aub", *others)
    assert _told(POINTING, rows).text == "“Hou het Kantelpunt open”"


def test_of_a_handful_nobody_is_quoted() -> None:
    told = _told(POINTING, _rows(POINTING, PLAIN, voices=1))
    assert told.is_subject


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        ("Wachtlijst en jeugdhulp", "Over wachtlijst en jeugdhulp"),
        ("OPP", "Over OPP"),
        ("TLV en besluit", "Over TLV en besluit"),
        ("Sbo en vso", "Over sbo en vso"),
        ("Brief van Kranenmeer", "Een zorg die we hier niet noemen"),
    ],
)
def test_a_subject_reads_as_dutch_and_points_to_nobody(subject: str, told: str) -> None:
    assert about(subject) == told


def test_a_name_says_how_many_people_said_it() -> None:
    rows = _rows("Niet nóg een loket, zei ze.", "Niet nóg een loket!", "Te veel loketten.")
    assert in_whose_words("Niet nóg een loket", rows) == 2
    assert in_whose_words("“Te veel loketten.”", rows) == 1
    assert in_whose_words("Te veel balies", rows) == 0
    assert in_whose_words("De klassen zijn te vol", _rows("De klassen zijn te vol")) == 0
    assert in_whose_words("Te veel loketten", rows[:0]) == 0, "a concern of nobody"
