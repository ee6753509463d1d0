"""Reading a plan again keeps what a person changed, and follows the document for the rest."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.errors import DataProblem
from pipeline.core.plan import Action, Goal, Passage, Pillar, Place, Plan
from pipeline.plan.reading.check import check_plan
from pipeline.plan.reading.document import PlanReading
from pipeline.plan.reading.merge import merge
from pipeline.plan.reading.toml import read_plan


def reading(*goals: tuple[str, str, str], passages: tuple[str, ...] = ()) -> PlanReading:
    """Goals as (id, title, text of its action)."""
    made = tuple(
        Goal(
            goal_id,
            title,
            "",
            (Action(f"{goal_id}.1", text),) if text else (),
            Place(3, 4, ("Kop",)),
        )
        for goal_id, title, text in goals
    )
    found = tuple(Passage(f"p{n}", text) for n, text in enumerate(passages, 1))
    return PlanReading(Plan("Plan", (Pillar("1", "Pijler", goals=made),), passages=found))


BASE = reading(
    ("1.1", "Rust", "Wij oefenen."), ("1.2", "Ruimte", "Wij bouwen."), passages=("Een zin.",)
)


def saved(text: str, tmp_path: Path) -> Plan:
    path = tmp_path / "plan.toml"
    path.write_text(text, "utf-8")
    return read_plan(path)


def test_what_is_written_reads_back_as_it_was(tmp_path: Path) -> None:
    plan = saved(merge("", BASE, "plan.docx").text, tmp_path)
    assert plan.pillars == BASE.plan.pillars
    assert plan.passages == BASE.plan.passages


def test_reading_the_same_document_again_changes_nothing() -> None:
    text = merge("", BASE, "plan.docx").text
    assert merge(text, BASE, "plan.docx").text == text


def test_an_edit_survives_and_the_rest_follows_the_document(tmp_path: Path) -> None:
    text = merge("", BASE, "plan.docx").text.replace('"Rust"', '"Rust in elke klas"')
    changed = reading(("1.1", "Rust", "Wij oefenen wekelijks."), ("1.2", "Ruimte", "Wij bouwen."))
    merged = merge(text, changed, "plan.docx")
    goal = saved(merged.text, tmp_path).pillars[0].goals[0]
    assert (goal.title, goal.actions[0].text) == ("Rust in elke klas", "Wij oefenen wekelijks.")
    assert merged.kept == ("1.1",)


def test_an_edit_survives_a_second_and_a_third_reading() -> None:
    text = merge("", BASE, "plan.docx").text.replace('"Rust"', '"Rust in elke klas"')
    again = merge(text, BASE, "plan.docx").text
    assert merge(again, BASE, "plan.docx").text == again
    assert '"Rust in elke klas"' in again


def test_where_both_changed_the_person_wins_and_is_told() -> None:
    text = merge("", BASE, "plan.docx").text.replace('"Rust"', '"Rust en regelmaat"')
    merged = merge(text, reading(("1.1", "Stilte", "Wij oefenen.")), "plan.docx")
    assert merged.conflicts == ("1.1",)
    assert '"Rust en regelmaat"' in merged.text
    assert any(
        line.strip().startswith("#? ") and "Stilte" in line for line in merged.text.splitlines()
    )


def test_what_a_person_took_out_stays_out(tmp_path: Path) -> None:
    lines = merge("", BASE, "plan.docx").text.splitlines()
    start = next(n for n, line in enumerate(lines) if 'id = "1.2"' in line) - 1
    end = next(n for n, line in enumerate(lines) if "[[passages]]" in line)
    merged = merge("\n".join(lines[:start] + lines[end:]), BASE, "plan.docx")
    assert [goal.goal_id for goal in saved(merged.text, tmp_path).goals()] == ["1.1"]


def test_what_a_person_added_stays(tmp_path: Path) -> None:
    own = '[[pillars.goals]]\nid = "1.9"\ntitle = "Eigen doel"\n\n[[passages]]'
    text = merge("", BASE, "plan.docx").text.replace("[[passages]]", own, 1)
    merged = merge(text, BASE, "plan.docx")
    assert [goal.goal_id for goal in saved(merged.text, tmp_path).goals()] == ["1.1", "1.2", "1.9"]


def test_a_goal_renumbered_by_the_document_keeps_its_edit(tmp_path: Path) -> None:
    text = merge("", BASE, "plan.docx").text.replace('"Wij bouwen."', '"Wij bouwen zes lokalen."')
    turned = reading(
        ("1.1", "Nieuw", "Wij beginnen."),
        ("1.2", "Rust", "Wij oefenen."),
        ("1.3", "Ruimte", "Wij bouwen."),
    )
    plan = saved(merge(text, turned, "plan.docx").text, tmp_path)
    texts = {goal.title: [action.text for action in goal.actions] for goal in plan.goals()}
    assert texts["Ruimte"] == ["Wij bouwen zes lokalen."]
    assert texts["Rust"] == ["Wij oefenen."]


def test_a_goal_the_document_dropped_goes_unless_a_person_changed_it() -> None:
    text = merge("", BASE, "plan.docx").text
    only = reading(("1.1", "Rust", "Wij oefenen."))
    gone = merge(text, only, "plan.docx")
    assert '"Ruimte"' not in gone.text
    kept = merge(text.replace('"Ruimte"', '"Ruimte genoeg"'), only, "plan.docx")
    assert '"Ruimte genoeg"' in kept.text


def test_comments_and_codebooks_of_a_person_stay() -> None:
    text = merge("", BASE, "plan.docx").text.replace(
        "  [[pillars.goals]]", "  # besproken op 3 maart\n  [[pillars.goals]]", 1
    )
    text += '\n[[codebooks]]\nid = "kaders"  # eigen regel\n\n'
    text += '  [[codebooks.codes]]\n  id = "K1"\n  title = "Geld"\n'
    again = merge(text, BASE, "plan.docx").text
    assert "# besproken op 3 maart" in again
    assert 'id = "kaders"  # eigen regel' in again
    assert tomllib.loads(again)["codebooks"][0]["codes"][0]["id"] == "K1"


def test_a_doubt_that_a_person_settled_does_not_come_back() -> None:
    from dataclasses import replace

    unsure = replace(BASE, unsure=(("1.1", "is this a goal?"),))
    text = merge("", unsure, "plan.docx").text
    assert "#? is this a goal?" in text
    settled = text.replace("  #? is this a goal?\n", "")
    assert "#?" not in merge(settled, unsure, "plan.docx").text.replace(
        "Lines with #?", ""
    ).replace("Regels met #?", "")


def test_a_broken_file_is_not_overwritten() -> None:
    with pytest.raises(DataProblem):
        merge("[plan\n", BASE, "plan.docx")


words = st.text(min_size=1, max_size=30).filter(lambda text: text.strip() and "\x00" not in text)


@given(st.lists(st.tuples(words, words), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_any_text_survives_the_file(goals: list[tuple[str, str]]) -> None:
    made = reading(*((f"1.{n}", title, text) for n, (title, text) in enumerate(goals, 1)))
    data = tomllib.loads(merge("", made, "plan.docx").text)
    found = [goal["title"] for goal in data["pillars"][0]["goals"]]
    assert found == [title for title, _text in goals]


# -- check ------------------------------------------------------------------------------------

FAULTY = """
[plan]
title = "Plan"
[[pillars]]
id = "1"
title = "Pijler"
  [[pillars.goals]]
  id = "1.1"
  title = "Rust, zie doel 7.3"
    [[pillars.goals.actions]]
    id = "p1"
    text = "Voorbeeld"
  [[pillars.goals]]
  id = "1.2"
  title = "Ruimte"
[[pillars]]
id = "2"
title = "Leeg"
[[passages]]
id = "p1"
text = "Een zin."
[[codebooks]]
id = "kaders"
  [[codebooks.codes]]
  id = "K1"
  title = "Geld"
  parent = "K9"
"""


def test_all_faults_of_a_plan_are_told_at_once_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(FAULTY, "utf-8")
    found = check_plan(path)
    assert [("7.3" in f.found, "p1" in f.found, "K9" in f.found) for f in found.faults] == [
        (False, True, False), (True, False, False), (False, False, True),
    ]  # fmt: skip
    assert all(fault.mend and fault.where[-1].isdigit() for fault in found.faults)
    assert len(found.remarks) == 3  # goal 1.2 without action, pillar 2 without goals, "Voorbeeld"


def test_a_sound_plan_has_no_faults(voorbeeld: Path) -> None:
    assert check_plan(voorbeeld / "plan.toml").faults == ()


def test_double_ids_and_empty_texts_are_faults(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    goal = '[[pillars.goals]]\nid = "1.1"\n'
    path.write_text(f'[[pillars]]\nid = "1"\ntitle = "A"\n{goal}title = "x"\n{goal}', "utf-8")
    assert len(check_plan(path).faults) == 2
