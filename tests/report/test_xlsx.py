"""The report as a spreadsheet: all tables, explained, and nothing in it runs."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from pipeline.core.analysis import Analysis
from pipeline.core.settings import ReportSettings
from pipeline.findings.build import build
from pipeline.findings.records import EDITIONS, INSIDE, Findings
from pipeline.report.xlsx import to_xlsx
from pipeline.report.xlsx.spreadsheet import LINE, height
from tests.report.conftest import HOSTILE
from tests.report.example import example

ODD = ("=1+1", "@SUM(A1)", "-2+3 dagen", "+31 plus", "wij _x000D_ wachten", "tab\tin de zin")


@pytest.fixture(scope="module")
def data(findings: Findings) -> bytes:
    return to_xlsx(findings)


@pytest.fixture(scope="module")
def book(data: bytes) -> Any:
    return load_workbook(BytesIO(data))


@pytest.fixture(scope="module")
def hostile(voorbeeld: Path) -> Findings:
    return build(example(voorbeeld, keep=60, extra=(*HOSTILE, *ODD)), ReportSettings(n_quotes=12))


def column(page: Any, title: str) -> list[Any]:
    heads = [cell.value for cell in page[1]]
    place = heads.index(title)
    return [row[place] for row in page.iter_rows(min_row=2, values_only=True)]


def test_the_same_findings_give_the_same_bytes(findings: Findings, data: bytes) -> None:
    assert to_xlsx(findings) == data


def test_every_sheet_has_filters_a_frozen_head_and_widths(book: Any) -> None:
    tables = book.worksheets[1:]
    assert len(tables) >= 12
    for page in tables:
        assert page.auto_filter.ref == f"A1:{page.dimensions.split(':')[1]}", page.title
        assert page.freeze_panes == "B2", page.title
        assert page.print_title_rows == "$1:$1", page.title
        assert all(page.column_dimensions[c.column_letter].width > 5 for c in page[1]), page.title


def test_the_readme_explains_every_sheet_and_column(book: Any) -> None:
    readme = book.worksheets[0]
    assert readme.title == "Leesmij"
    told = {(str(a), bool(b)) for a, b in readme.iter_rows(max_col=2, values_only=True) if a}
    for page in book.worksheets[1:]:
        assert (page.title, True) in told, page.title
        for cell in page[1]:
            assert (str(cell.value), True) in told, f"{page.title}: {cell.value}"


def test_the_readme_leads_to_the_sheets(book: Any) -> None:
    leads = [c.hyperlink.location for row in book.worksheets[0] for c in row if c.hyperlink]
    assert leads == [f"'{page.title}'!A1" for page in book.worksheets[1:]]


def test_numbers_are_numbers_with_a_format(book: Any) -> None:
    page = book["Thema’s"]
    heads = {cell.value: cell.column for cell in page[1]}
    people, share = page.cell(2, heads["Mensen"]), page.cell(2, heads["Aandeel"])
    assert isinstance(people.value, int) and people.number_format == "#,##0"
    assert 0 < share.value < 1 and share.number_format == "0%"


def test_nothing_in_the_file_is_a_formula(hostile: Findings) -> None:
    made = to_xlsx(hostile)
    with zipfile.ZipFile(BytesIO(made)) as file:
        pages = [n for n in file.namelist() if n.startswith("xl/worksheets/")]
        assert len(pages) >= 10
        for name in pages:
            assert not re.search(rb"<f[ >]", file.read(name)), name


def test_what_people_wrote_is_shown_as_they_wrote_it(hostile: Findings) -> None:
    page = load_workbook(BytesIO(to_xlsx(hostile)))["Uitspraken"]
    # The file says _x005F_ for a _ that Excel would otherwise take for the start of a code.
    texts = [one.replace("_x005F_", "_") for one in column(page, "Tekst")]
    given = [r.text[one.start : one.end] for one in hostile.lines
             for r in [hostile.responses[one.response]]]  # fmt: skip
    short = [one for one in given if len(one) <= 32_000]
    assert [one for one in texts if not one.endswith("[…]")] == short
    assert any(one.startswith("=cmd|") for one in texts)


def test_a_text_too_long_for_a_cell_says_that_it_is_cut(hostile: Findings) -> None:
    page = load_workbook(BytesIO(to_xlsx(hostile)))["Uitspraken"]
    cut = [one for one in column(page, "Tekst") if len(one) >= 32_000]
    assert cut and all(one.endswith(" […]") and len(one) < 32_767 for one in cut)


def test_a_sign_that_xml_forbids_is_shown_replaced(analysis: Analysis) -> None:
    odd = replace(analysis, title="Wat \x00 mensen \x1b zeiden")
    made = load_workbook(BytesIO(to_xlsx(build(odd, ReportSettings()))))
    assert made.worksheets[0]["A1"].value == "Wat \ufffd mensen \ufffd zeiden"


@pytest.mark.parametrize("edition", EDITIONS)
def test_only_the_project_team_gets_all_statements(analysis: Analysis, edition: str) -> None:
    made = load_workbook(BytesIO(to_xlsx(build(analysis, ReportSettings(), edition), "en")))
    assert ("Statements" in made.sheetnames) == (edition == "projectteam")
    account = made["Account of the input"]
    assert ("role" in column(account, "Kind")) == (edition in INSIDE)


def test_withheld_numbers_are_signs(analysis: Analysis) -> None:
    page = load_workbook(BytesIO(to_xlsx(build(analysis, ReportSettings()))))["Thema’s per rol"]
    signs = {
        value
        for row in page.iter_rows(min_row=2, min_col=3, values_only=True)
        for value in row
        if isinstance(value, str)
    }
    assert signs == {"×"}


def test_what_ends_near_the_edge_of_a_cell_takes_one_line() -> None:
    assert height([("Leraren weten te weinig van gedragsproblemen", 42)]) == LINE
    assert height([("Leraren weten te weinig van gedragsproblemen", 30)]) == 2 * LINE


def test_a_name_that_is_a_sentence_wraps_and_is_not_cut_off(book: Any) -> None:
    seen = 0
    for sheet in book:
        for head in sheet[1]:
            if head.value in ("Thema", "Zorg", "Deelthema"):
                cell = sheet.cell(2, head.column)
                seen += 1
                assert cell.alignment.wrap_text, (sheet.title, head.value)
    assert seen >= 8


def test_the_key_numbers_have_the_states_in_the_order_of_the_report(book: Any) -> None:
    names = [row[0].value for row in book["Kerncijfers"].iter_rows(min_row=2)]
    states = [name for name in names if str(name).startswith("zorgen: ")]
    assert [one for one in ("gaat hier niet op in", "deels", "hierop in")
            if any(one in state for state in states)]  # fmt: skip
    assert "niet op in" in states[0] and "hierop in" in states[-1]
