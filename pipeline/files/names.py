"""The usual names of columns, roles and languages, from names.toml, and how names are compared."""

from __future__ import annotations

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

SINGLE = ("respondent", "role", "area", "date", "meeting", "language", "supporters")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "\u00a0": " "})


@lru_cache(maxsize=65536)  # the same few names stand in every row
def fold(name: str) -> str:
    """The form in which names are compared: no capitals, spacing, or marks at the end."""
    plain = unicodedata.normalize("NFKC", name).translate(_APOSTROPHES).casefold()
    return re.sub(r"\s+", " ", plain).strip(" \t\n\ufeff*:?.")


@lru_cache(maxsize=1)
def _data() -> MappingProxyType[str, Any]:
    text = (files("pipeline.files") / "names.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


@lru_cache(maxsize=1)
def column_kinds() -> MappingProxyType[str, str]:
    """Folded usual column name to its kind: text, question, respondent, role, …"""
    return MappingProxyType(
        {fold(name): kind for kind, names in _data()["columns"].items() for name in names}
    )


@lru_cache(maxsize=1)
def role_names() -> MappingProxyType[str, str]:
    """Folded spelling of a role to the name used over all rounds."""
    spelled = _data()["roles"].items()
    plain = {fold(role): role for role, _ in spelled}
    return MappingProxyType(plain | {fold(name): role for role, all_ in spelled for name in all_})


@lru_cache(maxsize=1)
def _language_names() -> dict[str, str]:
    return {fold(name): code for code, names in _data()["languages"].items() for name in names}


def language_code(value: str) -> str:
    """ISO 639-1 code of a language as a form names it; "" where unknown."""
    return _language_names().get(fold(value), "")


@lru_cache(maxsize=65536)
def role_of(value: str) -> str:
    """The role under the name all rounds share; one not in names.toml stays as typed.

    A first capital is dropped ("Logopedist" is "logopedist"), an abbreviation stays ("SMW'er").
    Several roles ticked at once ("Ouder;Leerkracht;") stay together, in alphabetical order.
    """
    known = role_names().get(fold(value))
    if known:
        return known
    parts = [part.strip() for part in value.split(";") if part.strip()]
    typed = [part.strip() for part in re.split(r"[,/&+]|\ben\b", value) if part.strip()]
    if len(typed) > 1 and all(fold(part) in role_names() for part in typed):
        parts = typed  # "Ouder, leerkracht"; the names of roles themselves may hold these marks
    if len(parts) > 1:
        return " en ".join(sorted({role_of(part) for part in parts}))
    plain = re.sub(r"\s+", " ", parts[0] if parts else "").strip()
    return plain[:1].lower() + plain[1:] if plain[1:] == plain[1:].lower() else plain


def nearest(name: str, among: Iterable[str]) -> str:
    """The name most like this one; "" when there is nothing to choose from."""
    by_fold = {fold(known): known for known in sorted(among)}
    near = difflib.get_close_matches(fold(name), list(by_fold), n=1, cutoff=0.0)
    return by_fold[near[0]] if near else ""
