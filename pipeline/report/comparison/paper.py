"""The comparison in Word: the same blocks as on the page."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.comparison import Comparison
from pipeline.report import wording as w
from pipeline.report.branding import House
from pipeline.report.charts import Chart
from pipeline.report.comparison import wording as words
from pipeline.report.comparison.chapters import chapters
from pipeline.report.docx.blocks import place
from pipeline.report.docx.writer import Word

_FLOWING = ("leeswijzer", "plan", "verschillen")  # need no page of their own


def document(
    found: Comparison, lang: str, house: House, drawn: Mapping[str, Chart | None]
) -> bytes:
    """The document's bytes; the same record gives the same bytes."""
    word = Word(house, lang)
    _cover(word, found)
    for number, chapter in enumerate(chapters(found), start=1):
        word.heading(
            f"{number}  {chapter.title}", 1, chapter.anchor,
            new_page=chapter.anchor not in _FLOWING,
        )  # fmt: skip
        for block in chapter.blocks:
            place(word, block, drawn)
    return word.finish(
        title=words.title(found),
        author=found.organisation,
        subject=w.edition(found.edition),
        footer=words.title(found),
        moment=found.after.made_at,
    )


def _cover(word: Word, found: Comparison) -> None:
    word.logo(6.0)
    word.paragraph(words.title(found), "Title")
    if found.organisation:
        word.paragraph(found.organisation, "Subtitle")
    word.paragraph(w.edition(found.edition), "Gehoord inleiding")
    word.paragraph(words.run_line(found), "Gehoord noot")
    word.page_break()
    word.contents()
