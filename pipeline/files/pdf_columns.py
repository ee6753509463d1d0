"""The columns and margins of a page of PDF, and the order in which its lines are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
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
FEWEST = 3  # titles in a document; fewer may be words in bold before their explanation
FEWEST_WORDS = 3  # of a title; "Wie" and "Wanneer" beside an answer are labels
MOST_LINES = 400  # of a page that is looked at: each line in bold is held to all others
MARGIN = -2  # number of the column that such titles stand in
MOST_BESIDE = 0.2  # of the lines of text may have something other than a title in the margin
SAME_EDGE = 4.0  # points by which two lines of one column may begin apart


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
        if gutter is None and before is not None and _has_columns_at(lines, before):
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


def _has_columns_at(lines: list[PdfLine], x: float) -> bool:
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


@dataclass(frozen=True)
class _Title:
    lines: tuple[PdfLine, ...]
    beside: PdfLine  # the first line of its text

    @property
    def text(self) -> str:
        return " ".join(line.text.strip() for line in self.lines)


def in_reading_order(
    pages: Sequence[list[PdfLine]], tables: Sequence[PdfTable] = ()
) -> list[PdfLine]:
    """The lines as `in_order` gives them, a title in the margin before the text beside it."""
    titles = [title for lines in pages for title in _of_one_column([*_titles(lines)], lines)]
    if len(titles) < FEWEST:
        return in_order(pages, tables)
    taken = {id(line) for title in titles for line in title.lines}
    rest = [[line for line in lines if id(line) not in taken] for lines in pages]
    waiting = list(titles)
    ordered: list[PdfLine] = []
    for line in in_order(rest, tables):
        for title in list(waiting):
            text = title.beside
            same = line.page == text.page and abs(line.y - text.y) < 0.1
            if not (same and line.left <= text.left < line.right):
                continue
            edge = title.beside.left - title.lines[0].size
            ordered += [replace(part, edge=edge, column=MARGIN) for part in title.lines]
            waiting.remove(title)
        ordered.append(line)
    return ordered


def _of_one_column(titles: list[_Title], lines: Sequence[PdfLine]) -> list[_Title]:
    """The titles of a page beside text that begins at one left edge, where nothing else is.

    Plain text to the left of that text is another column, and such a title one of its headings.
    """
    edges = Counter(round(title.beside.left / SAME_EDGE) for title in titles)
    usual = SAME_EDGE * edges.most_common(1)[0][0] if edges else 0.0
    plain = [line for line in lines if not line.bold]
    text = [line for line in plain if abs(line.left - usual) <= SAME_EDGE]
    before = [line for line in plain if line.right < usual]
    columns = sum(any(abs(x.y - line.y) < 0.7 * line.size for x in before) for line in text)
    if columns > MOST_BESIDE * len(text):
        return []
    return [title for title in titles if title.beside in text]


def _titles(lines: list[PdfLine]) -> Iterator[_Title]:
    """Lines in bold with a line of plain text to their right, and the bold ones below them."""
    bold = sorted((line for line in lines if line.bold), key=lambda line: -line.y)
    plain = [line for line in lines if not line.bold]
    if len(lines) > MOST_LINES:
        return
    taken: set[int] = set()
    for place, first in enumerate(bold):
        beside = next((line for line in plain if _stands_beside(first, line)), None)
        if beside is None or id(first) in taken:
            continue
        title = [first]
        for below in bold[place + 1 :]:
            if _goes_on(title[-1], below) and below.right < beside.left:
                title.append(below)
        taken |= {id(line) for line in title}
        heading = _Title(tuple(title), beside)
        if len(heading.text.split()) >= FEWEST_WORDS and heading.text[:1].isupper():
            yield heading


def _stands_beside(title: PdfLine, text: PdfLine) -> bool:
    level = abs(title.y - text.y) < 0.6 * title.size
    return level and text.left > title.right + 0.5 * title.size


def _goes_on(line: PdfLine, below: PdfLine) -> bool:
    near = 0 < line.y - below.y <= NEXT_LINE * line.size
    return near and abs(line.left - below.left) < SAME_EDGE and abs(line.size - below.size) < 0.1
