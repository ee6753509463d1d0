"""Lines with labels are a corpus with a truth: trained on, compared on, evaluated on."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from pipeline.core.errors import DataProblem, DataProblems
from pipeline.evaluation.corpus import corpus_with_truth
from pipeline.evaluation.corpus_metrics import concerns_of_responses
from pipeline.evaluation.labelled import labelled_corpus, read_lines, read_statements

ROWS = [
    {"id": "a", "text": "De taxi komt te laat.", "label": "vervoer", "respondent": "x"},
    {"id": "b", "text": "De klas is te vol.", "label": "klas", "respondent": "x"},
    {"id": "c", "text": "De bus rijdt niet.", "label": "vervoer", "stance": 2},
    {"id": "d", "text": "-", "label": "klas", "filler": True},
]


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "zorg.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), "utf-8")
    return path


def test_every_line_is_a_response_with_its_label_as_truth(lines: Path) -> None:
    corpus, truth = labelled_corpus(lines)
    assert (corpus.name, list(corpus.responses["response_id"])) == ("zorg", ["a", "b", "c"])
    assert corpus.responses["respondent_id"].nunique() == 2
    known = concerns_of_responses(corpus.responses, corpus.questions, truth)
    assert known == {"a": ("vervoer",), "b": ("klas",), "c": ("vervoer",)}


def test_a_file_of_lines_may_stand_where_a_corpus_does(lines: Path, voorbeeld: Path) -> None:
    assert corpus_with_truth(lines)[0].name == "zorg"
    corpus, truth = corpus_with_truth(voorbeeld)
    assert (corpus.name, isinstance(truth and truth.responses, pd.DataFrame)) == ("voorbeeld", True)


def test_every_faulty_line_is_named_with_what_is_wrong_and_none_of_its_words(
    tmp_path: Path,
) -> None:
    path = tmp_path / "set.jsonl"
    wrong = ['{"id": 1, "text": "geheim"}', "no json", '{"text": " ", "label": "x"}', '["x"]']
    path.write_text("\n".join([json.dumps(ROWS[0]), *wrong, json.dumps(ROWS[0])]), "utf-8")
    with pytest.raises(DataProblems) as faults:
        read_statements(path)
    problems = faults.value.problems
    assert [problem.where[-1] for problem in problems] == list("23456")
    assert "label" in problems[0].found and "geheim" not in str(faults.value)
    assert "a" in problems[4].found, "an id that occurs twice"


def test_a_fault_of_all_lines_is_told_of_three_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"id": "1", "text": "a"}\n' * 60 + "no json\n", "utf-8")
    with pytest.raises(DataProblems) as faults:
        read_statements(path)
    where = [problem.where.rpartition("set.jsonl, ")[2] for problem in faults.value.problems]
    assert where == ["regel 1", "regel 2", "regel 3", "nog 57 regels", "regel 61"]
    assert "label" in faults.value.problems[3].found


def test_lines_that_are_not_there_are_no_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match="bestand"):
        corpus_with_truth(tmp_path / "set.jsonl")


def test_a_statement_without_id_gets_its_number(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"text": "a", "label": "x"}\n\n{"text": "b", "label": "y"}', "utf-8")
    assert [row["id"] for row in read_statements(path)] == ["1", "2"]


def test_only_the_lines_of_a_split_are_read_and_none_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"split": "dev"}\n{"split": "test"}\n', "utf-8")
    assert read_lines(path, lambda row: row["split"], "", "test") == ["test"]
    with pytest.raises(DataProblem, match=r"set\.jsonl"):
        read_lines(path, lambda row: row["split"], "", "elders")
