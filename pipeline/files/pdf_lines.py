"""The lines of a PDF in reading order: pdfium's characters, columns found, no furniture.

pypdfium2 was chosen over pdfplumber: it is ten times as fast, runs no script, and tells whether
a file holds one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import atan2, hypot, pi
from pathlib import Path
from statistics import median
from typing import Any

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.files.guard import damaged, protected
from pipeline.files.pdf_columns import PdfLine, in_order, in_reading_order
from pipeline.files.pdf_tables import PdfTable

MAX_PAGES = 800  # pages; the longest support plans have about 150
MAX_PAGE_CHARS = 100_000  # characters; a page full of small print has 8,000
MIN_PAGE_CHARS = 12  # characters per page on average; a scan has none, or a stamp's
BOLD_SAMPLE = 7  # letters of a line that are asked whether they are bold
APART = 0.3  # spaces put in per letter from which a line is letter-spaced; between words 0.2
_LONE = re.compile(r"(?:^| )[b-df-hj-np-tv-z](?= )")  # a letter that is no word
FEWEST_APART = 6  # letters of such a line
EDGE = 0.12  # share of the page height at top and bottom where running titles stand
_PAGE_NUMBER = re.compile(
    r"(?:[-–—|]\s*)?(?:p(?:agina|age|\.)?\s*)?\d{1,4}(?:\s*(?:/|van|of)\s*\d{1,4})?(?:\s*[-–—|])?",
    re.I,
)


def read_lines(
    path: Path, where: str, tables: Sequence[PdfTable] = (), *, margins: bool = False
) -> list[PdfLine]:
    """All lines of the document, running titles and page numbers left out.

    Args: tables: what stands in these is left out too; margins: read titles in the margin before
        the text beside them. Off for notes, where a name may stand beside what was said.
    Raises: DataProblem for a damaged, protected or scanned file, or one with a script in it.
    """
    import pypdfium2

    with path.open("rb") as file:
        head = file.read(1024)
    if b"%PDF-" not in head:
        mend = _("open it in the program it came from and save it as {kind}").format(kind=".pdf")
        raise damaged(where, ".pdf", mend)
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as fault:
        raise _unopened(where, str(fault)) from fault
    try:
        _check(document, where)
        pages = [_page(document, number) for number in range(len(document))]
    except pypdfium2.PdfiumError as fault:
        raise _unopened(where, str(fault)) from fault
    finally:
        document.close()
    if sum(len(line.text) for page in pages for line in page[1]) < MIN_PAGE_CHARS * len(pages):
        raise DataProblem(
            where=where,
            found=_("the PDF holds pictures of pages (a scan) and no text"),
            mend=_("ask for the Word file, or let a scanner with text recognition (OCR) read it"),
        )
    text = [
        [
            line
            for line in lines
            if not any(
                table.holds(line.page, line.left + 1, line.y + 0.3 * line.size) for table in tables
            )
        ]
        for lines in _without_furniture(pages)
    ]
    return in_reading_order(text, tables) if margins else in_order(text, tables)


def _unopened(where: str, fault: str) -> DataProblem:
    """The fault of a document that pdfium cannot open. Args: fault: what pdfium says."""
    if "password" in fault.lower():
        return protected(where)
    return DataProblem(
        where=where,
        found=_("the PDF is damaged"),
        mend=_("open it and print it to a new PDF, or ask for the Word file"),
    )


def _check(document: Any, where: str) -> None:
    """Raises: DataProblem for a document with a script, or with more pages than any plan has."""
    from pypdfium2 import raw

    if raw.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0:
        raise DataProblem(
            where=where,
            found=_("the PDF carries a script (JavaScript); it was not run and nothing was read"),
            mend=_("print the document to a new PDF, or ask for the Word file"),
        )
    if len(document) > MAX_PAGES:
        raise DataProblem(
            where=where,
            found=_("the PDF has {n} pages").format(n=len(document)),
            expected=_("at most {n} pages").format(n=MAX_PAGES),
            mend=_("print the pages that matter to a new PDF"),
        )


def _page(document: Any, number: int) -> tuple[float, list[PdfLine]]:
    """The height of a page as most of its text stands on it, in points, and its lines."""
    page = document[number]
    width, height = page.get_size()
    if page.get_rotation() % 180:  # characters lie on the page as it was before it was turned
        width, height = height, width
    text = page.get_textpage()
    try:
        by_side: dict[int, list[_Glyph]] = {}
        for glyph in _glyphs(text, width, height):
            by_side.setdefault(glyph.side, []).append(glyph)
        sides = sorted(by_side, key=lambda side: (-len(by_side[side]), side))
        lines: list[PdfLine] = []
        for nth, side in enumerate(sides):  # what stands across the rest comes after it
            below = nth * 2 * max(width, height)
            for line in _segments(by_side[side], number + 1, text):
                lines.append(replace(line, y=line.y - below))
        return (width if sides and sides[0] % 2 else height), lines
    finally:
        text.close()
        page.close()


@dataclass(frozen=True)
class _Glyph:
    """One character of a page: points from the left and from the bottom."""

    mark: str
    left: float
    right: float
    y: float
    size: float
    index: int
    side: int  # quarters of a turn that its baseline makes on the page
    guessed: bool = False  # a space that the reader put in, by the gap it saw


def _glyphs(text: Any, width: float, height: float) -> Iterator[_Glyph]:
    """The characters, each with its place on the page held so that its line runs to the right."""
    from ctypes import byref, c_double

    from pypdfium2 import raw

    left, right, bottom, top, x, y = (c_double() for _n in range(6))
    matrix = raw.FS_MATRIX()
    side = 0
    for index in range(min(text.count_chars(), MAX_PAGE_CHARS)):
        code = raw.FPDFText_GetUnicode(text.raw, index)
        mark = chr(code) if code else ""
        if not mark or mark in "\r\n\x00":
            continue
        raw.FPDFText_GetCharBox(
            text.raw, index, byref(left), byref(right), byref(bottom), byref(top)
        )
        raw.FPDFText_GetCharOrigin(text.raw, index, byref(x), byref(y))
        size = raw.FPDFText_GetFontSize(text.raw, index) or 10.0
        guessed = not mark.strip() and bool(raw.FPDFText_IsGenerated(text.raw, index))
        if not guessed and raw.FPDFText_GetMatrix(text.raw, index, byref(matrix)):
            size *= hypot(matrix.c, matrix.d) or 1.0  # many programs say size 1 and scale the text
            side = round(atan2(matrix.b, matrix.a) / (pi / 2)) % 4
        start, end, base = (
            (left.value, right.value, y.value),
            (bottom.value, top.value, width - x.value),
            (width - right.value, width - left.value, height - y.value),
            (height - top.value, height - bottom.value, x.value),
        )[side]
        yield _Glyph("-" if code == 2 else mark, start, end, base, size, index, side, guessed)


def _segments(glyphs: Sequence[_Glyph], page: int, text: Any) -> Iterator[PdfLine]:
    """Runs of characters on one baseline without a gap as wide as a column's gutter."""
    run: list[_Glyph] = []
    for glyph in glyphs:
        if run and _breaks(run, glyph):
            yield from _line(run, page, text)
            run = []
        if glyph.mark.strip() or run:
            run.append(glyph)
    yield from _line(run, page, text)


