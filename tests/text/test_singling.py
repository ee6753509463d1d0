"""Words that single out one child, held against cases: what may not be printed outside."""

from __future__ import annotations

import json

from pipeline.text.redact.singling import singles_out
from tests.conftest import CASES


def test_words_that_single_a_child_out_are_marked_and_general_ones_are_not() -> None:
    lines = (CASES / "singling.jsonl").read_text("utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    assert sum(case["singles_out"] for case in cases) >= 40
    assert sum(not case["singles_out"] for case in cases) >= 40
    wrong = [c["text"] for c in cases if bool(singles_out(c["text"])) != c["singles_out"]]
    assert wrong == []
