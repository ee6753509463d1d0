"""Dates as people and programs write them, to ISO 8601."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import date, timedelta

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january",
            "februari feb february",
            "maart mrt mar march",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "augustus aug august",
            "september sep sept",
            "oktober okt october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ,].*)?$")
_NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:[t ,].*)?$")
_WORDS = re.compile(
    r"(?:[a-z]+,? )?(\d{1,2})(?:e|th|st|nd|rd)?[ -]([a-z]+)\.?,?[ -](\d{4})(?:[ ,].*)?$"
)
_ENGLISH = re.compile(r"(?:[a-z]+,? )?([a-z]+)\.? (\d{1,2})(?:th|st|nd|rd)?,? (\d{4})(?:[ ,].*)?$")
_MAIL = re.compile(r"(?:[a-z]{3}, )?(\d{1,2}) ([a-z]{3}) (\d{4}) \d\d:\d\d")
_SHORTER = 3  # times that a span must be shorter before the American order is believed
_EXCEL_DAY_ZERO = date(1899, 12, 30)  # Excel's serial 1 is 1900-01-01, with its leap-year error
_SERIALS = range(30000, 60000)  # 1982 to 2064: a number in a date column that can be a day
_WEEKDAY = (
    r"(?:ma(?:andag)?|di(?:nsdag)?|wo(?:ensdag)?|do(?:nderdag)?|vr(?:ijdag)?|za(?:terdag)?|"
    r"zo(?:ndag)?)"
)
_DAY_AND_MONTH = re.compile(
    rf"(?:\b(?P<weekday>{_WEEKDAY})\.?,? )?\b(?P<day>\d{{1,2}})e? (?P<month>[a-z]{{3,9}})\b"
    rf"|\b(?P<on>{_WEEKDAY})\.?,? (?P<nth>\d{{1,2}})[-/.](?P<in>\d{{1,2}})(?![-/.]?\d)",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(  # a line that opens with a day, and goes on with where or when
    rf"^\W*(?:{_WEEKDAY}\.?,? )?(?:\d{{1,2}}e? (?P<month>[a-z]{{3,9}})\.?(?: 20\d\d)?|"
    r"\d{1,2}[-/.]\d{1,2}[-/.](?:20)?\d\d|20\d\d-\d\d-\d\d|"
    r"(?<=[a-z] )\d{1,2}[-/.]\d{1,2})"
    r"\s*(?:$|[,|(/:;–—-]|\.(?:\s|$)|(?:in|te|om|van|online)\b)",
    re.IGNORECASE,
)
_YEAR_AND_MONTH = re.compile(r"(?<!\d)(20[12]\d)[-_. ](0[1-9]|1[0-2])(?![-_.]?\d)")
_MONTH_AND_YEAR = re.compile(r"\b(?P<month>[A-Za-z]{3,9})\.?[ _-](?P<year>20\d\d)\b")
_DAY_IN_NAME = re.compile(  # of a file: "19-3 avond", no "groep 5-6"
    r"(?<!groep )(?<!klas )(?<!jaar )(?<!tafel )(?<!blz )(?<![\w.-])"
    r"(?P<day>\d{1,2})-(?P<month>\d{1,2})(?=[ ,]|$)",
    re.IGNORECASE,
)
_WEEKDAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
_CYCLE = 11  # years within which every day of the year falls on each day of the week


def order_of_dates(values: Iterable[str]) -> tuple[bool, bool]:
    """(the month comes first, every date reads both ways) for a column of 11/6/2023-like dates.

    A second number that cannot be a month settles it. Where all read both ways, the answers of a
    round lie close together: the reading with a far shorter span holds, else the Dutch order.
    """
    numbers = [match for value in values if (match := _NUMBERS.match(value.strip()))]
    pairs = [(int(match[1]), int(match[2])) for match in numbers]
    if any(first > 12 or second > 12 for first, second in pairs):
        month = any(second > 12 for _, second in pairs) and all(first <= 12 for first, _ in pairs)
        return month, False
    spans = []
    for american in (False, True):
        days = [day for match in numbers if (day := iso_date(match[0], american=american))]
        spans.append(
            (date.fromisoformat(max(days)) - date.fromisoformat(min(days))).days if days else 0
        )
    both = any(first != second for first, second in pairs)
    return both and spans[1] * _SHORTER < spans[0], both


def iso_date(value: str, *, american: bool = False) -> str | None:
    """The day as 2025-03-17, or None when the value is no date ("week 12")."""
    text = re.sub(r"\s+", " ", value.strip().casefold())
    if date_ := _ISO.match(text):
        return _day(*date_.group(1, 2, 3))
    if date_ := _NUMBERS.match(text):
        first, second, year = date_.group(1, 2, 3)
        day, month = (second, first) if american else (first, second)
        return _day(year if len(year) == 4 else f"20{year}", month, day)
    if date_ := _WORDS.match(text) or _MAIL.match(text):
        return _day(date_[3], _MONTHS.get(date_[2], 0), date_[1])
    if date_ := _ENGLISH.match(text):
        return _day(date_[3], _MONTHS.get(date_[1], 0), date_[2])
    try:  # a day as a spreadsheet counts it, in a cell that lost its format
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    if not math.isfinite(number) or int(number) not in _SERIALS:
        return None
    return (_EXCEL_DAY_ZERO + timedelta(days=int(number))).isoformat()


def date_within(text: str) -> str:
    """The first date written out or in numbers inside a line of text; "" where there is none."""
    written = re.finditer(
        r"\d{4}-\d\d-\d\d|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{1,2} [A-Za-z]+\.? \d{4}|"
        r"(?<![\w/.-])\d{1,2}([-/])\d{1,2}\1[23]\d(?![\w/-])",  # "12/3/26"
        text,
    )
    return next((day for date_ in written if (day := iso_date(date_[0]))), "")


def _day(year: str | int, month: str | int, day: str) -> str | None:
    """The day as ISO 8601; None where there is no such day."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def month_within(text: str) -> str:
    """The first day of the first month that a text names ("maart 2023"); "" where none is named."""
    for named in _MONTH_AND_YEAR.finditer(text):
        month = _MONTHS.get(named["month"].casefold())
        if month:
            return f"{named['year']}-{month:02d}-01"
    return ""


