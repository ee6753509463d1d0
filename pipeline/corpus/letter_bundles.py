"""Files that hold several letters: where each begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.corpus.note_courtesies import heads_a_mail, salutes
from pipeline.files.blocks import Block

_TITLE = re.compile(  # "Reactie 3 – e-mail, 19 mei", "Brief van een ouder", "Indiener 12"
    r"^(?:\d{1,3}[.):]?\s+)?(?:inspraak)?(?:reactie|zienswijze|brief|e-?mail|mail|bericht|inzending|"
    r"indiener|inspreker|briefschrijver|schrijven|bijdrage|kaart(?:je)?)\s*"
    r"(?:(?:nr\.?|nummer)?\s*\d{1,3}\b|van\b|[a-z]\b)",
    re.IGNORECASE,
)
MOST_TITLED = 0.6  # of the headings of one level are titles of letters, where each is one


def letter_starts(blocks: Sequence[Block]) -> list[int]:
    """Index of the first block of every letter in a file; [] where it holds one, or none.

    Letters are told apart by headings that number or address them, else by how each greets.
    """
    for level in sorted({block.level for block in blocks if block.kind == "heading"}):
        heads = [i for i, b in enumerate(blocks) if b.kind == "heading" and b.level == level]
        titled = sum(bool(_TITLE.match(blocks[i].text.strip())) for i in heads)
        if titled > 1 and titled >= MOST_TITLED * len(heads):
            return heads
    typed = [
        i for i, b in enumerate(blocks)
        if b.kind in ("paragraph", "item") and len(b.text) < 80 and _TITLE.match(b.text.strip())
        and not b.text.rstrip().endswith((".", "?", "!"))
    ]  # fmt: skip
    greeted = [i for i, block in enumerate(blocks) if salutes(block.text)]
    if len(typed) > 1 and abs(len(typed) - len(greeted)) <= len(typed) / 2:
        return typed
    if len(greeted) > 1 and all(b - a > 2 for a, b in pairwise(greeted)):
        return [0, *(_with_its_head(blocks, place) for place in greeted[1:])]
    return []


def _with_its_head(blocks: Sequence[Block], place: int) -> int:
    """Where a letter begins that greets here: with the lines above that say who wrote, and when."""
    while place and heads_a_mail(blocks[place - 1].text):
        place -= 1
    return place
