"""The words that several readers share: what ends a letter for one ends it for all."""

from __future__ import annotations

import re
from datetime import date

import pytest

from pipeline.core.dutch import MONTHS
from pipeline.core.numerals import TEENS, TENS, TWO_TO_NINE, number_of
from pipeline.corpus.note_courtesies import closes
from pipeline.files.dates import date_within
from pipeline.files.mail import _CLOSING as CLOSES_A_MAIL
from pipeline.text.empty_answers import why_without_content
from pipeline.text.redact.triggers import CLOSING as STANDS_BEFORE_A_NAME

ENDINGS = ("Met vriendelijke groet", "Warme groet", "Groetjes", "Hoogachtend", "Mvg")


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_ends_a_letter_ends_it_for_every_reader(ending: str) -> None:
    assert closes(ending)
    assert CLOSES_A_MAIL.match(ending)
    assert STANDS_BEFORE_A_NAME.search(f"{ending},\n")
    assert why_without_content(ending) == "courtesy"


def test_every_month_is_a_month_of_a_date() -> None:
    days = [date_within(f"avond van 3 {month} 2025") for month in MONTHS]
    assert days == [date(2025, month, 3).isoformat() for month in range(1, 13)]


def test_number_words_for_patterns_are_numbers() -> None:
    words = f"{TWO_TO_NINE}|{TENS}".split("|")
    assert [number_of(word) for word in words] == [*range(2, 10), *range(30, 100, 10)]
    assert re.fullmatch(TEENS, "veertien")
    assert not re.fullmatch(TEENS, "viertien")
