"""The report as a reader meets it: in a browser, from disk, with mouse, keyboard and telephone."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pdfplumber
import pytest

from pipeline.core.analysis import Analysis
from pipeline.core.settings import ReportSettings
from pipeline.core.tables import ASSIGNMENTS, PROJECTION
from pipeline.findings.build import build
from pipeline.findings.records import EDITIONS, Findings
from pipeline.report import wording as w
from pipeline.report.html import to_html
from tests.report.conftest import HOSTILE, until, written

pytestmark = pytest.mark.slow


def shown(page: Any) -> int:
    """How many statements the list says it shows."""
    until(page, "document.getElementById('telling').textContent !== ''")
    found = re.match(r"[\d.]+", page.text_content("#telling"))
    return int(found[0].replace(".", "")) if found else 0


def test_nothing_is_asked_of_the_network_and_the_policy_holds(
    open_page: Any, page_file: Path
) -> None:
    watched = open_page(page_file)
    watched.page.click("text=Alle uitspraken")
    assert shown(watched.page) > 1000
    assert watched.asked, "the guard looked at nothing"
    assert watched.from_network == []
    assert watched.statements == []


def test_the_policy_would_stop_a_foreign_script(open_page: Any, page_file: Path) -> None:
    page = open_page(page_file).page
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.bad = 1';"
        " document.body.appendChild(s); }"
    )
    assert page.evaluate("window.bad === undefined")


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_width_scrolls_sideways(open_page: Any, page_file: Path, width: int) -> None:
    # 320 pixels is 1280 at a zoom of 400 %.
    page = open_page(page_file, width=width, anchor="#uitspraken?thema=T01").page
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    over = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert over == 0


def test_a_number_opens_the_statements_behind_it(
    open_page: Any, page_file: Path, findings: Findings
) -> None:
    page = open_page(page_file).page
    theme = findings.theme("T01")
    page.click("#thema-T01 .lead a.n")
    assert shown(page) == theme.n_statements
    assert page.input_value("#f-thema") == "T01"


def test_the_drawer_opens_beside_the_text_and_back_returns_to_the_place(
    open_page: Any, page_file: Path
) -> None:
    page = open_page(page_file, width=1280).page
    number = page.locator("#thema-T03 .lead a.n").first
    number.scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    number.click()
    assert page.is_visible("#lade") and shown(page) > 0
    assert page.evaluate("document.activeElement.id") == "ladekop"
    assert number.is_visible() and "#lade?thema=T03" in page.url
    page.go_back()
    until(page, "document.getElementById('lade').hidden")
    assert abs(page.evaluate("scrollY") - place) < 3
    assert page.evaluate("document.activeElement.closest('#thema-T03') !== null")


def test_a_link_shares_what_the_drawer_shows(
    open_page: Any, page_file: Path, findings: Findings
) -> None:
    page = open_page(page_file, anchor="#lade?thema=T01&rol=ouder").page
    n = shown(page)
    assert page.is_visible("#lade") and 0 < n < findings.theme("T01").n_statements
    assert findings.theme("T01").label in page.text_content("#ladekeuze")
    page.click("#ladetabel")
    until(page, "document.getElementById('lade').hidden")
    assert shown(page) == n and page.is_visible("#filters")
    assert page.evaluate("document.querySelector('#lijstplek #lijst') !== null")


def test_the_drawer_is_filtered_and_closed_by_keyboard(open_page: Any, page_file: Path) -> None:
    page = open_page(page_file, width=390).page
    page.focus("#thema-T01 .lead a.n")
    page.keyboard.press("Enter")
    before = shown(page)
    page.click("#filterdoos summary")
    page.select_option("#f-rol", "ouder")
    assert shown_after(page, before) < before and "#lade?" in page.url
    page.keyboard.press("Escape")
    assert not page.is_visible("#lade") and "#lade" not in page.url
    assert page.evaluate("document.activeElement.closest('#thema-T01') !== null")


def test_the_drawer_works_on_a_hundred_thousand_statements(
    open_page: Any, findings: Findings, tmp_path: Path
) -> None:
    times = 100_000 // len(findings.lines) + 1
    large = replace(findings, lines=findings.lines * times)
    path = written(to_html(large, drawn={}), tmp_path / "report.html")
    assert "data-packed" in path.read_text("utf-8")
    page = open_page(path).page
    page.click("#thema-T01 .lead a.n")
    assert shown(page) == times * findings.theme("T01").n_statements
    page.click("#filterdoos summary")
    before = shown(page)
    page.select_option("#f-rol", "ouder")
    assert 0 < shown_after(page, before) < before
    page.go_back()
    assert shown_after(page, 0) > 0


def test_filters_narrow_the_list_and_back_undoes_it(
    open_page: Any, page_file: Path, findings: Findings
) -> None:
    page = open_page(page_file, anchor="#uitspraken?").page
    everything = shown(page)
    assert everything == len(findings.lines)
    page.select_option("#f-rol", "leerling")
    pupils = shown_after(page, everything)
    expected = sum(findings.responses[line.response].role == "leerling" for line in findings.lines)
    assert pupils == expected
    page.select_option("#f-ronde", "3")
    fewer = shown_after(page, pupils)
    assert 0 < fewer < pupils
    page.go_back()
    assert shown_after(page, fewer) == pupils
    page.go_back()
    assert shown_after(page, pupils) == everything
    page.go_forward()
    assert page.input_value("#f-rol") == "leerling"


def test_the_chosen_statements_are_saved_as_a_file_for_excel(
    open_page: Any, page_file: Path, findings: Findings
) -> None:
    page = open_page(page_file, anchor="#uitspraken?thema=T01").page
    assert shown(page) == findings.theme("T01").n_statements
    with page.expect_download() as waiting:
        page.click("#bewaar")
    saved = Path(waiting.value.path()).read_bytes()
    assert saved.startswith(b"\xef\xbb\xbf") and waiting.value.suggested_filename.endswith(".csv")
    rows = list(csv.reader(saved.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0] == ["Uitspraak", "Tekst", "Thema", "Herkomst"]
    assert len(rows) - 1 == findings.theme("T01").n_statements > 20
    assert {row[2] for row in rows[1:]} == {w.bare(findings.theme("T01").label)}
    said = {line.statement_id: line for line in findings.lines}
    for code, text, _theme, _where in rows[1:]:
        line = said[code]
        whole = findings.responses[line.response].text[line.start : line.end]
        assert text.lstrip("'") == " ".join(whole.split()).lstrip("'") or "\n" in whole


def shown_after(page: Any, before: int) -> int:
    """The count once it is another than before."""
    until(
        page,
        "parseInt(document.getElementById('telling').textContent.replace(/\\./g, ''))"
        f" !== {before}",
    )
    return shown(page)


@pytest.mark.parametrize(
    "query",
    ["ronde=2", "rol=ouder", "gebied=Kranenmeer", "pijler=1", "doel=3.1", "staat=not_addressed",
     "stem=wish", "thema=-"],
)  # fmt: skip
def test_every_filter_can_be_linked_to(
    open_page: Any, page_file: Path, findings: Findings, query: str
) -> None:
    page = open_page(page_file, anchor=f"#uitspraken?{query}").page
    assert 0 < shown(page) < len(findings.lines)
    name, value = query.split("=")
    assert page.input_value(f"#f-{name}") == value


def test_search_finds_words_in_any_order(open_page: Any, page_file: Path) -> None:
    page = open_page(page_file, anchor="#uitspraken?").page
    everything = shown(page)
    page.fill("#f-zoek", "TAXI busje")
    assert 0 < shown_after(page, everything) < 60
    texts = page.locator("#lijst > li > p:first-child").all_text_contents()
    assert texts
    assert all("taxi" in text.lower() and "busje" in text.lower() for text in texts)
    assert "zoek=TAXI" in page.url


def test_a_code_opens_the_whole_response_with_the_statement_marked(
    open_page: Any, page_file: Path, findings: Findings
) -> None:
    quote = next(q for q in findings.theme("T01").quotes if q.before or q.after)
    page = open_page(page_file, anchor=f"#uitspraken?code={quote.statement_id}").page
    assert shown(page) == 1
    full = page.text_content("#lijst .full")
    line = next(one for one in findings.lines if one.statement_id == quote.statement_id)
    response = findings.responses[line.response].text
    assert full == response
    assert page.text_content("#lijst mark") == response[line.start : line.end]
    assert str(quote.source_row) in page.text_content("#lijst .meta")


def test_every_link_within_the_page_arrives(open_page: Any, page_file: Path) -> None:
    page = open_page(page_file).page
    lost = page.evaluate(
        "() => Array.from(document.querySelectorAll('a[href^=\"#\"]'))"
        ".map(a => decodeURIComponent(a.hash.slice(1).split('?')[0]))"
        ".filter(id => id && !document.getElementById(id))"
    )
    assert lost == []


def test_the_report_can_be_walked_by_keyboard(open_page: Any, page_file: Path) -> None:
    page = open_page(page_file).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.focus("#f-rol")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "f-gebied"
    page.focus("#thema-T01 .context summary")
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('#thema-T01 .context').open")


def test_focus_is_visible(open_page: Any, page_file: Path) -> None:
    page = open_page(page_file).page
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert style == "solid"


def test_hostile_statements_are_text(open_page: Any, hostile_file: Path) -> None:
    watched = open_page(hostile_file, anchor="#uitspraken?thema=T01")
    page = watched.page
    shown(page)
    page.wait_for_timeout(200)
    assert page.title().startswith("Dichtbij")
    assert watched.statements == []
    page.evaluate("while (!document.getElementById('meer').hidden)"
                  " document.getElementById('meer').click()")  # fmt: skip
    listed = "\n".join(page.locator("#lijst > li > p:first-child").all_text_contents())
    for text in HOSTILE[:-1]:
        assert text in listed, text[:30]
    assert "wwww" in listed
    assert page.locator("#lijst img, #lijst script, main img").count() == 0
    over = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert over == 0


def test_offsets_survive_emoji(open_page: Any, hostile_file: Path) -> None:
    page = open_page(hostile_file, anchor="#uitspraken?zoek=nog+steeds+niets").page
    shown(page)
    page.click("#lijst button.link")
    assert page.text_content("#lijst .full") == HOSTILE[4]


def test_the_map_shows_one_concern_and_comes_nearer(
    open_page: Any, analysis: Analysis, tmp_path: Path
) -> None:
    keys = analysis.table(ASSIGNMENTS)["statement_id"]
    rows = [(key, at % 37 / 37, at % 23 / 23) for at, key in enumerate(keys)]
    projection = PROJECTION.check(pd.DataFrame(rows, columns=list(PROJECTION.columns)))
    mapped = replace(analysis, tables={**analysis.tables, "projection": projection})
    path = written(to_html(build(mapped, ReportSettings())), tmp_path / "report.html")
    page = open_page(path, width=1280, anchor="#kaart").page
    dots = page.locator("#kaart .pic.wide [data-code]").count()
    page.click("#kaart .legenda button >> nth=0")
    assert 0 < page.locator("#kaart .pic.wide .vaag").count() < dots
    page.click("#kaart .legenda button >> nth=0")
    assert page.locator("#kaart .vaag").count() == 0
    box = "document.querySelector('#kaart .pic.wide svg').getAttribute('viewBox').split(' ')[2]"
    whole = float(page.evaluate(box))
    page.click("#kaart .kaartknoppen button >> nth=0")
    assert float(page.evaluate(box)) < whole
    page.click("#kaart .kaartknoppen button >> nth=2")
    assert float(page.evaluate(box)) == whole


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_axe_finds_nothing(
    open_page: Any, analysis: Analysis, tmp_path: Path, edition: str, lang: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    findings = build(analysis, ReportSettings(), edition)
    path = written(to_html(findings, lang), tmp_path / "report.html")
    page = open_page(path, anchor="#lade?thema=T01").page
    results = axe.Axe().run(
        page,
        options={
            "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
        },
    )
    faults = [(one["id"], one["nodes"][0]["html"][:120]) for one in results.response["violations"]]
    assert faults == []


def test_print_gives_a_paper_without_controls(open_page: Any, page_file: Path) -> None:
    page = open_page(page_file).page
    pdf = page.pdf(format="A4")
    assert pdf.startswith(b"%PDF")
    page.emulate_media(media="print")
    assert not page.is_visible("#filters")
    assert not page.is_visible(".toc")
    assert page.is_visible("#samenvatting")


def test_paper_shows_what_is_folded_for_it_and_nothing_that_is_only_clicked(
    open_page: Any, analysis: Analysis, tmp_path: Path
) -> None:
    annex = to_html(build(analysis, ReportSettings(), "bijlage"))
    page = open_page(written(annex, tmp_path / "annex.html")).page
    folded = page.locator("details.papier table").first
    assert page.locator("details.papier").count() >= 2 and not folded.is_visible()
    page.emulate_media(media="print")
    assert folded.is_visible(), "a table that Word has is printed too"
    assert not page.locator("details.papier > summary").first.is_visible()
    team = to_html(build(analysis, ReportSettings()))
    page = open_page(written(team, tmp_path / "team.html")).page
    clicked = page.locator(".scherm").first
    assert clicked.is_visible() and not page.locator(".printed").first.is_visible()
    page.emulate_media(media="print")
    assert not clicked.is_visible() and page.locator(".printed").first.is_visible()


def test_a_printed_heading_stands_above_what_it_heads_and_no_chapter_takes_a_page(
    open_page: Any, page_file: Path, tmp_path: Path
) -> None:
    page = open_page(page_file).page
    heads = {one.strip() for one in page.locator("main h2, main h3").all_inner_texts()}
    pdf = tmp_path / "print.pdf"
    page.pdf(path=str(pdf), format="A4", prefer_css_page_size=True)
    with pdfplumber.open(pdf) as paper:
        pages = [one.extract_text_lines() for one in paper.pages]
        filled = [max((line["bottom"] for line in lines), default=0) / paper.pages[0].height
                  for lines in pages]  # fmt: skip
    assert len(pages) >= 8 and len(heads) >= 8, "the guard looked at nothing"
    last = [lines[-1]["text"].strip() for lines in pages[:-1] if lines]
    assert not [text for text in last if text in heads], "a heading ends a page"
    nearly_empty = [at for at, share in enumerate(filled[:-1], start=1) if share < 0.5]
    assert nearly_empty == [], "pages that end above the middle"
    assert len(pages[-1]) > 2, "a page for the line that says which run it was"


def test_on_a_telephone_one_line_stands_under_the_plans_answer(
    open_page: Any, page_file: Path
) -> None:
    page = open_page(page_file, width=390).page
    lines = page.evaluate(
        "[...document.querySelectorAll('.stack tr.groep')].map(head => ["
        "getComputedStyle(head).borderTopWidth,"
        "getComputedStyle(head.firstElementChild).borderBottomWidth,"
        "getComputedStyle(head.nextElementSibling).borderTopWidth])"
    )
    assert len(lines) >= 3, "the guard looked at nothing"
    assert {tuple(line) for line in lines} == {("0px", "2px", "0px")}


def test_in_forced_colours_bars_are_seen_and_answers_have_a_form(
    open_page: Any, page_file: Path
) -> None:
    page = open_page(page_file, forced_colors="active").page
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    bars = set(
        page.evaluate(
            "[...document.querySelectorAll('.staaf rect')].map(bar => getComputedStyle(bar).fill)"
        )
    )
    assert len(bars) == 1 and paper not in bars, "one colour, and not the paper's"
    signs = page.locator("tr.groep .sign").all_inner_texts()
    assert len(set(signs)) >= 3, "each answer has a form of its own"


def test_without_javascript_every_chapter_can_be_read(browser: Any, page_file: Path) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(page_file.as_uri())
    heads = page.locator("main > section > h2")
    assert heads.count() >= 8, "the guard looked at nothing"
    assert all(heads.nth(at).is_visible() for at in range(heads.count()))
    assert page.locator("noscript .box").is_visible(), "what does not work says so"
    numbers = page.locator("a.n")
    assert numbers.count(), "the guard looked at nothing"
    assert page.locator("a[href^='#lade']").count() == 0, "what nothing opens is no link"
    assert not page.is_visible("#lade")
    page.close()
