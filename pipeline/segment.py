"""Responses into statements: one thing said each, with offsets into the verbatim text.

Rules, no model: on fresh messy examples rules beat trained sentence splitters (see
`../shared/method.md`, section 4). Lines come first, then bullets and enumerations, then sentences,
then clauses that open a new point; what is too short to say anything joins its neighbour.
Nothing but white space, markup and list marks ever lies between two statements.

The scoring at the end defines a boundary: the offset at which a new statement begins. One lying
anywhere in the white space and list marks between two statements counts the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple

import pandas as pd

from pipeline.content import why_without_content
from pipeline.settings import SegmentSettings
from pipeline.tables import RESPONSES, SET_ASIDE, STATEMENTS
from pipeline.texts import BREAK, count_words, repaired
from pipeline.words import ABBREVIATIONS, CLOSING_ABBREVIATIONS

STAGE = "segment"
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
_SALUTATION = re.compile(
    r"(?:beste|geachte|hallo|hoi|dag|goede(?:morgen|middag|navond)|l\.?\s?s\.?)\b[^.!?]{0,40},?$",
    re.IGNORECASE,
)
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


@dataclass(frozen=True)
class Segmented:
    """What segmentation hands on: every response has a statement, or stands in `set_aside`."""

    statements: pd.DataFrame  # STATEMENTS
    set_aside: pd.DataFrame  # SET_ASIDE, level response or statement


def segment(
    responses: pd.DataFrame,
    settings: SegmentSettings | None = None,
    *,
    antecedents: Mapping[str, str] | None = None,
) -> Segmented:
    """Split responses into statements.

    Args: responses as RESPONSES; antecedents as `clean` found them: response id of "zie boven" to
        the id of the response it points at, whose words then stand in `clean_text`.
    Returns: STATEMENTS in the order of the responses, ids `<response_id>.01` and on; statements that
        say nothing ("Met vriendelijke groet") are in `set_aside`, as is a response without any.
    """
    settings = settings or SegmentSettings()
    texts = dict(zip(responses["response_id"], responses["text"], strict=True))
    statements: list[dict[str, Any]] = []
    aside: list[dict[str, Any]] = []
    for row in responses.to_dict("records"):
        points_at = (antecedents or {}).get(row["response_id"], "")
        kept, dropped = _split_response(row, settings, texts.get(points_at))
        statements.extend(kept)
        aside.extend(dropped)
    return Segmented(_table(STATEMENTS, statements), _table(SET_ASIDE, aside))


def _table(table: Any, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    checked: pd.DataFrame = table.check(pd.DataFrame(rows)) if rows else table.empty()
    return checked


def _split_response(
    row: Mapping[str, Any], settings: SegmentSettings, antecedent: str | None
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    text = str(row["text"])
    if antecedent is not None:
        whole = _whole(text)
        return [_statement(row, 1, whole, repaired(antecedent))], []
    kept, dropped = [], []
    for number, span in enumerate(split_statements(text, settings), start=1):
        clean_text = repaired(text[span.start : span.end])
        statement = _statement(row, number, span, clean_text)
        reason = why_without_content(clean_text, whole_response=False)
        if reason:
            dropped.append(_set_aside(row, str(statement["statement_id"]), "statement", reason))
        else:
            kept.append(statement)
    if not kept and not dropped:
        dropped.append(_set_aside(row, str(row["response_id"]), "response", "empty"))
    return kept, dropped


def _statement(row: Mapping[str, Any], number: int, span: Span, clean_text: str) -> dict[str, Any]:
    return {
        "statement_id": f"{row['response_id']}.{number:02d}",
        "response_id": row["response_id"],
        "start": span.start,
        "end": span.end,
        "text": str(row["text"])[span.start : span.end],
        "clean_text": clean_text,
    }


def _set_aside(row: Mapping[str, Any], item_id: str, level: str, reason: str) -> dict[str, Any]:
    place = {key: row[key] for key in ("round_id", "source_file", "source_part", "source_row")}
    return {"item_id": item_id, "level": level, "stage": STAGE, "reason": reason, **place}


def split_statements(text: str, settings: SegmentSettings | None = None) -> list[Span]:
    """Offsets of the statements in a text, in order; white space and list marks lie between them."""
    settings = settings or SegmentSettings()
    pieces: list[_Piece] = []
    for item in _items(text):
        for sentence in _cut(text, item, _sentence_breaks(text[item.start : item.end])):
            pieces.extend(_cut(text, sentence, _clause_breaks(text[sentence.start : sentence.end])))
    return [Span(piece.start, piece.end) for piece in _join_short(text, pieces, settings.min_words)]


def _whole(text: str) -> Span:
    start = len(text) - len(text.lstrip())
    return Span(start, start + len(text.strip()))


def _trimmed(text: str, piece: _Piece) -> _Piece | None:
    """The piece without white space around it, or None when nothing is left."""
    inner = text[piece.start : piece.end]
    start = piece.start + len(inner) - len(inner.lstrip())
    end = start + len(inner.strip())
    return replace(piece, start=start, end=end) if end > start else None


def _cut(text: str, piece: _Piece, breaks: Iterable[tuple[int, int]]) -> Iterator[_Piece]:
    """The parts of a piece between breaks; a break is (end of part, start of next), from its start."""
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
    """(end of sentence, start of the next) within a line, full stops of abbreviations left alone."""
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
    """(end, start) around what joins two points in one sentence: "; ", "en verder", ", ten tweede"."""
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
    joined: list[_Piece] = []
    waiting: _Piece | None = None  # opens the text or its line, so it joins what follows
    for at, piece in enumerate(pieces):
        following = pieces[at + 1] if at + 1 < len(pieces) else None
        if waiting:
            piece, waiting = replace(piece, start=waiting.start), None
        if following and _leads_in(text, piece, following):
            waiting = piece
        elif _is_short(text, piece, pieces, min_words):
            if joined and (joined[-1].line == piece.line or not following):
                joined[-1] = replace(joined[-1], end=piece.end)
            elif following and (following.line == piece.line or not joined):
                waiting = piece
            else:
                joined[-1] = replace(joined[-1], end=piece.end)
        else:
            joined.append(piece)
    return [*joined, waiting] if waiting else joined


def _leads_in(text: str, piece: _Piece, following: _Piece) -> bool:
    """A salutation, or "Wij willen graag:" before a list: no point by itself."""
    said = text[piece.start : piece.end]
    if following.line == piece.line:
        return False
    return (said.endswith(":") and following.listed) or _SALUTATION.match(said) is not None


def _is_short(text: str, piece: _Piece, pieces: Sequence[_Piece], min_words: int) -> bool:
    alone = sum(other.line == piece.line for other in pieces) == 1
    needed = min(_MIN_LINE_WORDS, min_words) if alone else min_words
    return count_words(text[piece.start : piece.end]) < needed


@dataclass(frozen=True)
class SegmentScores:
    """How well boundaries were found; shares 0-1. `exact`: responses with every boundary right."""

    precision: float
    recall: float
    f1: float
    exact: float
    n: int

    def as_dict(self) -> dict[str, float | int]:
        """The scores by name."""
        return asdict(self)


def score_segments(
    items: Sequence[Mapping[str, Any]], settings: SegmentSettings | None = None
) -> SegmentScores:
    """Hold `split_statements` against boundaries set by people.

    Args: items with `text` and `boundaries`: offsets at which a new statement begins, 0 excluded; one
        anywhere in the white space and list marks between two statements counts the same.
    Returns: precision, recall and F1 over all boundaries of all items together.
    """
    hits = proposed = wanted = exact = 0
    for item in items:
        text = str(item["text"])
        gaps = _gaps(split_statements(text, settings))
        gold = _gold(text, item["boundaries"])
        found = sum(any(a <= b <= z for b in gold) for a, z in gaps)
        hits += found
        proposed += len(gaps)
        wanted += len(gold)
        exact += found == len(gaps) == len(gold)
    precision = hits / proposed if proposed else 1.0
    recall = hits / wanted if wanted else 1.0
    f1 = 2 * hits / (proposed + wanted) if proposed + wanted else 1.0
    return SegmentScores(precision, recall, f1, exact / len(items) if items else 0.0, len(items))


def _gaps(spans: Sequence[Span]) -> list[tuple[int, int]]:
    return [(a.end, b.start) for a, b in zip(spans, spans[1:], strict=False)]


def _gold(text: str, boundaries: Iterable[int]) -> list[int]:
    """Boundaries with words on both sides; those at either end of the text say nothing."""
    whole = _whole(text)
    return sorted({int(b) for b in boundaries if whole.start < int(b) < whole.end})
