"""A large table in files: what was drawn is whole, of the rest stays what is counted."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from pipeline.core.table_parquet import DRAWN, SUFFIX, WholeTables, read_counted, write_part
from pipeline.core.tables import FITS, MATCHES, RESPONSES, STATEMENTS


def statements(*texts: str) -> pd.DataFrame:
    rows = [
        {"statement_id": f"{text}.01", "response_id": text, "start": 0, "end": len(text),
         "text": text, "clean_text": text}
        for text in texts
    ]  # fmt: skip
    return STATEMENTS.check(pd.DataFrame(rows))


def matches(*rows: tuple[str, str, int]) -> pd.DataFrame:
    columns = ["item_id", "codebook_id", "rank"]
    rest = {"level": "statement", "code_id": "1", "score": 1.23456789, "probability": None}
    return MATCHES.check(pd.DataFrame(rows, columns=columns).assign(**rest))


def test_rows_that_were_drawn_keep_their_texts_and_others_only_what_is_counted(
    tmp_path: Path,
) -> None:
    write_part(STATEMENTS, statements("a", "b"), tmp_path / f"sample{DRAWN}")
    write_part(STATEMENTS, statements("c"), tmp_path / f"00001{SUFFIX}")
    back = read_counted(STATEMENTS, tmp_path)
    assert dict(zip(back["statement_id"], back["text"], strict=True)) == {
        "a.01": "a", "b.01": "b", "c.01": "",
    }  # fmt: skip
    assert list(back["end"]) == [1, 1, 1]


def test_of_places_in_the_plan_the_nearest_goal_is_counted(tmp_path: Path) -> None:
    given = matches(("a", "goals", 1), ("b", "goals", 2), ("c", "kaders", 1))
    write_part(MATCHES, given, tmp_path / f"00001{SUFFIX}")
    back = read_counted(MATCHES, tmp_path)
    assert list(back["item_id"]) == ["a"]
    assert list(back["score"]) == [1.23457]  # six digits, as in CSV


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.parquet", "b.parquet"):
        write_part(STATEMENTS, statements("x", "y"), tmp_path / name)
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_a_table_without_files_is_empty(tmp_path: Path) -> None:
    assert read_counted(FITS, tmp_path).empty


def test_what_is_not_kept_is_in_no_file_that_is_written(tmp_path: Path) -> None:
    write_part(STATEMENTS, statements("a", "b"), tmp_path / "before" / "statements" / "1.parquet")
    whole = WholeTables(tmp_path / "before", kept=lambda _table, rows: rows[rows["text"] != "a"])
    whole.write(STATEMENTS, tmp_path / "statements")
    after = WholeTables(tmp_path)
    assert after.holds(STATEMENTS)
    assert not after.holds(RESPONSES)
    assert [list(rows["text"]) for (rows,) in after.together([STATEMENTS])] == [["b"]]
