"""Tables that are the notes of one meeting each, as the heading, the facts and the points they are.

A note-taker's form is a table: "Gesprek met | Leerlingen", "Datum | 9 april", "Aanwezig | 12
leerlingen", and below it "Nr. | Opmerking | Wie" with a row per point. Its first rows are about the
meeting, so they become what they would be in running notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.corpus.note_structure import fact_label
from pipeline.files.blocks import Block
from pipeline.files.names import fold

FEWEST_FACTS = 2  # rows about the meeting above the points; one alone may be a point
MAX_VALUE_WORDS = 60  # of such a row
_WITH_WHOM = re.compile(
    r"^(?:gesprek|bijeenkomst|sessie|tafel|avond|interview|overleg|ronde)(?:\s?(?:met|nr\.?|nummer))?$|"
    r"^(?:groep|doelgroep|gesprekspartner|geleding)$"
)


def unfolded(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with the first rows of a note-taker's form as a heading and labelled lines."""
    unfolded: list[Block] = []
    below = 1 + max((block.level for block in blocks if block.kind == "heading"), default=0)
    at = 0
    while at < len(blocks):
        block = blocks[at]
        end = at + 1
        while end < len(blocks) and block.kind == "row" and blocks[end].table == block.table:
            end += 1
        rows = blocks[at:end]
        unfolded += _of_a_form(rows, below) if block.kind == "row" else rows
        at = end
    return unfolded


def _of_a_form(rows: Sequence[Block], level: int) -> Iterator[Block]:
    facts = 0
    while facts < len(rows) and _pair(rows[facts]):
        facts += 1
    is_form = FEWEST_FACTS <= facts < len(rows) and any(len(row.cells) > 2 for row in rows[facts:])
    for row in rows[: facts if is_form else 0]:
        label, value = _pair(row) or ("", "")
        if _WITH_WHOM.match(fold(label)):
            yield replace(
                row, kind="heading", level=level, text=f"{label} {value}", cells=(), table=0
            )
        else:
            yield replace(row, kind="paragraph", text=f"{label}: {value}", cells=(), table=0)
    yield from rows[facts if is_form else 0 :]


def _pair(row: Block) -> tuple[str, str] | None:
    """The label and the value of a row about the meeting; None of any other."""
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    if len(dict.fromkeys(filled)) != 2 or not row.cells[0].strip():
        return None
    label, value = filled[0].rstrip(" :"), filled[1]
    known = bool(fact_label(label)) or bool(_WITH_WHOM.match(fold(label)))
    return (label, value) if known and len(value.split()) <= MAX_VALUE_WORDS else None
