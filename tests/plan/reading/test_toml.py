"""plan.toml: what it holds comes out whole, and what is wrong is told all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.errors import DataProblems
from pipeline.plan.reading.toml import read_plan

pytestmark = pytest.mark.usefixtures("in_english")

GOOD = """
[plan]
title = "Plan"
version = "concept"
[[pillars]]
id = "1"
title = "Pijler"
  [[pillars.goals]]
  id = "1.1"
  title = "Doel"
  page = 9
  path = ["4 Deel", "4.1 Kop"]
    [[pillars.goals.actions]]
    id = "1.1.1"
    text = "Wij doen het."
[[codebooks]]
id = "kaders"
title = "Kaders"
  [[codebooks.codes]]
  id = "K1"
  title = "Zorgplicht"
  examples = ["Binnen zes weken een plek."]
"""
FAULTS = {
    "unknown key": ('title = "Doel"', 'titel = "Doel"', "did you mean 'title'?"),
    "goal without text": ('title = "Doel"', "", "goal '1.1' has no text"),
    "action without id": ('id = "1.1.1"', "", "action without an id"),
    "page in words": ("page = 9", 'page = "negen"', "a whole number"),
    "codebook called goals": ('id = "kaders"', 'id = "goals"', "may not be called 'goals'"),
}


def written(folder: Path, text: str) -> Path:
    path = folder / "plan.toml"
    path.write_text(text.strip(), encoding="utf-8")
    return path


def test_everything_in_the_file_is_in_the_plan(tmp_path: Path) -> None:
    plan = read_plan(written(tmp_path, GOOD))
    (goal,) = plan.goals()
    assert (goal.goal_id, goal.title, goal.place.page) == ("1.1", "Doel", 9)
    assert goal.place.path == ("4 Deel", "4.1 Kop")
    assert goal.actions[0].text == "Wij doen het."
    (book,) = plan.codebooks
    assert (book.kind, book.multiple) == ("kaders", True)
    assert book.code("K1").support == ("Binnen zes weken een plek.",)


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_with_its_mend(name: str, tmp_path: Path) -> None:
    old, new, statements = FAULTS[name]
    assert old in GOOD
    with pytest.raises(DataProblems) as caught:
        read_plan(written(tmp_path, GOOD.replace(old, new, 1)))
    told = [f"{one.where} {one.found} {one.expected} {one.mend}" for one in caught.value.problems]
    assert any(statements in one and "plan.toml" in one for one in told), told


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = GOOD
    for name in ("unknown key", "action without id", "page in words"):
        text = text.replace(FAULTS[name][0], FAULTS[name][1], 1)
    with pytest.raises(DataProblems) as caught:
        read_plan(written(tmp_path, text))
    assert len(caught.value.problems) >= 3


def test_the_demo_plans_are_whole(voorbeeld: Path) -> None:
    plan = read_plan(voorbeeld / "plan.toml")
    assert [len(pillar.goals) for pillar in plan.pillars] == [4, 4, 3]
    assert {book.codebook_id for book in plan.codebooks} == {"kaders", "kwesties"}
    assert len(list(read_plan(voorbeeld / "plan-vorige.toml").goals())) >= 8
