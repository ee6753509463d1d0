"""Word documents (.docx): headings, lists, tables, text boxes, comments; changes accepted.

python-docx opens the package; the text itself is walked here, because its own ``text`` skips
inserted (tracked) words, text boxes and content controls.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import DataProblem
from pipeline.ingest.blocks import Block
from pipeline.ingest.guard import zip_problem
from pipeline.locale import gettext as _

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = {f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback", f"{_W}txbxContent"}
_HEADING = re.compile(r"(?:heading|kop|koptekst) ?(\d)", re.IGNORECASE)
_TITLES = {"title": 1, "titel": 1}


def read(path: Path, where: str) -> list[Block]:
    """The document's blocks in reading order, comments last.

    Raises: DataProblem for a file that is no Word document, is protected, or would burst.
    """
    problem = zip_problem(path, where, must_have="word/document.xml", kind=".docx")
    if problem:
        raise problem
    from docx import Document

    try:
        document = Document(str(path))
        walker = _Walker(document)
        blocks = list(walker.container(document.element.body))
        blocks += walker.comments()
    except Exception as fault:  # python-docx raises whatever a broken part makes it raise
        raise DataProblem(
            where=where,
            found=_("the document is damaged ({fault})").format(fault=type(fault).__name__),
            mend=_("open it in Word, let Word repair it, and save it again as .docx"),
        ) from fault
    return blocks


class _Walker:
    """Walks the body of one document; keeps the table count and whether a blank line went by."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.styles = {style.style_id: style for style in document.styles}
        self.tables = 0
        self.gap = False

    def container(self, parent: Any) -> Iterator[Block]:
        """Blocks of a body, content control or text box."""
        for child in parent:
            if child.tag == f"{_W}p":
                yield from self.paragraph(child)
            elif child.tag == f"{_W}tbl":
                yield from self.table(child)
            elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
                yield from self.container(child)

    def paragraph(self, element: Any) -> Iterator[Block]:
        text = text_of(element)
        if text.strip():
            yield self._block(element, text)
            self.gap = False
        else:
            self.gap = True
        for box in _boxes(element):
            yield from self.container(box)

    def _block(self, element: Any, text: str) -> Block:
        style = self._style(element)
        name = style.name if style is not None and style.name else ""
        level = self._heading_level(element, style)
        bold = _all_bold(element)
        if re.match(r"(toc|inhopg)", name, re.IGNORECASE):
            return Block("toc", text.strip(), style=name, gap=self.gap)
        if level:
            return Block("heading", text.strip(), level=level, style=name, gap=self.gap, bold=bold)
        nesting = self._list_level(element, style)
        if nesting:
            return Block("item", text.strip(), level=nesting, style=name, gap=self.gap, bold=bold)
        return Block("paragraph", text.rstrip(), style=name, gap=self.gap, bold=bold)

    def _style(self, element: Any) -> Any:
        found = element.find(f"{_W}pPr/{_W}pStyle")
        return self.styles.get(found.get(f"{_W}val")) if found is not None else None

    def _heading_level(self, element: Any, style: Any) -> int:
        outline = element.find(f"{_W}pPr/{_W}outlineLvl")
        if outline is not None and outline.get(f"{_W}val", "9").isdigit():
            level = int(outline.get(f"{_W}val"))
            return level + 1 if level < 9 else 0
        while style is not None:
            name = style.name or ""
            if found := _HEADING.match(name):
                return int(found[1])
            if name.casefold() in _TITLES:
                return 1
            outline = style.element.find(f"{_W}pPr/{_W}outlineLvl")
            if outline is not None and int(outline.get(f"{_W}val", "9")) < 9:
                return int(outline.get(f"{_W}val")) + 1
            style = style.base_style
        return 0

    def _list_level(self, element: Any, style: Any) -> int:
        properties = element.find(f"{_W}pPr/{_W}numPr")
        while properties is None and style is not None:
            properties = style.element.find(f"{_W}pPr/{_W}numPr")
            style = style.base_style
        if properties is None:
            return 0
        number = properties.find(f"{_W}numId")
        if number is not None and number.get(f"{_W}val") == "0":
            return 0
        level = properties.find(f"{_W}ilvl")
        return 1 + (int(level.get(f"{_W}val", "0")) if level is not None else 0)

    def table(self, element: Any) -> Iterator[Block]:
        self.tables += 1
        number = self.tables
        for row in element.iter(f"{_W}tr"):
            cells = tuple(_cell(cell) for cell in row.findall(f"{_W}tc"))
            if any(cells):
                text = " | ".join(cell for cell in cells if cell)
                yield Block("row", text, cells=cells, table=number, gap=self.gap)
            self.gap = False

    def comments(self) -> Iterator[Block]:
        """Remarks in the margin: each a voice of its own, with its author."""
        for comment in getattr(self.document, "comments", ()):
            text = "\n".join(text_of(p).strip() for p in comment._comment_elm.iter(f"{_W}p"))
            if text.strip():
                yield Block("comment", text.strip(), author=comment.author or "")


def text_of(element: Any) -> str:
    """The words of a paragraph with tracked changes accepted; text boxes are not part of it."""
    parts: list[str] = []
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag in (f"{_W}tab", f"{_W}ptab") and element.tag == f"{_W}r":
            parts.append("\t")
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif child.tag == f"{_W}noBreakHyphen":
            parts.append("-")
        elif child.tag != f"{_W}pPr":
            parts.append(text_of(child))
    return "".join(parts)


def _boxes(element: Any) -> Iterator[Any]:
    for box in element.iter(f"{_W}txbxContent"):
        if not any(parent.tag == f"{_MC}Fallback" for parent in box.iterancestors()):
            yield box


def _cell(cell: Any) -> str:
    return "\n".join(text for p in cell.iter(f"{_W}p") if (text := text_of(p).strip()))


def _all_bold(element: Any) -> bool:
    runs = [run for run in element.iter(f"{_W}r") if text_of(run).strip()]
    return bool(runs) and all(_bold(run) for run in runs)


def _bold(run: Any) -> bool:
    mark = run.find(f"{_W}rPr/{_W}b")
    return mark is not None and mark.get(f"{_W}val", "1") not in ("0", "false")
