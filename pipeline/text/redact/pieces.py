"""A long text cut into pieces, so that looking for details takes time in proportion to its length.

Rules look around in a text as far as it goes; on a million characters of a hostile cell that is
quadratic. No rule needs more than a page, so pieces are cut where a writer paused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.core.tokens import Tokens

MAX_PIECE = 3000  # characters; longer than 99 in 100 answers, which stay whole
_PAUSES = (re.compile(r"\n\s{0,9}\n"), re.compile(r"[.!?]\s"), re.compile(r"\n"), re.compile(r"\s"))


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each piece, in order; together they are the text."""
    start = 0
    while len(text) - start > MAX_PIECE:
        end = _pause(text, start + MAX_PIECE // 2, start + MAX_PIECE)
        yield start, end
        start = end
    yield start, len(text)


def _pause(text: str, low: int, high: int) -> int:
    for pattern in _PAUSES:
        ends = [match.end() for match in pattern.finditer(text, low, high)]
        if ends:
            return ends[-1]
    return high


def tokens_within(tokens: Tokens | None, start: int, end: int) -> Tokens | None:
    """The tokens of one piece, their places counted from its start."""
    if tokens is None:
        return None
    return Tokens(
        tuple(
            token._replace(start=token.start - start, end=token.end - start)
            for token in tokens
            if start <= token.start and token.end <= end
        ),
        (),
        tuple((a - start, b - start) for a, b in tokens.persons if start <= a and b <= end),
    )
