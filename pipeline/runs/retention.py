"""How long an organisation keeps what people said, and since when it should be gone.

Nothing is thrown away here: a person decides, and is told.
"""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pipeline.core.locale import gettext as _
from pipeline.report import wording as w


def to_be_gone(dates: Iterable[str], months: int | None) -> str:
    """The day on which the period after the last round ends, ISO 8601; "" where none was set.

    Args: dates: of the rounds, ISO 8601, at least year and month. months: ``bewaartermijn``.
    """
    known = [day for day in map(_day, dates) if day is not None]
    if months is None or not known:
        return ""
    last = max(known)
    year, month = divmod(last.year * 12 + last.month - 1 + months, 12)
    if year > date.max.year:
        return ""
    _first_weekday, length = monthrange(year, month + 1)
    return date(year, month + 1, min(last.day, length)).isoformat()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text if len(text) > len("2025-03") else f"{text}-01")
    except ValueError:
        return None


def kept_too_long(folder: Path, today: str) -> str:
    """What to say of a run whose period of keeping has passed; "" where it has not.

    Args: today: ISO 8601.
    """
    try:
        facts = json.loads((folder / "run.json").read_text("utf-8"))
        months = facts["record"]["settings"]["report"].get("bewaartermijn")
        day = to_be_gone([str(round_["date"]) for round_ in facts["rounds"]], months)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return ""  # damaged, or of an earlier version: whoever reads the run says so
    if not day or day > today:
        return ""
    return _(
        "The period for keeping this data ended on {date}: {months} months after the last round "
        "(bewaartermijn). Remove {folder} and the exports, give 'gehoord cache --clean', or "
        "write down why you keep it longer."
    ).format(date=w.date(day), months=months, folder=folder)
