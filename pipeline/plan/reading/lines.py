"""A plan document as lines with their labels: what its sections are made of.

Takes the text blocks of any format and adds what a plan shows a person: chapter numbers, short
lines that stand alone, labels, placeholders.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from pipeline.core.plan import Place
from pipeline.files.blocks import NO_DATE, Block
from pipeline.files.names import fold
from pipeline.plan.reading.labels import (
    ACTION,
    GOAL,
    PILLAR,
    Label,
    is_placeholder,
    label_of,
    lead_of,
)
from pipeline.plan.reading.layout import NUMBER, laid_out
from pipeline.plan.reading.quotations import is_quotation

HEADING, ITEM, TEXT, ROW, EMPTY, QUOTE = "heading", "item", "text", "row", "empty", "quote"
_CHAPTER = re.compile(
    rf"^(\d{{1,2}}|[IVX]{{1,4}}|(?:[A-H]|\d{{1,2}}[a-h])(?=[.):])|\d{{1,2}}[a-h](?=\s[A-Z]))[.):]?\s+(?i:{NO_DATE})(?=[^\W\d])"
)
CODE = re.compile(r"^([A-Z]{1,2}\d{1,2}(?:\.\d{1,2}){0,2})[.):]?\s+(?=[A-Z])")  # "I1.1", "A2"
_PREFIX = re.compile(
    r"^(?:hoofdstuk|paragraaf|deel|h)\s+(\d{1,2}|[IVX]{1,4})\b\s*[:.–—-]?\s*", re.IGNORECASE
)
_QUOTED = frozenset(("quote", "intense quote", "citaat", "duidelijk citaat"))  # styles in Word
SENTENCE_END = re.compile(r"[.!?;:,…]$")
MAX_TITLE = 110  # characters of a line that may be a heading by its looks
MAX_TITLE_WORDS = 16

FEWEST_BOLD = 4  # sentences in bold that make them the goals of a plan
MOST_BOLD = 0.6  # of these have what is done below them
MAX_BOLD_GOAL = 30  # words of one

MOST_BETWEEN = 4  # lines between a pillar's label and its name, where a column broke them apart

NOWHERE = Place()
MAX_ENTRIES = 80  # lines of a table of contents
MAX_ENTRY = 100  # characters of one
_CONTENTS = re.compile(r"^(?:inhoud|inhoudsopgave|inhoudstafel|in dit plan|contents)\W*$")
_COUNTED = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*|[a-z]|[ivx]{1,4})[.)]?\s+")


@dataclass(frozen=True, eq=False)
class PlanLine:
    """One line of the plan: heading, item, text, table row, quotation, or a place held open.

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
    text = _rejoined(text)
    lines = [_line(block, after, styled=styled) for block, after in zip_longest(text, text[1:])]
    return _named_in_two_lines(_with_bold_goals(text, lines))


