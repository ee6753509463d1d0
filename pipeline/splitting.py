"""A text into statements: one thing said each, as offsets into the text as it was written.

Rules, no model: on fresh messy examples rules beat trained sentence splitters (measured before this
was written: rules 15 of 15, trained splitters 11 of 15). Lines come first, then bullets and
enumerations, then sentences, then clauses that open a new point; what is too short to say anything
joins its neighbour. Only white space, markup and list marks ever lie between two statements.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import NamedTuple

from pipeline.content import why_without_content
from pipeline.settings import SegmentSettings
from pipeline.texts import BREAK, count_words
from pipeline.words import ABBREVIATIONS, CLOSING_ABBREVIATIONS

_MIN_LINE_WORDS = 2  # words; on a line of its own "meer muziek" is a point, within a line it is not
_WRAP_WIDTH = 50  # characters; a longer line that runs on in lower case was wrapped, not ended

_LETTER = "A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ؀-ۿ"
_LINE_MARK = re.compile(
    r"\s*(?:[-–—*•·▪◦‣●○►➢✓>+]+(?=\s)|[•·▪◦‣●○►➢✓]|\(?\d{1,2}[.)](?![\d.])|[a-hA-H]\))\s*"
)
_DASH_LINE = re.compile(r"\s*([-–—*+])\s")
_ROUND_MARK = re.compile(r"(?<=\s)[•▪◦‣●○►➢✓]\s*")
_NUMBER_MARK = re.compile(rf"(?:^|(?<=[\s,;:]))\(?(\d{{1,2}}|[a-h])([.)])\s*(?=[{_LETTER}'\"])")
_SENTENCE_END = re.compile(
    rf"([.!?…]+)((?:\s?'')|[\"”’»')\]]*)(\s+|(?=[A-ZÀ-Ý][a-zà-ÿ]+)|(?<=[?!])(?=[{_LETTER}]{{2}})"
    r"|(?<=[a-zà-ÿ]{4}\.)(?=(?:dat|de|het|een|ik|we|wij|er|die|dit|en|maar|ze|hij|zij|geen|ook|nu|"
    r"dan|daar|als|mijn|onze|soms|bij|in)\s))"
)
_LAST_WORD = re.compile(r"([\w./@'-]+)$")
_INITIALS = re.compile(r"(?:[a-z]\.)+[a-z]{1,2}")
_CONTINUES = re.compile(r"(?:en|of|want|omdat|zodat|terwijl|die|waar|met|om|te|van|voor|in)\s")
_ENDS = re.compile(r"[.!?…:;,][\"”’»')\]]*$")
_ORDINAL = (
    r"ten (?:tweede|derde|vierde|vijfde|zesde|slotte|laatste)|als (?:tweede|derde|laatste) punt"
)
_VERBS = (
    "ben|bent|blijft|blijven|denk|dienen|dient|doet|gaan|gaat|geldt|graag|had|hadden|heb|hebben|heeft|"
    "helpt|hoort|horen|is|kan|komen|komt|kost|kosten|kreeg|kregen|krijg|krijgen|krijgt|kun|kunnen|lijkt|"
    "loopt|maakt|mag|merk|merken|merkt|mis|missen|mist|moest|moet|moeten|mogen|ontbreekt|ontbreken|"
    "pleit|speelt|staat|stel|stellen|vind|vinden|vindt|vraag|vraagt|vragen|was|waren|weet|weten|wens|"
    "wensen|werd|werden|werkt|wil|willen|word|worden|wordt|zag|zal|zie|zien|ziet|zijn|zit|zitten|zou|"
    "zouden|zullen"
)
_SUBJECTS = (
    "ik|je|jij|u|we|wij|ze|zij|hij|het|er|de|een|men|mijn|onze|ons|dit|dat|deze|die|geen|veel"
)
_INVERTED = rf"(?=(?:{_VERBS})\b|\w{{2,}}\s(?:{_SUBJECTS})\b)"
_CLAUSE = re.compile(
    rf"(?P<gap>;\s+)|(?P<join>,?\s+)(?:(?:en |maar )?(?:{_ORDINAL})\b"
    rf"|en (?:verder|daarnaast|bovendien|tevens|tot slot|ook nog)\b"
    rf"|en ook (?:graag|wil|zou|vind|moet|kan)\b"
    rf"|(?<=,\s)(?:verder|daarnaast|bovendien|tevens|ook|tot slot)\s{_INVERTED})",
    re.IGNORECASE,
)
_RESTART = re.compile(
    r"(?<=[a-zà-ÿ])(?P<join>\s+)(?:En|Maar|Ook|Verder|Daarnaast|Bovendien)\s[a-z]"
)


class Span(NamedTuple):
    """Characters `start` to `end` of a text."""

    start: int
    end: int


@dataclass(frozen=True)
class _Piece:
    """A candidate statement. `line` numbers the line or list item it stands in."""

    start: int
    end: int
    line: int
    listed: bool = False  # opened by a list mark


def split_statements(text: str, settings: SegmentSettings | None = None) -> list[Span]:
    """Offsets of the statements of a text, in order; only spacing and list marks between them."""
    settings = settings or SegmentSettings()
    pieces: list[_Piece] = []
    for item in _items(text):
        for sentence in _cut(text, item, _sentence_breaks(text[item.start : item.end])):
            pieces.extend(_cut(text, sentence, _clause_breaks(text[sentence.start : sentence.end])))
    return [Span(piece.start, piece.end) for piece in _join_short(text, pieces, settings.min_words)]


def whole(text: str) -> Span:
    """The text without the white space around it."""
    start = len(text) - len(text.lstrip())
    return Span(start, start + len(text.strip()))


def _trimmed(text: str, piece: _Piece) -> _Piece | None:
    """The piece without white space around it, or None when nothing is left."""
    inner = text[piece.start : piece.end]
    start = piece.start + len(inner) - len(inner.lstrip())
    end = start + len(inner.strip())
    return replace(piece, start=start, end=end) if end > start else None


def _cut(text: str, piece: _Piece, breaks: Iterable[tuple[int, int]]) -> Iterator[_Piece]:
    """The parts of a piece between breaks: (end of a part, start of the next), from its start."""
    at = piece.start
    for end, start in breaks:
        part = _trimmed(text, replace(piece, start=at, end=piece.start + end))
        if part:
            yield part
        at = piece.start + start
    rest = _trimmed(text, replace(piece, start=at))
    if rest:
        yield rest


def _items(text: str) -> Iterator[_Piece]:
    """Lines and list items, without the marks that open them."""
    number = 0
    for line in _lines(text):
        breaks = _list_breaks(text[line.start : line.end])
        for part in _cut(text, line, breaks):
            mark = _LINE_MARK.match(text, part.start, part.end)
            opened = mark if mark and mark.end() < part.end else None
            listed = bool(opened) or bool(breaks)
            start = opened.end() if opened else part.start
            item = _trimmed(text, replace(part, start=start, line=number, listed=listed))
            if item and any(c.isalnum() for c in text[item.start : item.end]):
                yield item
                number += 1
            elif item:
                yield replace(item, line=number - 1, listed=False)


def _lines(text: str) -> Iterator[_Piece]:
    """Lines of a text; a line that was only wrapped runs on in the next."""
    start = at = 0
    for line_break in BREAK.finditer(text):
        if not _is_wrapped(text[start : line_break.start()], text[line_break.end() :]):
            yield _Piece(start, line_break.start(), 0)
            start = line_break.end()
        at = line_break.end()
    yield _Piece(start, max(at, len(text)), 0)


def _is_wrapped(before: str, after: str) -> bool:
    last_line, following = before.strip(), after.lstrip()
    if not last_line or not following[:1].islower() or _LINE_MARK.match(following):
        return False
    if _ENDS.search(last_line) or after[:1] in "\r\n":
        return False
    length = len(BREAK.split(last_line)[-1])
    return length >= _WRAP_WIDTH or _CONTINUES.match(following) is not None


def _list_breaks(line: str) -> list[tuple[int, int]]:
    """Where a list runs on within one line: "- a - b", "• a • b", "1) a 2) b"."""
    breaks = [(m.start(), m.start()) for m in _ROUND_MARK.finditer(line)]
    dash = _DASH_LINE.match(line)
    if dash:
        mark = re.compile(rf"(?<=\s){re.escape(dash.group(1))}(?=\s)")
        breaks += [(m.start(), m.start()) for m in mark.finditer(line, dash.end())]
    breaks += [(at, at) for at in _numbering(line)]
    return sorted(set(breaks))


def _numbering(line: str) -> list[int]:
    """Offsets of the marks of a list numbered 1, 2, … or a, b, …; at least two, in order."""
    found: dict[str, list[int]] = {}
    for match in _NUMBER_MARK.finditer(line):
        sign, mark = match.group(1).lower(), match.group(2)
        kind = ("digit" if sign.isdigit() else "letter") + mark
        if kind == "letter.":
            continue
        place = int(sign) if sign.isdigit() else ord(sign) - ord("a") + 1
        run = found.setdefault(kind, [])
        if place == len(run) + 1:
            run.append(match.start())
    runs = [run for run in found.values() if len(run) >= 2]
    return sorted(at for run in runs for at in run if line[:at].strip())


def _sentence_breaks(line: str) -> Iterator[tuple[int, int]]:
    """(end of sentence, start of the next) within a line, abbreviations left alone."""
    start = 0
    for match in _SENTENCE_END.finditer(line):
        following = line[match.end() : match.end() + 1]
        if following and _ends_sentence(line[start : match.start()], match, following):
            yield match.end(2), match.end()
            start = match.end()


def _ends_sentence(sentence: str, match: re.Match[str], following: str) -> bool:
    marks, closing, space = match.group(1, 2, 3)
    if following.islower() and (closing.strip() or marks in ("...", "…")):
        return False
    if not (following.isalnum() or following in "\"“‘'(«[¿¡€"):
        return False
    if marks != ".":
        return True
    last = _LAST_WORD.search(sentence)
    word = last.group(1).lower().strip("'-") if last else ""
    return _stop_ends_sentence(word, following, glued=space == "")


def _stop_ends_sentence(word: str, following: str, *, glued: bool) -> bool:
    """Whether the full stop after this word closes a sentence, seen what follows it."""
    capital = following.isupper() or not following.isalnum()
    if glued and (not word.replace("'", "").isalpha() or len(word) < 2):
        return False
    if word in CLOSING_ABBREVIATIONS:
        return capital and not glued
    if word in ABBREVIATIONS or (len(word) == 1 and word.isalpha()) or _INITIALS.fullmatch(word):
        return False
    if word.isdigit():
        return capital
    is_abbreviation = len(word) <= 4 and word.isalpha() and not re.search("[aeiouyäëïöüé]", word)
    return capital or not is_abbreviation


def _clause_breaks(sentence: str) -> list[tuple[int, int]]:
    """(end, start) around what joins two points in a sentence: "; ", "en verder", "ten tweede"."""
    breaks = set()
    for pattern in (_CLAUSE, _RESTART):
        for match in pattern.finditer(sentence):
            gap = match.groupdict().get("gap") or match["join"]
            mark = 1 if gap[:1] in ";," else 0
            if count_words(sentence[: match.start()]) >= _MIN_LINE_WORDS:
                breaks.add((match.start() + mark, match.start() + len(gap)))
    return sorted(breaks)


def _join_short(text: str, pieces: Sequence[_Piece], min_words: int) -> list[_Piece]:
    """Let what is too short to stand alone join its neighbour, by preference the one before it."""
    per_line = Counter(piece.line for piece in pieces)
    joined: list[_Piece] = []
    waiting: _Piece | None = None  # opens its line, so it joins what follows
    for piece, following in zip_longest(pieces, pieces[1:]):
        if waiting:
            piece, waiting = replace(piece, start=waiting.start), None
        alone = per_line[piece.line] == 1
        needed = min(_MIN_LINE_WORDS, min_words) if alone else min_words
        said = text[piece.start : piece.end]
        is_short = count_words(said) < needed and not _is_courtesy(said, alone)
        goes_on = following is not None and following.line == piece.line
        if following and _leads_in(text, piece, following):
            waiting = piece
        elif is_short and joined and (joined[-1].line == piece.line or not goes_on):
            joined[-1] = replace(joined[-1], end=piece.end)
        elif is_short and following:
            waiting = piece
        else:
            joined.append(piece)
    return joined


def _leads_in(text: str, piece: _Piece, following: _Piece) -> bool:
    """ "Wij willen graag:" before a list is no point by itself."""
    ends_open = text[piece.start : piece.end].endswith(":")
    return ends_open and following.listed and following.line != piece.line


def _is_courtesy(said: str, alone: bool) -> bool:
    """A greeting or sign-off on its own line stays apart, so that it can be set aside."""
    return alone and why_without_content(said) == "courtesy"
