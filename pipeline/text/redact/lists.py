"""Word lists of the name finder: data of declared origin beside the code, read once."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from importlib.resources import files

_SHORT = 4  # letters; without its marks a shorter name is often a word: "Jaś" and "jas"
_STROKES = str.maketrans("łŁøØđĐ", "lLoOdD")


@lru_cache(maxsize=8)
def read_list(name: str) -> frozenset[str]:
    """Lines of a list in this package, without its remarks."""
    text = files("pipeline.text.redact").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def plain(text: str) -> str:
    """The same letters without their marks, as people type who lack the key: "Ayşe" gives "Ayse"."""  # noqa: E501
    bare = unicodedata.normalize("NFD", text.replace("ı", "i").replace("İ", "I"))
    return "".join(c for c in bare if not unicodedata.combining(c)).translate(_STROKES)


def _both(names: frozenset[str]) -> frozenset[str]:
    return names | {plain(name) for name in names if len(name) > _SHORT}


@lru_cache(maxsize=1)
def first_names() -> frozenset[str]:
    """First names that are no Dutch words."""
    abroad = read_list("first_names_elsewhere") - read_list("places")
    return _both(read_list("first_names") | abroad) - word_names()


@lru_cache(maxsize=1)
def lower_names() -> frozenset[str]:
    """First names recognised without a capital: given here, no words, three letters or more."""
    return frozenset(name.lower() for name in _both(read_list("first_names")) if len(name) > 2)


@lru_cache(maxsize=1)
def bare_names() -> frozenset[str]:
    """First names, lower case, that mean a person wherever they stand: long, and no word at all.

    In three million characters of Dutch texts no other word was written so.
    """
    words = {name.lower() for name in word_names()} | read_list("not_bare_names")
    return frozenset(name for name in lower_names() if len(name) > _SHORT - 1) - words


@lru_cache(maxsize=1)
def word_names() -> frozenset[str]:
    """First names that are Dutch words as well."""
    return read_list("word_names")


@lru_cache(maxsize=1)
def surnames() -> frozenset[str]:
    """Surnames that are no Dutch words."""
    return read_list("surnames")


@lru_cache(maxsize=1)
def lower_surnames() -> frozenset[str]:
    """Surnames recognised without a capital, after a title only."""
    common = (
        "jong boer groot wit vries berg dijk leeuwen visser bakker smit bos vos kok kramer prins"
    )
    return frozenset(name.lower() for name in _both(surnames())) | frozenset(common.split())


@lru_cache(maxsize=1)
def bare_surnames() -> frozenset[str]:
    """Surnames that are words too, and that with a capital most often mean a person."""
    return read_list("bare_surnames")


@lru_cache(maxsize=1)
def word_surnames() -> frozenset[str]:
    """Surnames that are Dutch words as well: names only with a capital, after a title or a role."""
    return read_list("word_surnames")


@lru_cache(maxsize=1)
def places() -> frozenset[str]:
    """Places, lower case: a capital on these tells of no person."""
    return frozenset(place.lower() for place in read_list("places"))


@lru_cache(maxsize=1)
def not_names() -> frozenset[str]:
    """Phrases, lower case, that hold a name and point to nobody; towns of two words among them."""
    return read_list("not_names") | {place for place in places() if " " in place}
