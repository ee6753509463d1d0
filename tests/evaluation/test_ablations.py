"""What a run would say if a goal left the plan, or people had judged: counted as promised."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.core.plan import GOALS, Plan
from pipeline.core.tables import COVERAGE, MATCHES
from pipeline.evaluation.ablations import SHOTS, Links, judged_gain, planted_gaps, without_goal
from pipeline.evaluation.corpus_metrics import Truth
from tests.review.example import plan

CONCERNS = pd.DataFrame(
    [("C1", "1.1", "answered", "no"), ("C2", "1.2", "partly", "no"), ("C3", "", "no", "no"),
     ("C4", "", "no", "yes")],
    columns=["concern_id", "goal_id", "state", "unique_signal"],
)  # fmt: skip
TRUTH = Truth(pd.DataFrame(), CONCERNS)
THEMES = {"C1": "T1", "C2": "T2", "C3": "T3", "C4": "T3"}


def coverage(**status: str) -> pd.DataFrame:
    rows = [(one, GOALS, "", state, "model", 1.0, 1.0, (), ()) for one, state in status.items()]
    return COVERAGE.check(pd.DataFrame(rows, columns=list(COVERAGE.columns)))


def honest(of: Plan) -> pd.DataFrame:
    there = {goal.goal_id for goal in of.goals()}
    return coverage(
        T1="addressed" if "1.1" in there else "not_addressed",
        T2="partly" if "1.2" in there else "not_addressed",
        T3="not_addressed",
    )


def stubborn(of: Plan) -> pd.DataFrame:
    """Says of T1 that it is answered whatever happens, and answers T3 once a goal is gone."""
    there = {goal.goal_id for goal in of.goals()}
    return coverage(
        T1="addressed",
        T2="partly" if "1.2" in there else "not_addressed",
        T3="not_addressed" if len(there) == 3 else "partly",
    )


def test_a_goal_leaves_with_its_actions_and_nothing_else() -> None:
    less = without_goal(plan(), "1.1")
    assert [goal.goal_id for goal in less.goals()] == ["1.2", "2.1"]
    assert less.codebooks == plan().codebooks


def test_concerns_that_lose_their_goal_and_only_they_are_counted() -> None:
    found = planted_gaps(honest, plan(), THEMES, TRUTH).as_dict()
    assert found == {
        "gap_found": 1.0, "gap_found_answered": 1.0, "gap_concerns": 2.0, "gap_only_they": 1.0,
        "gap_returned": 1.0,
    }  # fmt: skip


def test_a_concern_that_keeps_its_answer_or_moves_without_cause_is_told() -> None:
    found = planted_gaps(stubborn, plan(), THEMES, TRUTH)
    assert [(row.concern, row.closed) for row in found.rows] == [("C1", False), ("C2", True)]
    assert [one[:2] for one in found.moved] == [("1.1", "C3"), ("1.2", "C3")]
    assert found.as_dict()["gap_only_they"] == pytest.approx(1 - 2 / 4)


SAID = pd.DataFrame(
    [(f"s{n}", f"r{n}", ("C1",) if n % 2 else ("C2",), "T", "", False) for n in range(20)],
    columns=["statement_id", "response_id", "concerns", "theme_id", "subtheme_id", "campaign"],
)


def ranked(links: Links | None) -> pd.DataFrame:
    """Everything to 1.1, until people judge: then all is known."""
    rows = [
        (f"s{n}", "statement", GOALS, "1.2" if links and n % 2 == 0 else "1.1", 1, 1.0, 0.5)
        for n in range(20)
    ]
    return MATCHES.check(pd.DataFrame(rows, columns=list(MATCHES.columns)))


def test_the_gain_is_of_statements_that_nobody_judged() -> None:
    asked: list[Links] = []

    def watched(links: Links | None) -> pd.DataFrame:
        asked.append(links or {})
        return ranked(links)

    found = judged_gain(watched, SAID, TRUTH, draws=2)
    assert [len(links) for links in asked[1:]] == [2 * shots for shots in SHOTS for _ in range(2)]
    for shots in SHOTS:
        assert found[f"judged_{shots}_before"] == pytest.approx(0.5)
        assert found[f"judged_{shots}_after"] == 1.0
    for links in asked[1:]:
        assert all(("1.1" if int(one[1:]) % 2 else "1.2",) == goal for one, goal in links.items())
