"""Page, Word, spreadsheet and JSON say the same: compared as a reader sees them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from rich.console import Console

from pipeline.cli import runs
from pipeline.cli.summary import panel
from pipeline.core.analysis import Analysis
from pipeline.core.locale import use_language
from pipeline.core.settings import ReportSettings
from pipeline.core.tables import JUDGEMENTS, REGISTER, THEMES
from pipeline.findings.build import build
from pipeline.findings.comparison import compare
from pipeline.findings.facts import facts
from pipeline.findings.records import EDITIONS, INSIDE, Findings
from pipeline.findings.run_records import Mark
from pipeline.report import wording as w
from pipeline.report.blocks import Ref, State, Table
from pipeline.report.charts.map import map_of_statements
from pipeline.report.context import doubtful
from pipeline.report.docx import to_docx
from pipeline.report.editions import written
from pipeline.report.editions.parts import overview
from pipeline.report.html import to_html
from pipeline.report.json import to_json
from pipeline.report.xlsx import to_xlsx
from pipeline.review.building_blocks import bouwstenen
from pipeline.review.run_view import ReviewedRun
from pipeline.review.sheets import workbook
from pipeline.themes.alignment import Alignment, NamedDivision

Rows = list[list[str]]
PICTURE = "Alle zorgen: hoeveel mensen noemden ze, en wat doet het plan ermee?"
NOBODY = NamedDivision("", {}, {})
NO_LOG = JUDGEMENTS.empty()


def spaced(text: str) -> str:
    return " ".join(text.split())


def page_tables(html: str) -> dict[str, Rows]:
    found: dict[str, Rows] = {}
    for table in lxml.html.fromstring(html.replace("<br>", " ")).iter("table"):
        caption = table.find("caption")
        rows = [
            [spaced(c.text_content()) for c in row.iter("th", "td")] for row in table.iter("tr")
        ]
        # Small tables inside a theme are a line of words in Word; see the test on them.
        if table.xpath("ancestor::details"):
            continue
        found.setdefault(spaced(caption.text_content()), []).extend(rows)
    return found


def word_tables(data: bytes) -> dict[str, Rows]:
    found: dict[str, Rows] = {}
    for table in Document(BytesIO(data)).element.body.iter(qn("w:tbl")):
        caption = table.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        rows = [[spaced(_words(cell)) for cell in row.iter(qn("w:tc"))]
                for row in table.iter(qn("w:tr"))]  # fmt: skip
        found.setdefault(caption, []).extend(rows)
    return found


def _words(element: Any) -> str:
    return "".join(one.text or "" for one in element.iter(qn("w:t")))


def plain(rows: Rows) -> Rows:
    """Rows without the signs that only one of the two shows; a cell over several is one of all."""
    wide = max(map(len, rows), default=0)
    return [
        [cell.strip("●▲◆■–█ ") or "–" for cell in row] + ["–"] * (wide - len(row)) for row in rows
    ]


@pytest.fixture(scope="module")
def made(findings: Findings) -> dict[str, Any]:
    use_language("nl")
    return {
        "html": to_html(findings),
        "docx": to_docx(findings, drawn={}),
        "xlsx": load_workbook(BytesIO(to_xlsx(findings))),
        "json": json.loads(to_json(findings)),
    }


def test_tables_in_word_hold_what_the_page_holds(made: dict[str, Any]) -> None:
    page, word = page_tables(made["html"]), word_tables(made["docx"])
    shared = sorted(set(page) & set(word))
    assert len(shared) >= 12, shared
    for caption in shared:
        assert plain(word[caption]) == plain(page[caption]), caption


@pytest.mark.parametrize("edition", ["projectteam"])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_themes_read_alike_in_word_and_on_the_page(
    analysis: Analysis, edition: str, lang: str
) -> None:
    findings = build(analysis, ReportSettings(), edition)
    page = lxml.html.fromstring(to_html(findings, lang, drawn=_none()))
    word = Document(BytesIO(to_docx(findings, lang, drawn={})))
    texts = {spaced(_words(p._p)) for p in word.paragraphs}
    leads = [spaced(p.text_content()) for p in page.xpath("//article//p[@class='lead']")]
    assert len(leads) == len(findings.themes) >= 20
    assert [one for one in leads if one not in texts] == []
    quotes = [
        spaced(one.text_content())
        for one in page.xpath("//article//blockquote[not(ancestor::details)]")
    ]
    assert [one for one in quotes if not any(one in text for text in texts)] == []


def _none() -> Any:
    return dict.fromkeys(("roles", "trends", "map"))


def test_the_numbers_of_the_first_page_are_everywhere_the_same(
    made: dict[str, Any], findings: Findings
) -> None:
    keys = lxml.html.fromstring(made["html"]).xpath("//dl[@class='keys']/div")
    page = [(one.find("dt").text, one.find("dd").text) for one in keys]
    tiles = word_tables(made["docx"])["Kerncijfers"][0]
    assert tiles == [value + name for name, value in page]
    totals = made["json"]["totals"]
    concerns = [one for one in made["json"]["themes"] if one["kind"] == "concern"]
    numbers = [totals[n] for n in ("people", "responses_read", "roles", "rounds")]
    numbers += [len(concerns) - len(made["json"]["open_loose"]), len(made["json"]["open"])]
    assert [value for _, value in page] == [w.number(n) for n in numbers]
    sheet = {row[0]: row[1] for row in made["xlsx"]["Kerncijfers"].iter_rows(values_only=True)}
    assert sheet["mensen die spraken (een gezamenlijke brief is één stem)"] == totals["people"]
    assert sheet["reacties gelezen"] == totals["responses_read"]
    assert sheet["uitspraken"] == totals["statements"] == len(findings.lines)


def sheet_rows(page: Any) -> list[dict[str, Any]]:
    heads = [cell.value for cell in page[1]]
    return [
        dict(zip(heads, row, strict=True)) for row in page.iter_rows(min_row=2, values_only=True)
    ]


def test_themes_have_the_same_numbers_in_spreadsheet_json_and_page(made: dict[str, Any]) -> None:
    rows = sheet_rows(made["xlsx"]["Thema’s"])
    themes = made["json"]["themes"]
    page = {row[0]: row for row in page_tables(made["html"])[PICTURE] if len(row) > 1}
    assert len(rows) == len(themes) == len(page) - 1 >= 20
    for row, theme in zip(rows, themes, strict=True):
        shown = page[row["Thema"]]
        assert row["Code"] == theme["theme_id"]
        assert row["Mensen"] == theme["n_people"]
        assert row["Uitspraken"] == theme["n_statements"]
        assert row["Aandeel"] == pytest.approx(theme["share"], abs=1e-12)
        assert shown[1] == w.number(row["Mensen"])
        assert shown[2].count("●") <= row["Rondes"]
        if theme["verdict"]:
            assert row["Gaat het plan erop in?"] == w.status(theme["verdict"]["status"])


def test_the_account_adds_up_alike(made: dict[str, Any]) -> None:
    rows = sheet_rows(made["xlsx"]["Verantwoording van de reacties"])
    intake = made["json"]["intake"]
    assert len(rows) == len(intake) >= 5
    for row, one in zip(rows, intake, strict=True):
        aside = sum(reason["n"] for reason in one["reasons"])
        assert (row["Gelezen"], row["Meegenomen"], row["Terzijde"]) == (
            one["read"], one["analysed"], aside,
        )  # fmt: skip
        assert row["Gelezen"] == row["Meegenomen"] + row["Terzijde"]
    for kind in {one["Soort"] for one in rows} - {"alles"}:
        assert sum(r["Gelezen"] for r in rows if r["Soort"] == kind) == rows[0]["Gelezen"]


def test_roles_and_rounds_have_the_same_cells(made: dict[str, Any], findings: Findings) -> None:
    root = lxml.html.fromstring(made["html"])
    table = root.xpath("//table[caption='Mensen per zorg en rol']")[0]
    page = [[spaced(c.text_content()) for c in row.iter("th", "td")] for row in table.iter("tr")]
    sheet = list(made["xlsx"]["Thema’s per rol"].iter_rows(values_only=True))
    shown = {(row[0], role): cell for row in page[1:]
             for role, cell in zip(page[0][1:], row[1:], strict=True)}  # fmt: skip
    held = {(str(row[1]), str(role)): str(cell) for row in sheet[1:]
            for role, cell in zip(sheet[0][2:], row[2:], strict=True)}  # fmt: skip
    assert len(shown) > 100 and shown.items() <= held.items()
    assert {held[one] for one in set(held) - set(shown)} <= {"×", "0"}
    lives = sheet_rows(made["xlsx"]["Over de rondes"])
    told = [life for theme in made["json"]["themes"] for life in theme["life"]]
    assert len(lives) == len(told) == len(findings.themes) * len(findings.rounds)
    for row, life in zip(lives, told, strict=True):
        assert row["Mensen"] == (life["n_people"] if life["n_people"] is not None else "×")


def test_statements_are_the_same_words(made: dict[str, Any]) -> None:
    rows = sheet_rows(made["xlsx"]["Uitspraken"])
    lines, responses = made["json"]["lines"], made["json"]["responses"]
    assert len(rows) == len(lines) > 1_000
    for row, line in zip(rows, lines, strict=True):
        source = responses[line["response"]]
        assert row["Uitspraak"] == line["statement_id"]
        assert row["Tekst"] == source["text"][line["start"] : line["end"]]


@pytest.mark.parametrize("edition", EDITIONS)
def test_json_holds_nothing_that_the_page_of_the_edition_withholds(
    analysis: Analysis, edition: str
) -> None:
    findings = build(analysis, ReportSettings(), edition)
    told = json.loads(to_json(findings))
    assert told["schema"] == "gehoord-findings/1"
    assert bool(told["lines"]) == (edition == "projectteam")
    kinds = {one["kind"] for one in told["intake"]}
    assert ("role" in kinds) == (edition in INSIDE)
    assert bool(told["silence"]) == ("stil" in findings.chapters)
    assert bool(told["codebook_findings"]) == ("codeboeken" in findings.chapters)


def test_json_is_the_same_every_time(findings: Findings) -> None:
    assert to_json(findings) == to_json(findings)


def test_every_form_has_the_same_open_concerns_in_the_same_order(
    made: dict[str, Any], findings: Findings, analysis: Analysis
) -> None:
    every = [one.theme_id for one in findings.priorities]
    assert set(every) == {theme.theme_id for theme in findings.themes if theme.is_open}
    order = [one for one in every if not findings.theme(one).is_loose]
    loose = every[len(order) :]
    assert len(order) >= 5 and loose and not set(order) & set(loose)
    listed = made["json"]["open"]
    assert [one["theme_id"] for one in listed] == order
    assert [one["theme_id"] for one in made["json"]["open_loose"]] == loose
    assert facts(analysis)["open_loose"] == loose
    assert [row["Code"] for row in sheet_rows(made["xlsx"]["Bouwstenen"])] == order
    assert facts(analysis)["open"] == order
    assert facts(analysis)["not_addressed"] == len(order)
    assert facts(analysis)["concerns"] == sum(theme.is_counted for theme in findings.themes)
    assert [one.theme_id for one in bouwstenen(analysis)] == order
    nota = [one.theme_id for one in bouwstenen(analysis, every=True)]
    assert nota[: len(order)] == order and len(nota) == len(findings.themes)
    sheet = next(s for s in workbook(ReviewedRun(analysis, NO_LOG)).sheets if s.kind == "D")
    assert [row.ids[0] for row in sheet.rows[: len(order)]] == order
    board = written(build(analysis, ReportSettings(), "bestuur"))
    blocks = [block for chapter in board.chapters for block in chapter.blocks]
    picture = next(one for one in blocks if isinstance(one, Table))
    first = picture.rows[0][0]
    assert isinstance(first, State) and first.status == "not_addressed"
    assert first.place.strip("()").split(";")[0] == str(len(order))


def test_every_form_counts_the_same_people(
    made: dict[str, Any], findings: Findings, analysis: Analysis
) -> None:
    people = {theme.theme_id: theme.n_people for theme in findings.themes}
    assert len(people) >= 20
    assert {one["theme_id"]: one["n_people"] for one in made["json"]["themes"]} == people
    assert {one.theme_id: one.n_people for one in bouwstenen(analysis, every=True)} == people
    register = analysis.table(THEMES).set_index("theme_id")["n_respondents"]
    assert register[list(people)].to_dict() == people
    sheet = next(s for s in workbook(ReviewedRun(analysis, NO_LOG)).sheets if s.kind == "T")
    assert {r.ids[0]: r.cells["people"] for r in sheet.rows if r.ids[0] in people} == people
    compared = compare(findings, findings, Alignment.by_statements(NOBODY, NOBODY, {})).after
    states = {status: n for status, n in compared.states.items() if n}
    assert states == dict(findings.totals.states)
    assert (compared.themes, compared.people) == (findings.totals.themes, findings.totals.people)


def test_a_long_list_says_how_many_of_each_group_it_shows(findings: Findings) -> None:
    concerns = [theme for theme in findings.themes if theme.kind == "concern" and theme.verdict]
    sure = [one for one in findings.priorities if not findings.theme(one.theme_id).is_loose]
    n_open, most = len(sure), len(sure) + 2
    picture = overview(findings, concerns, most)
    heads = [row[0].place for row in picture.rows if isinstance(row[0], State)]
    rows = [row for row in picture.rows if len(row) > 1]
    assert len(rows) == most < len(concerns) and len(heads) >= 2
    numbers = [[int(one) for one in re.findall(r"\d+", head)] for head in heads]
    shown = sum(of[0] for of in numbers)
    assert shown == most and any(" van " in head for head in heads)
    assert numbers[0][-1] == n_open
    first = [findings.theme(one.theme_id).label for one in findings.priorities]
    named = [row[0].text for row in rows if isinstance(row[0], Ref) and row[0].text in first]
    assert named == first[: len(named)] and len(named) >= most // 2


def test_praise_is_among_the_open_ones_nowhere(made: dict[str, Any], findings: Findings) -> None:
    praise = {theme.theme_id for theme in findings.themes if theme.kind == "praise"}
    assert praise and not praise & {one["theme_id"] for one in made["json"]["open"]}
    assert not praise & {row["Code"] for row in sheet_rows(made["xlsx"]["Bouwstenen"])}


def test_the_summary_and_show_name_and_count_concerns_as_the_report_does(
    findings: Findings,
    analysis: Analysis,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(runs, "run_folder", lambda given: given)
    monkeypatch.setattr(runs, "load_run", lambda given: analysis)
    runs.show(Path("run"))
    shown = {one.split("  ")[0]: one for one in capsys.readouterr().out.splitlines()}
    for theme in findings.themes:
        told = f"{theme.theme_id}  {w.bare(theme.label)} ({w.people(theme.n_people)}"
        assert shown[theme.theme_id].startswith(told)
    console = Console(width=200, record=True, file=StringIO())
    console.print(panel(analysis, facts(analysis)))
    screen = console.export_text()
    sure = [findings.theme(one.theme_id) for one in findings.priorities]
    sure = [theme for theme in sure if not theme.is_loose]
    first = [(w.bare(theme.label), str(theme.n_people)) for theme in sure[:8]]
    rows = [re.split(r"\s{2,}", row.strip()) for row in screen.splitlines()]
    assert [row for row in rows if tuple(row[:2]) in first] == [
        [*one, "ja" if theme.recurring else "nee"] for one, theme in zip(first, sure, strict=False)
    ]
    assert f"Op {len(sure)} daarvan" in screen
    counted = sum(theme.is_counted for theme in findings.themes)
    assert f"We hoorden {counted} zorgen" in screen
    assert doubtful(findings) in " ".join(screen.split())
    assert "\n\n\n" not in screen, "two blank lines"


def test_a_comparison_names_and_counts_concerns_as_the_report_does(findings: Findings) -> None:
    alignment = Alignment.by_statements(NOBODY, NOBODY, {})
    compared = compare(findings, findings, alignment)
    labels = {theme.theme_id: theme.label for theme in findings.themes}
    assert dict(compared.labels_before) == dict(compared.labels_after) == labels
    sides = [side for one in compared.shifts for side in (one.before, one.after) if side]
    assert {one.theme_id: one.n_people for one in sides} == {
        theme.theme_id: theme.n_people for theme in findings.themes
    }
    answers = {theme.theme_id: theme.verdict.status for theme in findings.themes
               if theme.is_concern and theme.verdict}  # fmt: skip
    assert {one.theme_id: one.status for one in sides if one.status} == answers, "praise has none"


def test_the_register_counts_people_per_round_as_the_report_does(
    findings: Findings, analysis: Analysis
) -> None:
    register = {
        (row["theme_id"], row["round_id"]): row["n_respondents"]
        for row in analysis.table(REGISTER).to_dict("records")
    }
    told = {
        (theme.theme_id, life.round_id): life.n_people
        for theme in findings.themes
        for life in theme.life
        if life.n_people
    }
    assert len(told) > 50 and told.items() <= register.items()


def test_the_map_names_concerns_as_the_report_does(findings: Findings) -> None:
    marks = tuple(
        Mark(line.statement_id, float(at % 40), float(at // 40), line.theme_id)
        for at, line in enumerate(findings.lines)
    )
    chart = map_of_statements(replace(findings, marks=marks))
    assert chart is not None
    names = [name for _colour, name in chart.legend][:-1]  # the last is "andere uitspraken"
    assert len(names) >= 5
    assert names == [w.bare(theme.label) for theme in findings.themes[: len(names)]]
    assert "De kaart toont" not in chart.note, "every statement has its dot"
    fewer = map_of_statements(replace(findings, marks=marks[:50]))
    assert fewer is not None and f"50 van de {w.number(len(marks))} uitspraken" in fewer.note


def test_building_blocks_quote_what_the_public_report_quotes(analysis: Analysis) -> None:
    public = build(analysis, ReportSettings(), "openbaar")
    quotes = {one.theme_id: one.quotes for one in bouwstenen(analysis, n_quotes=3, every=True)}
    quoted = [theme for theme in public.themes if theme.quotes]
    assert len(quoted) >= 20
    for theme in quoted:
        assert [one.statement_id for one in quotes[theme.theme_id]] == [
            one.statement_id for one in theme.quotes
        ]
