"""How many people a cell says named something: a number, strokes, or a word."""

from __future__ import annotations

import re

from pipeline.core.respondents import SEVERAL

_NUMBER = re.compile(
    r"(?:ca\.? ?|circa |ongeveer |± ?)?(\d{1,6})\s*(?:x|×|keer|maal|pers(?:onen|\.)?|mensen)?"
    r"(?:\s*(?:-|–|à|á|a|tot)\s*\d{1,6})?\.?",
    re.IGNORECASE,
)
_STROKES = re.compile(r"[Il|/\s]*[Il|/]")
_SEVERAL = frozenset(
    "enkele enkelen meerdere verschillende velen veel diverse iedereen allen allemaal ++ +++ "
    "vaak vaker".split()
)
_ONE = frozenset(("een", "één", "eenmaal", "+", "n.v.t", "nvt", "-", "?", "onbekend"))


def how_many(cell: str) -> int | None:
    """The people that a cell counts; of several numbers the least, of a word the least it can mean.

    "IIII II" is six, "4 à 5" four, "hele zaal" and "enkelen" two. None where it counts nobody.
    """
    text = cell.strip().casefold().rstrip(".")
    if found := _NUMBER.fullmatch(text):
        return int(found[1])
    if _STROKES.fullmatch(cell.strip()):
        return len(re.sub(r"\s", "", cell))
    if text in _SEVERAL or re.fullmatch(r"(?:de )?hele \w+", text):
        return SEVERAL
    return 1 if text in _ONE else None
