"""What a plan sets apart: boxes with a label ("Wat gaan we doen?"), goals as titles in the margin,
words of people with their name on the next line. Read as the running text they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.files.blocks import Block, row_block
from pipeline.plan.reading.labels import ACTION, AMBITION, GOAL, PILLAR, RESULT, label_of
from pipeline.plan.reading.quotations import is_quotation

MAX_MARGIN = 110  # characters of a title in the margin
MAX_WHO = 70  # characters of who said it
MOST_BOXES = 1000  # below each other
DEEPEST = 6  # level of a heading
_GOALS = frozenset((PILLAR, AMBITION, GOAL, RESULT))
_ENDED = re.compile(r"[.!?;:,]$")
_WHO = re.compile(r"^(?:[-–—]\s*\S|[a-z]|[^,.]{3,30}, )")
_LABEL_INSIDE = re.compile(r"(?:^|\n|[.!?] )(?:Hoe|Aanpak|Acties?|Maatregelen):\s")


def opened(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with boxes and layout tables as what stands in them, and words with their name."""
    lines: list[Block] = []
    level = 1
    for (kind, _table), run in groupby(blocks, key=lambda b: (b.kind, b.table)):
        rows = list(run)
        if kind == "row":
            lines += _table_opened(rows, level)
            continue
        lines += rows
        level = next((b.level for b in reversed(rows) if b.kind == "heading"), level)
    return _with_who(lines)


def _table_opened(rows: list[Block], level: int) -> list[Block]:
    """A table of one column, or of titles beside their text, as text; another stays a table.

    Args: level: of the heading above it.
    """
    if all(len(row.cells) == 1 for row in rows):
        return [part for place, row in enumerate(rows) for part in _box(row, place)]
    # the left cells name what the right ones tell, with what is done under a label
    pairs = [row.cells for row in rows if len(row.cells) == 2 and all(row.cells)]
    titled = all(
        len(left) <= MAX_MARGIN and not _ENDED.search(left) and label_of(left) is None
        for left, _right in pairs
    )
    acting = sum(
        any(_kind(line) == ACTION or _LABEL_INSIDE.search(line) for line in right.split("\n"))
        for _left, right in pairs
    )
    if len(pairs) == len(rows) and titled and 2 * acting >= len(pairs) > 0:
        # that each title names a goal is lost with the table, unless the text names its goals
        named = any(_kind(line) in _GOALS for row in rows for line in row.cells[1].split("\n"))
        return [
            part
            for row in rows
            for part in _goal_beside_text(row, level + 1, "" if named else "Doel: ")
        ]
    return rows


def _box(row: Block, place: int) -> list[Block]:
    """A box "Wat gaan we doen?" as a table with that header and a row for each of its lines.

    Args: place: of the box among those that stand right below each other.
    """
    lines = [line.strip() for line in row.cells[0].split("\n") if line.strip()]
    label = label_of(lines[0]) if lines else None
    if label is None or label.kind not in (GOAL, ACTION) or label.number:
        return [row]
    if label.rest:
        lines = [lines[0].removesuffix(label.rest).strip(), label.rest, *lines[1:]]
    if len(lines) < 2:
        return [row]
    own = -(row.table * MOST_BOXES + place)  # no number that another table has
    return [row_block((line,), own, page=row.page) for line in lines]


def _kind(line: str) -> str:
    label = label_of(line)
    return label.kind if label else ""


def _goal_beside_text(row: Block, level: int, label: str) -> Iterator[Block]:
    title, text = row.cells
    named = f"{label}{' '.join(title.split())}"
    yield Block("heading", named, level=min(level, DEEPEST), page=row.page)
    for line in text.split("\n"):
        yield Block("paragraph", line, page=row.page)


def _with_who(blocks: Sequence[Block]) -> list[Block]:
    """What somebody said and, on the next line, who it was, as one."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        text = block.text.strip()
        if (
            last is not None
            and block.kind in ("paragraph", "item")
            and len(text) <= MAX_WHO
            and _WHO.match(text)
            and not _ENDED.search(text)
            and last.kind in ("paragraph", "heading")
            and is_quotation(last.text)
            and not is_quotation(last.text, named=True)
        ):
            who = text.lstrip("-–— ")
            joined[-1] = replace(last, kind="paragraph", level=0, text=f"{last.text} – {who}")
        else:
            joined.append(block)
    return joined
