"""One personal detail found in a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

Known = Callable[[str], bool]  # whether a word, lower case, is in the dictionary
CAPS = "A-ZÀ-ÖØ-ÞĞİŞŁŻŚŹĆ"  # within the brackets of a pattern


class DetailSpan(NamedTuple):
    """Characters `start` to `end` of a text hold a detail of this kind.

    The kind is the word of the mask: naam, telefoon, e-mail, account, adres, postcode, bsn, iban,
    nummer, geboortedatum, datum, school or kenteken. What is not masked: gezondheid, aanwijzing.
    """

    start: int
    end: int
    kind: str


def spans_of(
    pattern: re.Pattern[str], text: str, kind: str, group: int | str = 0
) -> Iterator[DetailSpan]:
    """A detail of this kind wherever the pattern matches: the whole match, or one group of it."""
    for match in pattern.finditer(text):
        yield DetailSpan(*match.span(group), kind)


def without_overlap(spans: Iterable[DetailSpan]) -> list[DetailSpan]:
    """Spans in the order of the text; of two that overlap the first given stays."""
    kept: list[DetailSpan] = []
    for span in spans:
        if all(span.end <= other.start or span.start >= other.end for other in kept):
            kept.append(span)
    return sorted(kept)
