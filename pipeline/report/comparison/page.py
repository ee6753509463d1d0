"""The comparison as a page: the same walker, style and manners as the report."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.comparison_records import Comparison
from pipeline.report.branding import House
from pipeline.report.charts import Chart
from pipeline.report.comparison import wording as words
from pipeline.report.comparison.chapters import chapters
from pipeline.report.editions.parts import Edition, numbered
from pipeline.report.pages import page as page_of


def page(comparison: Comparison, lang: str, drawn: Mapping[str, Chart | None], house: House) -> str:
    """The page's text; the same record gives the same bytes."""
    return page_of(
        edition(comparison),
        lang,
        organisation=comparison.organisation,
        name=comparison.edition,
        run_line=words.run_line(comparison),
        pictures=drawn,
        scripts=("contents.js",),
        house=house,
    )


def edition(comparison: Comparison) -> Edition:
    """The comparison as a book of chapters."""
    return Edition(words.title(comparison), "", numbered(chapters(comparison)), contents=True)
