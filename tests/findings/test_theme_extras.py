"""Findings on what themes mean: their pillar, their question, their course over trimesters."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.analysis import Analysis
from pipeline.core.plan import GOALS
from pipeline.core.settings import ReportSettings
from pipeline.core.tables import PROMPTED, PROPOSALS
from pipeline.findings.build import build
from pipeline.findings.records import Findings
from pipeline.findings.trends import period_of
from pipeline.runs.folder import load_run, save_run
from tests.report.example import example

SETTINGS = ReportSettings()
STARTS = SETTINGS.trimester_starts


@pytest.fixture(scope="module")
def analysis(voorbeeld: Path) -> Analysis:
    return example(voorbeeld)


@pytest.fixture(scope="module")
def findings(analysis: Analysis) -> Findings:
    return build(analysis, SETTINGS)


def test_every_theme_stands_in_one_place_of_the_tree(findings: Findings) -> None:
    placed = [leaf.theme_id for branch in findings.tree for leaf in branch.leaves]
    assert sorted(placed) == sorted(theme.theme_id for theme in findings.themes)


def test_the_pillars_stand_in_the_order_of_the_plan_and_no_pillar_comes_last(
    findings: Findings,
) -> None:
    assert findings.plan is not None
    pillars = [pillar.pillar_id for pillar in findings.plan.pillars]
    assert [branch.pillar_id for branch in findings.tree] == [*pillars, ""]


def test_a_theme_stands_under_the_pillar_of_the_goal_in_its_verdict(findings: Findings) -> None:
    assert findings.plan is not None
    above = {g.goal_id: p.pillar_id for p in findings.plan.pillars for g in p.goals}
    for branch in findings.tree:
        for leaf in branch.leaves:
            verdict = findings.theme(leaf.theme_id).verdict
            if branch.pillar_id:
                assert verdict is not None
                assert above[leaf.goal_id] == branch.pillar_id
                assert leaf.goal_id == verdict.code_id
            else:
                assert leaf.goal_id == ""
                assert verdict is None or verdict.status in ("not_addressed", "out_of_scope")


def test_a_person_who_puts_a_theme_at_another_goal_moves_it_in_the_tree(
    analysis: Analysis, findings: Findings
) -> None:
    leaf = next(leaf for branch in findings.tree[:1] for leaf in branch.leaves)
    coverage = analysis.tables["coverage"].copy()
    mine = (coverage["theme_id"] == leaf.theme_id) & (coverage["codebook_id"] == GOALS)
    coverage.loc[mine, ["code_id", "decided_by"]] = ["3.1", "person"]
    moved = build(replace(analysis, tables={**analysis.tables, "coverage": coverage}), SETTINGS)
    (branch,) = [b for b in moved.tree if leaf.theme_id in {one.theme_id for one in b.leaves}]
    assert branch.pillar_id == "3"


def test_who_spoke_of_two_themes_of_a_pillar_counts_once(findings: Findings) -> None:
    for branch in findings.tree:
        parts = [findings.theme(leaf.theme_id).n_people for leaf in branch.leaves]
        assert max(parts, default=0) <= branch.n_people <= sum(parts)
        assert branch.n_people <= findings.totals.people


def test_without_a_plan_there_is_no_tree(analysis: Analysis) -> None:
    bare = replace(analysis, plan=None, codebooks=(), previous=None)
    assert build(bare, SETTINGS).tree == ()


@pytest.mark.parametrize(
    ("day", "key"),
    [
        ("2025-08-01", "2025-1"), ("2025-11-30", "2025-1"), ("2025-12-01", "2025-2"),
        ("2026-01-15", "2025-2"), ("2026-03-31", "2025-2"), ("2026-04-01", "2025-3"),
        ("2026-07-31", "2025-3"), ("2026-08-01", "2026-1"), ("2025-09", "2025-1"), ("", ""),
        ("week 12", ""),
    ],
)  # fmt: skip
def test_a_day_falls_in_one_trimester_of_the_school_year(day: str, key: str) -> None:
    assert period_of(day, STARTS) == key


@given(st.integers(1990, 2090), st.integers(1, 12))
def test_trimesters_follow_each_other_without_gaps(year: int, month: int) -> None:
    first = period_of(f"{year}-{month:02d}-15", STARTS)
    year, month = year + (month + 3) // 12, (month + 3) % 12 + 1
    then = period_of(f"{year}-{month:02d}-15", STARTS)
    assert first[-1] in "123"
    assert int(then[-1]) == int(first[-1]) % 3 + 1 and int(then[:4]) - int(first[:4]) in (0, 1)


def test_small_numbers_are_withheld_in_every_trimester(findings: Findings) -> None:
    trends = findings.trends
    assert trends is not None and len(trends.periods) >= 3
    assert [one.theme_id for one in trends.themes] == [one.theme_id for one in findings.themes]
    withheld = 0
    for one in trends.themes:
        hidden = [n for n in one.people if n is None]
        withheld += len(hidden)
        assert len(hidden) != 1  # one alone is found by subtraction
        assert all(n == 0 or n >= SETTINGS.min_group for n in one.people if n is not None)
        for n, share in zip(one.people, one.shares, strict=True):
            assert (n is None) >= (share is None) or share is None
    assert withheld > 0


def test_people_over_the_trimesters_add_up_to_the_theme(findings: Findings) -> None:
    assert findings.trends is not None
    seen = 0
    for one in findings.trends.themes:
        if None not in one.people:
            seen += 1
            assert sum(n or 0 for n in one.people) >= findings.theme(one.theme_id).n_people
    assert seen > 0


def test_one_trimester_is_no_trend(analysis: Analysis) -> None:
    responses = analysis.tables["responses"].assign(date="2025-09-10")
    tables = {**analysis.tables, "responses": responses}
    assert build(replace(analysis, tables=tables), SETTINGS).trends is None


def test_without_dates_the_day_of_the_round_counts(analysis: Analysis) -> None:
    responses = analysis.tables["responses"].assign(date="")
    tables = {**analysis.tables, "responses": responses}
    found = build(replace(analysis, tables=tables), SETTINGS).trends
    assert found is not None and found.undated == 0
    assert [one.key for one in found.periods] == ["2023-1", "2024-1", "2025-1"]


def marked(analysis: Analysis, theme_id: str, question_id: str) -> Analysis:
    row = {"theme_id": theme_id, "question_id": question_id, "share": 0.95, "likeness": 2.1,
           "prompted": True}  # fmt: skip
    other = {**row, "theme_id": "T02", "prompted": False}
    table = PROMPTED.check(pd.DataFrame([row, other]))
    return replace(analysis, tables={**analysis.tables, "prompted": table})


def test_a_theme_says_which_question_it_mostly_answers(analysis: Analysis) -> None:
    asked = analysis.tables["questions"].iloc[0]
    found = build(marked(analysis, "T01", asked["question_id"]), SETTINGS)
    prompted = found.theme("T01").prompted
    assert prompted is not None
    assert (prompted.question, prompted.share) == (asked["text"], 0.95)
    assert prompted.needed_share == 0.9 and prompted.needed_likeness == 1.5
    assert found.theme("T02").prompted is None


@pytest.mark.parametrize(("elsewhere", "told"), [(0, True), (2, False), (7, True)])
def test_outside_the_team_a_question_is_not_told_where_a_few_spoke_elsewhere(
    analysis: Analysis, elsewhere: int, told: bool
) -> None:
    asked = str(analysis.tables["questions"].iloc[0]["question_id"])
    team = build(marked(analysis, "T01", asked), SETTINGS)
    share = 1 - elsewhere / team.theme("T01").n_people
    table = PROMPTED.check(marked(analysis, "T01", asked).table(PROMPTED).assign(share=share))
    run = replace(analysis, tables={**analysis.tables, "prompted": table})
    assert build(run, SETTINGS).theme("T01").prompted is not None
    assert (build(run, SETTINGS, "openbaar").theme("T01").prompted is not None) == told


def test_only_accepted_texts_are_proposed_and_never_in_public(analysis: Analysis) -> None:
    usual = {"kind": "label", "model": "m", "quote_ids": (), "reason": ""}
    table = PROPOSALS.check(
        pd.DataFrame(
            [
                usual | {"theme_id": "T01", "text": "Lang wachten", "accepted": True},
                usual | {"theme_id": "T02", "text": "", "accepted": False, "reason": "leeg"},
            ]
        )
    )
    more = replace(analysis, tables={**analysis.tables, "proposals": table})
    found = build(more, SETTINGS)
    assert [one.text for one in found.theme("T01").proposals] == ["Lang wachten"]
    assert found.theme("T02").proposals == ()
    assert build(more, SETTINGS, "openbaar").theme("T01").proposals == ()


def test_a_run_from_before_these_tables_still_makes_a_report(
    analysis: Analysis, tmp_path: Path
) -> None:
    import json

    save_run(analysis, tmp_path / "run")
    record = json.loads((tmp_path / "run" / "run.json").read_text("utf-8"))
    for name in ("prompted", "given", "proposals"):
        del record["tables"][name]
        (tmp_path / "run" / "tables" / f"{name}.csv").unlink()
    (tmp_path / "run" / "run.json").write_text(json.dumps(record), "utf-8")
    found = build(load_run(tmp_path / "run"), SETTINGS)
    assert found.tree and found.given == () and found.themes[0].prompted is None
