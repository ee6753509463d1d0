"""People, senders and points of notes hang together in one line, wherever two of them meet."""

from __future__ import annotations

from dataclasses import replace

from pipeline.core.locale import spoken_in
from pipeline.core.plan import Round
from pipeline.core.respondents import Reckoning
from pipeline.findings.records import Findings
from pipeline.report.context import made_up, since_when, took_part

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


def test_who_was_there_took_part_and_who_is_heard_is_told_apart(findings: Findings) -> None:
    counted = Reckoning(83, 0, 83, 14, 0, 0, 0, 0, present=92)
    of = {
        n: replace(findings, totals=replace(findings.totals, people=83, reckoning=each))
        for n, each in (
            (92, counted),
            (85, counted._replace(present=85)),  # two of whom nobody spoke: too few to tell
            (0, counted._replace(present=0)),
            (1, counted._replace(uncounted=1)),
        )
    }
    with spoken_in("nl"):
        assert took_part(of[92]) == ("92 mensen", "We lazen wat 83 van hen zeiden.")
        assert {took_part(of[n]) for n in (85, 0, 1)} == {("83 mensen", "")}
        assert took_part(replace(of[92], focus={"role": "ouder"})) == ("83 mensen", "")


def test_of_meetings_it_is_told_until_when_they_were(findings: Findings) -> None:

    def when(first: str, last: str) -> str:
        totals = replace(
            findings.totals, rounds=1, meetings=14, last_day=last,
            reckoning=Reckoning(83, 0, 83, 14, 0, 0, 0, 0), in_meetings=True,
        )  # fmt: skip
        with spoken_in("nl"):
            return since_when(
                replace(findings, totals=totals, rounds=(Round("1", "Week van het plan", first),))
            )

    assert when("2021-05-31", "2021-06-04") == "14 bijeenkomsten van mei tot en met juni 2021"
    assert when("2021-05-10", "2021-05-12") == "14 bijeenkomsten in mei 2021"
    assert when("2021-12-10", "2022-01-12") == (
        "14 bijeenkomsten van december 2021 tot en met januari 2022"
    )
    assert when("2021-05-10", "") == "14 bijeenkomsten vanaf mei 2021"
