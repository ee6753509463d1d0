"""Numbers as people write them: digits, Dutch words up to a hundred, the strokes of a tally."""

from __future__ import annotations

import re

from pipeline.core.respondents import SEVERAL

# Alternatives for patterns, without a group around them.
TWO_TO_NINE = "twee|drie|vier|vijf|zes|zeven|acht|negen"
TEENS = "tien|elf|twaalf|(?:der|veer|vijf|zes|zeven|acht|negen)tien"
TENS = "dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig"
_NUMBERS = (
    f"een één|{TWO_TO_NINE}|tien|elf|twaalf|dertien|veertien|vijftien|"
    "zestien|zeventien|achttien|negentien|twintig"
)
_NUMBER_WORDS = {
    word: number
    for number, words in enumerate(_NUMBERS.split("|"), start=1)
    for word in words.split()
} | {ten: number for number, ten in zip(range(30, 100, 10), TENS.split("|"), strict=True)}
_NUMBER_WORDS |= {  # eenentwintig, tweeëntwintig
    f"{unit}{'ën' if unit.endswith('e') else 'en'}{ten}": tens + number
    for ten, tens in list(_NUMBER_WORDS.items())
    if tens in range(20, 100, 10)
    for unit, number in list(_NUMBER_WORDS.items())
    if number < 10 and unit != "één"
}
NUMBER_WORD = f"(?:{'|'.join(_NUMBER_WORDS)})"
ANY_NUMBER = rf"(?:\d{{1,4}}|{NUMBER_WORD})"
_COUNT = re.compile(
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


def number_of(word: str) -> int:
    """The number that digits or a Dutch word say, up to a hundred."""
    return _NUMBER_WORDS.get(word.casefold()) or int(word)


def how_many(cell: str) -> int | None:
    """The people that a cell counts; of several numbers the least, of a word the least it can mean.

    "IIII II" is six, "4 à 5" four, "hele zaal" and "enkelen" two. None where it counts nobody.
    """
    text = cell.strip().casefold().rstrip(".")
    if match := _COUNT.fullmatch(text):
        return int(match[1])
    if _STROKES.fullmatch(cell.strip()):
        return len(re.sub(r"\s", "", cell))
    if text in _SEVERAL or re.fullmatch(r"(?:de )?hele \w+", text):
        return SEVERAL
    return 1 if text in _ONE else None
