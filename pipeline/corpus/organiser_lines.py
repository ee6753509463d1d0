"""Which lines of notes and letters the note-taker, secretary or sender wrote of their own.

"Gesproken met: de directeur en twee ib'ers", "Levendig gesprek, liep uit.", "Onze raad (negen
leden) heeft het stuk besproken": nobody's answer, and in more wordings than rules can hold. A
logistic model on words, pairs of words and the shape of the line, fitted by
``models.reader.lines`` on lines written for it; ``models/reader/lines.json`` holds its weights.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pipeline.core.shipped import shipped

SURE = 0.8  # of a line of running text, from which it is set aside
SURE_AT_HEAD = 0.75  # of one above the first point of a meeting
SURE_AT_AN_END = 0.6  # of one that opens or closes a letter
SURE_OF_A_POINT = 0.95  # of a bullet: those are what was noted down
SHAPE = 2.0  # weight of the shape's features beside a word, as they were fitted
LONGEST = 60  # words from which a paragraph surely tells more than how a meeting went
_TOKEN = re.compile(r"[a-zà-ÿ]+(?:['’][a-z]+)?|\d+|[:;?!()&/]")
_DIGITS = re.compile(r"\d+")
_LABELLED = re.compile(r"[^:]{1,40}?:")
_HOUR = re.compile(r"\d{1,2}[.:]\d\d")
_YEAR = re.compile(r"\b20\d\d\b")
_MONTH = re.compile(
    r"\b(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)\b"
)


@dataclass(frozen=True)
class LineModel:
    """The weights: of words and pairs by name, of the shape in the order of ``shape_of``."""

    bias: float
    words: Mapping[str, float]
    shape: tuple[float, ...]


def tokens_of(text: str) -> list[str]:
    """The words and marks of a line in lower case, every number as 0."""
    return _TOKEN.findall(_DIGITS.sub("0", text.lower()))


def shape_of(text: str) -> list[float]:
    """(11,) what a line looks like: length, end, question, label, digits, hour, year, month, …"""
    words = text.split()
    n = max(len(words), 1)
    return [
        min(n, 40) / 40,
        float(text.rstrip().endswith((".", "!", "?"))),
        float("?" in text),
        float(bool(_LABELLED.match(text))),
        sum(map(str.isdigit, text)) / max(len(text), 1),
        float(bool(_HOUR.search(text))),
        float(bool(_YEAR.search(text))),
        float(bool(_MONTH.search(text.lower()))),
        text.count(",") / n,
        float(text[:1].islower()),
        sum(word[:1].isupper() for word in words[1:]) / n,
    ]


def terms_of(text: str) -> Iterator[str]:
    """The words of a line and its pairs of neighbouring words, each once."""
    tokens = tokens_of(text)
    pairs = (f"{first} {second}" for first, second in pairwise(tokens))
    yield from dict.fromkeys([*tokens, *pairs])


def probability(model: LineModel, text: str) -> float:
    """How likely it is that whoever wrote the line said nothing of the subject in it (0-1)."""
    total = model.bias + sum(model.words.get(term, 0.0) for term in terms_of(text))
    total += sum(w * x * SHAPE for w, x in zip(model.shape, shape_of(text), strict=True))
    return 1.0 / (1.0 + math.exp(-total))


def is_of_organiser(text: str, sure: float = SURE) -> bool:
    """Whether a line is the note-taker's or the sender's own, as sure as that must be."""
    return len(text.split()) < LONGEST and probability(_model(), text) >= sure


@lru_cache(maxsize=1)
def _model() -> LineModel:
    content = json.loads(shipped("models/reader/lines.json").read_text("utf-8"))
    return LineModel(content["bias"], content["words"], tuple(content["shape"]))
