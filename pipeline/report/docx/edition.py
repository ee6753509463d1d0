"""An edition in Word: no cover and no contents, it is read from the first line."""

from __future__ import annotations

from pipeline.findings.records import Findings
from pipeline.report import context
from pipeline.report import wording as w
from pipeline.report.branding import House
from pipeline.report.docx.blocks import place
from pipeline.report.docx.styles import COMPACT
from pipeline.report.docx.writer import Word
from pipeline.report.editions import written


def edition_document(findings: Findings, lang: str, house: House) -> bytes:
    """The document's bytes, in the language spoken now; the same findings give the same bytes."""
    edition = written(findings)
    word = Word(house, lang, looks=COMPACT)
    word.logo(4.0)
    word.paragraph(edition.title, "Title")
    subtitle = " · ".join(
        part for part in (findings.organisation, w.edition(findings.edition)) if part
    )
    word.paragraph(subtitle, "Gehoord noot")
    word.paragraph(edition.lead, "Gehoord inleiding")
    for chapter in edition.chapters:
        word.heading(chapter.title, 1, chapter.anchor)
        for block in chapter.blocks:
            place(word, block, {})
    word.paragraph(context.run_line(findings), "Gehoord noot")
    return word.finish(
        title=edition.title,
        author=findings.organisation,
        subject=w.edition(findings.edition),
        footer=edition.title,
        moment=findings.method.made_at,
    )
