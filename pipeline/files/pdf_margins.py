"""Titles in the margin of a PDF, beside the text they stand above: read right before that text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.files.pdf_columns import PdfLine, in_order
from pipeline.files.pdf_tables import PdfTable

FEWEST = 3  # titles in a document; fewer may be words in bold before their explanation
FEWEST_WORDS = 3  # of a title; "Wie" and "Wanneer" beside an answer are labels
MOST_LINES = 400  # of a page that is looked at: each line in bold is held to all others
MARGIN = -2  # number of the column that such titles stand in
NEXT_LINE = 1.7  # times its own size that a line stands below the one it goes on from, at most
MOST_BESIDE = 0.2  # of the lines of text may have something other than a title in the margin
SAME_EDGE = 4.0  # points by which two lines of one column may begin apart


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
        found = _Title(tuple(title), beside)
        if len(found.text.split()) >= FEWEST_WORDS and found.text[:1].isupper():
            yield found


def _stands_beside(title: PdfLine, text: PdfLine) -> bool:
    level = abs(title.y - text.y) < 0.6 * title.size
    return level and text.left > title.right + 0.5 * title.size


def _goes_on(line: PdfLine, below: PdfLine) -> bool:
    near = 0 < line.y - below.y <= NEXT_LINE * line.size
    return near and abs(line.left - below.left) < SAME_EDGE and abs(line.size - below.size) < 0.1
