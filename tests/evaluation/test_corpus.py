"""Intervals of `gehoord evaluate corpus`: over people, and over concerns."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipeline.core.tables import MATCHES, RESPONSES
from pipeline.evaluation import corpus_metrics as measures
from pipeline.evaluation.corpus import over_concerns, over_people

CONCERNS = pd.DataFrame({"concern_id": ["C1", "C2"], "goal_id": ["1.1", "1.2"]})
TRUTH = measures.Truth(pd.DataFrame(), CONCERNS)


class Run:
    """As much of an analysis as is asked for: who said what, and which goal came first."""

    def __init__(self, people: int, wrong: set[int], n: int = 120) -> None:
        rng = np.random.default_rng(1)
        concern = [f"C{1 + number % 2}" for number in range(n)]
        goal = [f"1.{1 + (number + (number in wrong)) % 2}" for number in range(n)]
        person = rng.permutation(n) % people if people == n else np.arange(n) // (n // people)
        self.statements = pd.DataFrame({
            "statement_id": [f"s{number}" for number in range(n)],
            "response_id": [f"r{number}" for number in range(n)],
            "concerns": [(one,) for one in concern],
            "theme_id": goal, "subtheme_id": "", "campaign": False,
        })  # fmt: skip
        self.tables = {
            RESPONSES.name: pd.DataFrame({
                "response_id": self.statements["response_id"],
                "respondent_id": [f"p{number}" for number in person],
            }),
            MATCHES.name: pd.DataFrame({
                "level": "statement", "codebook_id": "goals", "rank": 1,
                "item_id": self.statements["statement_id"], "code_id": goal,
            }),
        }  # fmt: skip

    def table(self, table) -> pd.DataFrame:
        return self.tables[table.name]


def wide(figure) -> float:
    return figure.high - figure.low


def test_a_figure_stands_inside_its_interval() -> None:
    run = Run(120, set(range(0, 120, 5)))
    intervals = over_people(run, run.statements, TRUTH)  # type: ignore[arg-type]
    assert sorted(intervals) == ["goal_at_1", "goal_at_3", "theme_ari", "theme_nmi"]
    assert intervals["goal_at_1"].value == 0.8
    assert all(one.low < one.value < one.high for one in intervals.values())


def test_twelve_people_who_each_say_ten_alike_things_tell_less_than_120() -> None:
    wrong = set(range(24))  # all that the first two or three of the twelve say
    many, few = (Run(people, wrong) for people in (120, 12))
    sure, unsure = (over_people(run, run.statements, TRUTH) for run in (many, few))  # type: ignore[arg-type]
    assert sure["goal_at_1"].value == unsure["goal_at_1"].value
    assert wide(unsure["goal_at_1"]) > 2 * wide(sure["goal_at_1"])
    assert wide(unsure["theme_ari"]) > 1.5 * wide(sure["theme_ari"])


def test_states_are_as_sure_as_there_are_concerns() -> None:
    rows = [("no", "no", 0.2), ("answered", "answered", -0.3), ("no", "answered", -0.35),
            ("partly", "partly", -0.2), ("answered", "answered", -0.4)]  # fmt: skip
    few = pd.DataFrame(rows * 2, columns=["state", "proposed", "lack"])
    many = pd.DataFrame(rows * 20, columns=few.columns)
    best = {f"C{number}": number / 10 for number in range(10)}
    intervals = [over_concerns(rows, best, 0.5) for rows in (few, many)]
    for name in measures.STATE_SCORES:
        assert intervals[0][name].value == pytest.approx(intervals[1][name].value)
        assert wide(intervals[0][name]) > 2 * wide(intervals[1][name])
    assert intervals[0]["concern_recall"].value == 0.5


def test_where_every_concern_is_open_nothing_is_told_of_telling_them_apart() -> None:
    rows = pd.DataFrame({"state": ["no"] * 6, "proposed": ["no"] * 6, "lack": [0.1] * 6})
    assert all(np.isnan(value) for value in measures.state_scores(rows).values())
