"""Names as pupils and parents let them fall: "het was tim die begon", "juf sas is lief".

No capital and no list says that a person is meant; the place in the sentence does, where Dutch
puts no other bare word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.core.tokens import STOPWORDS
from pipeline.text.redact import lists, triggers
from pipeline.text.redact.spans import CAPS, DetailSpan, Known

_LOW = r"([a-zß-öø-ÿ]{2,15})"
_CLEFT = re.compile(  # "het was tim die begon", "dat is dex z'n moeder"
    rf"(?i:(?<!\w)(?:het|dat|toen)\s(?:was|is|waren)\s(?:ook\s|weer\s|altijd\s)?){_LOW}"
    r"(?=\s(?:die|z'n|d'r)\b)"
)
_ASKED = re.compile(  # "waarom krijgt dex wel hulp", "wanneer mag kim weer"
    r"(?i:(?<!\w)(?:waarom|wanneer|hoezo)\s(?:krijgt|mag|moet|is|heeft|gaat|zit|kan|wordt|kreeg|mocht"
    rf"|moest|was|had|zat)\s){_LOW}(?=\s(?:wel|niet|nooit|altijd|ook|steeds|weer|dan|zo|er|geen)\b)"
)
_TEACHER = re.compile(  # opens a sentence, so that the verb follows its subject: "juf sas is lief"
    rf"(?im)(?:^[ \t]*+|[.!?]\s)(?:juf|meester|mees)\s(?-i:{_LOW})"
    r"(?=\s(?:is|was|heeft|had|kan|geeft|gaf|helpt|legt|zegt|zei|luistert|doet|weet|snapt)\b)"
)
_WITH = re.compile(  # "Bij Snoek in de klas is het onrustig"
    rf"(?<!\w)(?:[Bb]ij|[Mm]et)\s([{CAPS}][^\W\d_A-Z]{{2,20}})\sin\s(?:de|één|een)\s(?:klas|groep|les)\b"
)


def find_in_plain_talk(
    text: str, allow: frozenset[str], known: Known | None
) -> Iterator[DetailSpan]:
    """First names in lower case and bare surnames where only a person can stand."""
    for pattern in (_CLEFT, _ASKED):
        for match in pattern.finditer(text):
            if _first_name(match.group(1), allow, known):
                yield DetailSpan(*match.span(1), "naam")
    for match in _TEACHER.finditer(text):
        word = match.group(1)
        if word not in STOPWORDS | triggers.NOT_SIGNED | triggers.AFTER_TITLE | allow:
            yield DetailSpan(*match.span(1), "naam")
    for match in _WITH.finditer(text):
        if _stands_for_somebody(match.group(1), allow):
            yield DetailSpan(*match.span(1), "naam")


def _first_name(word: str, allow: frozenset[str], known: Known | None) -> bool:
    """A first name; one that is a word too only where it is listed as a name of this country."""
    if word in STOPWORDS or word in allow or word in triggers.NOT_SIGNED:
        return False
    if word in lists.lower_names():
        return True
    return word.title() in lists.word_names() and known is not None and not known(word)


def _stands_for_somebody(name: str, allow: frozenset[str]) -> bool:
    listed = name in lists.surnames() | lists.word_surnames() | lists.bare_surnames()
    lower = name.lower()
    return listed and lower not in allow | lists.places() | triggers.ORGANISATIONS | triggers.NEVER
