"""What became of every concern's answer between two versions of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

import pandas as pd

from pipeline.core.plan import GOALS, Plan

CONCERN_KINDS = (
    "became_answered", "better", "weaker", "lost", "still_unanswered", "still_answered",
    "out_of_scope",
)  # fmt: skip
# How much of an answer a status is; see pipeline.plan.coverage.
ANSWER = {"not_addressed": 0, "mentioned": 1, "partly": 2, "addressed": 3}


@dataclass(frozen=True)
class ConcernChange:
    """What became of one concern's answer, with the sentences of both plans."""

    theme_id: str
    kind: str  # one of CONCERN_KINDS
    old_status: str
    new_status: str
    old_code: str
    new_code: str
    old_ids: tuple[str, ...]  # goals, actions and passages that answer it
    new_ids: tuple[str, ...]
    old_text: str
    new_text: str
    old_score: float
    new_score: float


class _Verdict(TypedDict):
    status: str
    code_id: str
    ids: tuple[str, ...]
    score: float


def concern_changes(
    old_coverage: pd.DataFrame,
    new_coverage: pd.DataFrame,
    old: Plan,
    new: Plan,
) -> list[ConcernChange]:
    """What became of every concern's answer between two plans.

    Args: two COVERAGE tables of the same themes, one per plan.
    Returns: a record per theme that both tables know, by theme id.
    """
    before, after = _verdicts(old_coverage), _verdicts(new_coverage)
    old_words, new_words = old.wording(), new.wording()
    changes = []
    for theme_id in sorted(set(before) & set(after)):
        was, now = before[theme_id], after[theme_id]
        changes.append(
            ConcernChange(
                theme_id=theme_id,
                kind=concern_kind(was["status"], now["status"]),
                old_status=was["status"],
                new_status=now["status"],
                old_code=was["code_id"],
                new_code=now["code_id"],
                old_ids=was["ids"],
                new_ids=now["ids"],
                old_text="\n".join(old_words[piece] for piece in was["ids"] if piece in old_words),
                new_text="\n".join(new_words[piece] for piece in now["ids"] if piece in new_words),
                old_score=was["score"],
                new_score=now["score"],
            )
        )
    return changes


def _verdicts(coverage: pd.DataFrame) -> dict[str, _Verdict]:
    rows = coverage[coverage["codebook_id"] == GOALS]
    return {
        str(row["theme_id"]): {
            "status": str(row["status"]),
            "code_id": "" if pd.isna(row["code_id"]) else str(row["code_id"]),
            "ids": tuple(str(piece_id) for piece_id in row["passage_ids"]),
            "score": 0.0 if pd.isna(row["score"]) else float(row["score"]),
        }
        for row in rows.to_dict("records")
    }


def concern_kind(old_status: str, new_status: str) -> str:
    """What happened to an answer, as one of CONCERN_KINDS."""
    if old_status not in ANSWER or new_status not in ANSWER:
        return "out_of_scope"
    was, now = ANSWER[old_status], ANSWER[new_status]
    if was == now:
        return "still_answered" if now else "still_unanswered"
    if now > was:
        return "became_answered" if was == 0 else "better"
    return "lost" if now == 0 else "weaker"
