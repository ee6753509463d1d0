"""The report as a Word document, from the same findings as the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipeline.core import locale as words_of
from pipeline.core.locale import gettext as _
from pipeline.findings.records import Findings
from pipeline.report import charts, context
from pipeline.report import wording as w
from pipeline.report.branding import House
from pipeline.report.docx.annexes import ANNEXES
from pipeline.report.docx.chapters import CHAPTERS
from pipeline.report.docx.docx_context import Part
from pipeline.report.docx.edition import edition_document
from pipeline.report.docx.theme_chapters import THEME_CHAPTERS
from pipeline.report.docx.writer import Word
from pipeline.report.editions import WRITTEN

_MAKERS = {**CHAPTERS, **THEME_CHAPTERS, **ANNEXES}
_FLOWING = ("stil", "privacy", "begrippen", "signalen", "algoritme")  # need no page of their own


def to_docx(
    findings: Findings,
    lang: str = "nl",
    *,
    house: House | None = None,
    drawn: Mapping[str, charts.Chart | None] | None = None,
    pages: Mapping[str, int] | None = None,
) -> bytes:
    """The report as .docx; the same findings give the same bytes.

    Args:
        house: the organisation's own template, logo and colour.
        drawn: the pictures, where somebody drew them already.
        pages: anchor -> page, for the numbers in the contents; Word fills them in itself.
    """
    before = words_of.language()
    words_of.use_language(lang)
    try:
        if findings.edition in WRITTEN:
            return edition_document(findings, lang, house or House())
        return _document(findings, lang, house or House(), drawn, pages)
    finally:
        words_of.use_language(before)


def _document(
    findings: Findings,
    lang: str,
    house: House,
    drawn: Mapping[str, charts.Chart | None] | None,
    pages: Mapping[str, int] | None,
) -> bytes:
    word = Word(house, lang)
    # The list of all statements is no reading for paper; it is in the page and the spreadsheet.
    findings = replace(findings, chapters=tuple(c for c in findings.chapters if c in _MAKERS))
    found = context.everything(findings)
    part = Part(findings, word, found, drawn if drawn is not None else charts.draw(findings))
    _cover(part)
    for chapter in found["chapters"]:
        word.heading(
            f"{chapter['number']}  {chapter['title']}",
            1,
            chapter["id"],
            new_page=chapter["id"] not in _FLOWING,
        )
        _MAKERS[chapter["id"]](part)
    return word.finish(
        title=findings.title,
        author=findings.organisation,
        subject=w.edition(findings.edition),
        footer=findings.title,
        moment=findings.method.made_at,
        pages=pages,
    )


def _cover(part: Part) -> None:
    findings, word = part.findings, part.word
    word.logo(6.0)
    word.paragraph(findings.title, "Title")
    if findings.organisation:
        word.paragraph(findings.organisation, "Subtitle")
    word.paragraph(w.edition(findings.edition), "Gehoord inleiding")
    if findings.plan is not None:
        against = _("Held against: {plan}").format(plan=context.plan_name(findings.plan))
        word.paragraph(against, "Gehoord inleiding")
    word.paragraph(context.run_line(findings), "Gehoord noot")
    word.page_break()
    word.contents()
