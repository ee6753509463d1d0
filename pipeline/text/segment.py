"""Responses into statements: one thing said each, with offsets into the verbatim text.

The rules are in `pipeline.text.sentences`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from pipeline.core.cleaning import as_analysed
from pipeline.core.settings import SegmentSettings
from pipeline.core.tables import PLACE, SET_ASIDE, STATEMENTS
from pipeline.text.empty_answers import is_sign_off, is_signature, why_without_content
from pipeline.text.sentences import split_statements, whole

STAGE = "segment"
_STATEMENT = ("statement_id", "response_id", "start", "end", "text", "clean_text")
Split = Callable[[Sequence[tuple[str, str | None]]], "Sequence[Sequence[Part]]"]


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
    work: Split | None = None,
) -> Segmented:
    """Split responses into statements.

    Args:
        responses: RESPONSES.
        antecedents: as `clean` found them: response id of "zie boven" -> id of the response it
            points at, whose words then stand in `clean_text`.
        work: splits each (text, antecedent) into parts; by default `split_text` does.
    Returns: STATEMENTS in the order of the responses, ids `<response_id>.01` and on; statements
        that say nothing ("Met vriendelijke groet") are in `set_aside`, as is a response with none.
    """
    settings = settings or SegmentSettings()
    texts = dict(zip(responses["response_id"], responses["text"].astype(str), strict=True))
    asked = [
        (text, texts.get((antecedents or {}).get(response_id, "")))
        for response_id, text in texts.items()
    ]
    split = work or (lambda pairs: [split_text(*pair, settings) for pair in pairs])
    return tables_of(responses, split(asked))


class Part(NamedTuple):
    """One piece of a response: its number from 1, its place, how it is analysed, and why not."""

    number: int
    start: int
    end: int
    clean_text: str
    reason: str = ""  # why it is set aside; "" for a statement


def split_text(text: str, antecedent: str | None, settings: SegmentSettings) -> list[Part]:
    """The parts of one response; none when nothing is there.

    Args: antecedent: the words that "zie boven" stands for, None for a text of its own.
    """
    if antecedent is not None:
        return [Part(1, *whole(text), as_analysed(antecedent))]
    parts, is_signed = [], False
    for number, span in enumerate(split_statements(text, settings), start=1):
        clean_text = as_analysed(text[span.start : span.end])
        reason = why_without_content(clean_text, min_words=None) or ""
        if is_signed and not reason and is_signature(clean_text):
            reason = "only_name"
        is_signed = is_signed or is_sign_off(clean_text)
        parts.append(Part(number, span.start, span.end, clean_text, reason))
    return parts


def tables_of(responses: pd.DataFrame, split: Sequence[Sequence[Part]]) -> Segmented:
    """The parts of every response as STATEMENTS and SET_ASIDE. Args: split: parts per response."""
    kept: list[tuple[object, ...]] = []
    aside: list[tuple[int, str, str, str]] = []
    rows = zip(responses["response_id"], responses["text"].astype(str), split, strict=True)
    for row, (response_id, text, parts) in enumerate(rows):
        if not parts:
            aside.append((row, str(response_id), "response", "empty"))
        for part in parts:
            statement_id = f"{response_id}.{part.number:02d}"
            if part.reason:
                aside.append((row, statement_id, "statement", part.reason))
                continue
            kept.append(
                (statement_id, response_id, part.start, part.end, text[part.start : part.end],
                 part.clean_text)
            )  # fmt: skip
    statements = (
        STATEMENTS.check(pd.DataFrame(kept, columns=list(_STATEMENT)))
        if kept
        else STATEMENTS.empty()
    )
    return Segmented(statements, _set_aside(responses, aside))


def _set_aside(responses: pd.DataFrame, rows: Sequence[tuple[int, str, str, str]]) -> pd.DataFrame:
    """SET_ASIDE. Args: rows: (row of its response, id, level, reason)."""
    if not rows:
        return SET_ASIDE.empty()
    numbers, items, levels, reasons = zip(*rows, strict=True)
    places = responses[list(PLACE)].iloc[list(numbers)].reset_index(drop=True)
    named = {"item_id": items, "level": levels, "stage": STAGE, "reason": reasons}
    return SET_ASIDE.check(pd.DataFrame(named).join(places))
