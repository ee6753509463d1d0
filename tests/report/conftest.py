"""A report in a browser: the example run rendered once, Chromium started once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.core.analysis import Analysis
from pipeline.core.settings import ReportSettings
from pipeline.findings.build import build
from pipeline.findings.records import Findings
from pipeline.report.html import to_html
from tests.report.example import earlier, example

HOSTILE = (
    "<script>document.title='stuk'</script><img src=x onerror=\"document.title='stuk'\">",
    "</script><script>document.title='stuk'</script> wij wachten",
    "=cmd|' /C calc'!A0 wij wachten al een jaar op een besluit",
    "\u202eetsbreg nee ,\u202c wij wachten op een besluit",
    "\U0001f600 Wij wachten \U0001f468\u200d\U0001f469\u200d\U0001f467. En nog steeds niets.",
    "{{ 7 * 7 }} {% for %} ${7*7} wij wachten op een besluit",
    "w" * 50_000,
)


@pytest.fixture(scope="session")
def analysis(voorbeeld: Path) -> Analysis:
    return example(voorbeeld)


@pytest.fixture(scope="session")
def findings(analysis: Analysis, voorbeeld: Path) -> Findings:
    return build(analysis, ReportSettings(), previous_analysis=earlier(voorbeeld))


@pytest.fixture(scope="session")
def page_file(findings: Findings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(to_html(findings), tmp_path_factory.mktemp("rapport") / "report.html")


@pytest.fixture(scope="session")
def hostile_file(voorbeeld: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    findings = build(example(voorbeeld, keep=60, extra=HOSTILE), ReportSettings(n_quotes=12))
    return written(to_html(findings), tmp_path_factory.mktemp("rapport") / "report.html")


def until(page: Any, holds: str, *, seconds: float = 20.0) -> None:
    """Wait until this holds; Playwright's own way evaluates text, which the policy stops."""
    for _ in range(int(seconds / 0.05)):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"did not come to hold: {holds}")


def written(html: str, path: Path) -> Path:
    path.write_text(html, "utf-8")
    return path


class Watched:
    """A page that notes what it must not do."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.asked: list[str] = []
        self.statements: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.statements.append(message.text))
        page.on("pageerror", lambda error: self.statements.append(str(error)))

    @property
    def from_network(self) -> list[str]:
        return [url for url in self.asked if not url.startswith(("file:", "data:"))]


@pytest.fixture
def open_page(browser: Any) -> Iterator[Any]:
    opened: list[Any] = []

    def open_(path: Path, *, width: int = 1280, anchor: str = "", **how: Any) -> Watched:
        size = {"width": width, "height": 900}
        page = browser.new_page(viewport=size, reduced_motion="reduce", **how)
        opened.append(page)
        watched = Watched(page)
        page.goto(path.as_uri() + anchor)
        until(page, "document.fonts.status === 'loaded'")
        return watched

    yield open_
    for page in opened:
        page.close()
