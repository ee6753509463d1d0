"""You said, we did: what was promised per concern, held against a later plan and later rounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.core.analysis import Analysis
from pipeline.core.plan import GOALS
from pipeline.core.respondents import count_people
from pipeline.core.tables import ASSIGNMENTS, COVERAGE, STATEMENTS, THEMES
from pipeline.plan.diff.concerns import ANSWER as RANK
from pipeline.review.records import ANSWER, REPLY, status_parts
from pipeline.review.run_view import ReviewedRun

KEPT, STILL_OPEN, DECLINED, UNCLEAR = "kept", "open", "declined", "unclear"
_ANSWERS = 2  # rank from which the plan gives an answer, if only in part


@dataclass(frozen=True)
class Promise:
    """What a reactienota said about one concern.

    Attributes: leads_to: yes | partly | no | "".  then: coverage status when it was said.
        rounds: the rounds there were then.
    """

    theme_id: str
    leads_to: str
    reaction: str = ""
    why: str = ""
    when: str = ""
    then: str = ""
    rounds: tuple[str, ...] = ()


@dataclass(frozen=True)
class FollowedPromise:
    """A promise with what became of it.

    Attributes:
        verdict: kept (the plan answers the concern now, or better than then) | open | declined
            (no change was promised) | unclear (promised, but the concern was out of scope or not
            matched).
        heard_again: people who voiced it in rounds since; None when there were no rounds since.
    """

    promise: Promise
    label: str
    now: str
    code_id: str
    decided: bool  # by a person; else "now" is a proposal
    verdict: str
    heard_again: int | None


def promises_of(known: ReviewedRun) -> list[Promise]:
    """What was promised about the themes of this run, found back where made on an earlier one."""
    promises = []
    for theme in sorted(known.themes):
        answer, reply = known.standing(ANSWER, theme), known.standing(REPLY, theme)
        judgement = answer or reply
        if judgement is not None:
            promises.append(
                Promise(
                    theme_id=theme,
                    leads_to=answer.new if answer else "",
                    reaction=reply.new if reply else "",
                    why=answer.why if answer else "",
                    when=judgement.when,
                    then=status_parts(answer.old)[0] if answer else "",
                    rounds=judgement.rounds,
                )
            )
    return promises


def commitments(analysis: Analysis, promises: Sequence[Promise]) -> tuple[FollowedPromise, ...]:
    """Hold promises against the run's plan and rounds.

    Args: promises: about themes of this run.
    Returns: open ones first, then by how many still voice the concern.
    """
    labels = {row["theme_id"]: row["label"] for row in analysis.table(THEMES).to_dict("records")}
    coverage = {
        row["theme_id"]: row
        for row in analysis.table(COVERAGE).to_dict("records")
        if row["codebook_id"] == GOALS
    }
    followed = []
    for promise in promises:
        if promise.theme_id in labels:
            row = coverage.get(promise.theme_id, {})
            now = str(row.get("status", ""))
            followed.append(
                FollowedPromise(
                    promise=promise,
                    label=str(labels[promise.theme_id]),
                    now=now,
                    code_id=str(row.get("code_id") or ""),
                    decided=row.get("decided_by") == "person",
                    verdict=_verdict(promise, now),
                    heard_again=_heard_again(analysis, promise),
                )
            )
    order = (STILL_OPEN, UNCLEAR, KEPT, DECLINED)
    followed.sort(
        key=lambda followed: (
            order.index(followed.verdict),
            -(followed.heard_again or 0),
            followed.promise.theme_id,
        )
    )
    return tuple(followed)


def _verdict(promise: Promise, now: str) -> str:
    """What became of it, given the concern's coverage status now."""
    if promise.leads_to == "no":
        return DECLINED
    if promise.leads_to not in ("yes", "partly") or now not in RANK:
        return UNCLEAR
    before = RANK.get(promise.then, 0)
    better = RANK[now] > before
    return KEPT if better or (RANK[now] >= _ANSWERS and RANK[now] >= before) else STILL_OPEN


def _heard_again(analysis: Analysis, promise: Promise) -> int | None:
    """People who voiced the concern in rounds since; None without such rounds."""
    since = [round_.round_id for round_ in analysis.rounds if round_.round_id not in promise.rounds]
    if not since or not promise.rounds:
        return None
    statements = analysis.table(ASSIGNMENTS).merge(analysis.table(STATEMENTS), on="statement_id")
    mine = statements[(statements["theme_id"] == promise.theme_id)].merge(
        analysis.voices(), on="response_id"
    )
    return count_people(mine[mine["round_id"].isin(since)])
