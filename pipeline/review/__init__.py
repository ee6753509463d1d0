"""People's judgements: kept in an append-only log, found back in later runs, never dropped."""

from pipeline.review.apply_log import Judged, settle
from pipeline.review.records import (
    ABSENT,
    ANSWER,
    APPLIED,
    BESIDE_A_PLAN,
    FOLLOW,
    KINDS,
    OPEN,
    REPLACED,
    WITHDRAWN,
    Judgement,
    appended,
    records,
    status_parts,
    status_value,
    table,
)

__all__ = [
    "ABSENT",
    "ANSWER",
    "APPLIED",
    "BESIDE_A_PLAN",
    "FOLLOW",
    "KINDS",
    "OPEN",
    "REPLACED",
    "WITHDRAWN",
    "Judged",
    "Judgement",
    "appended",
    "records",
    "settle",
    "status_parts",
    "status_value",
    "table",
]
