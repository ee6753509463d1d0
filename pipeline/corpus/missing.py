"""What stands in a cell where nobody answered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from pipeline.files.names import fold

# What programs write where nobody answered, and what Excel shows where a formula failed.
_MISSING = frozenset(
    "na nan n/a #n/a #n/b n/b null none <na> <null> nat inf -inf #null #leeg".split()
)
EXCEL_ERRORS = frozenset(
    "#naam? #name? #verw! #ref! #waarde! #value! #deel/0! #div/0! #getal! #num! #leeg! #null! "
    "#overloop! #spill! #calc! #bereken!".split()
)
_TRIES_OUT = re.compile(  # what whoever made a form types to see whether it works
    r"(?:dit is )?(?:een |nog een |even (?:een )?)?test(?:je|ing|invulling|invoer|reactie)?"
    r"(?: ?\d{1,3}|(?: \w{1,12}){0,2} (?:binnenkomt|binnen komt|werkt|aankomt|aan komt|doorkomt)|"
    r" van (?:het|dit) formulier|[ ,-]{1,2}test){0,2}|proef(?:invulling|invoer|je)?|"
    r"test\b[^.!?]{0,30}\b(?:negeren|verwijderen|wissen|weggooien)|"
    r"(?:this is )?(?:a |just a )?test(?:ing)?",
    re.IGNORECASE,
)
_AGREES = re.compile(r"\+\s?\d{1,3}")  # "+1" below somebody's idea


def is_missing(text: str) -> bool:
    """Whether a cell says that nobody answered: blank, a dash, or a program's own word for that."""
    return not text.strip(" \t\n\r\xa0-–—._/") or fold(text) in _MISSING


def says_no_word(text: str) -> bool:
    """Whether a text has numbers and no letter in it: "99", "12-14".

    A picture ("👍") and "+1" say something without one; whether "?" does is asked of its content.
    """
    if any(map(str.isalpha, text)) or not any(map(str.isdigit, text)):
        return False
    pictured = any(unicodedata.category(mark) == "So" for mark in text)
    return not pictured and not _AGREES.fullmatch(text.strip())


def tries_out(texts: Iterable[str]) -> bool:
    """Whether everything in an entry says no more than that the form was tried: "test"."""
    given = [text.strip(" .!?\t\n") for text in texts if not is_missing(text)]
    return bool(given) and all(_TRIES_OUT.fullmatch(text) for text in given)
