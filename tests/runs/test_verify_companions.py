"""Nota, building blocks and QDA project beside a run: what the run gives must stand in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook

from pipeline.runs import verify_companions
from pipeline.runs.environment import writer_digest
from pipeline.runs.rendered import Recipe, Rendered, keep_rendered
from pipeline.runs.verify_companions import check_companions
from pipeline.runs.verify_files import check_reports, check_strangers

QUOTES = ("‘De bus komt te laat’", "12 mensen", "‘Het besluit duurt lang’", "5 mensen")


def _word(*lines: str, header: str = "SWV Proef") -> bytes:
    document = Document()
    document.sections[0].header.paragraphs[0].text = header
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "Reactie"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _excel(*lines: str) -> bytes:
    book = Workbook()
    for line in lines:
        book.active.append([line, None])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _csv(*lines: str) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([line] for line in lines)
    return out.getvalue().encode()


MADE = {
    "reactienota.docx": _word(*QUOTES),
    "reactienota.xlsx": _excel(*QUOTES),
    "bouwstenen.csv": _csv(*QUOTES),
    "uitkomst.qdpx": b"PK project",
}


@pytest.fixture
def outcome(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, bytes], Any]:
    """What is said of one file beside a run."""
    analysis: Any = SimpleNamespace()
    monkeypatch.setattr(verify_companions, "_made", lambda name, *_rest, **_how: iter([MADE[name]]))
    note = {"report.html": Rendered("", Recipe(), writer_digest())}
    monkeypatch.setattr(verify_companions, "read_rendered", lambda _folder: note)

    def told(name: str, data: bytes) -> Any:
        (tmp_path / name).write_bytes(data)
        (one,) = check_companions(tmp_path, analysis)
        return one

    return told


def _hidden_row(data: bytes) -> bytes:
    book = load_workbook(io.BytesIO(data))
    book.active.row_dimensions[1].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _hidden_words() -> bytes:
    document = Document(io.BytesIO(MADE["reactienota.docx"]))
    document.paragraphs[0].runs[0].font.hidden = True
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", MADE)
def test_what_a_command_wrote_holds(outcome: Callable[[str, bytes], Any], name: str) -> None:
    told = outcome(name, MADE[name])
    assert not told.fault
    assert not told.unchecked


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("reactienota.docx", _word(QUOTES[0].replace("te laat", "op tijd"), *QUOTES[1:])),
        ("reactienota.docx", _word(QUOTES[0], "2 mensen", *QUOTES[2:])),
        ("reactienota.docx", _word(QUOTES[2], QUOTES[1], QUOTES[0], QUOTES[3])),
        ("reactienota.docx", _word(*QUOTES[:3])),
        ("reactienota.docx", _word(QUOTES[0].replace("e", "\u0435"), *QUOTES[1:])),
        ("reactienota.docx", _word(QUOTES[0].replace("bus", "bu\u200bs"), *QUOTES[1:])),
        ("reactienota.docx", _word(*QUOTES, header="Gemeente Proef")),
        ("reactienota.docx", _hidden_words()),
        ("reactienota.docx", b"PK\x03\x04"),
        ("reactienota.docx", b""),
        ("reactienota.xlsx", _excel(QUOTES[0], "12 procent", *QUOTES[2:])),
        ("reactienota.xlsx", _hidden_row(MADE["reactienota.xlsx"])),
        ("reactienota.xlsx", b"geen werkboek"),
        ("bouwstenen.csv", _csv(QUOTES[1], QUOTES[0], *QUOTES[2:])),
        ("bouwstenen.csv", b"\xff\xfe"),
        ("uitkomst.qdpx", b"PK other"),
    ],
)
def test_what_no_longer_says_what_the_run_gives_is_found(
    outcome: Callable[[str, bytes], Any], name: str, data: bytes
) -> None:
    assert outcome(name, data).fault


def test_what_people_filled_in_is_theirs_and_said_to_be_so(
    outcome: Callable[[str, bytes], Any],
) -> None:
    told = outcome("reactienota.docx", _word(*QUOTES[:2], "Wij nemen dit over.", *QUOTES[2:]))
    assert not told.fault
    assert "1" in told.unchecked


def test_a_workbook_to_review_is_told_to_be_unlooked_at(
    outcome: Callable[[str, bytes], Any],
) -> None:
    assert "review.xlsx" in outcome("review.xlsx", b"x").unchecked


@pytest.mark.parametrize(
    ("name", "told"),
    [("besluit.docx", True), (".samenvatting.html", True), ("oud/nota.pdf", True),
     (".DS_Store", False), ("~$report.docx", False), ("reactienota.docx", False)],
)  # fmt: skip
def test_files_that_nobody_knows_are_told_by_name(tmp_path: Path, name: str, told: bool) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(b"x")
    assert [name in one.unchecked for one in check_strangers(tmp_path)] == [True] * told


@pytest.mark.parametrize(
    ("name", "found"),
    [("tables/statements/part-0001.parquet", False), ("tables/statements.csv", True),
     ("tables/statements/leesmij.html", True), ("Tables/themes.csv", True), ("Run.json", True)],
)  # fmt: skip
def test_what_lies_beside_a_table_in_parts_or_differs_by_a_capital_passes_for_no_own_file(
    tmp_path: Path, name: str, found: bool
) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "tables" / "statements").mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_bytes(b"x")
    (tmp_path / "report.json").write_bytes(b"{}")
    keep_rendered(tmp_path, {"report.json": b"{}"}, Recipe())
    faults = [one.fault for one in check_reports(tmp_path, lambda *_: {}) if one.fault]
    assert [name in fault for fault in faults] == [True] * found
