"""Tuning: bounded, seeded, resumable, and judged on what it never saw."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline.core.errors import DataProblem
from pipeline.core.numeric import nmi
from pipeline.core.settings import MatchSettings, Settings, ThemeSettings
from pipeline.evaluation.tuning import (
    MATCH_SPACE,
    THEME_SPACE,
    Task,
    Trial,
    open_log,
    proposals,
    search,
    split,
    theme_task,
)
from tests.themes.themes_data import statements

GROUPS = [f"mens {i // 2}" for i in range(120)]


class Recorded:
    """A task that remembers which rows were looked at with which settings."""

    def __init__(self, good: int = 3) -> None:
        self.asked: list[tuple[Any, frozenset[int]]] = []
        self.good = good

    def answer(self, settings: Mapping[str, Any], rows: np.ndarray) -> np.ndarray:
        self.asked.append((settings.get("x"), frozenset(int(row) for row in rows)))
        return np.full(len(rows), int(settings.get("x") == self.good))

    def task(self, data: str = "d") -> Task:
        gold = np.ones(len(GROUPS), dtype=np.int64)
        space = {"x": (1, 2, 3), "y": (1, 2)}
        return Task(
            "proef", space, GROUPS, gold, self.answer, lambda a, g: float((a == g).mean()), data
        )


@pytest.mark.parametrize(
    ("space", "settings"), [(THEME_SPACE, ThemeSettings()), (MATCH_SPACE, MatchSettings())]
)
def test_every_default_is_in_its_space_and_every_name_is_a_setting(space, settings) -> None:
    for name, values in space.items():
        assert getattr(settings, name) in values, name
        assert len(set(values)) == len(values) >= 2


def test_what_is_held_out_chooses_nothing_and_is_looked_at_once() -> None:
    recorded = Recorded()
    found = search(recorded.task(), trials=6, seed=1)
    dev, test = (frozenset(int(row) for row in part) for part in split(GROUPS, 1))
    on_dev = [one for one in recorded.asked if one[1] <= dev]
    on_test = [one for one in recorded.asked if one[1] <= test]
    assert len(on_dev) == 6
    assert [one[0] for one in on_test] == [None, found.best.settings["x"]]
    assert len(on_dev) + len(on_test) == len(recorded.asked)


def test_nobody_is_on_both_sides_and_a_new_statement_moves_no_other() -> None:
    dev, test = split(GROUPS, 7)
    assert not {GROUPS[i] for i in dev} & {GROUPS[i] for i in test}
    assert sorted([*dev, *test]) == list(range(len(GROUPS)))
    more = split([*GROUPS, "nieuw"], 7)
    assert [i for i in more[0] if i < len(GROUPS)] == list(dev)


def test_the_best_is_found_and_the_difference_is_sure() -> None:
    found = search(Recorded().task(), trials=6, seed=1)
    assert found.best.settings["x"] == 3
    assert found.held_out.sure
    assert (found.held_out.first, found.held_out.second) == (0.0, 1.0)


def test_of_equal_settings_the_defaults_win() -> None:
    found = search(Recorded(good=99).task(), trials=6, seed=1)
    assert found.best.settings == {}
    assert not found.held_out.sure


def test_the_same_seed_tries_the_same_and_no_point_twice() -> None:
    first, again = (list(proposals(THEME_SPACE, 25, 5)) for _ in range(2))
    assert first == again
    assert first[0] == {}
    assert len({str(one) for one in first}) == 25
    assert list(proposals(THEME_SPACE, 25, 6)) != first
    assert len(list(proposals({"x": (1, 2)}, 50, 1))) <= 3


def test_an_interrupted_search_goes_on_where_it_was(tmp_path: Path) -> None:
    log, whole, cut = tmp_path / "trials.jsonl", Recorded(), Recorded()
    straight = search(whole.task(), trials=6, seed=2)
    done, keep = open_log(log, cut.task(), 2)
    assert done == []
    for trial in straight.trials[:3]:
        keep(trial)
    with log.open("a") as file:
        file.write('{"trial": 3, "sett')  # the power went out here
    done, keep = open_log(log, cut.task(), 2)
    assert [one.number for one in done] == [0, 1, 2]
    went_on = search(cut.task(), trials=6, seed=2, done=done, keep=keep)
    assert went_on == straight
    assert len(cut.asked) == 3 + 2
    assert len(open_log(log, cut.task(), 2)[0]) == 6


@pytest.mark.parametrize(("data", "seed"), [("other", 2), ("d", 3)])
def test_the_log_of_another_search_is_refused(tmp_path: Path, data: str, seed: int) -> None:
    log = tmp_path / "trials.jsonl"
    _done, keep = open_log(log, Recorded().task(), 2)
    keep(Trial(0, {}, 0.5))
    with pytest.raises(DataProblem) as fault:
        open_log(log, Recorded().task(data), seed)
    assert "--log" in fault.value.mend


def test_too_little_data_is_refused_rather_than_split() -> None:
    task = Recorded().task()
    few = Task(
        task.name, task.space, GROUPS[:12], task.gold[:12], task.answer, task.summary, task.data
    )
    with pytest.raises(ValueError, match="too few"):
        search(few, trials=2, seed=1)


def test_themes_can_be_tuned_on_labels() -> None:
    vectors, said, truth = statements(120, subjects=4)
    labels = [str(one) for one in truth]
    quick = Settings().changed({"themes": {"runs": 2}}).themes
    task = theme_task(said, vectors, labels, [one.text for one in said], quick, nmi)
    found = search(task, trials=2, seed=1)
    assert found.best.score > 0.7
