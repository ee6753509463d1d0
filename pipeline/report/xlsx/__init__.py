"""The report as a spreadsheet: every table of the findings, and a sheet that explains them."""

from __future__ import annotations

from pipeline import locale as words_of
from pipeline.findings.records import Findings
from pipeline.report.house import House
from pipeline.report.json import as_shown
from pipeline.report.xlsx.sheets import sheets
from pipeline.report.xlsx.write import book


def to_xlsx(findings: Findings, lang: str = "nl", *, house: House | None = None) -> bytes:
    """The report as .xlsx; the same findings give the same bytes.

    Numbers are numbers, shares are shares of 1; a withheld number is a text such as <5 or ×.
    """
    before = words_of.language()
    words_of.use_language(lang)
    try:
        return book(findings, sheets(as_shown(findings)), lang, house or House())
    finally:
        words_of.use_language(before)