def month_in_name(name: str) -> str:
    """The first day of the month that the name of a file gives, in words or as "2026-03"."""
    numbered = _YEAR_AND_MONTH.search(name)
    return month_within(name) or (f"{numbered[1]}-{numbered[2]}-01" if numbered else "")


def day_of_year(text: str, latest: date) -> str:
    """A day written without its year ("maandag 31 mei"): the last such day up to ``latest``.

    The day of the week, where it stands there, settles the year. "" where no day is named.
    """
    for named in _DAY_AND_MONTH.finditer(text):
        month = int(named["in"] or 0) or _MONTHS.get((named["month"] or "").casefold())
        if not month:
            continue
        wanted = (named["weekday"] or named["on"] or "").casefold()[:2]
        for year in range(latest.year, latest.year - _CYCLE - 1, -1):
            day = _day(year, month, named["day"] or named["nth"])
            if day is None or day > latest.isoformat():
                continue
            if not wanted or _WEEKDAYS[date.fromisoformat(day).weekday()] == wanted:
                return day
    return ""


def in_words(name: str) -> str:
    """The name of a file, a day in figures without its year ("19-3 avond") with its month in words.

    As it is where the figures make no day.
    """
    months = {number: month for month, number in reversed(_MONTHS.items())}

    def spelled(match: re.Match[str]) -> str:
        month = int(match["month"])
        known = _day(2024, month, match["day"]) if month in months else None
        return f"{match['day']} {months[month]}" if known else match[0]

    return _DAY_IN_NAME.sub(spelled, name)


def opens_with_a_day(text: str) -> bool:
    """Whether a line says first when something was: "wo 4 november, online", "22-9-2025 / kantine".

    "4 november hoorden wij dat …" tells something of that day.
    """
    match = _DAY_FIRST.match(text)
    return match is not None and (match["month"] or "mei").casefold() in _MONTHS


def names_a_day(text: str) -> bool:
    """Whether a day stands anywhere in a text, with its year or without."""
    months = (match["month"] for match in _DAY_AND_MONTH.finditer(text))
    return bool(date_within(text)) or any(
        month is None or month.casefold() in _MONTHS for month in months
    )
