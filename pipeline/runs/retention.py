"""How long an organisation keeps what people said, and since when it should be gone.

Nothing is thrown away here: a person decides, and is told.
"""

from __future__ import annotations

import json
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
    at = last.year * 12 + last.month - 1 + months
    year, month = at // 12, at % 12 + 1
    if year > date.max.year:
        return ""
    return date(year, month, min(last.day, _length(year, month))).isoformat()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text if len(text) > len("2025-03") else f"{text}-01")
    except ValueError:
        return None


def _length(year: int, month: int) -> int:
    """Days of a month."""
    following = date(year + month // 12, month % 12 + 1, 1) if (year, month) != (9999, 12) else None
    return (following - date(year, month, 1)).days if following else 31


def kept_too_long(folder: Path, today: str) -> str:
    """What to say of a run whose period of keeping has passed; "" where it has not.

    Args: today: ISO 8601.
    """
    try:
        facts = json.loads((folder / "run.json").read_text("utf-8"))
        months = facts["record"]["settings"]["report"].get("bewaartermijn")
        day = to_be_gone([str(one["date"]) for one in facts["rounds"]], months)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return ""  # damaged, or of an earlier version: whoever reads the run says so
    if not day or day > today:
        return ""
    return _(
        "The period for keeping this data ended on {date}: {months} months after the last round "
        "(bewaartermijn). Remove {folder} and the exports, give 'gehoord cache --clean', or "
        "write down why you keep it longer."
    ).format(date=w.date(day), months=months, folder=folder)
