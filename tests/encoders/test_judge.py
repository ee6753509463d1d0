"""The judge reads a pair at a time: its opinion of one pair depends on no other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.encoders import judge, reader
from pipeline.encoders.judge import MAX_TOKENS, Judge, joined, load_judge
from tests.encoders.small_network import write_network

PAIRS = [
    ("de wachtlijst is te lang", "wij korten de wachtlijst in"),
    ("de wachtlijst is te lang", "scholen werken samen"),
    ("", ""),
    ("geen plek " * 60, "elke leerling een plek " * 60),
]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write_network(tmp_path_factory.mktemp("judge"), classes=3)


@pytest.fixture(scope="module")
def small(files: tuple[Path, Path]) -> Judge:
    return Judge(*files, threads=1)


def test_its_three_probabilities_sum_to_one(small: Judge) -> None:
    read = small.probabilities(PAIRS)
    assert read.shape == (len(PAIRS), 3)
    assert np.allclose(read.sum(axis=1), 1, atol=1e-5)
    assert len(np.unique(read, axis=0)) == len(PAIRS), "another pair, another opinion"


@given(st.permutations(range(len(PAIRS))), st.integers(1, len(PAIRS)))
def test_neither_order_nor_company_changes_an_opinion(
    small: Judge, order: list[int], size: int
) -> None:
    whole, chosen = small.probabilities(PAIRS), order[:size]
    assert (small.probabilities([PAIRS[at] for at in chosen]) == whole[chosen]).all()


def test_the_number_of_threads_changes_no_opinion(files: tuple[Path, Path], small: Judge) -> None:
    assert (Judge(*files, threads=4).probabilities(PAIRS) == small.probabilities(PAIRS)).all()


def test_it_matters_which_side_said_what(small: Judge) -> None:
    there, back = small.probabilities([PAIRS[0], PAIRS[0][::-1]])
    assert (there != back).any()


def test_of_no_pairs_there_is_no_opinion(small: Judge) -> None:
    assert small.probabilities([]).shape == (0, 3)


@pytest.mark.parametrize(("said", "plan"), [(3, 3), (400, 3), (3, 400), (400, 400), (90, 90)])
def test_both_sides_fit_and_what_was_said_gives_way(said: int, plan: int) -> None:
    row = joined([7] * said, [9] * plan)
    assert len(row) <= MAX_TOKENS
    assert row.count(9) == min(plan, MAX_TOKENS // 2)
    assert row.count(7) == min(said, MAX_TOKENS - row.count(9) - 1)


def test_without_its_file_there_is_no_judge(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "folder", lambda: tmp_path)
    assert load_judge() is None


@pytest.mark.skipif(not judge.available(), reason="the judge was not trained here")
def test_the_shipped_judge_tells_an_answer_from_another_matter() -> None:
    shipped = load_judge(threads=1)
    assert shipped is not None
    said = "De wachtlijst voor het speciaal onderwijs is veel te lang."
    read = shipped.probabilities(
        [
            (said, "In 2027 krijgt elke leerling binnen zes weken een plek in het speciaal "
             "onderwijs, zodat de wachtlijst verdwijnt."),
            (said, "Elke school krijgt een nieuwe gymzaal."),
        ]
    )  # fmt: skip
    assert read[0, judge.ANSWERS] > read[1, judge.ANSWERS]
    assert read[1, judge.OTHER] > read[0, judge.OTHER]
