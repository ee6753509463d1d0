"""The HTML report as text: whole in itself, the same every time, honest in its words."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

from pipeline.core.analysis import Analysis
from pipeline.core.locale import language
from pipeline.core.settings import ReportSettings
from pipeline.findings.build import build
from pipeline.findings.records import EDITIONS, Findings
from pipeline.report import wording
from pipeline.report.blocks import Block
from pipeline.report.charts import export
from pipeline.report.html import to_html
from pipeline.report.rendering import render
from pipeline.report.statements import packed, script_safe
from tests.conftest import ROOT
from tests.report.conftest import HOSTILE


@pytest.fixture(scope="module")
def html(findings: Findings) -> str:
    return to_html(findings)


def test_the_page_has_a_branch_for_every_kind_of_block() -> None:
    template = (ROOT / "pipeline" / "report" / "templates" / "blocks.j2").read_text("utf-8")
    branches = set(re.findall(r'kind == "([A-Z]\w+)"', template))
    assert {kind.__name__ for kind in get_args(Block)} - branches == {"Picture"}  # what is left


def test_the_report_is_the_same_bytes_every_time(findings: Findings, html: str) -> None:
    assert to_html(findings) == html


def test_two_runs_differ_in_one_line_only(analysis: Analysis) -> None:
    later = replace(
        analysis,
        record=replace(analysis.record, run_id="ander", made_at="2026-01-01T09:00:00+01:00"),
    )
    first, second = (
        to_html(build(one, ReportSettings())).splitlines() for one in (analysis, later)
    )
    assert sum(a != b for a, b in zip(first, second, strict=True)) == 1


def test_rendering_leaves_the_language_as_it_was(findings: Findings) -> None:
    before = language()
    to_html(findings, "en")
    assert language() == before


def test_nothing_stands_outside_the_file(html: str) -> None:
    for pattern in (r"<link\b", r"\bsrc=", r"@import", r"<iframe", r"<form[^>]+action"):
        assert not re.search(pattern, html), pattern
    assert set(re.findall(r"url\(([^)#]{0,12})", html)) == {"data:font/wo"}
    assert (
        re.findall(r"\bstyle=|\bon[a-z]+=", re.sub(r"<script.*?</script>", "", html, flags=re.S))
        == []
    )


def test_no_ids_occur_twice(html: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', re.sub(r"<script.*?</script>", "", html, flags=re.S))
    assert len(ids) > 100
    assert len(ids) == len(set(ids))


def test_headings_step_down_one_at_a_time(html: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", html)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_every_table_has_a_caption_and_scoped_heads(html: str) -> None:
    tables = re.findall(r"<table.*?</table>", html, flags=re.S)
    assert len(tables) > 10
    assert all("<caption" in table for table in tables)
    assert not re.search(r"<th(?![^>]*scope)[ >]", html)


def test_every_picture_says_its_finding_and_stands_wide_and_narrow(
    html: str, findings: Findings
) -> None:
    figures = re.findall(r'<figure class="chart".*?</figure>', html, flags=re.S)
    assert figures
    for figure in figures:
        title = re.search(r"<figcaption>(.*?)</figcaption>", figure, flags=re.S)
        assert title
        assert figure.count(f'aria-label="{title[1]}"') == 2


def test_statements_stand_in_the_island_word_for_word(html: str, findings: Findings) -> None:
    data = json.loads(re.search(r'id="uitspraken-data">(.*?)</script>', html, re.S)[1])  # type: ignore[index]
    assert len(data["lines"]) == len(findings.lines)
    assert [one[1] for one in data["responses"]] == [one.text for one in findings.responses]


def test_hostile_words_never_become_markup(hostile_file: Path) -> None:
    html = hostile_file.read_text("utf-8")
    assert html.count("<script") == 3
    assert "<img" not in html
    assert "&lt;script&gt;" in html, "the guard looked at nothing"


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_script_safe_reads_back_the_same(text: str) -> None:
    safe = script_safe({"t": text})
    assert "<" not in safe
    assert json.loads(safe)["t"] == text


def test_a_large_list_is_packed_the_same_every_time() -> None:
    assert packed("klein") is None
    text = "groot" * 1_000_000
    assert packed(text) == packed(text)


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_every_edition_renders_in_both_languages(
    analysis: Analysis, edition: str, lang: str
) -> None:
    html = to_html(build(analysis, ReportSettings(), edition), lang)
    assert f'<html lang="{lang}">' in html
    assert "None" not in re.sub(r"<(style|script).*?</\1>|<table.*?</table>", "", html, flags=re.S)
    assert ('id="uitspraken-data"' in html) == (edition == "projectteam")


def test_a_run_without_plan_renders(analysis: Analysis) -> None:
    tables = {**analysis.tables, "coverage": analysis.tables["coverage"].iloc[:0]}
    bare = replace(analysis, plan=None, previous=None, codebooks=(), tables=tables)
    html = to_html(build(bare, ReportSettings()))
    assert 'id="speerpunten"' not in html
    assert "geen plan om mee te vergelijken" in html
    assert "(nog) niet in" not in html.partition('id="leeswijzer"')[0]
    assert 'id="thema-T01"' in html


def test_a_run_that_heard_nothing_renders(analysis: Analysis) -> None:
    html = to_html(build(replace(analysis, tables={}), ReportSettings()))
    assert 'id="samenvatting"' in html


def test_only_a_person_confirms(html: str, findings: Findings) -> None:
    confirmed = [t for t in findings.themes if t.verdict and t.verdict.decided_by == "person"]
    assert [theme.theme_id for theme in confirmed] == ["T01"]
    article = re.search(r'<article[^>]+id="thema-T01".*?</article>', html, re.S)
    other = re.search(r'<article[^>]+id="thema-T02".*?</article>', html, re.S)
    assert article
    assert other
    assert "vastgesteld" in article[0]
    assert "voorstel" in other[0]
    assert "vastgesteld" not in other[0]


def test_the_fixed_box_and_the_sum_are_there(html: str, findings: Findings) -> None:
    assert "Dit is geen opiniepeiling" in html
    whole = findings.intake[0]
    assert f"{wording.number(whole.read)} reacties gelezen" in html.replace("\u00a0", " ")


def test_a_foreign_quote_says_its_language(analysis: Analysis) -> None:
    html = to_html(build(analysis, ReportSettings(n_quotes=60)))
    assert re.search(r'<blockquote lang="(en|tr|pl)"', html)


def test_each_edition_has_its_own_file_name(analysis: Analysis) -> None:
    names = [
        set(render(analysis, ReportSettings(), "nl", edition=one, formats=("json",)))
        for one in EDITIONS
    ]
    assert names[0] == {"report.json"}
    assert len(set.union(*names)) == len(EDITIONS)


def test_pictures_are_exported_without_a_browser(findings: Findings) -> None:
    files = export(findings)
    assert files["roles.svg"].startswith(b"<svg")
    assert files["roles.png"].startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (lambda: wording.number(1204), "1.204"),
        (lambda: wording.percent(0.148), "15%"),
        (lambda: wording.percent(0.001), "<1%"),
        (lambda: wording.decimal(0.714), "0,71"),
        (lambda: wording.date("2025-03-17"), "17 maart 2025"),
        (lambda: wording.people(1), "1 persoon"),
        (lambda: wording.people(2), "2 mensen"),
        (lambda: wording.count("themes", 1), "1 thema"),
        (lambda: wording.listed(["a", "b", "c"]), "a, b en c"),
        (lambda: wording.row_name("a.csv", 12), "rij 12"),
        (lambda: wording.row_name("a.docx", 12), "alinea 12"),
    ],
)
def test_numbers_dates_and_plurals_are_dutch(said: object, expected: str) -> None:
    assert said() == expected  # type: ignore[operator]
