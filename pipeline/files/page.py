"""Web pages (.html): headings, points, rows and paragraphs, without menus, scripts and footers."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from pipeline.files.blocks import Block, row_block
from pipeline.files.encoding import decoded

_OUT = frozenset(("script", "style", "head", "nav", "header", "footer", "aside", "form", "noscript",
                  "svg", "template", "select", "button"))  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_POINTS = frozenset(("li", "dd", "p", "div", "td", "th", "blockquote", "dt", "figcaption",
                     "body", "section", "article", "main", "ul", "ol", "table",
                     "tr", *_HEADINGS))  # fmt: skip


def read(path: Path, where: str) -> list[Block]:
    """The page's blocks in reading order. Raises: DataProblem when the bytes are no text."""
    reader = _Page()
    reader.feed(decoded(path.read_bytes(), where))
    reader.close()
    reader.end_of_block()
    return reader.blocks


class _Page(HTMLParser):
    """Collects blocks while the page is read from top to bottom."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self.words: list[str] = []
        self.open: list[str] = []  # tags we are in that say what a text is
        self.out: list[str] = []  # tags we are in whose words are not part of the page
        self.cells: list[str] | None = None  # of the row we are in
        self.tables = 0

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        if tag in _OUT or self.out:
            if tag in _OUT:
                self.out.append(tag)
            return
        if tag == "br":
            self.words.append("\n")
        if tag not in _POINTS:
            return
        if tag not in ("p", "div") or self.cells is None:
            self.end_of_block()
        elif self.words:
            self.words.append("\n")
        self.open.append(tag)
        self.tables += tag == "table"
        if tag == "tr":
            self.cells = []

    def handle_endtag(self, tag: str) -> None:
        if self.out:
            if tag == self.out[-1]:
                self.out.pop()
            return
        if tag not in self.open:
            return
        if tag in ("td", "th") and self.cells is not None:
            self.cells.append(self._text())
        elif tag == "tr" and self.cells is not None:
            cells, self.cells = tuple(self.cells), None
            if any(cells):
                self.blocks.append(row_block(cells, self.tables))
        elif self.cells is None:
            self.end_of_block()
        while self.open.pop() != tag:  # tags that the page never closed
            continue

    def handle_data(self, data: str) -> None:
        if not self.out:
            self.words.append(data)

    def _text(self) -> str:
        lines = "".join(self.words).split("\n")
        self.words = []
        return "\n".join(text for line in lines if (text := " ".join(line.split())))

    def end_of_block(self) -> None:
        """What was collected becomes a block of the tag that it stands in."""
        text = self._text().replace("\n", " ") if self.cells is None else ""
        if not text:
            return
        holder = next((tag for tag in reversed(self.open) if tag in _HEADINGS or tag == "li"), "")
        if holder in _HEADINGS:
            self.blocks.append(Block("heading", text, level=_HEADINGS[holder]))
        elif holder == "li":
            level = max(self.open.count("li"), 1)
            self.blocks.append(Block("item", text, level=level))
        else:
            self.blocks.append(Block("paragraph", text, gap=True))
