"""The comparison in Word: the same blocks as on the page."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.comparison_records import Comparison
from pipeline.report.branding import House
from pipeline.report.charts import Chart
from pipeline.report.comparison import wording as words
from pipeline.report.comparison.page import edition
from pipeline.report.docx import document as document_of

_FLOWING = ("leeswijzer", "plan", "verschillen")  # need no page of their own


def document(
    comparison: Comparison, lang: str, house: House, drawn: Mapping[str, Chart | None]
) -> bytes:
    """The document's bytes; the same record gives the same bytes."""
    return document_of(
        edition(comparison),
        lang,
        house,
        organisation=comparison.organisation,
        name=comparison.edition,
        run_line=words.run_line(comparison),
        moment=comparison.after.made_at,
        drawn=drawn,
        flowing=_FLOWING,
    )
