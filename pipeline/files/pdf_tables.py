"""Tables with drawn lines in a PDF: where they stand, and their cells row by row.

pdfplumber finds them by their rules; it is slow, so only pages that draw lines are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.files.blocks import BULLET, NUMBERED

MIN_PATHS = 4  # drawn shapes on a page: fewer make no table
MIN_CELLS = 4  # a box around a paragraph is no table
SAME_EDGE = 4.0  # points by which the edges of a table that goes on overleaf may differ
_ENDED = re.compile(r"[.!?;:]$")
# A line that begins with one of these begins a word, however full the line above it is.
_SMALL_WORDS = frozenset(
    """aan als bij dat de die door een en er het in is met na naar of om op over te tot uit van voor
    wat wie zij zijn""".split()
)


@dataclass(frozen=True)
class PdfTable:
    """One table on one page; points from the left and from the bottom."""

    number: int  # counts on; a table that goes on overleaf keeps its number
    page: int
    left: float
    right: float
    top: float
    bottom: float
    rows: tuple[tuple[str, ...], ...]

    def holds(self, page: int, x: float, y: float) -> bool:
        """Whether a point lies in the table."""
        return page == self.page and self.left - 1 <= x <= self.right + 1 and (
            self.bottom - 1 <= y <= self.top + 1
        )  # fmt: skip


def find_tables(path: Path) -> list[PdfTable]:
    """The ruled tables of the document in order."""
    drawn = _drawn_pages(path)
    if not drawn:
        return []
    import pdfplumber

    tables: list[PdfTable] = []
    with pdfplumber.open(path) as document:
        for number in drawn:
            page = document.pages[number]
            height = float(page.height)
            words = page.extract_words()
            for table in page.find_tables():
                cells = [[_cell_lines(words, box) for box in row.cells] for row in table.rows]
                whole = {lines[-1].last for row in cells for lines in row if lines}
                rows = tuple(
                    tuple("\n".join(_points(lines, whole)) for lines in row) for row in cells
                )
                left, top, right, bottom = table.bbox
                if sum(len(row) for row in rows) < MIN_CELLS or max(map(len, rows)) < 2:
                    continue
                place = (number + 1, left, right, height - top, height - bottom)
                numbered = _numbered(PdfTable(0, *place, rows), tables, height)
                if tables and tables[-1].number == numbered.number:
                    tables[-1], numbered = _row_rejoined(tables[-1], numbered)
                tables.append(numbered)
            page.close()
    return tables


def _drawn_pages(path: Path) -> list[int]:
    """Numbers from 0 of the pages with lines enough for a table."""
    import pypdfium2
    from pypdfium2 import raw

    document = pypdfium2.PdfDocument(path)
    try:
        drawn = []
        for number in range(len(document)):
            page = document[number]
            paths = page.get_objects(filter=(raw.FPDF_PAGEOBJ_PATH,), max_depth=4)
            if sum(1 for _path in paths) >= MIN_PATHS:
                drawn.append(number)
            page.close()
        return drawn
    finally:
        document.close()


def _numbered(table: PdfTable, before: list[PdfTable], height: float) -> PdfTable:
    """With the number of the table before it when it goes on from the page before."""
    last = before[-1] if before else None
    if last is None:
        return replace(table, number=1)
    goes_on = (
        last.page == table.page - 1
        and bool(last.rows)
        and len(last.rows[0]) == len(table.rows[0])
        and abs(last.left - table.left) < SAME_EDGE
        and abs(last.right - table.right) < SAME_EDGE
        and last.bottom < 0.25 * height
        and table.top > 0.75 * height
    )
    return replace(table, number=last.number if goes_on else last.number + 1)


def _row_rejoined(before: PdfTable, after: PdfTable) -> tuple[PdfTable, PdfTable]:
    """The two halves of a table with a row that was broken overleaf whole again, in the first."""
    repeated = after.rows[0] == before.rows[0]  # the header
    place = 1 if repeated else 0
    if len(after.rows) <= place:
        return before, after
    last, rest = before.rows[-1], after.rows[place]
    halves = [(upper, lower) for upper, lower in zip(last, rest, strict=False) if lower]
    broken = len(last) == len(rest) and all(
        lower[:1].islower() and upper and not _ENDED.search(upper) for upper, lower in halves
    )
    if not halves or not broken:
        return before, after
    whole = tuple(f"{upper} {lower}".strip() for upper, lower in zip(last, rest, strict=True))
    rows = (*after.rows[:place], *after.rows[place + 1 :])
    return replace(before, rows=(*before.rows[:-1], whole)), replace(after, rows=rows)


def _cell_lines(
    words: Sequence[Mapping[str, Any]], box: tuple[float, float, float, float] | None
) -> list[_CellLine]:
    """The lines of a cell; none for a box that another one covers."""
    if box is None:
        return []
    left, top, right, bottom = box
    inside = [
        word
        for word in words
        if left <= (word["x0"] + word["x1"]) / 2 <= right
        and top <= (word["top"] + word["bottom"]) / 2 <= bottom
    ]
    lines: list[list[Mapping[str, Any]]] = []
    for word in sorted(inside, key=lambda word: (word["bottom"], word["x0"])):
        size = word["bottom"] - word["top"]
        if lines and abs(lines[-1][0]["bottom"] - word["bottom"]) < 0.5 * size:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [_CellLine(line, left, right) for line in lines]


class _CellLine:
    """One line in a cell, and how much room its writer's program left behind it."""

    def __init__(self, words: list[Mapping[str, Any]], left: float, right: float) -> None:
        words = sorted(words, key=lambda word: float(word["x0"]))
        self.text = " ".join(str(word["text"]) for word in words)
        first, last = words[0], words[-1]
        self.last = str(last["text"])
        self.single = len(words) == 1
        self.room = (right - float(last["x1"])) - (float(first["x0"]) - left)
        self.letter = (float(first["x1"]) - float(first["x0"])) / len(str(first["text"]))

    def breaks_into(self, after: _CellLine) -> bool:
        """Whether a word too long for the cell was cut: not one more letter had room."""
        full = self.single and self.room < after.letter and after.text[:1].islower()
        return full and after.text.split()[0] not in _SMALL_WORDS


def _points(lines: Sequence[_CellLine], whole: Collection[str]) -> Iterator[str]:
    """The words of a cell as its writer meant them: wrapped lines rejoined, points apart.

    Args: whole: words that end a cell somewhere in the table, and so are no halves.
    """
    held = ""
    before: _CellLine | None = None
    for cell_line in lines:
        line = cell_line.text
        if not line:
            continue
        anew = BULLET.match(line) or NUMBERED.match(line)
        closed = re.search(r"[.;!?]$", held) and line[:1].isupper()
        if held and (anew or closed):
            yield held
            held = line
        elif re.search(r"[a-z]-$", held) and line[:1].islower():
            held = held[:-1] + line
        elif before is not None and before.breaks_into(cell_line) and before.last not in whole:
            held += line  # a word too long for the cell, cut where it was full
        else:
            held = f"{held} {line}".strip()
        before = cell_line
    if held:
        yield held
