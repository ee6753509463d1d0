"""`gehoord report RUN --pages`: how long every edition is, and how easily it reads."""

from __future__ import annotations

from pipeline.cli.console import say
from pipeline.core.analysis import Analysis
from pipeline.core.locale import gettext as _
from pipeline.core.locale import language, spoken_in
from pipeline.core.settings import ReportSettings
from pipeline.findings.build import build
from pipeline.findings.records import EDITIONS
from pipeline.report import on_previous_plan
from pipeline.report.docx import to_docx
from pipeline.report.editions import WRITTEN, written
from pipeline.report.pdf import count_pages, office
from pipeline.report.readability import own_prose, reading, words_in


def say_pages(analysis: Analysis, settings: ReportSettings) -> None:
    """A line per edition: pages in Word (where LibreOffice is), words, Flesch-Douma."""
    program = office()
    previous = on_previous_plan(analysis)
    say(_("edition          pages   words   Flesch-Douma"))
    for edition in EDITIONS:
        findings = build(analysis, settings, edition, previous)
        document = to_docx(findings, language())
        pages = str(count_pages(document, program)) if program else "–"
        score = "–"
        if edition in WRITTEN:
            with spoken_in(language()):
                score = str(reading(own_prose(written(findings))).score)
        say(f"{edition:15} {pages:>6} {words_in(document):>7} {score:>14}")
