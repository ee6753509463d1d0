"""Dates as people and programs write them."""

from __future__ import annotations

import pytest

from pipeline.files.dates import date_within, in_words, iso_date, month_in_name, order_of_dates

SAME_DAY = [
    "2025-03-17", "17-03-2025", "17-3-25", "17/3/2025", "17.03.2025", "17 maart 2025",
    "17 mrt 2025", "17 mrt. 2025",
    "maandag 17 maart 2025", "2025-03-17 09:30:12", "2025-03-17T09:30:12Z", "17-3-2025 9:30",
    "March 17, 2025", "45733",
    "45733.39", "Mon, 17 Mar 2025 09:30:12 +0100", "2025/3/17",
]  # fmt: skip


@pytest.mark.parametrize("written", SAME_DAY)
def test_many_spellings_are_one_day(written: str) -> None:
    assert iso_date(written) == "2025-03-17"


@pytest.mark.parametrize(
    "written", ["week 12", "maart", "2025", "31-02-2025", "17-13-2025", "12", ""]
)
def test_what_is_no_date_is_not_made_one(written: str) -> None:
    assert iso_date(written) is None


def test_an_american_column_is_known_by_its_impossible_months() -> None:
    assert order_of_dates(["3/17/2025", "3/4/2025"])[0]
    assert not order_of_dates(["3/4/2025", "5/6/2025"])[0]
    assert not order_of_dates(["17/3/2025", "3/17/2025"])[0]


def test_a_date_is_found_in_a_heading() -> None:
    assert date_within("Ouderavond Noord, 17 maart 2025 (aula)") == "2025-03-17"
    assert date_within("Ouderavond Noord") == ""
    assert date_within("Rondetafel SCHOLEN – 12/3/26 – Het Anker") == "2026-03-12"
    assert date_within("bel 06-12-23-45") == date_within("groep 5-6-7") == ""


@pytest.mark.parametrize(
    ("name", "spelled"),
    [("19-3 avond", "19 maart avond"), ("groep 5-6", "groep 5-6"), ("31-2 avond", "31-2 avond")],
)
def test_a_day_in_figures_in_a_name_is_put_into_words(name: str, spelled: str) -> None:
    assert in_words(name) == spelled


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("enquete 2026-03", "2026-03-01"),
        ("verslag maart 2026", "2026-03-01"),
        ("export_2026_11_def", "2026-11-01"),
        ("Koers 2026-2030", ""),
        ("schooljaar 2025-26", ""),
        ("export 2026-03-17", ""),
    ],
)
def test_the_name_of_a_file_gives_its_month_in_words_or_figures(name: str, day: str) -> None:
    assert month_in_name(name) == day
