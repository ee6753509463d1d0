"""The columns of a page of PDF, and the order in which its lines are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from pipeline.files.pdf_tables import PdfTable

GUTTER = range(25, 76)  # per cent of the text width in which a second column can begin
CROSSING = 0.12  # share of the lines that may cross a gutter: titles over both columns
FEWEST_OF_A_COLUMN = 3  # lines of a column that goes on from the page before
RUNNING = 18  # letters of the usual line of running text, at least
TITLE_SIZE = 1.1  # times the size of a text over both columns: from here a line is its title
TITLE_GAP = 3.0  # times its own size that a title stands above its text, at most
NEXT_LINE = 1.7  # times its own size that a line stands below the one it goes on from, at most


@dataclass(frozen=True)
class PdfLine:
    """One line of one column; points from the left and from the bottom of the page."""

    text: str
    page: int
    left: float
    right: float
    y: float  # baseline
    size: float
    bold: bool
    first: float = 0.0  # width of its first word
    space: float = 0.0  # usual width between its words
    edge: float = 0.0  # right margin of its column
    column: int = 0  # counts on over the pages: lines of one column flow into each other


def in_order(pages: Sequence[list[PdfLine]], tables: Sequence[PdfTable] = ()) -> list[PdfLine]:
    """The lines of a document page by page, each page column by column.

    A page of which the last column holds a few lines has its gutter where the page before has it.

    Args: tables: drawn tables, whose own words are not among the lines; one over both columns
        divides its page as a line does.
    """
    ordered: list[PdfLine] = []
    before: float | None = None
    for number, lines in enumerate(pages, start=1):
        gutter = _gutter(lines)
        if gutter is None and before is not None and _goes_on(lines, before):
            gutter = before
        ordered += _page_in_order(lines, gutter, [t for t in tables if t.page == number])
        before = gutter
    return ordered


def _page_in_order(
    lines: list[PdfLine], gutter: float | None, tables: Sequence[PdfTable] = ()
) -> list[PdfLine]:
    """The lines of one page; lines and tables over both columns divide it in bands."""
    lines = sorted(lines, key=lambda line: (-line.y, line.left))
    if gutter is None:
        edge = max((line.right for line in lines), default=0.0)
        return [replace(line, edge=edge) for line in _joined(lines)]
    bars = sorted((t.top for t in tables if t.left < gutter < t.right), reverse=True)
    ordered: list[PdfLine] = []
    band: list[PdfLine] = []
    whole: PdfLine | None = None  # the line over both columns right above, if any
    for line in lines:
        while bars and bars[0] > line.y:
            ordered += _band(band, gutter)
            band, whole = [], None
            bars.pop(0)
        if line.left < gutter < line.right:
            title = _title_above(band, line)
            ordered += _band(band[: len(band) - len(title)], gutter)
            whole = replace(line, edge=line.right, column=-1)
            ordered += [*(replace(t, edge=line.right, column=-1) for t in title), whole]
            band = []
        elif whole is not None and _ends(whole, line, lines):
            whole = replace(line, edge=whole.edge, column=-1)
            ordered.append(whole)
        else:
            band.append(line)
            whole = None
    return ordered + _band(band, gutter)


def _title_above(band: list[PdfLine], whole: PdfLine) -> list[PdfLine]:
    """The last lines of a band that are the title of a text over both columns right below it."""
    title: list[PdfLine] = []
    below = whole
    for line in reversed(band):
        set_apart = line.size >= TITLE_SIZE * whole.size or (line.bold and not whole.bold)
        near = line.y - below.y <= TITLE_GAP * line.size
        if not (set_apart and near and _alone(line, band)):
            break
        title.insert(0, line)
        below = line
    return title


def _ends(whole: PdfLine, line: PdfLine, lines: list[PdfLine]) -> bool:
    """Whether a short line is the last of a paragraph over both columns."""
    goes_on = abs(line.left - whole.left) < line.size and abs(line.size - whole.size) < 0.1
    near = whole.y - line.y <= NEXT_LINE * line.size
    return goes_on and near and line.bold == whole.bold and _alone(line, lines)


def _alone(line: PdfLine, lines: list[PdfLine]) -> bool:
    """Whether nothing stands beside a line."""
    beside = (x for x in lines if x is not line and abs(x.y - line.y) < line.size)
    return not any(x.left >= line.right or x.right <= line.left for x in beside)


def _band(lines: list[PdfLine], gutter: float) -> list[PdfLine]:
    """The lines between two that cross the gutter: those left of it, then those right of it."""
    left = [line for line in lines if line.right <= gutter]
    right = [line for line in lines if line.left >= gutter]
    return [
        replace(line, column=number)
        for number, side in enumerate((left, right), start=1)
        for line in _page_in_order(side, _gutter(side))
    ]


def _gutter(lines: list[PdfLine]) -> float | None:
    """The x between two columns of text, or None when there is one column."""
    if len(lines) < 8:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    best: tuple[int, float, float] | None = None
    for percent in GUTTER:
        x = left + (right - left) * percent / 100
        crossing = sum(line.left < x < line.right for line in lines)
        before = sum(line.right <= x for line in lines)
        after = sum(line.left >= x for line in lines)
        if crossing <= CROSSING * len(lines) and min(before, after) >= 0.25 * len(lines):
            candidate = (crossing, abs(percent - 50.0), x)
            best = min(best, candidate) if best else candidate
    if best is None or not _reads_as_columns(lines, best[2]):
        return None
    return best[2]


def _goes_on(lines: list[PdfLine], x: float) -> bool:
    """Whether a page has the columns of the page before it, the last of them hardly filled."""
    before = [line for line in lines if line.right <= x]
    after = [line for line in lines if line.left >= x]
    crossing = len(lines) - len(before) - len(after)
    return (
        min(len(before), len(after)) >= FEWEST_OF_A_COLUMN
        and crossing <= CROSSING * len(lines)
        and _is_even(before)
        and median(len(line.text) for line in before) >= RUNNING
    )


def _reads_as_columns(lines: list[PdfLine], x: float) -> bool:
    """Columns hold running text; two short cells beside each other are a table's row."""
    left = [line for line in lines if line.right <= x]
    right = [line for line in lines if line.left >= x]
    return all(
        median(len(line.text) for line in side) >= RUNNING and _is_even(side)
        for side in (left, right)
    )


def _is_even(lines: list[PdfLine]) -> bool:
    """Whether most lines begin at one left margin, as running text does."""
    starts = Counter(round(line.left / 8) for line in lines)
    return starts.most_common(1)[0][1] >= 0.4 * len(lines)


def _joined(lines: list[PdfLine]) -> list[PdfLine]:
    """Runs on one baseline (a bullet and its text, the cells of a row) as one line."""
    joined: list[PdfLine] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last and abs(last.y - line.y) < 0.3 * line.size and line.left >= last.right:
            text = f"{last.text} {line.text}"
            joined[-1] = replace(last, text=text, right=line.right, size=max(last.size, line.size))
        else:
            joined.append(line)
    return joined
