"""How well responses are split, against boundaries set by people.

A boundary is the offset at which a new statement begins. One that lies anywhere in the white space
and list marks between two statements counts the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pipeline.text.sentences import split_statements, whole

FORM = '{"text": "…", "boundaries": [12, 40]}'


def bounded(row: Mapping[str, Any]) -> dict[str, Any]:
    """A text with the boundaries that people set in it."""
    return {**row, "text": str(row["text"]), "boundaries": list(row["boundaries"])}


@dataclass(frozen=True)
class SegmentScores:
    """How well boundaries were found; shares 0-1. `exact`: responses with every boundary right."""

    precision: float
    recall: float
    f1: float
    exact: float
    n: int


def score_segments(items: Sequence[Mapping[str, Any]]) -> SegmentScores:
    """Hold `split_statements` against boundaries set by people.

    Args: items with `text` and `boundaries`: offsets at which a new statement begins, 0 excluded;
        one anywhere in the white space and list marks between two statements counts the same.
    Returns: precision, recall and F1 over all boundaries of all items together.
    """
    hits = proposed = wanted = exact = 0
    for item in items:
        text = str(item["text"])
        spans = split_statements(text)
        gaps = [(left.end, right.start) for left, right in pairwise(spans)]
        # Boundaries with words on both sides; those at either end of the text say nothing
        boundaries = item["boundaries"]
        inside = whole(text)
        gold = sorted({int(b) for b in boundaries if inside.start < int(b) < inside.end})
        covered = sum(any(a <= b <= z for b in gold) for a, z in gaps)
        hits += covered
        proposed += len(gaps)
        wanted += len(gold)
        exact += covered == len(gaps) == len(gold)
    precision = hits / proposed if proposed else 1.0
    recall = hits / wanted if wanted else 1.0
    f1 = 2 * hits / (proposed + wanted) if proposed + wanted else 1.0
    return SegmentScores(precision, recall, f1, exact / len(items) if items else 0.0, len(items))
