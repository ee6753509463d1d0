"""Names that one text gives away and another leaves bare.

"Mevrouw Ruyskens belde niet" tells that Ruyskens is a person; "zelfs Ruyskens wist het niet" in
another answer does not. What was masked once on a word that nobody knows is masked wherever it
stands in the corpus.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from pipeline.core.tokens import STOPWORDS
from pipeline.text.redact import lists, triggers
from pipeline.text.redact.spans import Known

_NAME = re.compile(r"(?<![\w-])[^\W\d_]{4,}(?![\w-])")


def names_heard(
    texts: Sequence[str],
    places: Sequence[Sequence[Mapping[str, object]]],
    known: Known,
    allow: Collection[str] = (),
) -> frozenset[str]:
    """Words, lower case, that were masked as names with a capital and that no list has.

    Args: places: per text what `mask` returned. known: whether a lower-case word is in the
        dictionary. allow: words and phrases that are no names in this corpus.
    """
    ours = {word for phrase in allow for word in phrase.lower().split()}
    return frozenset(
        word.lower()
        for text, masks in zip(texts, places, strict=True)
        for place in masks
        if place["kind"] == "naam"
        for word in _NAME.findall(text[_int(place["source_start"]) : _int(place["source_end"])])
        if word[0].isupper() and _a_name_only(word.lower(), known) and word.lower() not in ours
    )


def _int(number: object) -> int:
    return int(str(number))


def _a_name_only(word: str, known: Known) -> bool:
    return not (
        known(word)
        or word in STOPWORDS
        or word in lists.places()
        or word in triggers.UNLISTED_WORDS
        or word in triggers.ORGANISATIONS
    )


def naming(texts: Sequence[str], names: frozenset[str]) -> list[int]:
    """The rows of the texts in which one of these names stands, in any case."""
    return [
        row
        for row, text in enumerate(texts)
        if not names.isdisjoint(word.lower().removesuffix("s") for word in _NAME.findall(text))
        or not names.isdisjoint(map(str.lower, _NAME.findall(text)))
    ]
