"""What one row of a table says only beside all others: how days are written, whose numbers are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.files.dates import iso_date, order_of_dates
from pipeline.files.names import fold, role_names

HALF_A_YEAR = timedelta(days=183)
FREE_WORDS = 6  # words in the role column from which it is an answer, where nobody says it again


@dataclass(frozen=True)
class Facts:
    """Facts of a whole table of answers.

    Attributes:
        american: the month comes first in its dates.  a_date: one of these where every date reads
            both ways; else "".
        free_roles: what single people wrote in the role column in words of their own.
        latest: the last day that a day without a year may be: half a year after the last whole
            date; "" where no date has a year.
        own_numbers: respondents are 1, 2, 3, … in this file: another file's 3 is somebody else.
    """

    american: bool
    a_date: str
    free_roles: frozenset[str]
    own_numbers: bool
    latest: str = ""


def facts_of(
    dates: Iterable[str],
    roles: Iterable[tuple[str, int]],
    respondents: Collection[str],
    listed: Iterable[str],
) -> Facts:
    """What these cells say together.

    Args: dates: each at least once, in order.  roles: with how many rows hold it.  respondents:
        each once, none blank.  listed: roles that corpus.toml names.
    """
    dates = list(dates)
    american, both = order_of_dates(dates)
    first = next((value.strip() for value in dates if value.strip()), "") if both else ""
    given: Counter[str] = Counter()
    for cell, n in roles:
        for part in parts_of(cell):
            given[part] += n
    known = role_names().keys() | {fold(role) for role in listed}
    free = frozenset(
        part
        for part, n in given.items()
        if n == 1 and len(part.split()) >= FREE_WORDS and fold(part) not in known
    )
    days = [day for value in dates if (day := iso_date(value, american=american))]
    latest = date.fromisoformat(max(days)) + HALF_A_YEAR if days else None
    return Facts(american, first, free, numbered(respondents), latest.isoformat() if latest else "")


def parts_of(role: str) -> list[str]:
    """The roles that one cell names: several may be ticked."""
    return [part.strip() for part in role.split(";") if part.strip()]


def numbered(respondents: Collection[str]) -> bool:
    """Whether these are the numbers that a form gives those who fill it in."""
    if not respondents or not all(who.isdecimal() and len(who) < 7 for who in respondents):
        return False
    return max(map(int, respondents)) <= 2 * len(respondents) + 10
