"""A plan document as lines with their labels: what its sections are made of.

Takes the text blocks of any format and adds what a plan shows a person: chapter numbers, short
lines that stand alone, labels, placeholders.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from pipeline.core.plan import Place
from pipeline.files.blocks import NO_DATE, Block
from pipeline.plan.reading.contents import without_contents
from pipeline.plan.reading.labels import Label, is_placeholder, label_of, lead_of
from pipeline.plan.reading.layout import NUMBER, laid_out

HEADING, ITEM, TEXT, ROW, EMPTY = "heading", "item", "text", "row", "empty"
_CHAPTER = re.compile(rf"^(\d{{1,2}}|[IVX]{{1,4}})[.):]?\s+(?i:{NO_DATE})(?=[^\W\d])")
CODE = re.compile(r"^([A-Z]{1,2}\d{1,2}(?:\.\d{1,2}){0,2})[.):]?\s+(?=[A-Z])")  # "I1.1", "A2"
_PREFIX = re.compile(
    r"^(?:hoofdstuk|paragraaf|deel|h)\s+(\d{1,2}|[IVX]{1,4})\b\s*[:.–—-]?\s*", re.IGNORECASE
)
SENTENCE_END = re.compile(r"[.!?;:,…]$")
MAX_TITLE = 110  # characters of a line that may be a heading by its looks
MAX_TITLE_WORDS = 16

NOWHERE = Place()


@dataclass(frozen=True, eq=False)
class PlanLine:
    """One line of the plan: heading, item, text, table row, or a place held open.

    Two lines with the same words are two lines: one is told from the other by what it is.
    """

    kind: str
    text: str
    level: int = 0  # headings: 1 is highest; items: nesting from 1
    number: str = ""  # as printed
    place: Place = NOWHERE
    label: Label | None = None
    cells: tuple[str, ...] = ()
    table: int = 0
    guessed: bool = False  # a heading by its looks only


def plan_lines(blocks: Iterable[Block]) -> list[PlanLine]:
    """The lines of the document in reading order; headings at the level their looks give them."""
    text, styled = laid_out(without_contents(list(blocks)))
    return [_line(block, after, styled=styled) for block, after in zip_longest(text, text[1:])]


def _line(block: Block, after: Block | None, *, styled: bool) -> PlanLine:
    """A block with its number, label and kind; ``after`` tells a heading from what leads in."""
    text, number = " ".join(block.text.split()), block.number.strip("().")
    kind = block.kind if block.kind in (HEADING, ITEM, ROW) else TEXT
    if kind != ROW and not number and (printed := NUMBER.match(text) or _PREFIX.match(text)):
        number, text = printed[1], text[printed.end() :].strip() or text
    if kind == HEADING and not number and (printed := _CHAPTER.match(text) or CODE.match(text)):
        number, text = printed[1], text[printed.end() :]
    label = label_of(text) if kind != ROW else None
    guessed = False
    if kind == TEXT and label is None and _looks_like_heading(block, text, after, styled=styled):
        kind, guessed = HEADING, True
    if kind == HEADING and block.kind == HEADING and not styled and not number:
        guessed = True
    above_list = guessed and label is None and after is not None and after.kind == ITEM
    if kind == HEADING and above_list and (text.endswith(":") or lead_of(text)):
        kind = TEXT  # it leads in the list below it, whatever its looks
    if kind != ROW and is_placeholder(text):
        kind = EMPTY
    place = Place(block.page, block.paragraph or None)
    return PlanLine(
        kind, text, block.level, number, place, label, block.cells, block.table, guessed
    )


def _looks_like_heading(block: Block, text: str, after: Block | None, *, styled: bool) -> bool:
    """A short line in bold, or with white above and below it, that does not end as a sentence."""
    if after is None or not text or len(text) > MAX_TITLE or len(text.split()) > MAX_TITLE_WORDS:
        return False
    if SENTENCE_END.search(text) or not (text[0].isupper() or text[0].isdigit()):
        return False
    if block.bold and not after.bold:
        return True
    if styled or "|" in text:
        return False
    return block.gap and after.gap and after.kind != ITEM
