"""The comparison as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from pipeline.plan.diff.align import UnitChange
from pipeline.plan.diff.concerns import ConcernChange


def changes_csv(changes: Sequence[UnitChange]) -> str:
    """The changes as CSV with a header."""
    return _csv(
        ("kind", "level", "old_ids", "new_ids", "likeness", "old_text", "new_text"),
        [
            (
                c.kind,
                c.level,
                " ".join(c.old_ids),
                " ".join(c.new_ids),
                f"{c.likeness:.2f}",
                c.old_text,
                c.new_text,
            )
            for c in changes
        ],
    )


def concerns_csv(changes: Sequence[ConcernChange]) -> str:
    """The concerns' changes as CSV with a header."""
    return _csv(
        (
            "theme_id",
            "kind",
            "old_status",
            "new_status",
            "old_code",
            "new_code",
            "old_text",
            "new_text",
        ),
        [
            (
                c.theme_id,
                c.kind,
                c.old_status,
                c.new_status,
                c.old_code,
                c.new_code,
                c.old_text,
                c.new_text,
            )
            for c in changes
        ],
    )


def _csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
    return held.getvalue()


def _harmless(cell: str) -> str:
    """A spreadsheet must not take words for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
