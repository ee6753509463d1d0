"""A long text cut into pieces, so that the work grows with its length and memory does not.

Rules that look for details look around in a text as far as it goes; on a million characters of a
hostile cell that is quadratic. The language model holds some two kilobytes per character of what it
reads at once. Neither needs more than a page or a few, so pieces are cut where a writer paused.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from operator import attrgetter

from pipeline.core.tokens import Tokens

MAX_PIECE = 3000  # characters; longer than 99 in 100 answers, which stay whole
_PAUSES = (re.compile(r"\n\s{0,9}\n"), re.compile(r"[.!?]\s"), re.compile(r"\n"), re.compile(r"\s"))


def pieces(text: str, most: int = MAX_PIECE) -> Iterator[tuple[int, int]]:
    """Start and end of each piece of at most so many characters; together they are the text."""
    start = 0
    while len(text) - start > most:
        end = _pause(text, start + most // 2, start + most)
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
    # Both are in the order of the text: looking through all of them for every piece is quadratic.
    low, high = (bisect_left(tokens.tokens, at, key=attrgetter("start")) for at in (start, end))
    first, last = (bisect_left(tokens.persons, (at, 0)) for at in (start, end))
    return Tokens(
        tuple(
            token._replace(start=token.start - start, end=token.end - start)
            for token in tokens.tokens[low:high]
            if token.end <= end
        ),
        (),
        tuple((a - start, b - start) for a, b in tokens.persons[first:last] if b <= end),
    )
