"""The pictures of the manual, from a run of the demo: `python docs/pictures.py RUN [COMPARISON]`.

Needs Chromium and playwright; RUN is a run of ``corpora/voorbeeld`` with its bestuur edition beside
it (`gehoord report RUN --edition bestuur`), COMPARISON the folder that holds it beside its first
round (`gehoord analyse voorbeeld --round 1 --out R1`, `gehoord compare R1 RUN --out COMPARISON`).
Look at every picture before it is committed.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).with_name("images")
WIDE = {"width": 1280, "height": 1400}
TALL = 1300  # pixels of a picture at most: a manual shows the beginning


def page_one(page: Page, run: Path) -> None:
    """What the board sees first."""
    page.goto((run / "report-bestuur.html").as_uri())
    page.screenshot(path=IMAGES / "report-summary.png")


def parts(page: Page, run: Path) -> None:
    """A goal, all concerns, and one that the plan does not answer, of the team's edition."""
    page.goto((run / "report.html").as_uri())
    for name, where in (
        ("report-goal", "#doel\\-2\\.1"),
        ("report-themes", "table:has(caption:has-text('Alle zorgen'))"),
        ("report-building-block", "#bouwstenen article >> nth=0"),
    ):
        shown = page.locator(where).first
        box = shown.bounding_box()
        if box is None:
            raise SystemExit(f"{name}: nothing is shown at {where}")
        page.screenshot(
            path=IMAGES / f"{name}.png",
            full_page=True,
            clip={**box, "height": min(box["height"], TALL)},
        )


def chosen(page: Page, run: Path) -> None:
    """The team's edition with only what the plan does not answer."""
    page.goto((run / "report.html").as_uri())
    page.locator("#t-staat").select_option("not_addressed")
    page.locator("#t-staat").scroll_into_view_if_needed()
    page.screenshot(path=IMAGES / "report-choice.png")


def compared(page: Page, folder: Path) -> None:
    """How large each theme was and is."""
    page.goto((folder / "comparison.html").as_uri())
    page.locator("#grafiek-verschuiving").screenshot(path=IMAGES / "report-comparison.png")


def main() -> None:
    """Take them all."""
    run = Path(sys.argv[1]).resolve()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        for take in (page_one, parts, chosen):
            take(browser.new_page(viewport=WIDE), run)
        for folder in sys.argv[2:]:
            compared(browser.new_page(viewport=WIDE), Path(folder).resolve())
        browser.close()


if __name__ == "__main__":
    main()
