"""Choosing among the themes: what is found, that it can be linked to, and that nothing leaks."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from pipeline.core.analysis import Analysis
from pipeline.core.settings import ReportSettings
from pipeline.findings.build import build
from pipeline.findings.records import EDITIONS, Findings
from pipeline.report.choices import for_script, theme_filters
from pipeline.report.editions.parts import by_answer
from pipeline.report.html import to_html
from tests.report.conftest import until, written


def told(findings: Findings) -> dict[str, dict[str, list[str]]]:
    return {key: one["told"] for key, one in for_script(findings)["themes"].items()}


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_choice_finds_no_theme_by_a_withheld_number(analysis: Analysis, edition: str) -> None:
    findings = build(analysis, ReportSettings(), edition)
    found, withheld = told(findings), 0
    for theme in findings.themes:
        for facet, cells in (("rol", theme.roles), ("gebied", theme.areas)):
            shown = {cell.key for cell in cells if cell.n}
            withheld += sum(cell.n is None for cell in cells)
            assert set(found[theme.theme_id][facet]) == shown
    assert withheld > 20, "the guard looked at nothing"


def test_rounds_find_nothing_where_the_edition_does_not_show_them(analysis: Analysis) -> None:
    public = build(analysis, ReportSettings(), "openbaar")
    for theme in public.themes:
        hidden = {one.round_id for one in theme.life if one.n_people is None}
        assert not hidden & set(told(public)[theme.theme_id]["ronde"])
    feedback = build(analysis, ReportSettings(), "terugkoppeling")
    assert all(not one["ronde"] for one in told(feedback).values())
    assert "ronde" not in {one["name"] for one in theme_filters(feedback)}


def test_the_page_knows_no_more_about_a_theme_than_the_choice_needs(analysis: Analysis) -> None:
    html = to_html(build(analysis, ReportSettings()))
    data = json.loads(re.search(r'id="gegevens">(.*?)</script>', html, re.S)[1])  # type: ignore[index]
    keys = {name for one in data["themes"].values() for name in one}
    assert keys == {"label", "state", "goal", "told"}
    assert all(
        isinstance(value, str)
        for one in data["themes"].values()
        for values in one["told"].values()
        for value in values
    )


def test_every_choice_that_is_offered_finds_something(findings: Findings) -> None:
    fields = theme_filters(findings)
    assert {one["name"] for one in fields} == {"rol", "ronde", "gebied", "pijler", "staat"}
    for field in fields:
        for option in field["options"]:
            assert any(option["value"] in one[field["name"]] for one in told(findings).values())


def test_a_state_finds_what_stands_under_its_head_in_the_picture(findings: Findings) -> None:
    (states,) = (one for one in theme_filters(findings) if one["name"] == "staat")
    under = by_answer(findings, [theme for theme in findings.themes if theme.is_concern])
    assert [option["value"] for option in states["options"]] == list(under)
    for state, themes in under.items():
        found = {key for key, one in told(findings).items() if one["staat"] == [state]}
        assert found == {theme.theme_id for theme in themes}, "praise and doubt are not counted in"


def rows(page: Any) -> int:
    return int(page.locator("#samenvatting tr[data-row]:visible").count())


def cards(page: Any) -> int:
    return int(page.locator("article[data-theme]:visible").count())


@pytest.mark.slow
def test_a_choice_narrows_table_and_cards_and_back_undoes_it(
    open_page: Any, page_file: Path, findings: Findings
) -> None:
    page = open_page(page_file).page
    whole = rows(page)
    assert whole == cards(page) == len(findings.themes)
    page.select_option("#t-rol", "leerling")
    expected = sum("leerling" in one["rol"] for one in told(findings).values())
    assert rows(page) == cards(page) == expected < whole
    assert page.text_content("#thematelling") == f"{expected} van de {whole} groepen uitspraken"
    page.select_option("#t-staat", "not_addressed")
    assert rows(page) < expected
    page.go_back()
    until(
        page,
        "document.querySelectorAll('#samenvatting tr[data-row]:not([hidden])').length"
        f" === {expected}",
    )
    assert page.input_value("#t-staat") == ""
    page.go_back()
    until(page, "document.getElementById('keuzebalk').hidden")
    assert rows(page) == whole
    page.go_forward()
    until(page, "!document.getElementById('keuzebalk').hidden")
    assert page.input_value("#t-rol") == "leerling"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["rol", "ronde", "gebied", "pijler", "staat"])
def test_every_choice_of_themes_can_be_linked_to(
    open_page: Any, page_file: Path, findings: Findings, name: str
) -> None:
    field = next(one for one in theme_filters(findings) if one["name"] == name)
    value = field["options"][-1]["value"]
    page = open_page(page_file, anchor=f"#themas?{urlencode({name: value})}").page
    expected = sum(value in one[name] for one in told(findings).values())
    assert 0 < cards(page) == expected < len(findings.themes)
    assert page.input_value(f"#t-{name}") == value


@pytest.mark.slow
def test_search_reads_over_accents_and_capitals_and_the_count_is_announced(
    open_page: Any, page_file: Path
) -> None:
    page = open_page(page_file).page
    page.fill("#t-zoek", "WÁCHT")
    until(page, "document.getElementById('thematelling').textContent !== ''")
    assert 0 < cards(page) < rows_of_everything(page)
    status = page.locator("#thematelling")
    assert (status.get_attribute("role"), status.get_attribute("aria-live")) == ("status", "polite")
    page.fill("#t-zoek", "qqqqqq")
    until(page, "document.getElementById('thematelling').textContent.includes('geen enkele zorg')")
    assert cards(page) == 0


def rows_of_everything(page: Any) -> int:
    return int(page.locator("#samenvatting tr[data-row]").count())


@pytest.mark.slow
def test_the_choice_stays_visible_and_can_be_cleared_from_anywhere(
    open_page: Any, page_file: Path
) -> None:
    page = open_page(page_file, anchor="#themas?rol=leerling").page
    page.evaluate("document.getElementById('speerpunten').scrollIntoView()")
    bar = page.locator("#keuzebalk")
    assert bar.is_visible()
    assert "rol leerling" in str(bar.text_content())
    page.focus("#keuzewis")
    page.keyboard.press("Enter")
    until(page, "document.getElementById('keuzebalk').hidden")
    assert rows(page) == rows_of_everything(page)


@pytest.mark.slow
def test_a_link_to_a_theme_that_is_filtered_out_shows_it(open_page: Any, page_file: Path) -> None:
    page = open_page(page_file, anchor="#themas?staat=not_addressed").page
    hidden = page.get_attribute("article[data-theme][hidden]", "id")
    page.evaluate(f"location.hash = '#{hidden}'")
    until(page, "document.getElementById('keuzebalk').hidden")
    assert page.is_visible(f"#{hidden}")


@pytest.mark.slow
def test_a_link_to_a_theme_that_is_found_keeps_the_choice(open_page: Any, page_file: Path) -> None:
    page = open_page(page_file, anchor="#themas?staat=not_addressed").page
    before = cards(page)
    page.click("#samenvatting tr[data-row]:not([hidden]) a[href^='#thema-']")
    page.wait_for_timeout(100)
    assert cards(page) == before
    assert page.is_visible("#keuzebalk")


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("edition", ["projectteam"])
def test_a_chosen_page_is_accessible_and_does_not_scroll_sideways(
    open_page: Any, analysis: Analysis, tmp_path: Path, edition: str, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    findings = build(analysis, ReportSettings(), edition)
    path = written(to_html(findings), tmp_path / "report.html")
    watched = open_page(path, width=width, anchor="#themas?rol=ouder&zoek=wacht")
    page = watched.page
    over = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert over == 0
    assert watched.statements == []
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
    results = axe.Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
    faults = [(one["id"], one["nodes"][0]["html"][:120]) for one in results.response["violations"]]
    assert faults == []
