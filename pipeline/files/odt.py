"""OpenDocument text (.odt): headings, lists with their numbers, tables, comments, text boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

from pipeline.files.blocks import Block, row_block
from pipeline.files.cell_parts import CellParts, rows_and_tables
from pipeline.files.docx import WIDEST, formatted
from pipeline.files.open_document import attribute, paragraphs, parts, q, spanned, words

_HEADING = re.compile(r"(?:heading|kop)_20_(\d)", re.IGNORECASE)
_TITLES = ("title", "titel")
_TOC = (q("text:table-of-content"), q("text:alphabetical-index"), q("text:illustration-index"))
_ROWS = (q("table:table-header-rows"), q("table:table-rows"), q("table:table-row-group"))
_COLUMNS = (
    q("table:table-header-columns"), q("table:table-columns"), q("table:table-column-group"),
)  # fmt: skip
MOST_ROWS = 10_000  # that one cell may say it spans
_INSIDE = (q("text:section"), q("text:index-body"), q("text:soft-page-break"), q("draw:text-box"))


def read(path: Path, where: str) -> list[Block]:
    """The document's blocks in reading order, footnotes and comments last.

    Raises: DataProblem for a file that is no OpenDocument text, is protected, or would burst.
    """
    content, styles = parts(path, where, ".odt")
    walker = _OdtWalker(content, styles)
    body = content.find(f"{q('office:body')}/{q('office:text')}")
    blocks = list(walker.container(body)) if body is not None else []
    return [*blocks, *walker.footnotes, *walker.comments]


class _OdtWalker:
    """Walks the body; keeps list counts and what stands in the margin."""

    def __init__(self, content: Element, styles: Element | None) -> None:
        roots = [root for root in (content, styles) if root is not None]
        self.styles = {
            attribute(style, "style:name"): style
            for root in roots
            for style in root.iter(q("style:style"))
        }
        self.lists = {
            attribute(style, "style:name"): style
            for root in roots
            for style in root.iter(q("text:list-style"))
        }
        outline = styles.find(f".//{q('text:outline-style')}") if styles is not None else None
        self.outline = {
            attribute(level, "text:level"): level
            for level in outline or ()
            if attribute(level, "style:num-format")
        }
        self.heading_counts: dict[int, int] = {}
        self.list_counts: dict[str, dict[int, int]] = {}
        self.footnotes: list[Block] = []
        self.comments: list[Block] = []
        self.tables = 0
        self.gap = False

    def container(self, parent: Element) -> Iterator[Block]:
        """Blocks of the body, a section or a text box."""
        for child in parent:
            if child.tag == q("text:h"):
                yield from self._heading(child)
            elif child.tag == q("text:p"):
                yield from self._paragraph(child)
            elif child.tag == q("text:list"):
                yield from self._list(child, attribute(child, "text:style-name"), 1)
            elif child.tag == q("table:table"):
                yield from self._table(child)
            elif child.tag in _TOC:
                for block in self.container(child):
                    yield replace(block, kind="toc")
            elif child.tag in _INSIDE:
                yield from self.container(child)
            elif child.tag == q("draw:frame"):
                yield from self._boxes(child)

    def _table(self, element: Element, inside: int = 0) -> Iterator[Block]:
        """Its rows; a cell merged downwards holds for every row it spans, one across for one."""
        self.tables += 1
        number = self.tables
        widest = sum(
            spanned(column, "table:number-columns-repeated", WIDEST)
            for column in _own(element, "table:table-column", _COLUMNS)
        )
        above: dict[int, tuple[int, str]] = {}  # column -> rows that its cell still spans, words
        for row in _own(element, "table:table-row", _ROWS):
            cells: list[CellParts[Element]] = []
            across = False
            for cell in row:
                if cell.tag == q("table:covered-table-cell"):
                    for _ in range(spanned(cell, "table:number-columns-repeated", WIDEST)):
                        left, text = above.pop(len(cells), (0, ""))
                        if left > 1:
                            above[len(cells)] = (left - 1, text)
                        cells.append(_covered(text if left else ""))
                elif cell.tag == q("table:table-cell"):
                    parts = _parts(cell)
                    over = spanned(cell, "table:number-columns-spanned", WIDEST)
                    across = across or (not cells and over >= widest > 1)
                    down = spanned(cell, "table:number-rows-spanned", MOST_ROWS)
                    above.pop(len(cells), None)
                    if down > 1:
                        above[len(cells)] = (down - 1, parts.text)
                    repeated = spanned(cell, "table:number-columns-repeated", WIDEST)
                    cells += [parts, *(_covered("") for _ in range(repeated - 1))]
            for part in rows_and_tables(cells):
                if not isinstance(part, tuple):
                    yield from self._table(part, number)
                elif any(part):
                    yield row_block(part, number, gap=self.gap, inside=inside, across=across)
                self.gap = False

    def _heading(self, element: Element) -> Iterator[Block]:
        level = attribute(element, "text:outline-level", "1")
        depth = int(level) if level.isdigit() else 1
        text = words(element).strip()
        if text:
            number = self._heading_number(depth)
            yield Block(
                "heading", text, level=depth, number=number, style=self._name(element), gap=self.gap
            )
            self.gap = False
        yield from self._margin(element)

    def _heading_number(self, depth: int) -> str:
        """The number printed before the next heading of this depth; "" where none is."""
        self.heading_counts = {k: v for k, v in self.heading_counts.items() if k <= depth}
        self.heading_counts[depth] = self.heading_counts.get(depth, 0) + 1
        style = self.outline.get(str(depth))
        if style is None:
            return ""
        shown = attribute(style, "text:display-levels", "1")
        first = depth - (int(shown) if shown.isdigit() else 1) + 1
        return ".".join(
            formatted(self.heading_counts.get(index, 1), attribute(style, "style:num-format"))
            for index in range(max(first, 1), depth + 1)
        )

    def _paragraph(
        self, element: Element, kind: str = "paragraph", level: int = 0, number: str = ""
    ) -> Iterator[Block]:
        """A paragraph of this kind, or the heading that its style makes of it."""
        text = words(element)
        if text.strip():
            style = self._name(element)
            heading = _HEADING.match(style)
            if heading:
                yield Block(
                    "heading", text.strip(), int(heading[1]), number, style=style, gap=self.gap
                )
            elif style.casefold() in _TITLES:
                yield Block("heading", text.strip(), 1, style=style, gap=self.gap)
            else:
                plain = text.rstrip() if kind == "paragraph" else text.strip()
                bold = self._is_bold(element, text)
                yield Block(kind, plain, level, number, style=style, gap=self.gap, bold=bold)
            self.gap = False
        elif not list(element):
            self.gap = True
        yield from self._margin(element)

    def _list(self, element: Element, style: str, level: int) -> Iterator[Block]:
        if (
            attribute(element, "text:continue-numbering") != "true"
            and level == 1
            and not attribute(element, "text:continue-list")
        ):
            self.list_counts[style] = {}
        for item in element:
            if item.tag not in (q("text:list-item"), q("text:list-header")):
                continue
            number = self._list_number(style, level) if item.tag == q("text:list-item") else ""
            for child in item:
                if child.tag == q("text:list"):
                    yield from self._list(
                        child, attribute(child, "text:style-name") or style, level + 1
                    )
                elif child.tag == q("text:h"):
                    yield from self._heading(child)
                elif child.tag == q("text:p"):
                    yield from self._paragraph(child, "item", level, number)
                    number = ""

    def _list_number(self, style: str, level: int) -> str:
        """The number printed before the next item of this list; "" for a bullet."""
        counts = self.list_counts.setdefault(style, {})
        for deeper in [count for count in counts if count > level]:
            del counts[deeper]
        counts[level] = counts.get(level, 0) + 1
        levels = self.lists.get(style)
        for form in levels if levels is not None else ():
            if attribute(form, "text:level") == str(level) and attribute(form, "style:num-format"):
                shown = formatted(counts[level], attribute(form, "style:num-format"))
                prefix, suffix = (
                    attribute(form, "style:num-prefix"),
                    attribute(form, "style:num-suffix"),
                )
                return f"{prefix}{shown}{suffix}"
        return ""

    def _margin(self, element: Element) -> Iterator[Block]:
        """Text boxes in the paragraph; its notes and comments are put by."""
        for note in element.iter(q("text:note")):
            body = note.find(q("text:note-body"))
            citation = note.find(q("text:note-citation"))
            text = paragraphs(body) if body is not None else ""
            if text:
                number = (citation.text or "") if citation is not None else ""
                self.footnotes.append(Block("footnote", text, number=number))
        for remark in element.iter(q("office:annotation")):
            author = remark.find(q("dc:creator"))
            text = paragraphs(remark)
            if text:
                who = (author.text or "") if author is not None else ""
                day = (remark.findtext(q("dc:date")) or "")[:10]
                self.comments.append(Block("comment", text, author=who, day=day))
        for frame in element.iter(q("draw:frame")):
            yield from self._boxes(frame)

    def _boxes(self, frame: Element) -> Iterator[Block]:
        for box in frame.findall(q("draw:text-box")):
            yield from self.container(box)

    def _name(self, element: Element) -> str:
        """The name of the style a person chose, behind the automatic one."""
        name = attribute(element, "text:style-name")
        style = self.styles.get(name)
        parent = attribute(style, "style:parent-style-name") if style is not None else ""
        return parent if parent and re.fullmatch(r"[PTL]\d+", name) else name

    def _is_bold(self, element: Element, text: str) -> bool:
        if self._bold_style(attribute(element, "text:style-name")):
            return True
        spans = element.findall(q("text:span"))
        bold = [span for span in spans if self._bold_style(attribute(span, "text:style-name"))]
        return bool(bold) and sum(len(words(span).strip()) for span in bold) >= len(text.strip())

    def _bold_style(self, name: str) -> bool:
        style = self.styles.get(name)
        look = style.find(q("style:text-properties")) if style is not None else None
        return look is not None and attribute(look, "fo:font-weight") == "bold"


def _covered(text: str) -> CellParts[Element]:
    """A cell that another one lies over, with the words of that one."""
    parts: CellParts[Element] = CellParts()
    parts.lines[0] = text.splitlines()
    return parts


def _parts(cell: Element) -> CellParts[Element]:
    """The words and the tables of a cell, in their order."""
    parts: CellParts[Element] = CellParts()

    def walk(element: Element) -> None:
        for child in element:
            if child.tag == q("table:table"):
                parts.add_table(child)
            elif child.tag in (q("text:p"), q("text:h")):
                parts.add_line(words(child))
            elif child.tag != q("office:annotation"):
                walk(child)

    walk(cell)
    return parts


def _own(table: Element, name: str, holders: Sequence[str]) -> Iterator[Element]:
    """The rows or columns of a table, those of tables inside it left out."""
    for child in table:
        if child.tag == q(name):
            yield child
        elif child.tag in holders:
            yield from _own(child, name, holders)
