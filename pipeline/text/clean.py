"""Responses with content on one side, those without on the other, each with its reason.

The text of a response is never altered: repair (mojibake, markup, spacing) goes into `clean_text`
of its statements, so that every offset holds in the verbatim text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from pipeline.core.cleaning import repaired
from pipeline.core.settings import CleanSettings
from pipeline.core.tables import PLACE, RESPONSES, SET_ASIDE
from pipeline.text.empty_answers import why_without_content

STAGE = "clean"


@dataclass(frozen=True)
class Cleaned:
    """Every response given is in `responses` or in `set_aside`.

    `antecedents` maps the id of a kept "zie boven" to the response it points at; `segment` lets the
    statement speak with those words.
    """

    responses: pd.DataFrame  # RESPONSES
    set_aside: pd.DataFrame  # SET_ASIDE, level response
    antecedents: Mapping[str, str] = field(default_factory=dict)


def clean(responses: pd.DataFrame, settings: CleanSettings | None = None) -> Cleaned:
    """Set responses without content aside; resolve "idem" where its antecedent is certain.

    Args: responses as RESPONSES. Returns: the kept ones in the order given.
    """
    min_words = (settings or CleanSettings()).min_words
    rows: list[dict[str, Any]] = responses.to_dict("records")
    reasons = {
        row["response_id"]: why_without_content(repaired(str(row["text"])), min_words=min_words)
        for row in rows
    }
    antecedents = _antecedents(rows, reasons)
    aside_ids = {key for key, reason in reasons.items() if reason and key not in antecedents}
    is_aside = responses["response_id"].isin(aside_ids)
    aside = [
        {
            "item_id": row["response_id"],
            "level": "response",
            "stage": STAGE,
            "reason": reasons[row["response_id"]],
            **{key: row[key] for key in PLACE},
        }
        for row in rows
        if row["response_id"] in aside_ids
    ]
    return Cleaned(
        RESPONSES.check(responses[~is_aside]),
        SET_ASIDE.check(pd.DataFrame(aside)) if aside else SET_ASIDE.empty(),
        antecedents,
    )


def _antecedents(rows: Sequence[Mapping[str, Any]], reasons: Mapping[str, str]) -> dict[str, str]:
    """Response id of each "zie boven" to the last answer with content of the same respondent.

    Certain only when the same known respondent answered before it in the same file and round, with
    nothing between but empty fields and other references.
    """
    antecedents: dict[str, str] = {}
    last: dict[tuple[str, str, str], str] = {}
    for row in sorted(rows, key=_place_in_source):
        who = str(row["respondent_id"] or "")
        form = (who, str(row["round_id"]), str(row["source_file"]))
        identifier, reason = row["response_id"], reasons[row["response_id"]]
        if not reason:
            last[form] = identifier
        elif reason == "see_above" and who and form in last:
            if not any(c.isdigit() for c in row["text"]):  # "zie vraag 2": the table has no numbers
                antecedents[identifier] = last[form]
        elif reason not in ("see_above", "empty"):
            last.pop(form, None)  # "zie boven" after "n.v.t." points at n.v.t.
    return antecedents


def _place_in_source(row: Mapping[str, Any]) -> tuple[str, str, int, list[tuple[int, str]]]:
    source_row = row["source_row"]
    number = 0 if pd.isna(source_row) else int(source_row)
    return str(row["source_file"]), str(row["source_part"]), number, _natural(row["response_id"])


def _natural(identifier: str) -> list[tuple[int, str]]:
    """Sort key that puts q2 before q10."""
    parts = re.split(r"(\d+)", str(identifier))
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]
