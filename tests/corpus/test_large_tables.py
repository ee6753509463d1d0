"""A table that is read some rows at a time says what it says when it is held at once."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow
import pytest
from pyarrow import parquet

from pipeline.core.errors import DataProblem, DataProblems
from pipeline.core.plan import Round
from pipeline.corpus.corpus import check_corpus, read_corpus
from pipeline.corpus.look import look_at
from pipeline.corpus.readers import read_file
from pipeline.files import parquet_rows
from pipeline.files.options import RoundFiles
from tests.files.make_files import corpus_of

SOURCE = RoundFiles(Round("1", "Ronde", "2025-01-01"), ("a.parquet",))
LONG: dict[str, list[Any]] = {
    "nr": ["1", "2", "2", "3", "", "4", "5"],
    "datum": ["3/9/2025", "4/9/2025", "3/14/2025", "", "3/30/2025", "week 12", "5/9/2025"],
    "rol": ["ouder", "IB'er;ouder", "Ik ben de oma van een kind hier", "ouder", "", "x", "ouder"],
    "vraag": ["Wat kan beter?", "Wat gaat goed?"] * 3 + ["Wat kan beter?"],
    "reactie": ["Meer rust", "", "De taxi is laat", "n.v.t.", "<p>Te&nbsp;vol</p>", "Ja", None],
}
TABLES: dict[str, tuple[dict[str, list[Any]], dict[str, Any]]] = {
    "an answer a row": (LONG, {}),
    "a question a column": (
        {"id": [7, 8, 9, 10], "Wat kan beter?": ["rust", "de taxi", "", "-"],
         "Wat gaat goed?": ["alles", None, "niets", "de juf"]},
        {"columns": {"open": ["Wat kan beter?", "Wat gaat goed?"]}},
    ),
    "meetings": (
        {"bijeenkomst": ["Noord", "Zuid", "Noord", "West", "Zuid"], "reactie": list("abcde")},
        {"round": Round("1", "Ronde", "2025-01-01", "meeting")},
    ),
    "names of respondents": ({**LONG, "nr": ["anna", *LONG["nr"][1:]]}, {}),
    "both orders of days": ({**LONG, "datum": ["3/4/2025", "4/3/2025", "5/6/2025", *"    "]}, {}),
    "a language a column": (
        {"nr": list("1234"), "body/nl": ["Rust", "", "Lawaai", ""],
         "body/en": ["", "Calm", "", "Noise"]},
        {},
    ),
    "no names over the columns": (
        {"ouder": ["ouder", "leerkracht", "ouder", "ouder"],
         "De bus komt altijd te laat": ["Ja dat klopt wel", "Nee hoor", "Soms is dat zo", "Ja"]},
        {},
    ),
    "marks of a platform": (
        {**LONG, "status": ["spam", "", "", "test", "ingetrokken", "", ""]}, {}),
    "a name that is no column": (LONG, {"columns": {"text": "antwoorden"}}),
}  # fmt: skip


def written(path: Path, columns: dict[str, list[Any]]) -> Path:
    parquet.write_table(pyarrow.table(columns), path)
    return path


def found(read: Any) -> dict[str, Any]:
    """All that a file gave, whichever way its rows are held."""
    frames = {
        "responses": ([pd.DataFrame(read.responses)] if read.responses else []) + read.packed,
        "aside": ([pd.DataFrame(read.aside)] if read.aside else []) + read.packed_aside,
    }
    rows = {
        name: pd.concat(some).astype("string").to_dict("records") if some else []
        for name, some in frames.items()
    }
    return {
        **rows, "questions": list(read.questions.items()), "warnings": read.warnings,
        "faults": list(map(str, read.faults)), "n": (read.n_kept, read.n_aside),
    }  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_rows_at_a_time_give_what_the_whole_table_gives(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns, facts = TABLES[name]
    path, source = written(tmp_path / "a.parquet", columns), replace(SOURCE, **facts)
    whole = found(read_file(tmp_path, path.name, source, "r1"))
    monkeypatch.setattr(parquet_rows, "LARGE", 0)
    monkeypatch.setattr(parquet_rows, "ROWS", 2)
    assert found(read_file(tmp_path, path.name, source, "r1")) == whole
    assert whole["responses"] or whole["faults"]


def test_a_folder_of_part_files_is_one_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [f"{n % 7};ouder;Vraag {n % 2};Tekst nummer {n}" for n in range(40)]
    random.Random(0).shuffle(rows)
    columns: dict[str, list[Any]] = {
        name: [row.split(";")[at] for row in rows]
        for at, name in enumerate(("nr", "rol", "vraag", "reactie"))
    }
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    for folder in (whole, parts):
        folder.mkdir()
        (folder / ".gehoord-key").write_text("ab" * 32, encoding="ascii")
    written(whole / "a.parquet", columns)
    (parts / "a.parquet").mkdir()
    for number, (first, last) in enumerate(((0, 13), (13, 14), (14, 40))):
        some = {name: cells[first:last] for name, cells in columns.items()}
        written(parts / "a.parquet" / f"part.{number}.parquet", some)
    (parts / "a.parquet" / "_SUCCESS").write_bytes(b"")  # as Spark leaves it
    one, several = (read_corpus(corpus_of(folder, "a.parquet")) for folder in (whole, parts))
    assert several.responses.equals(one.responses)
    assert several.sources[0].n_kept == 40
    named = {account.file for account in several.files if account.what == "survey"}
    assert named == {f"a.parquet/part.{number}.parquet" for number in range(3)}
    monkeypatch.setattr(parquet_rows, "ROWS", 3)
    assert read_corpus(parts).responses.equals(one.responses)
    before = read_corpus(parts).sources[0].sha256
    (parts / "a.parquet" / "part.2.parquet").rename(parts / "a.parquet" / "part.3.parquet")
    assert read_corpus(parts).sources[0].sha256 != before


def test_what_a_large_table_is_is_told_by_its_first_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = {name: cells * 20 for name, cells in LONG.items()}
    written(tmp_path / "a.parquet", columns)
    whole = look_at(tmp_path, "a.parquet")
    monkeypatch.setattr(parquet_rows, "LARGE", 0)
    monkeypatch.setattr(parquet_rows, "ROWS", 70)
    first = look_at(tmp_path, "a.parquet")
    assert (first.kind, first.file) == (whole.kind, whole.file) == ("table", "a.parquet")
    assert [table.columns for table in first.tables] == [table.columns for table in whole.tables]


def test_a_part_that_is_damaged_or_of_another_table_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "a.parquet"
    folder.mkdir()
    written(folder / "1.parquet", LONG)
    (folder / "2.parquet").write_bytes(b"PAR1 and no more")
    corpus_of(tmp_path, "a.parquet")
    problems = check_corpus(tmp_path).problems
    assert [problem.where for problem in problems] == ["a.parquet/2.parquet"]
    written(folder / "2.parquet", {"naam": ["x"]})
    with pytest.raises((DataProblem, DataProblems), match=r"2\.parquet"):
        read_corpus(tmp_path)


def test_a_file_that_breaks_off_among_its_rows_is_a_fault_and_no_shorter_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.parquet"
    table = pyarrow.table({"reactie": [f"Tekst {n}" for n in range(4_000)]})
    parquet.write_table(table, path, row_group_size=1_000, compression="none")
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 2_000] = b"\xff" * 2_000
    path.write_bytes(content)
    monkeypatch.setattr(parquet_rows, "LARGE", 0)
    with pytest.raises(DataProblem) as fault:
        read_file(tmp_path, "a.parquet", SOURCE, "r1")
    assert fault.value.where == "a.parquet"
