"""The parts of a priority: counted over people, moments and roles, over what can be read alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from pipeline.findings.weighing import levels, places, scores, shares, voiced

ALL = np.ones((1, 4))


def statements(*rows: tuple[str, str, str, str, str, str]) -> pd.DataFrame:
    columns = ["voice_id", "theme_id", "round_id", "meeting_id", "role", "stance"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(n_supporters=1, text="De groep is vol.", language="nl")


FOUR = statements(
    ("a", "T1", "1", "", "ouder", "complaint"),
    ("b", "T1", "2", "m1", "ouder", "complaint"),
    ("c", "T2", "2", "m2", "leerling", "unknown"),
    ("d", "", "2", "m3", "leraar", "support"),
)


def test_a_round_counts_once_and_a_meeting_for_its_part_of_the_round() -> None:
    recurrence = shares(voiced(["T1", "T2"], FOUR), ALL, few=0.0)[0, :, 0]
    assert recurrence == pytest.approx([1 / 2 + 1 / 6, 1 / 6])


def test_breadth_is_the_share_of_the_roles_and_people_of_the_people() -> None:
    found = shares(voiced(["T1", "T2"], FOUR), ALL, few=0.0)[0]
    assert found[:, 1] == pytest.approx([1 / 3, 1 / 3])
    assert found[:, 2] == pytest.approx([2 / 4, 1 / 4])


def test_who_complains_counts_half_and_who_does_so_urgently_in_full() -> None:
    frame = FOUR.copy()
    frame.loc[1, "text"] = "Wij zijn wanhopig."
    found = shares(voiced(["T1", "T2"], frame), ALL, few=0.0)[0, :, 3]
    assert found == pytest.approx([0.75, 0.0])


def test_a_concern_of_few_leans_on_what_is_usual() -> None:
    frame = FOUR.copy()
    frame.loc[2, ["stance", "text"]] = ["complaint", "Dit is onacceptabel!"]
    alone = shares(voiced(["T1", "T2"], frame), ALL, few=0.0)[0, :, 3]
    leaning = shares(voiced(["T1", "T2"], frame), ALL, few=5.0)[0, :, 3]
    assert alone[1] == 1.0
    assert alone[0] < leaning[0] < leaning[1] < alone[1]


def test_a_language_without_a_list_is_not_taken_for_calm() -> None:
    frame = FOUR.copy()
    frame.loc[2, "language"] = "tr"
    assert np.isnan(levels(frame)[2])
    found = shares(voiced(["T1", "T2"], frame), ALL, few=0.0)[0, :, 3]
    assert found[1] == pytest.approx(found[0])


def test_one_voice_that_speaks_ten_times_is_one_person() -> None:
    frame = pd.concat([FOUR, *[FOUR.iloc[[0]]] * 9])
    assert shares(voiced(["T1", "T2"], frame), ALL, 0.0) == pytest.approx(
        shares(voiced(["T1", "T2"], FOUR), ALL, 0.0)
    )


def test_the_mean_is_geometric_and_its_weights_are_exponents() -> None:
    factors = np.array([[0.25, 1.0, 1.0, 1.0], [0.5, 0.5, 0.5, 0.5]])
    assert scores(factors, np.ones(4)) == pytest.approx([0.25**0.25, 0.5])
    assert scores(factors, np.array([1.0, 0, 0, 0])) == pytest.approx([0.25, 0.5])
    assert scores(factors, np.array([0.0, 1, 1, 1])) == pytest.approx([1.0, 0.5])


def test_equal_scores_keep_the_order_they_stand_in() -> None:
    assert places(np.array([0.5, 0.7, 0.5])).tolist() == [2, 1, 3]
