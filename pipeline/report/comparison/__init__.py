"""Two runs side by side as page, Word document, spreadsheet and JSON, all from one record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipeline.core import locale as words_of
from pipeline.findings.comparison import Comparison
from pipeline.report.branding import House
from pipeline.report.comparison.page import page
from pipeline.report.comparison.paper import document
from pipeline.report.comparison.pictures import pictures
from pipeline.report.comparison.sheets import workbook
from pipeline.report.json import record_json

if TYPE_CHECKING:
    from pipeline.report.charts import Chart

SCHEMA = "gehoord-comparison/1"


def to_html(found: Comparison, lang: str = "nl") -> str:
    """The comparison as one self-contained page."""
    with words_of.spoken_in(lang):
        return page(found, lang, drawn(found))


def to_docx(found: Comparison, lang: str = "nl", *, house: House | None = None) -> bytes:
    """The comparison as a Word document."""
    with words_of.spoken_in(lang):
        return document(found, lang, house or House(), drawn(found))


def to_xlsx(found: Comparison, lang: str = "nl", *, house: House | None = None) -> bytes:
    """The comparison as a spreadsheet; every statement that moved is in it."""
    with words_of.spoken_in(lang):
        return workbook(found, lang, house or House())


def to_json(found: Comparison) -> bytes:
    """The comparison for other programs: codes, not words."""
    return record_json(found, SCHEMA)


def drawn(found: Comparison) -> Mapping[str, Chart | None]:
    """Both pictures in the language spoken now."""
    return pictures(found)
