"""The comparison in Word: the same blocks as on the page."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.core.locale import ngettext
from pipeline.findings.comparison import Comparison
from pipeline.report import wording as w
from pipeline.report.branding import House
from pipeline.report.charts import Chart
from pipeline.report.comparison import wording as words
from pipeline.report.comparison.blocks import (
    Block,
    Bullets,
    Cell,
    Heading,
    Picture,
    Points,
    State,
    Table,
    Text,
)
from pipeline.report.comparison.chapters import chapters
from pipeline.report.docx.docx_context import state
from pipeline.report.docx.writer import Column, Word, run
from pipeline.report.svg import drawing_to_png

_STYLES = {"lead": "Gehoord inleiding", "text": "Normal", "note": "Gehoord noot"}
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
            _place(word, block, drawn)
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


def _place(word: Word, block: Block, drawn: Mapping[str, Chart | None]) -> None:
    if isinstance(block, Text):
        word.paragraph(block.text, _STYLES[block.kind])
    elif isinstance(block, Heading):
        word.heading(block.text, 2, block.anchor)
    elif isinstance(block, Bullets):
        word.bullets(block.texts)
    elif isinstance(block, Points):
        word.bullets(
            [run(f"{head}. ", bold=True) + body for head, body in block.points], "Gehoord stappen"
        )
    elif isinstance(block, Table):
        _table(word, block)
    elif isinstance(block, Picture):
        _picture(word, drawn.get(block.name))


def _picture(word: Word, chart: Chart | None) -> None:
    if chart is None:
        return
    png = drawing_to_png(chart.wide)
    word.picture(png, chart.title, f"{chart.title}. {chart.note}".strip(), note=chart.note)


def _table(word: Word, block: Table) -> None:
    word.table(
        block.caption,
        [Column(column.title, column.width, column.right) for column in block.columns],
        [[_cell(one) for one in row] for row in block.rows],
    )
    if block.more:
        text = ngettext("{n} more stands in the spreadsheet.", "{n} more stand in the spreadsheet.",
                        block.more)  # fmt: skip
        word.paragraph(text.format(n=w.number(block.more)), "Gehoord noot")


def _cell(one: Cell) -> str:
    return state(one.status, one.decided_by) if isinstance(one, State) else one
