"""Answers on slides (Mentimeter, Slido), laid as a table with one answer a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.core.locale import gettext as _
from pipeline.files.dates import date_within
from pipeline.files.grid import Grid, cell_at
from pipeline.files.names import fold

_KINDS_OF_SLIDE = frozenset(
    "open ended|word cloud|scales|ranking|q&a|quiz|open|woordenwolk|meerkeuze|multiple choice|"
    "open vraag|open vragen|schaal|schalen|rangschikking|100 points|select answer|type answer|"
    "pin on image|2 x 2 grid".split("|")
)
_ABOVE_ANSWERS = frozenset(("responses", "response", "antwoorden", "reacties", "answers", "words"))
_OF_A_SLIDE = frozenset(("type", "soort", "soort vraag", "question type", "vraagtype"))
_CLOUDS = frozenset(("word cloud", "woordenwolk"))
_IN_OWN_WORDS = _CLOUDS | {"open ended", "q&a", "open", "open vraag", "open vragen"}
_NTH_QUESTION = re.compile(r"(?:question|vraag|slide|dia) \d{1,2}", re.IGNORECASE)
_ASKS_NTH = re.compile(r"(?:question|vraag|slide|dia) \d{1,2}\s?[:.–-]\s(?P<asked>\S.*)", re.I)
_TOOK_PART = re.compile(
    r"(?P<n>\d{1,4}) (?:deelnemers|respondenten|stemmers|aanwezigen|mensen|participants|voters)",
    re.I,
)
_COUNTED_BESIDE = frozenset(
    ("participants", "deelnemers", "aantal deelnemers", "respondenten", "respondents", "voters")
)
_A_COUNT = re.compile(r"\d{1,6}(?:[.,]\d{1,4})?\s?%?")
FEWEST_BLOCKS = 2  # questions on one sheet
_COVER = 8  # rows of the sheet that says of what these are the slides


def on_a_slide(grid: Grid) -> Grid:
    """A sheet of Mentimeter for one slide: its question, its kind, then the answers."""
    filled = [(i, row[0].strip()) for i, row in enumerate(grid.rows) if row and row[0].strip()]
    labelled = fold(filled[1][1]) in _OF_A_SLIDE if len(filled) > 3 else False
    if labelled and fold(filled[2][1]) in _ABOVE_ANSWERS:  # "Type | Open ended", beside each other
        kind = fold(cell_at(grid.rows[filled[1][0]], 1))
        alone = not any(cell.strip() for cell in grid.rows[filled[0][0]][1:])
        if alone and kind in _IN_OWN_WORDS:
            kept = [filled[0][0], *(i for i, _text in filled[3:])]
            rows = tuple(grid.rows[i][:1] for i in kept)
            numbers = tuple(grid.numbers[i] for i in kept)
            return replace(grid, board=True, rows=rows, numbers=numbers)
    if len(filled) < 3 or fold(filled[1][1]) not in _KINDS_OF_SLIDE:
        return grid
    start = 3 if fold(filled[2][1]) in _ABOVE_ANSWERS else 2
    kept = [filled[0][0], *(i for i, _text in filled[start:])]
    return replace(
        grid,
        board=True,
        rows=tuple(grid.rows[i] for i in kept),
        numbers=tuple(grid.numbers[i] for i in kept),
    )


def in_blocks(grid: Grid) -> Grid:
    """All slides of Mentimeter on one sheet: "Question 2 | Open ended", what was asked, answers.

    Or "Vraag 2 | Wat mis je?" and the answers. Of what people chose from a list only counts stand
    there, so these blocks are left out; how often a word of a cloud was typed is how many said it.
    """
    slides = [slide for i in range(len(grid.rows)) if (slide := _slide_at(grid.rows, i))]
    if len(slides) < FEWEST_BLOCKS:
        return grid
    rows: list[tuple[str, ...]] = [("vraag", "reactie", "aantal")]
    numbers = [0]
    ends = [*(slide.head for slide in slides[1:]), len(grid.rows)]
    for slide, end in zip(slides, ends, strict=True):
        below = [i for i in range(slide.start, end) if cell_at(grid.rows[i], 0).strip()]
        below = [i for i in below if fold(grid.rows[i][0]) not in _ABOVE_ANSWERS]
        counts = [cell_at(grid.rows[i], 1).strip() for i in below]
        counted = sum(bool(_A_COUNT.fullmatch(count)) for count in counts) > len(below) / 2
        cloud = slide.kind in _CLOUDS
        if (slide.kind and slide.kind not in _IN_OWN_WORDS) or (counted and not cloud):
            continue
        for i, count in zip(below, counts, strict=True):
            n = count if cloud and count.isdigit() and int(count) else ""
            rows.append((slide.asked, grid.rows[i][0].strip(), n))
            numbers.append(grid.numbers[i])
    if len(rows) == 1:
        return grid
    if not any(row[2] for row in rows[1:]):
        rows = [row[:2] for row in rows]
    above = [cell.strip() for row in grid.rows[: slides[0].head] for cell in row if cell.strip()]
    return replace(
        grid,
        rows=tuple(rows),
        numbers=tuple(numbers),
        day=next((day for cell in above if (day := date_within(cell))), ""),
        present=_took_part(above),
    )


def _took_part(cells: Sequence[str]) -> int:
    """The people that the head of a presentation counts: "14 deelnemers", "Participants | 23"."""
    for cell, after in pairwise([*cells, ""]):
        if counted := _TOOK_PART.fullmatch(cell):
            return int(counted["n"])
        if fold(cell) in _COUNTED_BESIDE and after.isdigit() and len(after) < 5:
            return int(after)
    return 0


@dataclass(frozen=True)
class _Slide:
    """Where a slide begins on its sheet: rows from 0, its kind ("" where none stands there)."""

    head: int
    start: int
    kind: str
    asked: str


def _slide_at(rows: Sequence[tuple[str, ...]], head: int) -> _Slide | None:
    """The slide whose first row this is; None for any other row."""
    first, second = cell_at(rows[head], 0).strip(), cell_at(rows[head], 1).strip()
    if _NTH_QUESTION.fullmatch(first) and second:
        if fold(second) in _KINDS_OF_SLIDE:
            asked = cell_at(rows[head + 1], 0).strip() if head + 1 < len(rows) else ""
            return _Slide(head, head + 2, fold(second), asked)
        return _Slide(head, head + 1, "", second)
    if (asks := _ASKS_NTH.match(first)) and not any(cell.strip() for cell in rows[head][1:]):
        return _Slide(head, head + 1, "", asks["asked"])
    return None


def slides_together(grids: Sequence[Grid]) -> list[Grid]:
    """The slides of one presentation as one table, under the name of the first."""
    slides = [grid for grid in grids if grid.board and grid.width == 1]
    if not slides:
        return list(grids)
    cover = [
        cell.strip()
        for grid in grids
        if grid not in slides and len(grid.rows) <= _COVER
        for row in grid.rows
        for cell in row
    ]
    facts = {"present": _took_part(cover), "day": next(filter(None, map(date_within, cover)), "")}
    if any(facts.values()):
        read = {id(grid): replace(grid, **facts) for grid in slides}  # type: ignore[arg-type]
        grids = [read.get(id(grid), grid) for grid in grids]
        slides = list(read.values())
    if len(slides) < 2:
        return list(grids)
    rows: list[tuple[str, ...]] = [("vraag", "reactie")]
    for grid in slides:
        rows += [(grid.rows[0][0], row[0]) for row in grid.rows[1:]]
    remark = _("{n} slides were read together; the number of a row counts on from slide to slide")
    joined = replace(
        slides[0],
        rows=tuple(rows),
        numbers=tuple(range(len(rows))),
        remarks=(*slides[0].remarks, remark.format(n=len(slides))),
    )
    return [joined, *(grid for grid in grids if grid not in slides)]
