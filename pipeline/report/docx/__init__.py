"""The report as a Word document, from the same blocks as the page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import nullcontext

from pipeline.core import locale as words_of
from pipeline.findings.records import Findings
from pipeline.report import charts, context
from pipeline.report import wording as w
from pipeline.report.branding import House
from pipeline.report.docx.blocks import on_paper, place_all
from pipeline.report.docx.styles import COMPACT
from pipeline.report.docx.writer import WordDocument
from pipeline.report.editions import written
from pipeline.report.editions.parts import Edition, numbered

_CONTENTS = 44  # lines that one page holds under the title
_ASKED = "gevraagd"  # what is asked of the board stays together
_OWN_PAGE = ("samenvatting",)  # the other chapters follow where the last one ends


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
    with words_of.spoken_in(lang):
        edition = written(findings)
        if drawn is None:
            drawn = charts.draw(findings) if edition.contents else {}
        return document(
            edition,
            lang,
            house or House(),
            organisation=findings.organisation,
            name=findings.edition,
            run_line=context.run_line(findings),
            moment=findings.method.made_at,
            drawn=drawn,
            against=context.against(findings) if edition.contents else "",
            flowing=[
                chapter.anchor for chapter in edition.chapters if chapter.anchor not in _OWN_PAGE
            ],
            pages=pages,
        )


def sample_template() -> bytes:
    """What a designer begins with: our styles on A4, a footer, and the place of the report."""
    word = WordDocument(House(), "nl", looks=COMPACT)
    word.paragraph("{{rapport}}")
    return word.finish(
        title="gehoord", author="", subject="", footer="{{titel}}", moment="2026-01-01T00:00:00"
    )


def document(
    edition: Edition,
    lang: str,
    house: House,
    *,
    organisation: str,
    name: str,
    run_line: str,
    moment: str,
    drawn: Mapping[str, charts.Chart | None],
    against: str = "",
    flowing: Collection[str] = (),
    pages: Mapping[str, int] | None = None,
) -> bytes:
    """Chapters of blocks as a document, in the language spoken now.

    Args: name: code of the edition; flowing: chapters that need no page of their own.
    """
    word = WordDocument(house, lang, looks=COMPACT)
    word.logo(6.0 if edition.contents else 4.0)
    word.paragraph(edition.title, "Title")
    subtitle = (organisation, w.edition(name), against, run_line if edition.contents else "")
    word.paragraph(" · ".join(part for part in subtitle if part), "Gehoord noot")
    chapters = [
        shown for shown in edition.chapters if any(on_paper(block) for block in shown.blocks)
    ]
    if edition.contents:
        word.contents(_CONTENTS)
        chapters = list(numbered(chapters))
    if edition.lead:
        word.paragraph(edition.lead, "Gehoord inleiding")
    for chapter in chapters:
        new_page = edition.contents and chapter.anchor not in flowing
        title = f"{chapter.number}  {chapter.title}".strip()
        with word.together() if chapter.anchor == _ASKED else nullcontext():
            word.heading(title, 1, chapter.anchor, new_page=new_page)
            place_all(word, chapter.blocks, drawn)
    if not edition.contents:
        word.paragraph(run_line, "Gehoord noot")
    return word.finish(
        title=edition.title,
        author=organisation,
        subject=w.edition(name),
        footer=edition.title,
        moment=moment,
        pages=pages,
    )
