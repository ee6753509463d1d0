"""Lists and tables of who was there: counted, and nothing of them is taken for what was said."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.corpus.notes import read_notes
from pipeline.files.blocks import Block, structured
from pipeline.files.options import RoundFiles
from tests.corpus.test_notes import CASES, MEETING, notes


@pytest.mark.parametrize("case", CASES["list"], ids=lambda case: case["name"])
def test_a_list_of_who_was_there_is_counted_and_says_nothing(case: dict[str, Any]) -> None:
    read = notes(case["text"])
    present = {row["role"]: row["n_present"] for row in read.meetings}
    assert present.pop("") == case.get("n")
    assert present == case.get("roles", {})
    said = [[row["role"], row["text"]] for row in read.responses]
    assert said == case["said"]


@pytest.mark.parametrize("case", CASES["table"], ids=lambda case: case["name"])
def test_a_table_of_who_was_there_is_no_answer(case: dict[str, Any]) -> None:
    rows = [tuple(row) for row in case["rows"]]
    blocks = structured([Block("row", " | ".join(row), cells=row, table=1) for row in rows])
    read = read_notes(blocks, RoundFiles(MEETING, ("a.md",)), "a.md", "r1")
    assert len(read.responses) == case.get("said", 0)
    assert read.meetings[0]["n_present"] == case.get("n")
    assert len(read.responses) + len(read.aside) == len(rows)
