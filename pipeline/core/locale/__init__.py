"""Words on the outside: Dutch by default, English by ``--lang en`` (gettext).

Message ids are the English texts; ``nl/*.po`` holds the Dutch, one file per room of the house.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

LANGUAGES = ("nl", "en")
_HERE = Path(__file__).parent
_current: list[str] = [os.environ.get("GEHOORD_LANG", "nl")]


def use_language(language: str) -> None:
    """Speak this language from now on; ValueError for one that has no catalogue."""
    if language not in LANGUAGES:
        raise ValueError(f"language '{language}' is not one of {', '.join(LANGUAGES)}")
    _current[0] = language


@contextmanager
def spoken_in(language: str) -> Iterator[None]:
    """Speak this language for a while; ValueError for one that has no catalogue."""
    before = _current[0]
    use_language(language)
    try:
        yield
    finally:
        use_language(before)


def language() -> str:
    """The language spoken now: nl or en."""
    return _current[0]


def gettext(message: str) -> str:
    """The message in the language spoken now; itself when it is not in the catalogue."""
    return _translations(_current[0]).gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The message for this count in the language spoken now."""
    return _translations(_current[0]).ngettext(singular, plural, n)


def noop(message: str) -> str:
    """The message as it is: a mark for texts that are translated later, when they are spoken."""
    return message


def in_every_language(message: str) -> tuple[str, ...]:
    """The message in every language spoken: what a reader may have typed or a file may say."""
    return tuple(_translations(code).gettext(message) for code in LANGUAGES)


@lru_cache(maxsize=len(LANGUAGES))
def _translations(language: str) -> NullTranslations:
    if language == "en":  # message ids are English already
        return NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    merged = None
    for path in sorted((_HERE / language).glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
        if merged is None:
            merged = catalogue
            continue
        for message in catalogue:
            if message.id:
                merged[message.id] = message
    if merged is None:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return GNUTranslations(compiled)
