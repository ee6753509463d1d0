"""What themes mean stands in every format: tree, trimesters, question, topics given, proposals."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path

import lxml.html
import pandas as pd
import pytest
from docx import Document
from openpyxl import load_workbook

from pipeline.core.analysis import Analysis
from pipeline.core.settings import ReportSettings
from pipeline.core.tables import GIVEN, PROMPTED, PROPOSALS
from pipeline.findings.build import build
from pipeline.findings.records import Findings
from pipeline.report.blocks import Table
from pipeline.report.docx import to_docx
from pipeline.report.editions.groups import rounds
from pipeline.report.html import to_html
from pipeline.report.json import to_json
from pipeline.report.xlsx import to_xlsx

HOSTILE = "<script>alert(1)</script> {{ 7*7 }} lang wachten"


@pytest.fixture(scope="module")
def rich(analysis: Analysis) -> Findings:
    asked = analysis.tables["questions"].iloc[0]["question_id"]
    prompted = pd.DataFrame(
        [{"theme_id": "T01", "question_id": asked, "share": 0.95, "likeness": 2.1,
          "prompted": True}]
    )  # fmt: skip
    given = pd.DataFrame(
        [
            ("G01", "Q1", "Doorlooptijd", "fixed", "carried", "T01", 20, 18),
            ("G02", "Q4", "Vervoer", "seed", "widened", "T02", 12, 9),
            ("G03", "Q5", "Nieuwkomers", "seed", "scattered", "", 9, 3),
            ("G04", "Q6", "Terugplaatsing", "seed", "unheard", "", 1, 0),
        ],
        columns=["topic_id", "code_id", "title", "how", "outcome", "theme_id", "n_statements",
                 "n_in_theme"],
    ).assign(codebook_id="kwesties")  # fmt: skip
    usual = {"theme_id": "T01", "model": "proefmodel", "accepted": True, "reason": ""}
    proposals = pd.DataFrame(
        [
            usual | {"kind": "label", "text": HOSTILE, "quote_ids": ()},
            usual | {"kind": "summary", "text": "Ouders wachten.", "quote_ids": ("r1-0001.01",)},
        ]
    )
    tables = {
        "prompted": PROMPTED.check(prompted),
        "given": GIVEN.check(given),
        "proposals": PROPOSALS.check(proposals),
    }
    return build(replace(analysis, tables={**analysis.tables, **tables}), ReportSettings())


@pytest.fixture(scope="module")
def page(rich: Findings) -> str:
    return to_html(rich)


def words_of_docx(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_every_concern_stands_under_the_goal_that_is_about_it(page: str, rich: Findings) -> None:
    root = lxml.html.fromstring(page)
    placed = [goal for goal in rich.goals if goal.theme_ids]
    assert len(placed) >= 5
    for goal in placed:
        cards = root.xpath(f"//section[@id='doel-{goal.goal_id}']//article/@data-theme")
        assert cards == list(goal.theme_ids)


def test_the_text_of_a_goal_is_printed_once(page: str, rich: Findings) -> None:
    assert rich.plan is not None
    texts = [goal.text for goal in rich.plan.goals() if goal.text]
    shown = lxml.html.fromstring(page).xpath("//section[@class='goal']/ul/li")
    words = [" ".join(one.text_content().split()) for one in shown]
    assert len(texts) >= 10
    for text in texts:
        assert sum(" ".join(text.split()) in one for one in words) == 1


def test_the_page_marks_what_a_question_prompted_and_leaves_the_figures_to_the_spreadsheet(
    page: str,
) -> None:
    article = page[page.index('id="thema-T01"') :]
    article = article[: article.index("</article>")]
    assert "ooral antwoord op de vraag" in article
    assert "95% van de mensen" in article and "2,10" not in article
    assert page.count("ooral antwoord op de vraag") == 1


def test_the_word_for_firmness_stands_with_the_concern_and_its_figure_in_the_annex(
    page: str, analysis: Analysis
) -> None:
    annex = build(analysis, ReportSettings(), "bijlage")
    theme = annex.theme("T01")
    assert theme.stability_value is not None
    figure = f"{theme.stability_value:.2f}".replace(".", ",")
    assert re.search(r"samenhang: (stevig|redelijk|onzeker)<", page)
    assert figure in to_html(annex)


def test_a_text_from_outside_is_marked_and_escaped(page: str) -> None:
    assert "Voorgestelde naam van taalmodel proefmodel, niet van een mens" in page
    assert "<script>alert(1)" not in page and "{{ 7*7 }} lang wachten" in page


def test_trimesters_stand_there_only_where_they_say_more_than_the_rounds(
    page: str, rich: Findings
) -> None:
    assert rich.trends is not None and 'id="trimesters"' not in page
    finer = replace(rich, trends=replace(rich.trends, periods=rich.trends.periods * 2))
    finer = replace(finer, trends=replace(finer.trends, themes=tuple(
        replace(one, people=one.people * 2, shares=one.shares * 2) for one in rich.trends.themes
    )))  # fmt: skip
    table = next(one for one in rounds(finer) if isinstance(one, Table) and one.sums)
    cells = [str(cell) for row in table.rows for cell in row[1:]]
    assert "×" in cells and len(cells) > 20
    for cell in cells:
        n = cell.partition(" ")[0].replace(".", "")
        assert n == "×" or int(n) == 0 or int(n) >= rich.method.min_group


def test_topics_given_say_what_became_of_them(page: str) -> None:
    part = page[page.index('id="gegeven"') :].replace("\u00a0", " ")
    assert "Werd een thema: 18 van de 20" in part and "Ligt binnen een ruimer thema" in part
    assert "vallen in verschillende thema" in part and "te weinig over gezegd" in part


def test_word_says_the_same(rich: Findings) -> None:
    text = words_of_docx(to_docx(rich))
    for wanted in (
        "Het plan, doel voor doel", "×",
        "ooral antwoord op de vraag", "Vooraf gegeven onderwerpen", "taalmodel proefmodel",
    ):  # fmt: skip
        assert wanted in text, wanted


def test_the_spreadsheet_says_the_same(rich: Findings) -> None:
    book = load_workbook(io.BytesIO(to_xlsx(rich)), read_only=True)
    names = set(book.sheetnames)
    assert {
        "Thema’s onder speerpunten", "Per trimester", "Antwoorden op een vraag",
        "Gegeven onderwerpen", "Voorgestelde teksten",
    } <= names  # fmt: skip


def test_json_holds_the_same_and_english_has_its_words(rich: Findings) -> None:
    data = json.loads(to_json(rich))
    assert data["tree"] and data["trends"]["periods"] and len(data["given"]) == 4
    english = to_html(rich, "en")
    assert "ostly an answer to the question" in english and "The plan, goal by goal" in english


@pytest.mark.parametrize("edition", ["bestuur", "openbaar", "deelnemers", "bijlage"])
def test_every_edition_can_be_made(analysis: Analysis, edition: str) -> None:
    found = build(analysis, ReportSettings(), edition)
    assert to_html(found) and to_docx(found)


def test_without_a_plan_or_periods_nothing_is_shown(voorbeeld: Path, analysis: Analysis) -> None:
    responses = analysis.tables["responses"].assign(date="2025-09-10")
    bare = replace(
        analysis, plan=None, previous=None, codebooks=(),
        tables={**analysis.tables, "responses": responses},
    )  # fmt: skip
    page = to_html(build(bare, ReportSettings()))
    assert 'id="boom"' not in page and 'id="trimesters"' not in page and 'id="gegeven"' not in page
