"""Five questions of a reader, each answered within two clicks from page 1; valid HTML; short ways.

What a click shows must be the answer: the test looks at what can be seen afterwards.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.core.analysis import Analysis
from pipeline.core.settings import ReportSettings
from pipeline.findings.build import build
from pipeline.findings.records import EDITIONS, Findings
from pipeline.report.html import to_html
from tests.report.test_browser import shown

pytestmark = pytest.mark.slow
PAGE_1 = "#samenvatting"


class Reader:
    """Somebody who begins at page 1 and clicks; every click is counted."""

    def __init__(self, page: Any) -> None:
        self.page, self.clicks = page, 0

    def click(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.clicks += 1

    def sees(self, selector: str) -> bool:
        """Whether it is on the screen, without scrolling more than two screens."""
        return bool(
            self.page.locator(selector).first.evaluate(
                "e => { const b = e.getBoundingClientRect();"
                " return e.checkVisibility() && b.bottom > 0 && b.top < 3 * innerHeight; }"
            )
        )


@pytest.fixture
def reader(open_page: Any, page_file: Path) -> Reader:
    return Reader(open_page(page_file, width=1280, anchor=PAGE_1).page)


def test_the_statements_behind_a_number(reader: Reader, findings: Findings) -> None:
    row = f"{PAGE_1} tr[data-row=T01]"
    reader.click(f"{row} a.n")
    assert reader.clicks <= 2
    assert reader.page.is_visible("#lade")
    assert shown(reader.page) == findings.theme("T01").n_statements


def test_the_sentence_of_the_plan_beside_a_concern(reader: Reader, findings: Findings) -> None:
    goal = next(g for g in findings.goals if g.concerns and g.concerns[0].evidence)
    theme_id = goal.concerns[0].part_of or goal.concerns[0].theme_id
    reader.click(f"{PAGE_1} tr[data-row={theme_id}] th a")
    assert reader.clicks <= 2
    asked = f"li:has(a[href='#thema-{theme_id}'])"
    assert (
        reader.page.locator(f".goal {asked}").first.inner_text().count(" ") > 5
    )  # the whole sentence
    assert reader.page.locator(f".goal:has({asked}) #thema-{theme_id}").count() == 1
    assert reader.sees(f"#thema-{theme_id}")


def test_what_parents_said_in_round_2(reader: Reader, findings: Findings) -> None:
    reader.click(".toc a[href='#hoofdlijnen']")
    reader.click("#hoofdlijnen a[href='#lade?rol=ouder&ronde=2']")
    assert reader.clicks <= 2 and reader.page.is_visible("#lade")
    given = (findings.responses[one.response] for one in findings.lines)
    lines = [one for one in given if (one.role, one.round_id) == ("ouder", "2")]
    assert shown(reader.page) == len(lines) > 0


def test_the_goals_that_nobody_spoke_of(reader: Reader) -> None:
    reader.click(".toc a[href='#stil']")
    assert reader.clicks <= 2
    assert reader.sees("#stille-doelen")


def test_why_a_name_was_chosen(reader: Reader) -> None:
    reader.click(f"{PAGE_1} tr[data-row=T01] th a")
    reader.click("#thema-T01 details.more > summary")
    assert reader.clicks <= 2
    assert reader.page.is_visible("#thema-T01 >> text=Waarom deze naam?")


def test_every_chapter_can_be_skipped_by_keyboard(open_page: Any, page_file: Path) -> None:
    page = open_page(page_file).page
    ways = page.evaluate(
        "[...document.querySelectorAll('main > section')].map(s => [s.id,"
        " (s.querySelector('a, button, summary, [tabindex=\"0\"]') || s).getAttribute('href')])"
    )
    assert len(ways) >= 10
    assert [way for _id, way in ways[:-1]] == [f"#{later}" for later, _way in ways[1:]]
    page.focus("#speerpunten .over")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#bouwstenen"


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_every_edition_is_valid_html(analysis: Analysis, edition: str, lang: str) -> None:
    html5lib = pytest.importorskip("html5lib")
    parser = html5lib.HTMLParser()
    tree = parser.parse(to_html(build(analysis, ReportSettings(), edition), lang))
    assert parser.errors == []
    name = "{http://www.w3.org/1999/xhtml}"
    ids = [one.get("id") for one in tree.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    figures = list(tree.iter(f"{name}figure"))
    for figure in figures:  # a caption stands first or last, which the parser does not ask
        tags = [one.tag.removeprefix(name) for one in figure]
        assert tags.count("figcaption") == 1 and "figcaption" in (tags[0], tags[-1])


def test_the_check_of_html_can_fail() -> None:
    html5lib = pytest.importorskip("html5lib")
    parser = html5lib.HTMLParser()
    parser.parse("<!doctype html><title>x</title><p><b>open</p>")
    assert parser.errors