def _rejoined(blocks: list[Block]) -> list[Block]:
    """A line in bold that runs on into the next one in bold is one: a column was narrow."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        runs_on = (
            last is not None
            and block.kind == "paragraph"
            and last.kind in ("paragraph", "heading")
            and last.bold
            and block.bold
            and last.size is not None
            and last.size == block.size
            and not SENTENCE_END.search(last.text.strip())
            and not block.text.strip()[:1].isupper()
        )
        if last is not None and runs_on:
            text = f"{last.text.rstrip()} {block.text.strip()}"
            joined[-1] = replace(last, kind="paragraph", level=0, text=text)
        else:
            joined.append(block)
    return joined


def _with_bold_goals(blocks: Sequence[Block], lines: list[PlanLine]) -> list[PlanLine]:
    """Whole sentences in bold as headings, where they name goals: below most stands what is done.

    "In 2030 zit geen jongere langer dan vier weken thuis." above "Wat gaan we doen?".
    """
    places = [
        place
        for place, (block, line) in enumerate(zip(blocks, lines, strict=True))
        if line.kind == TEXT and line.label is None and block.bold and _is_bold_goal(line.text)
        and place + 1 < len(blocks) and not blocks[place + 1].bold
    ]  # fmt: skip
    if len(places) < FEWEST_BOLD:
        return lines
    ends = [*places[1:], len(lines)]
    acted = [
        any(line.label is not None and line.label.kind == ACTION for line in lines[place:end])
        for place, end in zip(places, ends, strict=True)
    ]
    if sum(acted) < MOST_BOLD * len(places):
        return lines
    named = {place: lines[place].text.rstrip(" .") for place in places}
    return [
        replace(line, kind=HEADING, guessed=True, text=named[place],
                label=Label(GOAL, plural=False, rest=named[place]))
        if place in named
        else line
        for place, line in enumerate(lines)
    ]  # fmt: skip


def _named_in_two_lines(lines: list[PlanLine]) -> list[PlanLine]:
    """ "Koers 1" above "Iedere jongere in beeld", in one size: the name of one pillar."""
    headings = [place for place, line in enumerate(lines) if line.kind == HEADING]
    pairs = [
        (first, second)
        for first, second in pairwise(headings)
        if (label := lines[first].label) and label.kind == PILLAR and label.number and label.lone
        and lines[second].label is None and not lines[second].number
        and lines[second].level == lines[first].level and second - first <= MOST_BETWEEN
    ]  # fmt: skip
    if len(pairs) < 2:
        return lines
    joined = dict(pairs)
    named = {
        first: f"{lines[first].text}: {lines[second].text}" for first, second in joined.items()
    }
    return [
        replace(line, text=named[place], label=label_of(named[place])) if place in named else line
        for place, line in enumerate(lines)
        if place not in joined.values()
    ]


def _is_bold_goal(text: str) -> bool:
    words = text.split()
    return 4 <= len(words) <= MAX_BOLD_GOAL and text[0].isupper() and text.rstrip().endswith(".")


def _line(block: Block, after: Block | None, *, styled: bool) -> PlanLine:
    """A block with its number, label and kind; ``after`` tells a heading from what leads in."""
    text, number = " ".join(block.text.split()), block.number.strip("().")
    kind = block.kind if block.kind in (HEADING, ITEM, ROW) else TEXT
    if kind != ROW and not number and (printed := NUMBER.match(text) or _PREFIX.match(text)):
        number, text = printed[1], text[printed.end() :].strip() or text
    if kind == HEADING and not number and (printed := _CHAPTER.match(text) or CODE.match(text)):
        number, text = printed[1], text[printed.end() :]
    titled = block.style.casefold() in ("title", "titel")  # "Koers 2030": no part of it
    label = label_of(text) if kind != ROW and not titled else None
    guessed = False
    if kind == TEXT and label is None and _looks_like_heading(block, text, after, styled=styled):
        kind, guessed = HEADING, True
    if kind == HEADING and block.kind == HEADING and not styled and not number:
        guessed = True
    above_list = guessed and label is None and after is not None and after.kind == ITEM
    if kind == HEADING and above_list and (text.endswith(":") or lead_of(text)):
        kind = TEXT  # it leads in the list below it, whatever its looks
    if kind != ROW and is_placeholder(label.rest if label and label.rest else text):
        kind = EMPTY  # "7.1.2 Hoe: [wordt nog ingevuld]"
    if kind in (HEADING, ITEM, TEXT) and is_quotation(text, named=kind == HEADING):
        kind = QUOTE
    if block.style.casefold() in _QUOTED and kind != HEADING:
        kind = QUOTE
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


def without_contents(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without the lines between "Inhoud" and where its first entry stands again."""
    start = next((i for i, b in enumerate(blocks) if _CONTENTS.match(fold(b.text))), None)
    if start is None or start + 1 >= len(blocks):
        return list(blocks)
    first = _entry(blocks[start + 1])
    entries = blocks[start + 1 : start + 1 + MAX_ENTRIES]
    end = next((i for i, block in enumerate(entries) if i and _entry(block) == first), 0)
    if end < 2 or any(len(block.text) > MAX_ENTRY for block in entries[:end]):
        return list(blocks)
    return [*blocks[:start], *blocks[start + 1 + end :]]


def _entry(block: Block) -> str:
    return _COUNTED.sub("", fold(block.text))
