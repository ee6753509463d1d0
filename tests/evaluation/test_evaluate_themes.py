"""`gehoord evaluate themes` on small, odd and faulty sets."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from pipeline.cli.evaluate_themes import KEYS, measure, promised, read_set
from pipeline.core.errors import DataProblem, DataProblems
from pipeline.core.settings import Settings
from pipeline.themes.scores import Vectors
from tests.themes.themes_data import statements

QUICK = replace(Settings().themes, most=None, runs=3)


def _file(tmp_path, rows):
    file = tmp_path / "set.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return file


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


def test_every_faulty_line_is_named_and_rows_to_skip_are_skipped(tmp_path) -> None:
    good = {"id": "a", "text": "De taxi komt niet", "label": "x"}
    faulty = [{"id": "b", "text": "  ", "label": "x"}, {"id": "c", "text": "Wij wachten"}, good]
    with pytest.raises(DataProblems) as told:
        read_set(_file(tmp_path, [good, *faulty]))
    assert [problem.where for problem in told.value.problems] == [
        f"set.jsonl, {word}" for word in _lines((2, 3, 4))
    ]
    skipped = {"id": "d", "text": "-", "label": "x", "filler": True}
    copied = {"id": "e", "text": "De taxi komt niet", "label": "x", "dup_of": "a"}
    assert [row["id"] for row in read_set(_file(tmp_path, [good, skipped, copied]))] == ["a"]


def _lines(numbers):
    from pipeline.core.locale import gettext as _

    return [_("{file}, line {number}").format(file="", number=one)[2:] for one in numbers]


def test_a_set_without_rows_is_refused(tmp_path) -> None:
    with pytest.raises(DataProblem):
        read_set(_file(tmp_path, []))
