"""A table of contents typed without page numbers: its lines are no headings of the plan."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.files.blocks import Block
from pipeline.files.names import fold

MAX_ENTRIES = 80  # lines of a table of contents
MAX_ENTRY = 100  # characters of one
_CONTENTS = re.compile(r"^(?:inhoud|inhoudsopgave|inhoudstafel|in dit plan|contents)\W*$")
_COUNTED = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*|[a-z]|[ivx]{1,4})[.)]?\s+")


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
