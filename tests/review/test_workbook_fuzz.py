"""Two hundred random edits, of every kind that people make, lose no decision; no nonsense gets in.

Sorting, filtering, deleting, retyping, inserting, another language and notation, and saving by
LibreOffice in between: on 25 workbooks, 8 edits each, on top of every kind of decision.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from pipeline.core.locale import use_language
from pipeline.core.tables import JUDGEMENTS
from pipeline.review.layout import (
    COLUMNS,
    STATUS_WORDS,
    TITLES,
    YES,
    looks_like_key,
    meant,
    read_key,
    spoken,
)
from pipeline.review.run_view import ReviewedRun
from pipeline.review.sheets import workbook
from pipeline.review.workbook_report import to_xlsx
from tests.office import saved_by_libreoffice
from tests.review.test_workbook import (
    DECISIONS,
    RUN,
    came_back,
    column,
    fill,
    page,
    statements,
)

SEEDS, EDITS = range(25), 8
DECIDED = {(kind, ids) for kind, ids, _key, _value in DECISIONS}
Edit = Callable[[Any, str, random.Random], bool]  # a sheet of a kind; whether it could be done


def rows_of(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def head_moved(sheet: Any) -> bool:
    """Whether rows were put above the headings, as nobody does who is about to sort."""
    return not any(isinstance(cell.value, str) for cell in sheet[1])


def about(sheet: Any, row: int) -> tuple[str, tuple[str, ...]] | None:
    """What a row is about, by the key it carries."""
    for cell in sheet[row]:
        if isinstance(cell.value, str) and looks_like_key(cell.value):
            key = read_key(cell.value)
            return (key[1], key[2]) if key else None
    return None


def protected(sheet: Any, row: int) -> bool:
    """A row with a decision, or headings."""
    one = about(sheet, row)
    if one is None:
        return any(cell.value is not None for cell in sheet[row])
    return any(one[0] == kind and set(ids) <= set(one[1]) for kind, ids in DECIDED)


def sort(sheet: Any, _kind: str, rng: random.Random) -> bool:
    if head_moved(sheet):
        return False
    found = rows_of(sheet)
    rng.shuffle(found)
    sheet.delete_rows(2, sheet.max_row)
    for at, row in enumerate(found, start=2):
        for place, value in enumerate(row, start=1):
            sheet.cell(at, place).value = value
    return True


def filter_rows(sheet: Any, _kind: str, rng: random.Random) -> bool:
    for row in range(2, sheet.max_row + 1):
        sheet.row_dimensions[row].hidden = rng.random() < 0.5
    return True


def delete_row(sheet: Any, _kind: str, rng: random.Random) -> bool:
    """A row that nothing was decided about."""
    free = [row for row in range(1, sheet.max_row + 1) if not protected(sheet, row)]
    if not free:
        return False
    sheet.delete_rows(rng.choice(free))
    return True


def delete_column(sheet: Any, kind: str, rng: random.Random) -> bool:
    """A column that nobody fills in: quotes, counts, even the visible number."""
    if head_moved(sheet):
        return False
    filled_in = [one.title for one in COLUMNS[kind] if one.edit]
    free = [
        cell.column
        for cell in sheet[1]
        if isinstance(cell.value, str)
        and not meant(cell.value, filled_in)
        and not any(looks_like_key(str(one.value)) for one in sheet[cell.column_letter])
    ]
    if len(free) < 4:  # a sheet is still known by its headings
        return False
    sheet.delete_cols(rng.choice(free))
    return True


def insert_rows(sheet: Any, _kind: str, rng: random.Random) -> bool:
    sheet.insert_rows(rng.randint(1, max(sheet.max_row, 2)), rng.randint(1, 3))
    return True


def insert_column(sheet: Any, _kind: str, rng: random.Random) -> bool:
    at = rng.randint(1, sheet.max_column)
    sheet.insert_cols(at)
    for row in range(2, min(sheet.max_row, 5)):
        sheet.cell(row, at).value = rng.choice(["eigen aantekening", "x", "T01", 3.5, True])
    return True


def retype(sheet: Any, _kind: str, rng: random.Random) -> bool:
    """The same in other letters, with other spaces, or as a number where it looks like one."""
    texts = [
        cell
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.strip() and not looks_like_key(cell.value)
    ]
    if not texts:
        return False
    cell = rng.choice(texts)
    if re.fullmatch(r"\d+(\.\d+)?", cell.value):
        cell.value = float(cell.value)
    elif any(cell.value == value for *_rest, value in DECISIONS) and cell.value in FREE_TEXT:
        cell.value = f" {cell.value}\u00a0"
    else:
        cell.value = rng.choice([str.upper, str.lower, lambda text: f"\u00a0 {text}  "])(cell.value)
    return True


# What people wrote in words of their own comes back as they wrote it, letters and all.
FREE_TEXT = {
    value for (_k, _i, key, value) in DECISIONS if key in ("new_label", "remark")
}  # fmt: skip


def other_language(sheet: Any, kind: str, _rng: random.Random) -> bool:
    """Headings and answers in English, by a colleague whose office speaks it."""
    wordings = [one.title for one in COLUMNS[kind]] + [*STATUS_WORDS.values(), YES]
    use_language("en")
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and (word := meant(cell.value, wordings)):
                cell.value = spoken(word)
    use_language("nl")
    return True


def other_notation(sheet: Any, _kind: str, _rng: random.Random) -> bool:
    """Decimal commas where a spreadsheet of another country puts points."""
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if isinstance(cell.value, str) and re.fullmatch(r"\d+\.\d+", cell.value):
                cell.value = cell.value.replace(".", ",")
    return True


def rename_sheet(sheet: Any, _kind: str, rng: random.Random) -> bool:
    sheet.title = f"Blad {rng.randint(1, 10**6)}"
    return True


def swap_columns(sheet: Any, _kind: str, rng: random.Random) -> bool:
    one, other = rng.sample(range(1, sheet.max_column + 1), 2)
    for row in range(1, sheet.max_row + 1):
        a, b = sheet.cell(row, one), sheet.cell(row, other)
        a.value, b.value = b.value, a.value
    return True


KINDS: dict[str, Edit] = {
    "sort": sort,
    "filter": filter_rows,
    "delete row": delete_row,
    "delete column": delete_column,
    "insert rows": insert_rows,
    "insert column": insert_column,
    "retype": retype,
    "other language": other_language,
    "other notation": other_notation,
    "rename sheet": rename_sheet,
    "swap columns": swap_columns,
}


def edited(path: Path, seed: int, n: int) -> Counter[str]:
    """Make n random edits on the sheets that are filled in. Returns which."""
    rng = random.Random(seed)
    book = load_workbook(path)
    pages = [(page(book, kind), kind) for kind in TITLES if kind not in ("H", "B")]
    done: Counter[str] = Counter()
    while done.total() < n:
        (sheet, kind), name = rng.choice(pages), rng.choice(list(KINDS))
        if KINDS[name](sheet, kind, rng):
            done[name] += 1
    book.save(path)
    return done


@pytest.fixture(scope="module")
def edits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[list[Path], Counter[str]]]:
    """25 workbooks with every decision in them, 8 edits further."""
    use_language("nl")
    folder = tmp_path_factory.mktemp("boeken")
    made, done = [], Counter[str]()
    for seed in SEEDS:
        path = folder / f"boek-{seed:02d}.xlsx"
        path.write_bytes(to_xlsx(workbook(ReviewedRun(RUN, JUDGEMENTS.empty()))))
        fill(path, *DECISIONS)
        done += edited(path, seed, EDITS)
        made.append(path)
    yield made, done


def test_it_is_two_hundred_edits_of_every_kind(edits: tuple[list[Path], Counter[str]]) -> None:
    _made, done = edits
    assert done.total() == 200
    assert set(done) == set(KINDS)
    assert min(done.values()) >= 5


@pytest.mark.parametrize("seed", SEEDS)
def test_no_decision_is_lost(edits: tuple[list[Path], Counter[str]], seed: int) -> None:
    outcome = came_back(edits[0][seed])
    assert statements(outcome) == set(DECISIONS.values())
    assert outcome.problems == ()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_no_decision_is_lost_when_libreoffice_saves_and_people_go_on(
    edits: tuple[list[Path], Counter[str]], tmp_path: Path, kind: str
) -> None:
    # It takes seconds a workbook: some of them, of which each has its own edits.
    for path in saved_by_libreoffice(edits[0][::4], kind, tmp_path, part="sheet"):
        outcome = came_back(path)
        assert statements(outcome) == set(DECISIONS.values()), path.name
        assert outcome.problems == (), path.name


NONSENSE = ["ja", "nee", "deels", "akkoord", "T02", "1.1", "onzin", "9", "T99", "2026-01-02",
            "geen code past", "1.1;2.1", 2.1, True, "k1", "vervallen", "#REF!", "=1+1", 1e308,
            "\u202e1.1", "x" * 40_000]  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_no_nonsense_is_taken_over(tmp_path: Path, seed: int) -> None:
    """Anything typed anywhere is one of the possible things, or a fault that names its place."""
    rng = random.Random(10_000 + seed)
    path = tmp_path / "review.xlsx"
    path.write_bytes(to_xlsx(workbook(ReviewedRun(RUN, JUDGEMENTS.empty()))))
    book = load_workbook(path)
    for _edit in range(EDITS):
        kind = rng.choice(["T", "D", "K"])
        sheet = page(book, kind)
        titles = [one.key for one in COLUMNS[kind] if one.edit]
        place = column(sheet, kind, rng.choice(titles))
        cell = sheet.cell(rng.randint(2, sheet.max_row), place)
        value = rng.choice(NONSENSE)
        cell.value = value[:32_000] if isinstance(value, str) else value
        if isinstance(value, str):
            cell.data_type = "s"
    book.save(path)
    outcome = came_back(path)
    themes, statuses = {"T01", "T02", "T03", "T04"}, set(STATUS_WORDS)
    codes = {"goals": {"1.1", "1.2", "2.1"}, "kaders": {"K1", "K2"}}
    for one in outcome.judgements:
        if one.kind in ("merge", "pin"):
            assert one.new in themes and one.new != one.subject
        elif one.kind == "link":
            assert one.new == "none" or set(one.new.split("; ")) <= codes[one.codebook_id]
        elif one.kind == "status":
            status, _bar, code = one.new.partition("|")
            assert status in statuses
            assert not code or code in codes[one.codebook_id]
        elif one.kind in ("split", "drop"):
            assert one.new in ("yes", "")  # "nee" says so in the log too
            assert not one.new or one.kind == "drop" or one.subject == "T03"
        else:
            assert one.kind in ("label", "remark")
            assert len(one.new) <= 120 or one.kind == "remark"
    assert all(problem.where for problem in outcome.problems)
