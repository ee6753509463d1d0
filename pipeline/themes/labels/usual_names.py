"""Names that concerns usually have: what most of a group say, in the words a board uses for it.

One person's sentence tells what befell that person; what a dozen say together is often a concern
that comes back in every consultation. ``usual_names.txt`` lists those, each with the words its
statements have. A usual name is used only where these people say so: it lies near the middle of the
group, half of them have a word of one of its slots, and several a word of each; of a name that lies
very near, a quarter need one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Nearness = Callable[[Sequence[str]], NDArray[np.float64]]

_LIST = Path(__file__).with_name("usual_names.txt")
_WHOLE_WORD = 3  # letters up to which a stem is a word by itself: "so", "wc"
# What bears a name out, and the least that is asked of each and of their weighted sum.
_ANY = 0.45  # of the statements have a word of some slot
_SLOT = 0.2  # ... have a word of each slot, and at least so many do:
_FEWEST = 2
_NEAR = 0.3  # likeness to the middle of the group ...
_NEAR_APART = 0.45  # ... where hardly any statement has a word of every slot at once
# Told by meaning, where no name is told by words: so near the middle, by so much nearer than the
# next, and still a word of it in so many of the statements.
_VERY_NEAR, _APART, _SOME = 0.6, 0.1, 0.25
_ENOUGH = 0.62  # of nearness + _FOR_EVERY * every + _FOR_ANY * any
_FOR_EVERY, _FOR_ANY = 0.5, 0.2
_ONE_SLOT = 0.5  # of that for a name with one slot, which says less


@dataclass(frozen=True)
class UsualName:
    """A name of the list, other wordings it is found by, and per slot what finds its words."""

    text: str
    wordings: tuple[str, ...]
    slots: tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class BorneOut:
    """A usual name that a group bears out. row: of the first statement that says all of it."""

    text: str
    row: int


def words_said(label: str, text: str) -> float:
    """What share of the slots of a usual name a text has a word of; 1 for any other name."""
    name = _by_text().get(label)
    if name is None:
        return 1.0
    spoken = text.replace("’", "'")
    return sum(bool(slot.search(spoken)) for slot in name.slots) / len(name.slots)


def is_usual(label: str) -> bool:
    """Whether this is a name of the list, and nobody's own sentence."""
    return label in _by_text()


@lru_cache(maxsize=1)
def _by_text() -> Mapping[str, UsualName]:
    return {name.text: name for name in usual_names()}


@lru_cache(maxsize=1)
def usual_names() -> tuple[UsualName, ...]:
    """The list, in its order."""
    lines = (line.strip() for line in _LIST.read_text("utf-8").splitlines())
    cells = [line.split("|") for line in lines if line and not line.startswith("#")]
    names = []
    for name, *slots in cells:
        wordings = tuple(part.strip() for part in name.split("="))
        names.append(UsualName(wordings[0], wordings, tuple(map(_slot, slots))))
    return tuple(names)


def _slot(listed: str) -> re.Pattern[str]:
    """Finds the beginnings of words; a short one must be the whole word."""
    ways = []
    for stem in (part.strip() for part in listed.split(",")):
        way = re.escape(stem.removeprefix("*")).replace(r"\#", r"\d")
        way = way.replace(r"\~", r"[^.!?]{0,25}")
        way = way if stem.startswith("*") else rf"\b{way}"
        ways.append(rf"{way}\b" if len(stem) <= _WHOLE_WORD else way)
    return re.compile("|".join(ways), re.IGNORECASE)


def borne_out(
    statements: Sequence[str], nearness: Nearness, taken: frozenset[str] | set[str] = frozenset()
) -> BorneOut | None:
    """The usual name that these statements bear out best.

    Args:
        statements: what the group says, the most central first.
        nearness: texts -> (n,) likeness of each to the middle of the group.
        taken: names in use, in lower case.
    """
    spoken = [text.replace("’", "'") for text in statements]
    fewest = max(_FEWEST, _SLOT * len(spoken))
    candidates: list[_WordedName] = []
    for name in usual_names():
        if name.text.casefold() in taken:
            continue
        voiced = [[bool(slot.search(text)) for slot in name.slots] for text in spoken]
        some = sum(map(any, voiced)) / len(voiced)
        least = min(map(sum, zip(*voiced, strict=True)))  # that have a word of its rarest slot
        if some < _SOME or not least:
            continue
        every = [row for row, slots in enumerate(voiced) if all(slots)]
        words = _FOR_EVERY * len(every) / len(voiced) * (1 if len(name.slots) > 1 else _ONE_SLOT)
        first = every[0] if every else next(row for row, slots in enumerate(voiced) if any(slots))
        needed = _NEAR if len(every) >= fewest else _NEAR_APART
        is_worded = some >= _ANY and least >= fewest
        candidates.append(_WordedName(name, words + _FOR_ANY * some, needed, is_worded, first))
    near = _near([each.name for each in candidates], nearness) if candidates else []
    fit = [
        (each.words + close, each.name.text, each.row)
        for close, each in zip(near, candidates, strict=True)
        if each.is_worded and close >= each.needed and each.words + close >= _ENOUGH
    ]
    if fit:
        return BorneOut(*max(fit)[1:])
    return _by_meaning(near, candidates)


class _WordedName(NamedTuple):
    """What the words of a group say for a name. row: of the first statement that says it."""

    name: UsualName
    words: float
    needed: float  # likeness to the middle
    is_worded: bool  # whether enough of them have its words
    row: int


def _by_meaning(near: Sequence[float], candidates: Sequence[_WordedName]) -> BorneOut | None:
    """The name that lies very near the middle, where no other does: then few of its words do."""
    texts = [each.name.text for each in candidates]
    order = sorted(zip(near, texts, candidates, strict=True), reverse=True)
    rivals = [close for close, _text, _each in order[1:2]]
    if not order or order[0][0] < _VERY_NEAR or order[0][0] - max(rivals, default=0.0) < _APART:
        return None
    return BorneOut(order[0][1], order[0][2].row)


def _near(names: Sequence[UsualName], nearness: Nearness) -> list[float]:
    """Per name the likeness of its nearest wording."""
    wordings = [wording for name in names for wording in name.wordings]
    near = iter(nearness(wordings).tolist())
    return [max(next(near) for _ in name.wordings) for name in names]
