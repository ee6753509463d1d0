"""What people decided holds against another version of the plan where its goals are the same."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd

from pipeline.core.plan import GOALS, Action, Plan
from pipeline.core.respondents import voices
from pipeline.core.settings import Settings
from pipeline.core.tables import ASSIGNMENTS, CAMPAIGNS, MEETINGS, RESPONSES, STATEMENTS, THEMES
from pipeline.review.apply_log import Judged
from pipeline.runs.judging import judge_for_plan
from pipeline.runs.state import Prepared
from tests.review.example import example, plan, statement_ids
from tests.review.test_apply_log import log_of


def against(previous: Plan, log: pd.DataFrame) -> Judged:
    run = example()
    responses = run.table(RESPONSES)
    none = CAMPAIGNS.empty()
    prepared = Prepared(
        responses,
        none,
        none,
        run.table(STATEMENTS),
        none,
        voices(responses, none, run.table(MEETINGS)),
        {},
    )
    found = SimpleNamespace(themes=run.table(THEMES), assignments=run.table(ASSIGNMENTS))
    settled = judge_for_plan(previous, prepared, found, Settings(), log)  # type: ignore[arg-type]
    assert settled is not None
    return settled


def reworded(goal_id: str) -> Plan:
    """The same plan with one goal that promises another action."""
    (pillar,) = plan().pillars
    goals = tuple(
        replace(goal, actions=(Action(f"{goal_id}.9", "Iets anders."),))
        if goal.goal_id == goal_id
        else goal
        for goal in pillar.goals
    )
    return replace(plan(), pillars=(replace(pillar, goals=goals),))


def test_a_verdict_on_a_goal_that_both_plans_have_holds_in_both() -> None:
    log = log_of(("status", "T03", "partly|2.1", GOALS), ("status", "T02", "out_of_scope", GOALS))
    decided = against(plan(), log).decided[GOALS]
    assert decided == {"T03": ("partly", "2.1"), "T02": ("out_of_scope", "")}


def test_a_verdict_on_a_goal_worded_otherwise_says_nothing_of_that_plan() -> None:
    log = log_of(("status", "T03", "partly|2.1", GOALS), ("status", "T01", "addressed|1.1", GOALS))
    assert against(reworded("2.1"), log).decided[GOALS] == {"T01": ("addressed", "1.1")}


def test_a_link_to_a_goal_that_was_not_there_teaches_nothing() -> None:
    first, second = statement_ids("T01")[0], statement_ids("T02")[0]
    log = log_of(("link", first, "1.1", GOALS), ("link", second, "1.2", GOALS))
    assert against(plan("1.2"), log).judged[GOALS] == {first: ("1.1",)}


def test_open_holds_for_the_older_plan_only_if_all_its_goals_were_before_her() -> None:
    log = log_of(("status", "T03", "not_addressed", GOALS))
    assert against(plan("1.2"), log).decided[GOALS]["T03"][0] == "not_addressed"
    assert against(reworded("1.2"), log).decided == {}


def test_what_was_taken_back_holds_nowhere() -> None:
    log = log_of(("status", "T03", "partly|2.1", GOALS), ("status", "T03", "", GOALS))
    assert against(plan(), log).decided == {}


def test_the_themes_are_left_as_they_are() -> None:
    log = log_of(("merge", "T02", "T01", ""), ("status", "T03", "partly|2.1", GOALS))
    settled = against(plan(), log)
    assert list(settled.themes["theme_id"]) == list(example().table(THEMES)["theme_id"])


def test_without_a_log_there_is_nothing_to_lay() -> None:
    prepared = SimpleNamespace()
    assert judge_for_plan(plan(), prepared, prepared, Settings(), None) is None  # type: ignore[arg-type]
