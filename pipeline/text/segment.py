"""Responses into statements: one thing said each, with offsets into the verbatim text.

The rules are in `pipeline.text.sentences`. The scoring at the end defines a boundary: the offset at
which a new statement begins. One that lies anywhere in the white space and list marks between two
statements counts the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

from pipeline.core.cleaning import as_analysed
from pipeline.core.settings import SegmentSettings
from pipeline.core.tables import SET_ASIDE, STATEMENTS
from pipeline.text.empty_answers import is_sign_off, is_signature, why_without_content
from pipeline.text.sentences import Span, split_statements, whole

__all__ = ["SegmentScores", "Segmented", "Span", "score_segments", "segment", "split_statements"]

STAGE = "segment"


@dataclass(frozen=True)
class Segmented:
    """What segmentation hands on: every response has a statement, or stands in `set_aside`."""

    statements: pd.DataFrame  # STATEMENTS
    set_aside: pd.DataFrame  # SET_ASIDE, level response or statement


def segment(
    responses: pd.DataFrame,
    settings: SegmentSettings | None = None,
    *,
    antecedents: Mapping[str, str] | None = None,
) -> Segmented:
    """Split responses into statements.

    Args: responses as RESPONSES; antecedents as `clean` found them: response id of "zie boven" to
        the id of the response it points at, whose words then stand in `clean_text`.
    Returns: STATEMENTS in the order of the responses, ids `<response_id>.01` and on; statements
        that say nothing ("Met vriendelijke groet") are in `set_aside`, as is a response with none.
    """
    settings = settings or SegmentSettings()
    texts = dict(zip(responses["response_id"], responses["text"], strict=True))
    statements: list[dict[str, Any]] = []
    aside: list[dict[str, Any]] = []
    for row in responses.to_dict("records"):
        points_at = (antecedents or {}).get(row["response_id"], "")
        kept, dropped = _split_response(row, settings, texts.get(points_at))
        statements.extend(kept)
        aside.extend(dropped)
    return Segmented(_table(STATEMENTS, statements), _table(SET_ASIDE, aside))


def _table(table: Any, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    checked: pd.DataFrame = table.check(pd.DataFrame(rows)) if rows else table.empty()
    return checked


def _split_response(
    row: Mapping[str, Any], settings: SegmentSettings, antecedent: str | None
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    text = str(row["text"])
    if antecedent is not None:
        return [_statement(row, 1, whole(text), as_analysed(antecedent))], []
    kept, dropped, is_signed = [], [], False
    for number, span in enumerate(split_statements(text, settings), start=1):
        clean_text = as_analysed(text[span.start : span.end])
        statement = _statement(row, number, span, clean_text)
        reason = why_without_content(clean_text, min_words=None)
        if is_signed and not reason and is_signature(clean_text):
            reason = "only_name"
        is_signed = is_signed or is_sign_off(clean_text)
        if reason:
            dropped.append(_set_aside(row, str(statement["statement_id"]), "statement", reason))
        else:
            kept.append(statement)
    if not kept and not dropped:
        dropped.append(_set_aside(row, str(row["response_id"]), "response", "empty"))
    return kept, dropped


def _statement(row: Mapping[str, Any], number: int, span: Span, clean_text: str) -> dict[str, Any]:
    return {
        "statement_id": f"{row['response_id']}.{number:02d}",
        "response_id": row["response_id"],
        "start": span.start,
        "end": span.end,
        "text": str(row["text"])[span.start : span.end],
        "clean_text": clean_text,
    }


def _set_aside(row: Mapping[str, Any], item_id: str, level: str, reason: str) -> dict[str, Any]:
    place = {key: row[key] for key in ("round_id", "source_file", "source_part", "source_row")}
    return {"item_id": item_id, "level": level, "stage": STAGE, "reason": reason, **place}


@dataclass(frozen=True)
class SegmentScores:
    """How well boundaries were found; shares 0-1. `exact`: responses with every boundary right."""

    precision: float
    recall: float
    f1: float
    exact: float
    n: int

    def as_dict(self) -> dict[str, float | int]:
        """The scores by name."""
        return asdict(self)


def score_segments(
    items: Sequence[Mapping[str, Any]], settings: SegmentSettings | None = None
) -> SegmentScores:
    """Hold `split_statements` against boundaries set by people.

    Args: items with `text` and `boundaries`: offsets at which a new statement begins, 0 excluded;
        one anywhere in the white space and list marks between two statements counts the same.
    Returns: precision, recall and F1 over all boundaries of all items together.
    """
    hits = proposed = wanted = exact = 0
    for item in items:
        text = str(item["text"])
        gaps = _gaps(split_statements(text, settings))
        gold = _gold(text, item["boundaries"])
        found = sum(any(a <= b <= z for b in gold) for a, z in gaps)
        hits += found
        proposed += len(gaps)
        wanted += len(gold)
        exact += found == len(gaps) == len(gold)
    precision = hits / proposed if proposed else 1.0
    recall = hits / wanted if wanted else 1.0
    f1 = 2 * hits / (proposed + wanted) if proposed + wanted else 1.0
    return SegmentScores(precision, recall, f1, exact / len(items) if items else 0.0, len(items))


def _gaps(spans: Sequence[Span]) -> list[tuple[int, int]]:
    return [(a.end, b.start) for a, b in pairwise(spans)]


def _gold(text: str, boundaries: Iterable[int]) -> list[int]:
    """Boundaries with words on both sides; those at either end of the text say nothing."""
    statements = whole(text)
    return sorted({int(b) for b in boundaries if statements.start < int(b) < statements.end})
