"""Rows of a table that say what other rows are about: bands, and labels of a table in a cell.

"Wat gaat goed?" above a table inside a cell, or in the cell beside it, is what that table is about;
"Ouders" says who speaks in it. One cell over the whole width is so for the rows below it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from pipeline.corpus.note_structure import NUMBERED_MEETING, NUMBERED_TOPIC
from pipeline.files.blocks import Block, is_title

MOST_WORDS = 10  # "Wat moet er volgens u op school beter?"
MOST_LABELS = 2  # who speaks, and about what
NOTHING = ("", "")


class CellLabels:
    """What the tables of one document say of the rows below and of the tables inside them."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        rows = [block for block in blocks if block.kind == "row"]
        self.inside = {row.table: row.inside for row in rows}
        self.holding = {
            row.paragraph
            for row, after in pairwise(blocks)
            if row.kind == after.kind == "row" and after.inside and after.inside == row.table
        }
        self.bands = {
            row.paragraph
            for row, after in pairwise(rows)
            if row.across and row.table == after.table and sum(map(bool, after.cells)) > 1
        }
        self.below: dict[int, tuple[str, str]] = {}  # table -> role and topic of its next rows
        self.within: dict[int, tuple[str, str]] = {}  # table -> of the tables in its cells

    def reads(self, row: Block, role_in: Callable[[str], str]) -> bool:
        """Whether a row is a label and nothing that was said; what it says is kept.

        Args: role_in: the role that a label names, "" where it is a subject.
        """
        holds, band = row.paragraph in self.holding, row.paragraph in self.bands
        if not holds and not band:
            if row.table in self.within and row.cells[0].strip():
                del self.within[row.table]
            return False
        labels = [text for cell in row.cells if (text := cell.strip())]
        roles = [role for label in labels if (role := role_in(label.rstrip(": ")))]
        topics = [label for label in labels if not role_in(label.rstrip(": "))]
        if len(labels) > MOST_LABELS or len(topics) > 1 or not all(map(_is_label, topics)):
            self.within[row.table] = (roles[0] if roles else "", "")
            return False
        known = self.within.get(row.table, NOTHING) if not row.cells[0].strip() else NOTHING
        said = (roles[0] if roles else known[0], _topic(topics[0]) if topics else "")
        if band and not holds:
            self.below[row.table] = said
        else:
            self.within[row.table] = said
        return True

    def of(self, row: Block) -> tuple[str, str]:
        """The role and the topic that stand above or beside a row; the nearest ones."""
        role, topic = self.below.get(row.table, NOTHING)
        table = self.inside.get(row.table, 0)
        for _ in range(len(self.inside)):
            if not table or (role and topic):
                break
            for role_above, topic_above in (
                self.within.get(table, NOTHING),
                self.below.get(table, NOTHING),
            ):
                role, topic = role or role_above, topic or topic_above
            table = self.inside.get(table, 0)
        return role, topic


def _is_label(text: str) -> bool:
    short = "\n" not in text and len(text.split()) <= MOST_WORDS
    return short and (text.endswith(("?", ":")) or is_title(text))


def _topic(label: str) -> str:
    """What a label is about: "Tafel 1: Thuiszitters" is about thuiszitters."""
    named = NUMBERED_MEETING.match(label) or NUMBERED_TOPIC.match(label)
    return (named["topic"] if named else label).strip().rstrip(":").rstrip()
