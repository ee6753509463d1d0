"""`gehoord show RUN ID`: whatever an id of the report stands for, it is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.cli.show_one import show_one
from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem
from pipeline.core.tables import ASSIGNMENTS, COVERAGE, STATEMENTS, THEMES
from tests.report.example import example


@pytest.fixture(scope="module")
def analysis(voorbeeld: Path) -> Analysis:
    return example(voorbeeld, keep=60)


def shown(capsys: pytest.CaptureFixture[str], analysis: Analysis, given: str) -> list[str]:
    show_one(analysis, given)
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("typed", ["{}", "zorg {}", "{},", "({})"])
def test_a_concern_shows_every_statement_in_it(
    capsys: pytest.CaptureFixture[str], analysis: Analysis, typed: str
) -> None:
    links = analysis.table(ASSIGNMENTS)
    theme = links[links["theme_id"] != ""]["theme_id"].iloc[0]
    lines = shown(capsys, analysis, typed.format(theme.lower()))
    assert {line.split()[0] for line in lines} == {
        *links[links["theme_id"] == theme]["statement_id"]
    }


def test_a_goal_shows_its_actions_and_every_concern_nearest_to_it(
    capsys: pytest.CaptureFixture[str], analysis: Analysis
) -> None:
    assert analysis.plan is not None
    told = analysis.table(COVERAGE)
    for goal in analysis.plan.goals():
        lines = shown(capsys, analysis, f"doel {goal.goal_id}")
        near = {*told[told["code_id"] == goal.goal_id]["theme_id"]}
        assert lines[0] == f"{goal.goal_id}  {goal.wording}"
        assert {line.split()[1] for line in lines if line.startswith("  - ")} == near
        assert [line.split()[0] for line in lines[1:] if line.startswith("    ")] == [
            action.action_id for action in goal.actions
        ]


def test_a_pillar_shows_its_goals(capsys: pytest.CaptureFixture[str], analysis: Analysis) -> None:
    assert analysis.plan is not None
    pillar = analysis.plan.pillars[0]
    lines = shown(capsys, analysis, pillar.pillar_id)
    assert [line.split()[0] for line in lines[1:]] == [goal.goal_id for goal in pillar.goals]


def test_a_statement_shows_the_file_and_row_it_came_from(
    capsys: pytest.CaptureFixture[str], analysis: Analysis
) -> None:
    row = analysis.table(STATEMENTS).iloc[0]
    answer = analysis.table("responses").set_index("response_id").loc[row["response_id"]]
    lines = shown(capsys, analysis, row["statement_id"])
    assert lines[0].startswith(row["statement_id"])
    assert lines[-1].startswith(str(answer["source_file"]))
    assert f":{answer['source_row']}  " in lines[-1]


def test_an_unknown_id_is_told_with_the_ids_there_are(analysis: Analysis) -> None:
    with pytest.raises(DataProblem) as raised:
        show_one(analysis, "T999")
    first = analysis.table(THEMES)["theme_id"].iloc[0]
    assert first in raised.value.expected
    assert "gehoord show" in raised.value.mend


def test_a_word_out_of_a_name_leads_to_the_concern_of_that_name(analysis: Analysis) -> None:
    row = analysis.table(THEMES).iloc[0]
    word = max(str(row["label"]).strip("“”.").split(), key=len)
    with pytest.raises(DataProblem) as raised:
        show_one(analysis, word)
    assert row["theme_id"] in raised.value.mend
