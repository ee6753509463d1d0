"""A plan's own word for its parts: "Bestemming 1.1 – Docenten weten wat werkt".

Where most headings of a level begin with one word and a number, that word is a label that no list
of words holds; what stands behind it is the name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.files.blocks import Block
from pipeline.files.names import fold
from pipeline.plan.reading.labels import label_of

FEWEST_ALIKE = 3  # headings with the word, from which it is a label
_NUMBERED = re.compile(
    r"^(?P<word>[A-ZÀ-Þ][a-zà-ÿ]{2,20})\s+(?P<number>\d{1,2}(?:\.\d{1,2}){0,2}[a-z]?)"
    r"\s*[:.–—-]?\s+(?P<name>[^\W\d_].*)$",
    re.DOTALL,
)
_OF_DOCUMENTS = frozenset(  # words by which any document numbers its parts, or speaks of others
    "hoofdstuk paragraaf deel bijlage tabel figuur artikel stap fase week groep klas ronde versie "
    "pagina scenario jaar periode trimester kwartaal".split()
)


def with_own_labels(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with headings that begin with the plan's own label as number and name."""
    numbered = {
        place: match
        for place, block in enumerate(blocks)
        if block.kind == "heading" and (match := _NUMBERED.match(block.text.strip()))
    }
    words = Counter(fold(match["word"]) for match in numbered.values())
    own = {
        word
        for word, n in words.items()
        if n >= FEWEST_ALIKE and word not in _OF_DOCUMENTS and label_of(f"{word} 1: naam") is None
    }
    return [
        replace(block, text=f"{numbered[place]['number']} {numbered[place]['name']}")
        if place in numbered and fold(numbered[place]["word"]) in own
        else block
        for place, block in enumerate(blocks)
    ]
