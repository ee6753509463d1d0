"""Names are chosen by what readers found good names, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from models.reader.names import FEATURES, chosen, crossed, fit, read_marks, reading
from pipeline.themes.labels.concern_names import NAME_MARKS


@pytest.fixture(scope="module")
def marks():
    return read_marks()


def test_the_weights_in_use_are_those_that_the_marks_give(marks) -> None:
    assert dict(zip(FEATURES, np.round(fit(marks), 2), strict=True)) == NAME_MARKS


def test_what_is_chosen_unseen_is_better_than_any_and_not_as_good_as_the_best(marks) -> None:
    picked, best = crossed(marks)["mark"].mean(), marks.groupby("group")["mark"].max().mean()
    assert marks["mark"].mean() + 0.4 < picked < best
    assert len(crossed(marks)) == marks["group"].nunique() == len(chosen(marks, fit(marks)))


def test_every_mark_is_one_to_five_and_every_text_a_candidate_once(marks) -> None:
    assert marks["mark"].between(1, 5).all() and marks["coherence"].isin([1, 2, 3]).all()
    assert not marks.duplicated(["group", "text"]).any()


def test_the_printed_names_that_were_read_reach_the_aim() -> None:
    found = reading()
    assert found["names"] >= 60 and found["mean"] >= 4 and 1 not in found["marks"]
    assert found["of each kind"]["usual"][1] > found["of each kind"]["own words"][1]
