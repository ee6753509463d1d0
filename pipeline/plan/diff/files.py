"""The comparison as CSV."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.core.table_csv import csv_text, spreadsheet_safe
from pipeline.plan.diff.align import UnitChange
from pipeline.plan.diff.concerns import ConcernChange

_CONCERN = (
    "theme_id", "kind", "old_status", "new_status", "old_code", "new_code", "old_text", "new_text",
)  # fmt: skip


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
    return _csv(_CONCERN, [[getattr(change, name) for name in _CONCERN] for change in changes])


def _csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return csv_text([header, *([spreadsheet_safe(cell) for cell in row] for row in rows)])
