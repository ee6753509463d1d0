"""People, senders and points of notes hang together in one line, wherever two of them meet."""

from __future__ import annotations

from pipeline.core.locale import spoken_in
from pipeline.core.respondents import Reckoning
from pipeline.report.context import made_up

COUNTED = Reckoning(97, 64, 33, 3, 0, 0, 0, 0)


def told(found: Reckoning, least: int = 5) -> str:
    with spoken_in("nl"):
        return made_up(found, least)


def test_who_wrote_and_who_spoke_add_up_in_one_line() -> None:
    line = "Van deze 97 mensen schreven er 64 zelf en spraken er 33 in 3 bijeenkomsten."
    assert told(COUNTED) == line


def test_a_part_of_a_few_people_is_not_told() -> None:
    assert told(COUNTED._replace(writers=4)) == ""


def test_where_nobody_noted_how_many_there_were_it_says_so() -> None:
    line = told(Reckoning(57, 0, 17, 2, 40, 1, 0, 0))
    assert "niet genoteerd hoeveel mensen er waren" in line
    assert "40 mensen" in line


def test_a_campaign_says_its_senders_and_that_it_is_one_voice() -> None:
    assert told(Reckoning(25, 25, 0, 0, 0, 0, 40, 1)) == (
        "40 mensen stuurden dezelfde brief in: dat is één stem."
    )
