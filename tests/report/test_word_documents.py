"""Every Word document that is not the report: in the style of the house, readable for everybody."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.shared import RGBColor
from openpyxl import load_workbook

from pipeline.core.analysis import Analysis
from pipeline.report.branding import House
from pipeline.review import building_blocks_report as blocks_out
from pipeline.review import reactienota_report as answers_out
from pipeline.review.building_blocks import Bouwsteen, bouwstenen
from pipeline.review.building_blocks_report import Paper
from pipeline.review.promises import Promise
from tests.office import office
from tests.report.test_docx import template, text_of
from tests.report.word_check import faults

ROUNDS = {"1": "Enquête", "2": "Gesprekken", "3": "Reacties"}
STATES = {
    "not_addressed": "niet geadresseerd", "mentioned": "genoemd", "partly": "deels",
    "addressed": "geadresseerd", "out_of_scope": "buiten reikwijdte",
}  # fmt: skip
PAPER = Paper(organisation="SWV Hollerwaard", moment="2026-11-22T01:12:48+01:00")


@pytest.fixture(scope="module")
def every(analysis: Analysis) -> tuple[Bouwsteen, ...]:
    return bouwstenen(analysis, every=True)


def both(blocks: tuple[Bouwsteen, ...], paper: Paper) -> dict[str, bytes]:
    answer = {
        blocks[0].theme_id: Promise(
            blocks[0].theme_id, "yes", "Wij nemen dit over.", "Zie doel 2.1"
        )
    }
    return {
        "bouwstenen": blocks_out.to_docx(blocks, "Bouwstenen", ROUNDS, paper),
        "reactienota": answers_out.to_docx(blocks, answer, "Reactienota", ROUNDS, STATES, paper),
    }


@pytest.mark.parametrize("name", ["bouwstenen", "reactienota"])
@pytest.mark.parametrize(("lang", "region"), [("nl", "nl-NL"), ("en", "en-GB")])
def test_it_can_be_read_by_everybody(
    every: tuple[Bouwsteen, ...], name: str, lang: str, region: str
) -> None:
    assert faults(both(every, replace(PAPER, lang=lang))[name], region) == []


@pytest.mark.parametrize("name", ["bouwstenen", "reactienota"])
def test_the_same_content_gives_the_same_bytes(every: tuple[Bouwsteen, ...], name: str) -> None:
    assert both(every, PAPER)[name] == both(every, PAPER)[name]


@pytest.mark.parametrize("name", ["bouwstenen", "reactienota"])
def test_it_wears_the_template_and_the_colour_of_the_house(
    every: tuple[Bouwsteen, ...], name: str
) -> None:
    look = House(template=template(body="Voorblad|{{rapport}}|Colofon"), colour="#7a1f5c")
    made = Document(BytesIO(both(every, replace(PAPER, house=look))[name]))
    assert made.paragraphs[0].text == "Voorblad" and made.paragraphs[-1].text == "Colofon"
    assert made.styles["Heading 1"].font.color.rgb == RGBColor(0x12, 0x34, 0x56)
    assert made.styles["Gehoord kop"].font.color.rgb == RGBColor(0x7A, 0x1F, 0x5C)


def test_what_the_plan_does_not_answer_stands_first(every: tuple[Bouwsteen, ...]) -> None:
    made = Document(BytesIO(both(every, PAPER)["reactienota"]))
    chapters = [p.text for p in made.paragraphs if p.style and p.style.name == "Heading 1"]
    assert chapters[:3] == ["Niet geadresseerd", "Deels", "Geadresseerd"]
    numbers = [table.cell(0, 1).text for table in made.tables]
    assert sorted(numbers) == sorted(one.theme_id for one in every)


def test_what_was_answered_already_stands_in_it(every: tuple[Bouwsteen, ...]) -> None:
    text = text_of(both(every, PAPER)["reactienota"])
    assert "Wij nemen dit over." in text and "Zie doel 2.1" in text


def test_without_concerns_there_is_still_a_document() -> None:
    data = blocks_out.to_docx((), "Bouwstenen", ROUNDS, PAPER)
    assert "Zulke zorgen zijn er niet." in text_of(data)


def test_the_answers_in_excel_print_and_wear_the_colour(every: tuple[Bouwsteen, ...]) -> None:
    look = replace(PAPER, house=House(colour="#7a1f5c"))
    data = answers_out.to_xlsx(every, {}, STATES, look)
    assert data == answers_out.to_xlsx(every, {}, STATES, look)
    sheet = load_workbook(BytesIO(data)).active
    assert sheet["A1"].fill.fgColor.rgb.endswith("7A1F5C")
    assert sheet.print_title_rows == "$1:$1" and sheet.auto_filter.ref
    assert sheet.row_dimensions[2].height > 40


@pytest.mark.slow
def test_contents_show_page_numbers_where_libreoffice_counts_them(
    every: tuple[Bouwsteen, ...], tmp_path: Path
) -> None:
    from pipeline.report.pdf import numbered
    from pipeline.report.pdf import office as program_of

    program = program_of()
    if program is None or not office():
        pytest.skip("LibreOffice is not on this machine")

    def make(pages: object) -> bytes:
        paper = replace(PAPER, pages=pages)
        return blocks_out.to_docx(every, "Bouwstenen", ROUNDS, paper)

    made = Document(BytesIO(numbered(make, program)))
    entries = [p.text for p in made.paragraphs if p.style and p.style.name.startswith("toc ")] or [
        p.text for p in made.paragraphs if p.style and p.style.name.startswith("TOC ")
    ]
    numbers = [int(text.rpartition("\t")[2]) for text in entries if "\t" in text]
    assert len(numbers) == len(every) + 1
    assert numbers == sorted(numbers) and numbers[0] >= 2, "the contents stand on the first page"
