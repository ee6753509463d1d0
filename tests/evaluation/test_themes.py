"""`gehoord evaluate themes` on small, odd and faulty sets."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from pipeline.core.settings import Settings
from pipeline.evaluation.themes import KEYS, measure, promised
from pipeline.themes.scores import Vectors
from tests.themes.themes_data import statements

QUICK = replace(Settings().themes, most=None, runs=3)


@pytest.mark.parametrize("n", [1, 2, 5, 20])
def test_every_size_of_set_is_measured_with_the_promised_keys(n: int) -> None:
    given, said, truth = statements(n)
    vectors = Vectors(given.statement_ids, given.vectors)
    scores, _themes = measure([str(one) for one in truth], said, vectors, QUICK)
    told = promised(scores)
    assert tuple(told) == KEYS
    json.dumps(told, allow_nan=False)  # other readers of JSON know no NaN
    assert told["n_labels"] == len(set(truth))


def test_identical_texts_are_one_theme() -> None:
    given, said, truth = statements(40)
    same = [replace(one, text=said[0].text, tokens=said[0].tokens) for one in said]
    vectors = Vectors(given.statement_ids, given.vectors[:1].repeat(40, axis=0))
    scores, _themes = measure([str(one) for one in truth], same, vectors, QUICK)
    assert (scores["n_themes"], scores["overig"]) == (1, 0.0)
