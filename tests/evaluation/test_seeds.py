"""Would the same themes come out on another seed: whole runs held against each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.core.analysis import Analysis
from pipeline.core.tables import ASSIGNMENTS
from pipeline.evaluation.seeds import agreement_over_seeds
from tests.review.example import example


def shuffled(run: Analysis, moved: int) -> Analysis:
    """The same run with the first statements in another theme."""
    rows = run.table(ASSIGNMENTS).copy()
    rows.loc[: moved - 1, ["theme_id", "subtheme_id"]] = ["T04", ""]
    return replace(run, tables={**run.tables, "assignments": ASSIGNMENTS.check(rows)})


def first() -> Analysis:
    made = example()
    return replace(made, record=replace(made.record, settings={"themes": {"seed": 7}}))


def test_equal_runs_agree_wholly_and_each_seed_is_another() -> None:
    asked: list[int] = []

    def again(seed: int) -> Analysis:
        asked.append(seed)
        return first()

    found = agreement_over_seeds(first(), again, 3)
    assert asked == [8, 9]
    assert set(found.values()) == {1.0} and len(found) == 4


def test_the_least_pair_is_told_beside_the_mean() -> None:
    found = agreement_over_seeds(first(), lambda seed: shuffled(first(), seed - 7), 3)
    assert found["seeds_theme_ari_least"] < found["seeds_theme_ari_mean"] < 1.0


def test_other_names_for_the_same_themes_are_no_difference() -> None:
    def renamed(_seed: int) -> Analysis:
        rows = first().table(ASSIGNMENTS).copy()
        rows["theme_id"] = rows["theme_id"].str.replace("T", "X")
        return replace(first(), tables={"assignments": ASSIGNMENTS.check(rows)})

    assert agreement_over_seeds(first(), renamed, 2)["seeds_theme_ari_mean"] == pytest.approx(1.0)
