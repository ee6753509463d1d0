"""The review workbook goes out, comes back changed in every way people change workbooks, and no
decision is lost and no nonsense taken over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from pipeline.core.locale import use_language
from pipeline.core.plan import GOALS
from pipeline.core.tables import JUDGEMENTS
from pipeline.review.from_workbook import Changes, changes
from pipeline.review.layout import COLUMNS, TITLES, spoken
from pipeline.review.log import add_to_log, read_log
from pipeline.review.records import appended
from pipeline.review.run_view import ReviewedRun
from pipeline.review.sheets import workbook
from pipeline.review.workbook import read_back, read_sheets
from pipeline.review.workbook_report import to_xlsx
from tests.office import saved_by_libreoffice
from tests.review.example import example, statement_ids

RUN = example()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    path = tmp_path / "review.xlsx"
    path.write_bytes(to_xlsx(workbook(ReviewedRun(RUN, JUDGEMENTS.empty()))))
    return path


def came_back(path: Path, log: pd.DataFrame | None = None) -> Changes:
    known = ReviewedRun(RUN, JUDGEMENTS.empty() if log is None else log)
    book = workbook(known)
    read = read_back(read_sheets(path), book, path.name)
    found = changes(read.rows, book, known)
    return Changes(found.judgements, (*read.problems, *found.problems))


def statements(outcome: Changes) -> set[tuple[str, str, str, str]]:
    return {(one.kind, one.subject, one.codebook_id, one.new) for one in outcome.judgements}


def page(book: Workbook, kind: str) -> Any:
    return book[spoken(TITLES[kind])]


def column(sheet: Any, kind: str, key: str) -> int:
    title = next(one.title for one in COLUMNS[kind] if one.key == key)
    return next(cell.column for cell in sheet[1] if cell.value == spoken(title))


def find(sheet: Any, kind: str, *ids: str) -> int:
    for row in range(2, sheet.max_row + 1):
        cells = [str(sheet.cell(row, at).value or "") for at in range(1, 5)]
        if all(spoken(one) in cells or one in cells for one in ids):  # goals stand as doelen
            return row
    raise AssertionError(f"no row about {ids}")


def fill(path: Path, *given: tuple[str, tuple[str, ...], str, Any]) -> None:
    book = load_workbook(path)
    for kind, ids, key, value in given:
        sheet = page(book, kind)
        sheet.cell(find(sheet, kind, *ids), column(sheet, kind, key)).value = value
    book.save(path)


ONE = statement_ids("T01")[0]
DECISIONS: dict[tuple[str, tuple[str, ...], str, str], tuple[str, str, str, str]] = {
    ("T", ("T01",), "new_label", "Lang wachten"): ("label", "T01", "", "Lang wachten"),
    ("T", ("T02",), "merge", "T01"): ("merge", "T02", "", "T01"),
    ("T", ("T03",), "split", "ja"): ("split", "T03", "", "yes"),
    ("T", ("T04",), "drop", "x"): ("drop", "T04", "", "yes"),
    ("T", ("T04",), "remark", "klopt dit?"): ("remark", "T04", "", "klopt dit?"),
    ("D", ("T01", GOALS), "verdict", "akkoord"): ("status", "T01", GOALS, "addressed|1.1"),
    ("D", ("T03", GOALS), "verdict", " Niet  Geadresseerd "): (
        "status", "T03", GOALS, "not_addressed",
    ),
    ("D", ("T04", GOALS), "verdict", "deels"): ("status", "T04", GOALS, "partly|2.1"),
    ("D", ("T02", "kaders"), "verdict", "out of scope"): (
        "status", "T02", "kaders", "out_of_scope",
    ),
    ("K", (ONE, GOALS), "code", "2.1; 1,2"): ("link", ONE, GOALS, "2.1; 1.2"),
    ("K", (statement_ids("T03")[1], GOALS), "code", "geen code past"): (
        "link", statement_ids("T03")[1], GOALS, "none",
    ),
    ("K", (statement_ids("T02")[1], GOALS), "pin", "T03 · Grote klassen"): (
        "pin", statement_ids("T02")[1], "", "T03",
    ),
    ("O", ("3",), "remark", "los punt"): ("remark", "note-3", "", "los punt"),
}  # fmt: skip


def test_a_workbook_that_comes_back_untouched_says_nothing(out: Path) -> None:
    outcome = came_back(out)
    assert outcome == Changes((), ())


def test_every_kind_of_decision_is_read_back(out: Path) -> None:
    fill(out, *DECISIONS)
    outcome = came_back(out)
    assert statements(outcome) == set(DECISIONS.values())
    assert outcome.problems == ()
    verdict = next(one for one in outcome.judgements if one.kind == "status")
    assert len(verdict.anchor) == 6 and verdict.against and verdict.run_id == "run-1"


def test_reading_a_workbook_twice_adds_nothing(out: Path, tmp_path: Path) -> None:
    fill(out, *DECISIONS)
    path = tmp_path / "judgements.csv"

    def made(log: pd.DataFrame) -> pd.DataFrame:
        return appended(log, came_back(out, log).judgements, who="Anna", when="2026-01-06")

    first = add_to_log(path, made)
    once = path.read_text("utf-8")
    second = add_to_log(path, made)
    assert (len(first), len(second)) == (len(DECISIONS), 0)
    assert path.read_text("utf-8") == once
    assert came_back(out, read_log(path)).problems == ()


def test_the_log_only_grows(out: Path, tmp_path: Path) -> None:
    path = tmp_path / "judgements.csv"
    for text in ("Een", "Twee", "+1 en @x"):
        fill(out, ("T", ("T01",), "new_label", text))
        before = path.read_text("utf-8") if path.exists() else ""
        log = read_log(path)
        rows = appended(log, came_back(out).judgements, who="A", when="2026")
        add_to_log(path, lambda _log, rows=rows: rows)
        assert path.read_text("utf-8").startswith(before)
    assert list(read_log(path)["new"]) == ["Een", "Twee", "+1 en @x"]


@pytest.mark.parametrize("word", ["geadresseerd", "het plan gaat hierop in"])
def test_a_workbook_that_went_out_with_the_former_words_is_still_read(out: Path, word: str) -> None:
    fill(out, ("D", ("T01", GOALS), "verdict", word), ("D", ("T01", GOALS), "code", "1.1"))
    (judgement,) = came_back(out, JUDGEMENTS.empty()).judgements
    assert judgement.new == "addressed|1.1"


def test_two_reviewers_who_disagree_are_both_told(out: Path) -> None:
    fill(out, ("D", ("T01", GOALS), "verdict", "deels"))
    known = ReviewedRun(RUN, JUDGEMENTS.empty())
    other = [known.judgement("status", "T01", "not_addressed", codebook_id=GOALS)]
    log = appended(JUDGEMENTS.empty(), other, who="Bert", when="2026")
    outcome = came_back(out, log)
    assert outcome.judgements == ()
    (problem,) = outcome.problems
    assert "gaat hier niet op in" in problem.found and "cel F" in problem.where


def test_two_reviewers_who_agree_are_left_in_peace(out: Path) -> None:
    fill(out, ("D", ("T01", GOALS), "verdict", "akkoord"))
    known = ReviewedRun(RUN, JUDGEMENTS.empty())
    other = [known.judgement("status", "T01", "addressed|1.1", codebook_id=GOALS)]
    log = appended(JUDGEMENTS.empty(), other, who="Bert", when="2026")
    assert came_back(out, log) == Changes((), ())


def test_a_cleared_cell_takes_the_decision_back(tmp_path: Path) -> None:
    known = ReviewedRun(RUN, JUDGEMENTS.empty())
    made = [known.judgement("status", "T01", "partly|1.1", codebook_id=GOALS)]
    log = appended(JUDGEMENTS.empty(), made, who="Anna", when="2026")
    path = tmp_path / "weer.xlsx"
    path.write_bytes(to_xlsx(workbook(ReviewedRun(RUN, log))))
    fill(path, ("D", ("T01", GOALS), "verdict", None))
    assert statements(came_back(path, log)) == {("status", "T01", GOALS, "")}


def test_a_decision_can_be_taken_back_by_its_row(tmp_path: Path) -> None:
    made = [ReviewedRun(RUN, JUDGEMENTS.empty()).judgement("label", "T01", "Anders")]
    log = appended(JUDGEMENTS.empty(), made, who="Anna", when="2026")
    path = tmp_path / "weer.xlsx"
    path.write_bytes(to_xlsx(workbook(ReviewedRun(RUN, log))))
    number = str(log["judgement_id"].iloc[0])
    fill(path, ("B", (number,), "withdraw", "ja"))
    assert statements(came_back(path, log)) == {("withdraw", number, "", "yes")}


NONSENSE = [
    ("D", ("T01", GOALS), "verdict", "misschien"),
    ("D", ("T01", GOALS), "code", "9.9"),
    ("D", ("T01", GOALS), "code", "1.2"),  # a code without a judgement
    ("T", ("T01",), "merge", "T01"),
    ("T", ("T01",), "merge", "T99"),
    ("T", ("T01",), "split", "ja"),  # has no sub-themes
    ("T", ("T03",), "drop", "wellicht"),
    ("T", ("T03.1",), "drop", "ja"),
    ("T", ("T01",), "new_label", "x" * 121),
    ("K", (ONE, GOALS), "code", "2026-01-02"),
    ("K", (ONE, GOALS), "code", "1.1; onzin"),
    ("K", (ONE, GOALS), "pin", "T03.1"),
]


@pytest.mark.parametrize(("kind", "ids", "key", "value"), NONSENSE)
def test_nonsense_is_reported_by_cell(
    out: Path, kind: str, ids: tuple[str, ...], key: str, value: str
) -> None:
    fill(out, (kind, ids, key, value))
    if key == "code" and value == "9.9":
        fill(out, (kind, ids, "verdict", "deels"))
    outcome = came_back(out)
    assert outcome.judgements == ()
    (problem,) = outcome.problems
    book = load_workbook(out)
    sheet = page(book, kind)
    cell = sheet.cell(find(sheet, kind, *ids), column(sheet, kind, key)).coordinate
    assert problem.where.endswith(f"cel {cell}")


def test_a_row_copied_and_filled_in_twice_is_taken_from_neither(out: Path) -> None:
    book = load_workbook(out)
    sheet = page(book, "D")
    row = find(sheet, "D", "T01", GOALS)
    for at, verdict in ((row, "deels"), (sheet.max_row + 1, "buiten reikwijdte")):
        for cell in sheet[row]:
            sheet.cell(at, cell.column).value = cell.value
        sheet.cell(at, column(sheet, "D", "verdict")).value = verdict
    book.save(out)
    outcome = came_back(out)
    assert outcome.judgements == () and len(outcome.problems) == 2


def test_a_retyped_key_is_replaced_by_the_visible_number(out: Path) -> None:
    book = load_workbook(out)
    sheet = page(book, "D")
    row = find(sheet, "D", "T01", GOALS)
    sheet.cell(row, sheet.max_column).value = "weg"
    sheet.cell(row, column(sheet, "D", "verdict")).value = "deels"
    book.save(out)
    assert statements(came_back(out)) == {("status", "T01", GOALS, "partly|1.1")}


def test_a_retyped_number_is_reported(out: Path) -> None:
    book = load_workbook(out)
    sheet = page(book, "D")
    row = find(sheet, "D", "T01", GOALS)
    sheet.cell(row, column(sheet, "D", "theme")).value = "T02"
    sheet.cell(row, column(sheet, "D", "verdict")).value = "deels"
    book.save(out)
    outcome = came_back(out)
    assert outcome.judgements == () and len(outcome.problems) == 1


def test_a_lost_heading_is_reported(out: Path) -> None:
    book = load_workbook(out)
    sheet = page(book, "D")
    sheet.cell(1, column(sheet, "D", "verdict")).value = "Mijn mening"
    book.save(out)
    (problem,) = came_back(out).problems
    assert "Uw oordeel" in problem.found


def test_a_workbook_of_another_run_is_refused_row_by_row(out: Path) -> None:
    fill(out, ("D", ("T01", GOALS), "verdict", "deels"))
    other = ReviewedRun(example("run-2"), JUDGEMENTS.empty())
    read = read_back(read_sheets(out), workbook(other), "review.xlsx")
    assert len(read.problems) == 1 and "run-1" in read.problems[0].found


def test_an_english_workbook_is_read_by_a_dutch_reader(tmp_path: Path) -> None:
    use_language("en")
    path = tmp_path / "review.xlsx"
    path.write_bytes(to_xlsx(workbook(ReviewedRun(RUN, JUDGEMENTS.empty()))))
    fill(path, ("D", ("T01", GOALS), "verdict", "partly"))
    use_language("nl")
    assert statements(came_back(path)) == {("status", "T01", GOALS, "partly|1.1")}


def test_what_looks_like_a_formula_goes_out_as_text(tmp_path: Path) -> None:
    made = [ReviewedRun(RUN, JUDGEMENTS.empty()).judgement("remark", "T01", "=cmd|' /C calc'!A0")]
    log = appended(JUDGEMENTS.empty(), made, who="Anna", when="2026")
    path = tmp_path / "review.xlsx"
    path.write_bytes(to_xlsx(workbook(ReviewedRun(RUN, log))))
    cells = [c for s in load_workbook(path) for row in s.iter_rows() for c in row]
    assert [c for c in cells if c.data_type == "f"] == []
    assert any(str(c.value).startswith("=cmd") for c in cells)


def test_numbers_are_guarded_and_lists_offered(out: Path) -> None:
    sheet = page(load_workbook(out), "D")
    rules = sheet.data_validations.dataValidation
    assert {rule.type for rule in rules} == {"list", "custom"}
    assert sheet.freeze_panes == "C2" and sheet.auto_filter.ref
    assert sheet.column_dimensions[sheet.cell(1, sheet.max_column).column_letter].hidden


@pytest.mark.slow
def test_a_workbook_saved_by_libreoffice_says_the_same(out: Path, tmp_path: Path) -> None:
    fill(out, *DECISIONS)
    for kind in ("xlsx", "ods"):
        (path,) = saved_by_libreoffice([out], kind, tmp_path / kind, part="sheet")
        assert statements(came_back(path)) == set(DECISIONS.values())
