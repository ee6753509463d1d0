"""Cell by cell: what came in as text and what went out differ by nothing unsaid."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.core.plan import Round
from pipeline.corpus.read import Read
from pipeline.corpus.readers import read_file
from pipeline.corpus.tidy import plain_text
from pipeline.files.options import RoundFiles

QUESTIONS = ("Wat gaat er goed?", "Wat kan beter?")
WORDS = st.sampled_from(
    (
        *(
            "Rust",
            "te weinig tijd",
            "caf\u00e9",
            "<br>",
            "&amp;",
            "nee",
            "NA",
            "-",
            "#N/B",
            "Totaal",
        ),
        *('"zo"', "a;b", "a, b", "\n", "  ", "\u00a0", "\ufb01jn", "3x", "<p>", "=A1", "'s"),
    )
)
CELL = st.lists(WORDS, max_size=3).map(" ".join)
ROW = st.tuples(st.sampled_from(("ouder", "leraar", "", "NA")), CELL, CELL)


def read(rows: list[tuple[str, str, str]], delimiter: str, folder: Path) -> Read:
    held = io.StringIO(newline="")
    writer = csv.writer(held, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([("rol", *QUESTIONS), *rows])
    (folder / "t.csv").write_text(held.getvalue(), encoding="utf-8", newline="")
    columns = {"role": "rol", "open": list(QUESTIONS)}
    source = RoundFiles(
        Round("1", "Ronde", "2025-03-17"), ("t.csv",), delimiter=delimiter, columns=columns
    )
    return read_file(folder, "t.csv", source, "r1")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROW, min_size=1, max_size=6), st.sampled_from(";,\t"))
def test_every_cell_is_an_answer_or_is_set_aside_with_its_reason(
    tmp_path: Path, rows: list[tuple[str, str, str]], delimiter: str
) -> None:
    found = read(rows, delimiter, tmp_path)
    if not any(cell.strip() for row in rows for cell in row):
        assert "no rows" in found.faults[0].found or "geen rijen" in found.faults[0].found
        return
    assert found.faults == []
    answers = {(r["source_row"], r["question"]): r["text"] for r in found.responses}
    whole = {a["source_row"]: a["reason"] for a in found.aside if a["level"] == "row"}
    single = {a["item_id"] for a in found.aside if a["level"] == "response"}
    for number, (_role, *cells) in enumerate(rows, start=2):
        for letter, question, cell in zip("ab", QUESTIONS, cells, strict=True):
            given_text = plain_text(cell.replace("\r\n", "\n"))
            if (number, question) in answers:
                assert answers[number, question] == given_text
                assert f"r1-{number:04d}{letter}" not in single
            elif number in whole:
                assert whole[number]
            elif any(any(one.strip() for one in later) for later in rows[number - 2 :]):
                assert f"r1-{number:04d}{letter}" in single
    assert len(answers) == len(found.responses)
    assert all(a["reason"] for a in found.aside)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROW, min_size=1, max_size=6))
def test_no_letter_of_an_answer_is_lost_between_the_file_and_the_table(
    tmp_path: Path, rows: list[tuple[str, str, str]]
) -> None:
    """What is kept and what is set aside hold all the words that were typed, and no others."""
    found = read(rows, ";", tmp_path)
    kept = [str(r["text"]) for r in found.responses]
    typed = [plain_text(cell) for _role, *cells in rows for cell in cells]
    assert all(text in typed for text in kept)
    dropped = [text for text in typed if text.strip() and text not in kept]
    n_aside = sum(2 if a["level"] == "row" else 1 for a in found.aside)
    assert len(dropped) <= n_aside
