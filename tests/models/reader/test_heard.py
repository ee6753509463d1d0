"""What whole consultations teach the head of harm, and what a run would put first of them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from models.reader import heard
from models.reader.data import HELD_OUT, Statement
from pipeline.core.settings import HarmSettings


def said(text: str, *, harm: bool | None) -> Statement:
    return Statement(text, "", "ouder", "", "nl", harm, content=True)


def test_every_mark_is_of_something_that_was_said_and_those_that_judge_teach_nothing() -> None:
    taught = heard.read_heard()
    assert len(taught) > 45 and not set(taught) & set(HELD_OUT)
    marks = [one.harm for some in heard.read_heard(leaving=()).values() for one in some]
    assert marks.count(True) > 30 and marks.count(None) > 60 and marks.count(False) > 10_000


def test_a_mark_on_what_nobody_said_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = {"consultation": "amerkant", "text": "Dit zei niemand.", "harm": True}
    (tmp_path / "marks.jsonl").write_text(json.dumps(mark), "utf-8")
    marks = heard.read_marks(tmp_path / "marks.jsonl")
    monkeypatch.setattr(heard, "read_marks", lambda: marks)
    with pytest.raises(ValueError, match="Dit zei niemand"):
        heard.read_heard()


def test_what_a_reader_doubted_is_neither_found_nor_a_false_alarm() -> None:
    statements = [
        said("Hij zegt niets meer.", harm=True),
        said("Zij bleef thuis.", harm=None),
        said("De bus is laat.", harm=False),
        said("De klas is vol.", harm=False),
    ]
    found = heard.listed(statements, np.array([0.9, 0.9, 0.9, 0.1]), HarmSettings())
    assert found["listed"] == 3
    assert (found["found"], found["harm"], found["recall"]) == (1, 1, 1.0)
    assert (found["false alarms"], found["per 100 ordinary"]) == (1, 50.0)
