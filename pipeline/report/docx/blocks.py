"""The Word walker: blocks into a document, for editions and comparisons alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext

from pipeline.core.locale import gettext as _
from pipeline.core.locale import language, ngettext
from pipeline.report import wording as w
from pipeline.report.blocks import (
    Bar,
    Block,
    Box,
    Bullets,
    Changed,
    Column,
    Control,
    Count,
    Fold,
    Heading,
    Numbers,
    Own,
    Picture,
    PlanSentence,
    Points,
    Ref,
    Said,
    Section,
    State,
    Strong,
    Table,
    Terms,
    Text,
    Words,
)
from pipeline.report.charts import Chart
from pipeline.report.docx.runs import Runs, link, run
from pipeline.report.docx.styles import SOFT, STATE_COLOURS
from pipeline.report.docx.writer import WordDocument
from pipeline.report.svg import drawing_to_png

_STYLES = {"lead": "Gehoord inleiding", "text": "Normal", "note": "Gehoord noot",
           "printed": "Gehoord noot"}  # fmt: skip
_LED_TO = (Said, Heading, Section, Table, Bullets)  # what a line of text may announce
_BAR = 14  # full blocks in the longest bar
_DIGIT = "\u2007"  # a space as wide as a digit: bars begin below each other


def on_paper(block: Block) -> bool:
    """Whether paper shows a block: what is operated, folded or for the screen it does not."""
    if isinstance(block, Fold | Picture | Table):
        return block.paper
    return not isinstance(block, Control)


def place_all(
    word: WordDocument, blocks: Sequence[Block], drawn: Mapping[str, Chart | None]
) -> None:
    """Blocks at the end of the document; a line stays on one page with what it leads to."""
    held = [block for block in blocks if on_paper(block)]
    for index, block in enumerate(held):
        after = held[index + 1] if index + 1 < len(held) else None
        keep = isinstance(after, _LED_TO) or (isinstance(after, Text) and after.kind != "text")
        place(word, block, drawn, keep=keep)


def place(
    word: WordDocument, block: Block, drawn: Mapping[str, Chart | None], *, keep: bool = False
) -> None:
    """One block at the end of the document; keep: a line of text leads to what follows."""
    if not on_paper(block):
        return
    if isinstance(block, Text):
        word.paragraph(_words(block.text), _STYLES[block.kind], keep=keep)
    elif isinstance(block, Heading):
        word.heading(block.text, 2, block.anchor)
    elif isinstance(block, Bullets):
        word.bullets([_words(words) for words in block.texts])
    elif isinstance(block, Points):
        word.bullets(
            [run(f"{_plain(head)}. ", bold=True) + body for head, body in block.points],
            "Gehoord stappen",
        )
    elif isinstance(block, Numbers):
        word.tiles(block.pairs, block.caption)
    elif isinstance(block, Box):
        word.paragraph(run(f"{block.title}. ", bold=True) + block.text, "Gehoord kader")
    elif isinstance(block, Table):
        _table(word, block)
    elif isinstance(block, Terms):
        empty = f"[{_('to be filled in by the organisation')}]"
        columns = [Column(block.heads[0], 1.3), Column(block.heads[1], 3)]
        word.table(block.caption, columns, [[name, text or empty] for name, text in block.pairs])
    elif isinstance(block, Said):
        source = " · ".join(part for part in (block.code, block.source) if part)
        word.quote(block.text, source, lang=block.language, cut=block.cut)
    elif isinstance(block, PlanSentence):
        source = run(f"  ({_('From the plan')}, {block.place})", colour=SOFT)
        word.paragraph(run(block.text) + source, "Gehoord plan")
    elif isinstance(block, Picture):
        _picture(word, drawn.get(block.name))
    elif isinstance(block, Section):
        with word.together() if block.kind == "concern" else nullcontext():
            word.heading(block.title, min(block.level - 1, 5), block.anchor)
            place_all(word, block.blocks, drawn)
    elif isinstance(block, Fold):
        place_all(word, block.blocks, drawn)


def _plain(head: str | Ref) -> str:
    """A headline on paper, where nothing is clicked."""
    return head.text if isinstance(head, Ref) else head


def _picture(word: WordDocument, chart: Chart | None) -> None:
    if chart is None:
        return
    png = drawing_to_png(chart.wide)
    word.picture(png, chart.title, f"{chart.title}. {chart.note}".strip(), note=chart.note)


def _table(word: WordDocument, block: Table) -> None:
    word.table(
        block.caption,
        block.columns,
        list(_rows(block.rows)),
        last_is_sum=block.sums,
        headed=block.headed,
    )
    if block.more:
        text = ngettext("{n} more stands in the spreadsheet.", "{n} more stand in the spreadsheet.",
                        block.more)  # fmt: skip
        word.paragraph(text.format(n=w.number(block.more)), "Gehoord noot")


def _rows(rows: Sequence[Sequence[Words]]) -> Iterator[list[str]]:
    """Cells as runs; the bars under a state have its colour, as on a page."""
    colour = ""
    for row in rows:
        if isinstance(row[0], State):
            colour = STATE_COLOURS.get(row[0].status, "")
        elif len(row) == 1:
            colour = ""
        yield [_words(cell, colour) for cell in row]


def _words(words: Words, colour: str = "") -> str:
    """A line of text or a cell as runs; plain words stay plain."""
    if isinstance(words, tuple):
        whole = Runs("")
        for part in words:
            whole = whole + _words(part)
        return whole
    if isinstance(words, Bar):
        full = max(1, round(_BAR * words.share))
        return run(words.text.rjust(3, _DIGIT) + "  ") + run(
            "█" * full, colour=colour or SOFT, size=6
        )
    if isinstance(words, State):
        return _state(words)
    if isinstance(words, Ref):
        return link(words.text, words.anchor)
    if isinstance(words, Strong):
        return run(words.text, bold=True)
    if isinstance(words, Own):
        return run(words.text, lang="" if language() == "nl" else "nl")
    if isinstance(words, Changed):
        return run(words.text, colour=SOFT if words.kind == "gone" else "", changed=words.kind)
    return words.text if isinstance(words, Count) else words


def _state(state: State) -> Runs:
    """A state as a sign and a word, its place, and who says so."""
    colour = STATE_COLOURS.get(state.status, "")
    status = w.head(w.status(state.status)) if state.place else w.status(state.status)
    words = run(f"{w.sign(state.status)} {status}", bold=True, colour=colour)
    by = f" · {w.decided(state.decided_by)}" if state.decided_by else ""
    return words + (f" {state.place}" if state.place else "") + by
