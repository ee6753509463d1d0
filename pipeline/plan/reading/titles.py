"""Titles in a plan: compared, taken from a list's item, or out of a sentence."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_TITLED = re.compile(r"(.{3,90}?)\s*(?:;|:|\s[–—-]\s|(?=, zodat )|(?= zodat ))\s*(\S.*)$")
_SMALL = frozenset("de het een en van in onze ons op voor te met".split())
MAX_TITLE_WORDS = 14  # words before the colon; more is a sentence


def words_of(text: str) -> list[str]:
    """Words in lower case, without small words that titles gain and lose."""
    words = re.findall(r"[\w’']+", text.casefold())
    return [word for word in words if word not in _SMALL] or words


def unnumbered(title: str) -> str:
    """ "2.3 Sterk netwerk" without its number."""
    return re.sub(r"^[\d.]+\s+", "", title.strip())


def likeness(first: str, second: str) -> float:
    """How much two titles share: words in order, 0 to 1."""
    a, b = words_of(first), words_of(second)
    return SequenceMatcher(None, a, b, autojunk=False).ratio() if a and b else 0.0


def split_title(text: str) -> tuple[str, str]:
    """ "Sterk netwerk; zodat …" as a title and the text behind it."""
    titled = _TITLED.match(text)
    if titled and len(titled[1].split()) <= MAX_TITLE_WORDS:
        return titled[1].strip(" ,"), titled[2]
    return text.rstrip(" ;,."), ""


def sentence_list(text: str) -> list[str]:
    """A, B and C of "A, B en C"; nothing when it is no list of two or more short names."""
    parts = [
        part
        for part in re.split(r",\s+(?:en\s+)?|(?<!\s)\s+en\s+(?=[^,]{0,400}$)", text)
        if part.strip()
    ]
    names = [re.sub(r"^(?:een|de|het)\s+", "", part.strip(" ‘’'\"")) for part in parts]
    if len(names) < 2 or any(len(name.split()) > 12 for name in names):
        return []
    return [name[0].upper() + name[1:] for name in names if name]


def parallel(first: str, second: str) -> bool:
    """Whether two headings are worded alike: one beginning, or most words in one order."""
    a, b = first.casefold().split(), second.casefold().split()
    if len(a) >= 4 and len(b) >= 4 and a[:3] == b[:3]:
        return True
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    common = sum(block.size for block in blocks)
    return common >= 4 and 2 * common / (len(a) + len(b)) >= 0.6
