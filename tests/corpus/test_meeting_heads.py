"""The head of a meeting, however a note-taker typed it: when it was, and how many came."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest

from pipeline.corpus.attendance import Present
from pipeline.corpus.meeting_heads import came, head_in, with_meetings_apart
from pipeline.files.blocks import Block
from pipeline.files.dates import names_a_day, opens_with_a_day
from tests.conftest import ROOT

CASES = tomllib.loads((ROOT / "tests/cases/meeting_heads.toml").read_text("utf-8"))
LATEST = date(2026, 6, 1)


@pytest.mark.parametrize("case", CASES["came"], ids=lambda case: case["line"][:40])
def test_a_line_says_how_many_came_and_in_which_roles(case: dict[str, Any]) -> None:
    assert came(case["line"]) == Present(case["total"], case.get("roles", {}))


@pytest.mark.parametrize("line", CASES["nobody"]["lines"])
def test_a_line_that_counts_something_else_says_nothing_of_who_came(line: str) -> None:
    assert came(line) is None


@pytest.mark.parametrize("line", CASES["days"]["first"])
def test_a_line_that_opens_with_a_day_says_when_it_was(line: str) -> None:
    assert opens_with_a_day(line)
    assert names_a_day(line)
    assert head_in(line, LATEST) is not None


@pytest.mark.parametrize("line", CASES["days"]["later"])
def test_a_day_that_something_is_told_of_opens_no_meeting(line: str) -> None:
    assert not opens_with_a_day(line)
    assert head_in(line, LATEST) is None


def test_a_day_without_a_year_is_the_last_one_before_the_round_ends() -> None:
    assert head_in("wo 24/9, raadhuis. 7 aanwezigen", LATEST) == ("2025-09-24", Present(7))


def headings(blocks: list[Block]) -> list[tuple[str, int]]:
    apart = with_meetings_apart(blocks)
    return [(block.text, block.level) for block in apart if block.kind == "heading"]


def bold(text: str) -> Block:
    return Block("paragraph", text, bold=True)


SAID = Block("item", "De bus komt te laat.", level=1)


def test_bold_titles_with_a_day_are_meetings_beside_the_styled_ones() -> None:
    styled = Block("heading", "Netwerk ouders", level=1)
    day = Block("paragraph", "4 november 2026, online")
    assert headings([styled, day, SAID, bold("Netwerk ib 17 november"), SAID]) == [
        ("Netwerk ouders", 1), ("Netwerk ib 17 november", 1),
    ]  # fmt: skip


def test_questions_that_come_back_below_every_meeting_are_parts_of_it() -> None:
    def meeting(day: str) -> list[Block]:
        return [
            Block("heading", f"Avond {day} maart 2026", level=1), SAID,
            Block("heading", "Wat gaat goed?", level=1), SAID,
            Block("heading", "Wat mist u?", level=1), SAID,
        ]  # fmt: skip

    found = headings([*meeting("3"), *meeting("4")])
    assert [level for _text, level in found] == [1, 2, 2, 1, 2, 2]


def test_meetings_of_which_nobody_wrote_the_day_keep_their_level() -> None:
    blocks = [
        Block("heading", "Avond 3 maart 2026", level=1), SAID,
        Block("heading", "Avond in het dorp", level=1), SAID,
        Block("heading", "Avond 9 maart 2026", level=1), SAID,
    ]  # fmt: skip
    assert [level for _text, level in headings(blocks)] == [1, 1, 1]


def test_a_bold_line_above_prose_is_what_somebody_said_loudest() -> None:
    blocks = [bold("De bus moet terug"), Block("paragraph", "Zonder bus komen wij nergens.")]
    assert headings(blocks) == []
    assert headings([bold("Tafel 1 – in de groep"), SAID]) == [("Tafel 1 – in de groep", 1)]


def test_a_part_that_only_one_meeting_has_is_a_part_as_those_that_come_back() -> None:
    texts = ("Groep A – 3 maart 2026", "Knelpunten", "Wat goed gaat", "Groep B – 10 maart 2026")
    texts += ("Knelpunten", "Wat goed gaat", "Overig")
    blocks = []
    for text in texts:
        blocks += [Block("heading", text, level=1), Block("item", "De bus komt te laat.", level=1)]
    levels = [block.level for block in with_meetings_apart(blocks) if block.kind == "heading"]
    assert levels == [1, 2, 2, 1, 2, 2, 2]


def test_a_meeting_is_known_by_a_day_in_the_lines_below_its_title() -> None:
    blocks = [
        Block("heading", "Avond Noord", level=1),
        Block("paragraph", "Veldhorn, dorpshuis De Spil, di 6 okt 2026, 19.30 – 21.15. Aanw: 12"),
        SAID,
        Block("heading", "Avond Zuid", level=1),
        Block("paragraph", "Locatie: de kantine"),
        Block("paragraph", "Datum: donderdag 8 oktober 2026"),
        SAID,
        bold("KOOGEREND - do 16 april, 19.30 - kantine"),
        SAID,
    ]
    assert [level for _text, level in headings(blocks)] == [1, 1, 1]


def test_a_title_and_a_day_on_one_line_say_when_it_was() -> None:
    line = "Samen naar een nieuw plan\nDinsdag 11 november 2025, 15.00-17.00 uur, De Schuur"
    assert head_in(line, LATEST) == ("2025-11-11", None)