def _breaks(run: list[_Glyph], glyph: _Glyph) -> bool:
    """Whether a character begins another line, or another column, than the run before it."""
    if not glyph.mark.strip():
        return False
    last = next((before for before in reversed(run) if before.mark.strip()), run[-1])
    size = max(last.size, glyph.size)
    return (
        abs(glyph.y - last.y) > 0.5 * size
        or glyph.left - last.right > 2.0 * size
        or glyph.left < last.left - size
    )


def _line(run: list[_Glyph], page: int, text: Any) -> Iterator[PdfLine]:
    """The run as a line; none where nothing but blanks stands in it."""
    while run and not run[-1].mark.strip():
        run.pop()
    if not run:
        return
    solid = [glyph for glyph in run if glyph.mark.strip()]
    # a no-break space holds the words beside it together
    end = next((i for i, glyph in enumerate(run) if glyph.mark in " \t"), len(run))
    word = run[:end] or run
    gaps = [
        after.left - before.right
        for before, blank, after in zip(run, run[1:], run[2:], strict=False)
        if before.mark.strip() and not blank.mark.strip() and after.mark.strip()
    ]
    # a few letters over the line, as all of them would take too long
    indices = [glyph.index for glyph in solid]
    some = indices[:: max(1, len(indices) // BOLD_SAMPLE)]
    yield PdfLine(
        _spaced(run),
        page,
        min(glyph.left for glyph in solid),
        max(glyph.right for glyph in solid),
        median(glyph.y for glyph in solid),
        round(median(glyph.size for glyph in solid), 1),
        2 * sum(_is_bold(text, index) for index in some) > len(some),
        word[-1].right - word[0].left,
        median(gaps) if gaps else 0.25 * run[0].size,
    )


def _spaced(run: list[_Glyph]) -> str:
    """The run's text; where letters stand apart ("v e r sl a g"), parted by the gaps themselves.

    Spaces that are typed stay; those that were put in by the gaps are judged anew, by the gaps of
    this line.
    """
    plain = re.sub(r"\s+", " ", "".join(glyph.mark for glyph in run)).strip()
    typed = [glyph for glyph in run if not glyph.guessed]
    solid = [glyph for glyph in typed if glyph.mark.strip()]
    guessed, spaces = len(run) - len(typed), len(typed) - len(solid)
    doubtful = guessed >= APART * len(solid) or (guessed > 1 and (spaces or _LONE.search(plain)))
    if len(solid) < FEWEST_APART or not doubtful:
        return plain
    pairs = list(pairwise(typed))
    inside = [(b, a) for b, a in pairs if b.mark.strip() and a.mark.strip()]
    # two letters belong to two words from the widest step between the gaps
    gaps = [after.left - before.right for before, after in inside]
    size = solid[0].size
    usual = median(gaps)
    reach = [gap for gap in sorted(gaps) if usual <= gap <= usual + 0.6 * size]
    step, low = max(((after - gap, gap) for gap, after in pairwise(reach)), default=(0.0, usual))
    wide = low + step / 2 if step >= 0.08 * size else usual + 0.25 * size
    text = typed[0].mark
    for before, after in pairs:
        apart = before.mark.strip() and after.mark.strip() and after.left - before.right > wide
        text += f" {after.mark}" if apart else after.mark
    return re.sub(r"\s+", " ", text).strip()


def _is_bold(text: Any, index: int) -> bool:
    from ctypes import create_string_buffer

    from pypdfium2 import raw

    name = create_string_buffer(128)
    raw.FPDFText_GetFontInfo(text.raw, index, name, 128, None)
    return b"bold" in name.value.lower() or raw.FPDFText_GetFontWeight(text.raw, index) >= 600


def _without_furniture(pages: Sequence[tuple[float, list[PdfLine]]]) -> list[list[PdfLine]]:
    """Lines without what repeats at the same height on most pages, and without page numbers."""
    seen: Counter[tuple[str, int]] = Counter()
    for height, lines in pages:
        seen.update({_furniture_key(line) for line in lines if _at_edge(line, height)})
    often = max(2, min(4, (len(pages) + 1) // 2))

    def is_furniture(line: PdfLine, height: float) -> bool:
        repeated = seen[_furniture_key(line)] >= often
        return _at_edge(line, height) and (
            repeated or _PAGE_NUMBER.fullmatch(line.text.strip()) is not None
        )

    return [[line for line in lines if not is_furniture(line, height)] for height, lines in pages]


def _at_edge(line: PdfLine, height: float) -> bool:
    return line.y < EDGE * height or line.y > (1 - EDGE) * height


def _furniture_key(line: PdfLine) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text.casefold()), round(line.y / 6)
