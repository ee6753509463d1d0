"""One personal detail found in a text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class DetailSpan(NamedTuple):
    """Characters `start` to `end` of a text hold a detail of this kind."""

    start: int
    end: int
    kind: str


def without_overlap(spans: Iterable[DetailSpan]) -> list[DetailSpan]:
    """Spans in the order of the text; of two that overlap the first given stays."""
    kept: list[DetailSpan] = []
    for span in spans:
        if all(span.end <= other.start or span.start >= other.end for other in kept):
            kept.append(span)
    return sorted(kept)
