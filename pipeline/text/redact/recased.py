"""Names typed without capitals or in capitals only, given the capitals that the rules look for.

"jan de vries" and "MEVROUW DE VRIES" point to somebody as much as "Jan de Vries". Places in the
text stay the same, so that what is found in the copy is masked in the original.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.core.tokens import STOPWORDS
from pipeline.text.redact import lists, triggers
from pipeline.text.redact.sentence import TUSSENVOEGSELS
from pipeline.text.redact.spans import Known

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LINKS = TUSSENVOEGSELS - {"in", "op", "aan", "uit"}
_TITLES = frozenset(
    "mevrouw mevr mw meneer mijnheer heer dhr juf meester mr drs familie fam oma opa dokter".split()
)
_NOT_FIRST = frozenset("will may april june august summer over else ben bas wil mark roos".split())
_FORMS = frozenset("iban adhd opp sop tlv swv ivo avg ggz ggd cjg vso sbo isk toa nt2 tos".split())
_AFTER_TITLE = re.compile(
    r"\b(?:MEVROUW|MEVR\.?|MW\.?|MENEER|MIJNHEER|DHR\.?|DE HEER)\s"
    r"(?:(?:VAN|DER|DEN|DE|TEN|TER|EL)\s){0,3}([A-ZÀ-ÖØ-Þ]{4,})(?!\w)"
)
_OPENS_LINE = re.compile(  # "VAN DIJK - vragen over vervoer"
    r"(?m)^[ \t]*(?:(?:VAN|DER|DEN|DE|TEN|TER)\s){1,3}([A-ZÀ-ÖØ-Þ]{3,})(?=\s?:\s|\s[-–]\s)"
)
_SHORTEST = 3  # letters of a first name in lower case or capitals


@lru_cache(maxsize=1)
def _firsts() -> frozenset[str]:
    names = lists.first_names() | lists.read_list("first_names")
    return frozenset(n.lower() for n in names if len(n) >= _SHORTEST) - _NOT_FIRST - STOPWORDS


@lru_cache(maxsize=1)
def _firsts_given_here() -> frozenset[str]:
    """Names of this country, which were weighed by hand: those that are words are listed apart."""
    names = lists.read_list("first_names") - lists.word_names()
    return frozenset(name.lower() for name in names) - _NOT_FIRST


@lru_cache(maxsize=1)
def _firsts_that_are_words() -> frozenset[str]:
    return frozenset(name.lower() for name in lists.word_names()) | _NOT_FIRST


@lru_cache(maxsize=1)
def _lasts() -> frozenset[str]:
    return frozenset(name.lower() for name in lists.surnames())


@lru_cache(maxsize=1)
def _lasts_that_are_words() -> frozenset[str]:
    return frozenset(name.lower() for name in lists.word_surnames()) | lists.lower_surnames()


def full_names(text: str, known: Known | None) -> list[tuple[int, int]]:
    """Where a first name and a surname stand together in lower case or capitals.

    Args: known: tells whether a lower-case word is in the dictionary; without it only lists count.
    """
    words = [(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]
    spans: list[tuple[int, int]] = []
    index = 0
    while index < len(words):
        last = _name_from(words, index, text, known)
        if last is None:
            index += 1
            continue
        spans.append((words[index][1], words[last][2]))
        index = last + 1
    return spans


def _name_from(
    words: list[tuple[str, int, int]], index: int, text: str, known: Known | None
) -> int | None:
    """The last word of the name that begins here, or None."""
    first = words[index][0]
    if not _recased(first):
        return None
    lower = first.lower()
    title = lower in _TITLES
    word_like = lower in _firsts_that_are_words() or (
        lower not in _firsts_given_here() and known is not None and known(lower)
    )
    if not title and lower not in _firsts() and lower not in _firsts_that_are_words():
        return None
    last, linked = index + 1, False
    if (
        last + 1 < len(words)
        and words[last][0].lower() in _firsts_given_here()
        and _adjacent(words, index, last, text, title=False)
    ):
        last, word_like = last + 1, False  # "jan willem de vries"
    while last < len(words) and words[last][0].lower() in _LINKS and last < index + 4:
        linked, last = True, last + 1
    if last >= len(words) or not _adjacent(words, index, last, text, title=title):
        return None
    surname = words[last][0].lower()
    both_words = surname in _lasts_that_are_words() or surname in _lasts()
    if (
        (surname in STOPWORDS and not (linked and both_words))
        or surname in triggers.NEVER
        or not _recased(words[last][0])
    ):
        return None
    strange = known is not None and not known(surname) and len(surname) > 3
    listed = surname in _lasts() and not (known is not None and known(surname))
    if title:  # "mevr jansen"; "de juf van de klas" is nobody
        fits = first.isupper() and (listed or (linked and both_words))
    elif word_like:
        fits = listed
    else:
        fits = listed or (strange and surname not in triggers.ORGANISATIONS) or both_words
    town = surname in lists.places() - _lasts() and not (linked and both_words)  # "de vries"
    if not fits or surname in triggers.PERSON_VERBS or town:
        return None
    return last


def _recased(word: str) -> bool:
    """Whether a word is written in lower case or capitals only."""
    return word.islower() or (word.isupper() and len(word) > 1)


def _adjacent(
    words: list[tuple[str, int, int]], first: int, last: int, text: str, *, title: bool
) -> bool:
    """Only spaces between the words of the name; a full stop after a title."""
    for left in range(first, last):
        gap = text[words[left][2] : words[left + 1][1]]
        if gap.strip(" ") not in (("", ".") if title and left == first else ("", "'")):
            return False
        if not gap or "\n" in gap:
            return False
    return True


def from_capitals(text: str, known: Known | None) -> str:
    """The same text with words in capitals as ordinary words, names keeping their first capital."""
    ordinary = _WORD.sub(lambda match: _ordinary(match.group(), known), text)
    # "MEVROUW OOSTERKWAST" is a compound like any other
    for match in (*_AFTER_TITLE.finditer(text), *_OPENS_LINE.finditer(text)):
        start, word = match.start(1), match.group(1)
        if len(word.lower()) == len(word) and word.lower() not in triggers.AFTER_TITLE:
            before = text[match.start() : start].lower()
            ordinary = (
                ordinary[: match.start()] + before + word.capitalize() + ordinary[match.end() :]
            )
    return ordinary


def _ordinary(word: str, known: Known | None) -> str:
    """A word in capitals as it is written otherwise; any other word as it is."""
    if not word.isupper() or len(word) < _SHORTEST or word.lower() in _FORMS:
        return word
    lower = word.lower()
    if len(lower) != len(word):  # a letter that becomes two would move every place after it
        return word
    if lower in triggers.UNLISTED_WORDS:
        return lower
    parts = lower.split("-")  # "PDD-NOS" stays, "ANNE-MARIE" does not
    if len(parts) > 1 and not any(part in _firsts() or part in _lasts() for part in parts):
        return word
    name = lower in _firsts() or (lower in _lasts() and len(lower) > _SHORTEST)
    strange = known is not None and len(word) > 4 and not known(lower)
    ours = lower in _firsts_given_here()
    if ours or (name and not (known is not None and known(lower))) or strange:
        return word[0] + lower[1:]
    return lower if len(word) > 4 or lower in STOPWORDS else word
