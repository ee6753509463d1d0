"""What a run would say if: a goal left the plan and came back, or people had judged a few links.

Used by ``gehoord evaluate corpus`` only, on a corpus of which the truth is known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pipeline.core.plan import GOALS, Plan
from pipeline.core.tables import of_statements_and_goals
from pipeline.evaluation.corpus_metrics import Truth, goals_of, true_goals
from pipeline.evaluation.intervals import share
from pipeline.plan.coverage import NOT_ADDRESSED

Cover = Callable[[Plan], pd.DataFrame]  # a plan -> COVERAGE of the run's themes
Links = Mapping[str, tuple[str, ...]]
Rank = Callable[[Links | None], pd.DataFrame]  # links people judged -> MATCHES
SHOTS = (1, 2, 4)  # judged statements per goal


@dataclass(frozen=True)
class GapRow:
    """One concern of a goal that was taken out of the plan."""

    goal_id: str
    concern: str
    state: str  # against the whole plan, as planted: answered | partly
    before: str
    after: str

    @property
    def closed(self) -> bool:
        """Whether the concern is said to be unanswered once its goal is gone."""
        return self.after == NOT_ADDRESSED


@dataclass(frozen=True)
class Gaps:
    """What taking out one goal at a time did."""

    rows: tuple[GapRow, ...]
    moved: tuple[tuple[str, str, str, str], ...]  # goal, concern of another goal, before, after
    others: int  # concerns of other goals looked at, over all goals taken out
    returned: bool  # whether the whole plan gives the verdicts it gave before

    def as_dict(self) -> dict[str, float]:
        """Shares of 0 to 1."""
        planted = [row for row in self.rows if row.state == "answered"]
        return {
            "gap_found": share(row.closed for row in self.rows),
            "gap_found_answered": share(row.closed for row in planted),
            "gap_concerns": float(len(self.rows)),
            "gap_only_they": 1.0 - len(self.moved) / self.others if self.others else float("nan"),
            "gap_returned": float(self.returned),
        }


def planted_gaps(cover: Cover, plan: Plan, themes: Mapping[str, str], truth: Truth) -> Gaps:
    """Take the goals that a concern belongs to out of the plan one by one, then put them all back.

    A concern moves when it becomes unanswered, or answered, though its own goal stayed.

    Args: themes: concern -> its theme.
    """
    complete = _status(cover(plan))
    known = truth.concerns[truth.concerns["unique_signal"] != "yes"]
    goal_of = goals_of(known)
    state_of = dict(zip(known["concern_id"], known["state"], strict=True))
    seen = [concern for concern in goal_of if themes.get(concern, "") in complete]
    rows, moved, others = [], [], 0
    for goal_id in sorted({goal for goal in goal_of.values() if goal}):
        less = _status(cover(without_goal(plan, goal_id)))
        for concern in seen:
            before, after = complete[themes[concern]], less[themes[concern]]
            if goal_of[concern] == goal_id:
                rows.append(GapRow(goal_id, concern, state_of[concern], before, after))
                continue
            others += 1
            if (before == NOT_ADDRESSED) != (after == NOT_ADDRESSED):
                moved.append((goal_id, concern, before, after))
    return Gaps(tuple(rows), tuple(moved), others, _status(cover(plan)) == complete)


def without_goal(plan: Plan, goal_id: str) -> Plan:
    """The plan as if this goal, with its actions, had never been written."""
    pillars = tuple(
        replace(pillar, goals=tuple(goal for goal in pillar.goals if goal.goal_id != goal_id))
        for pillar in plan.pillars
    )
    return replace(plan, pillars=pillars)


def _status(coverage: pd.DataFrame) -> dict[str, str]:
    rows = coverage[coverage["codebook_id"] == GOALS]
    return dict(zip(rows["theme_id"], rows["status"], strict=True))


def judged_gain(
    rank: Rank, statements: pd.DataFrame, truth: Truth, *, draws: int = 3
) -> dict[str, float]:
    """goal@1 of statements nobody judged, before and after a person linked k statements per goal.

    She judges statements that are all their response says, of responses with one concern: there
    the truth is hers. Both figures are of the same statements, over the same draws.

    Args: statements: as ``corpus_metrics.statements_with_truth`` gives them; draws: of which
        statements are judged.
    Returns: ``judged_<k>_before`` and ``judged_<k>_after``, shares of 0 to 1.
    """
    right = true_goals(statements, truth)
    alone = statements.groupby("response_id")["statement_id"].transform("size") == 1
    single = statements[alone & (statements["concerns"].map(len) == 1)]["statement_id"]
    candidates = sorted(statement for statement in map(str, single) if statement in right)
    before = _best(rank(None))
    gains: dict[str, float] = {}
    for shots in SHOTS:
        rng = np.random.default_rng(0)
        pairs = [
            _before_and_after(rank, before, right, _drawn(candidates, right, shots, rng))
            for _ in range(draws)
        ]
        was, became = np.mean(pairs, axis=0)
        gains[f"judged_{shots}_before"], gains[f"judged_{shots}_after"] = float(was), float(became)
    return gains


def _drawn(
    candidates: Sequence[str], right: Mapping[str, set[str]], shots: int, rng: np.random.Generator
) -> dict[str, tuple[str, ...]]:
    """At most ``shots`` statements per goal, each with its goal."""
    per_goal: dict[str, list[str]] = {}
    for place in rng.permutation(len(candidates)):
        (goal,) = right[candidates[place]]
        per_goal.setdefault(goal, []).append(candidates[place])
    return {
        statement: (goal,)
        for goal, drawn in sorted(per_goal.items())
        for statement in drawn[:shots]
    }


def _before_and_after(
    rank: Rank, before: Mapping[str, str], right: Mapping[str, set[str]], links: Links
) -> tuple[float, float]:
    after = _best(rank(links))
    others = sorted((right.keys() & after.keys()) - links.keys())
    return (
        share(before[other] in right[other] for other in others),
        share(after[other] in right[other] for other in others),
    )


def _best(matches: pd.DataFrame) -> dict[str, str]:
    rows = of_statements_and_goals(matches)
    rows = rows[rows["rank"] == 1]
    return dict(zip(rows["item_id"], rows["code_id"], strict=True))
