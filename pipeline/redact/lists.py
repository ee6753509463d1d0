"""Word lists of the name finder: data of declared origin beside the code, read once."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=8)
def read_list(name: str) -> frozenset[str]:
    """Lines of a list in this package, without its remarks."""
    text = files("pipeline.redact").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


@lru_cache(maxsize=1)
def first_names() -> frozenset[str]:
    """First names that are no Dutch words."""
    return read_list("first_names") | read_list("first_names_elsewhere")


@lru_cache(maxsize=1)
def lower_names() -> frozenset[str]:
    """First names recognised without a capital: given here, no Dutch words, three letters or more."""
    return frozenset(name.lower() for name in read_list("first_names") if len(name) > 2)


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
    common = "jong boer groot wit vries berg dijk leeuwen visser bakker smit bos vos kok kramer prins"
    return frozenset(name.lower() for name in surnames()) | frozenset(common.split())


@lru_cache(maxsize=1)
def not_names() -> frozenset[str]:
    """Phrases that hold a name and point to nobody."""
    return read_list("not_names")
