"""The model of a note-taker's own lines is what its material gives, and holds for another hand."""

from __future__ import annotations

import json
from dataclasses import asdict

import numpy as np
import pytest

from models.reader.data import read_consultations
from models.reader.lines import LINES, OUT, fit, probabilities, read_lines
from pipeline.corpus.organiser import SURE

HANDS = {path.stem: read_lines(path) for path in sorted(LINES.glob("*.jsonl"))}


@pytest.fixture(scope="module")
def plain() -> list[str]:
    return [said.text for one in read_consultations() for said in one.statements]


def test_no_line_was_written_twice_and_every_hand_wrote_both_kinds() -> None:
    texts = [line.text.casefold() for lines in HANDS.values() for line in lines]
    assert len(set(texts)) == len(texts) > 3000
    for lines in HANDS.values():
        assert min(sum(line.own for line in lines), sum(not line.own for line in lines)) >= 500


def test_the_weights_in_use_are_those_that_the_lines_give(plain: list[str]) -> None:
    fitted = fit([line for lines in HANDS.values() for line in lines], plain)
    used = json.loads(OUT.read_text("utf-8"))
    assert json.loads(json.dumps(asdict(fitted))) == used


@pytest.mark.parametrize("held", sorted(HANDS))
def test_of_a_hand_that_did_not_teach_hardly_anything_that_was_said_is_lost(
    held: str, plain: list[str]
) -> None:
    others = [line for hand, lines in HANDS.items() if hand != held for line in lines]
    given = probabilities(fit(others, plain), [line.text for line in HANDS[held]]) >= SURE
    own = np.array([line.own for line in HANDS[held]])
    assert given[own].mean() > 0.15
    assert given[~own].mean() < 0.01
