"""Folders as organisations drop them, in shapes of our own: read by ``init`` as what they are."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli.init import write
from pipeline.corpus.corpus import read_corpus
from pipeline.corpus.guess import propose
from pipeline.corpus.records import Corpus
from pipeline.files.formats import how_to_convert
from tests.files import (
    fresh_documents,
    fresh_reports,
    fresh_tables,
    fresh_workbooks,
    newcomers,
    newcomers_exports,
)
from tests.files.own_shapes import FOLDERS

EXPECTED = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "shapes.toml").read_text("utf-8")
)  # name -> what is right


def _found(corpus: Corpus) -> dict[str, Any]:
    """What was read, under the words of cases/shapes.toml."""
    said, meetings, plan = corpus.responses, corpus.meetings, corpus.plan
    goals = list(plan.goals()) if plan else []
    present = meetings[meetings["role"] == ""]["n_present"].fillna(0)
    return {
        "n": len(said),
        "roles": said["role"].value_counts().to_dict(),
        "days": sorted(set(said["date"])),
        "topics": sorted(set(corpus.questions["text"])),
        "by_topic": _by_topic(corpus),
        "rounds": said["round_id"].nunique(),
        "meetings": said["meeting_id"].nunique(),
        "voices": said["respondent_id"].nunique(),
        "people": int(present.sum()),
        "supporters": sorted(int(n) for n in said["n_supporters"]),
        "plan": [len(plan.pillars), len(goals), sum(len(goal.actions) for goal in goals)]
        if plan
        else [],
    }


def _by_topic(corpus: Corpus) -> dict[str, int]:
    """How many answers each topic has; "" for those without one."""
    texts = dict(zip(corpus.questions["question_id"], corpus.questions["text"], strict=True))
    asked = corpus.responses["question_id"].map(lambda key: texts.get(key, ""))
    return {str(text): int(n) for text, n in asked.value_counts().items()}


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_a_folder_of_our_own_shape_is_read_as_what_it_is(name: str, tmp_path: Path) -> None:
    FOLDERS[name](tmp_path)
    write(tmp_path, propose(tmp_path))
    corpus = read_corpus(tmp_path)
    expected = dict(EXPECTED[name])
    absent, told = expected.pop("absent", []), expected.pop("told", [])
    found = _found(corpus)
    assert {word: found[word] for word in expected} == expected
    words = "\n".join(corpus.responses["text"])
    assert [text for text in absent if text in words] == []
    assert [text for text in told if text not in "\n".join(corpus.warnings)] == []


def test_shapes_written_before_they_were_read_are_among_them() -> None:
    fresh = {
        fresh_documents.plan_on_slides,
        fresh_tables.themes_beside_schools,
        fresh_workbooks.a_list_with_signatures,
        fresh_reports.interview_that_is_told,
        newcomers.forms_that_branch,
        newcomers_exports.ideas_of_klaxoon,
    }
    assert fresh <= {*FOLDERS.values()}


def test_every_shape_says_what_is_right() -> None:
    assert set(EXPECTED) == set(FOLDERS)


def test_without_the_extra_a_message_of_outlook_says_how_it_is_read_all_the_same() -> None:
    assert "gehoord[formats]" in how_to_convert(".msg")
    assert ".csv" in how_to_convert(".sav")
