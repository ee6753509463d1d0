"""The Word walker: blocks into a document, for editions and comparisons alike."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.report import wording as w
from pipeline.report.blocks import (
    Bar,
    Block,
    Bullets,
    Cell,
    Heading,
    Passage,
    Picture,
    Points,
    Said,
    State,
    Table,
    Text,
)
from pipeline.report.charts import Chart
from pipeline.report.docx.docx_context import state
from pipeline.report.docx.writer import Column, Word, run
from pipeline.report.svg import drawing_to_png

_STYLES = {"lead": "Gehoord inleiding", "text": "Normal", "note": "Gehoord noot"}
_BAR = 10  # full blocks in the longest bar


def place(word: Word, block: Block, drawn: Mapping[str, Chart | None]) -> None:
    """One block at the end of the document."""
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
    elif isinstance(block, Said):
        word.quote(block.text, block.source, lang=block.language, cut=block.cut)
    elif isinstance(block, Passage):
        source = run(f"  ({_('From the plan')}, {block.place})", colour="4C5864")
        word.paragraph(run(block.text) + source, "Gehoord plan")
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
    if isinstance(one, Bar):
        full = max(1, round(_BAR * one.share))
        return run(f"{one.text} ") + run("█" * full, colour="0B4F71", size=7)
    if isinstance(one, State):
        return state(one.status, one.decided_by) + (f" {one.place}" if one.place else "")
    return one
