"""Word documents (.docx): headings, lists, tables, text boxes, comments; changes accepted.

python-docx opens the package; the text itself is walked here, because its own ``text`` skips
inserted (tracked) words, text boxes and content controls.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.core.locale import gettext as _
from pipeline.files.blocks import Block, row_block
from pipeline.files.cell_parts import CellParts, rows_and_tables
from pipeline.files.guard import broken, zip_problem

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = (("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1))
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = {f"{W}del", f"{W}moveFrom", f"{_MC}Fallback", f"{W}txbxContent"}
_LIST_LEVEL = re.compile(r"^(?:list|lijst)\D*([2-5])$", re.IGNORECASE)
_HOLDERS = {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"}  # what they hold is the text
_HEADING = re.compile(r"(?:heading|kop|koptekst) ?(\d)", re.IGNORECASE)
_TITLES = ("title", "titel")
# of words; around the mark of a paragraph such a tag is empty
_INSERTED = re.compile(rb"<w:(?:ins|moveTo)\s[^<>]{0,300}[^/<>]>")
_DELETED = re.compile(rb"<w:(?:del|moveFrom)\s[^<>]{0,300}[^/<>]>")
WIDEST = 63  # columns of a table in Word; a cell that says it spans more would fill the memory


@dataclass(frozen=True)
class _Level:
    kind: str  # decimal | lowerLetter | upperRoman | bullet | …
    pattern: str  # "%1.%2."
    start: int


class ListNumbers:
    """Counts the numbered paragraphs of one document, in their order."""

    def __init__(self, numbering: Any | None) -> None:
        self.lists: dict[str, tuple[str, dict[int, _Level]]] = {}
        self.by_style: dict[tuple[str, str], int] = {}  # (abstract list, style id) to level
        self.counts: dict[str, dict[int, int]] = {}
        if numbering is not None:
            abstract = {}
            for kind in numbering.iter(f"{W}abstractNum"):
                key = kind.get(f"{W}abstractNumId", "")
                levels = {int(lvl.get(f"{W}ilvl", "0")): lvl for lvl in kind.iter(f"{W}lvl")}
                abstract[key] = {number: _level(lvl) for number, lvl in levels.items()}
                for number, lvl in levels.items():
                    style = lvl.find(f"{W}pStyle")
                    if style is not None:
                        self.by_style[key, style.get(f"{W}val", "")] = number
            for of_text in numbering.iter(f"{W}num"):
                named = of_text.find(f"{W}abstractNumId")
                key = named.get(f"{W}val", "") if named is not None else ""
                self.lists[of_text.get(f"{W}numId", "")] = (key, abstract.get(key, {}))

    def place(self, element: Any, style: Any) -> tuple[str, int] | None:
        """(list id, level from 0) of a paragraph; None when it is in no list."""
        own = element.find(f"{W}pPr/{W}numPr")
        numbering, holder = own, style
        while numbering is None and holder is not None:
            numbering = holder.element.find(f"{W}pPr/{W}numPr")
            holder = holder.base_style if numbering is None else holder
        if numbering is None:
            return None
        number = numbering.find(f"{W}numId")
        list_id = number.get(f"{W}val", "0") if number is not None else self._inherited(style)
        if list_id == "0":
            return None
        level = numbering.find(f"{W}ilvl")
        if level is not None:
            return list_id, int(level.get(f"{W}val", "0"))
        key = self.lists.get(list_id, ("", {}))[0]
        style_id = holder.style_id if holder is not None and own is None else ""
        return list_id, self.by_style.get((key, style_id), 0)

    def _inherited(self, style: Any) -> str:
        """The list that a style, or one above it, puts its paragraphs in; "0" for none."""
        while style is not None:
            number = style.element.find(f"{W}pPr/{W}numPr/{W}numId")
            if number is not None:
                return str(number.get(f"{W}val", "0"))
            style = style.base_style
        return "0"

    def next(self, list_id: str, level: int) -> str:
        """The number printed before the next paragraph of this list and level."""
        key, levels = self.lists.get(list_id, ("", {}))
        if level not in levels:
            return ""
        counts = self.counts.setdefault(key, {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [count for count in counts if count > level]:
            del counts[deeper]
        if levels[level].kind in ("bullet", "none"):
            return ""

        def counted(place: re.Match[str]) -> str:
            above = int(place[1]) - 1
            known = levels.get(above, _Level("decimal", "", 1))
            return formatted(counts.get(above, known.start), known.kind)

        return re.sub(r"%(\d)", counted, levels[level].pattern).strip()


def _level(element: Any) -> _Level:
    def value(tag: str, default: str) -> str:
        child = element.find(f"{W}{tag}")
        return str(child.get(f"{W}val", default)) if child is not None else default

    start = value("start", "1")
    return _Level(
        value("numFmt", "decimal"), value("lvlText", ""), int(start) if start.isdigit() else 1
    )


def formatted(number: int, kind: str) -> str:
    """3 as "3", "c", "C", "iii" or "III"."""
    if kind in ("lowerLetter", "a"):
        return chr(96 + (number - 1) % 26 + 1)
    if kind in ("upperLetter", "A"):
        return chr(64 + (number - 1) % 26 + 1)
    if kind in ("lowerRoman", "i"):
        return _roman(number)
    if kind in ("upperRoman", "I"):
        return _roman(number).upper()
    return str(number)


def _roman(number: int) -> str:
    text = ""
    for mark, value in _ROMAN:
        while number >= value and number < 40:
            text, number = text + mark, number - value
    return text


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
        blocks += [*walker.footnotes(), *walker.comments()]
    except Exception as fault:  # python-docx raises whatever a broken part makes it raise
        mend = _("open it in Word, let Word repair it, and save it again as .docx")
        raise broken(where, fault, mend) from fault
    return blocks


class _Walker:
    """Walks the body of one document; keeps the table count and whether a blank line went by."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.styles = {style.style_id: style for style in document.styles}
        self.numbers = ListNumbers(_related(document, "numbering"))
        self.tables = 0
        self.gap = False

    def container(self, parent: Any) -> Iterator[Block]:
        """Blocks of a body, content control or text box."""
        for child in parent:
            if child.tag == f"{W}p":
                yield from self.paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self.table(child)
            elif child.tag in _HOLDERS and not _is_unfilled(child):
                yield from self.container(child)

    def paragraph(self, element: Any) -> Iterator[Block]:
        text = text_of(element)
        if text.strip():
            yield self._block(element, text)
            self.gap = False
        else:
            self.gap = True
        for box in element.iter(f"{W}txbxContent"):
            if not any(parent.tag == f"{_MC}Fallback" for parent in box.iterancestors()):
                yield from self.container(box)

    def _block(self, element: Any, text: str) -> Block:
        """The block of a paragraph, by its style and its place in a list."""
        named = element.find(f"{W}pPr/{W}pStyle")
        style = self.styles.get(named.get(f"{W}val")) if named is not None else None
        name = style.name if style is not None and style.name else ""
        level = self._heading_level(element, style)
        runs = [run for run in element.iter(f"{W}r") if text_of(run).strip()]
        bold = bool(runs) and all(map(_bold, runs))
        if re.match(r"(toc|inhopg)", name, re.IGNORECASE):
            return Block("toc", text.strip(), style=name, gap=self.gap)
        if name.casefold() in ("caption", "bijschrift"):
            return Block("caption", text.strip(), style=name, gap=self.gap)
        place = self.numbers.place(element, style)
        number = self.numbers.next(*place) if place else ""
        if level:
            kind, depth = "heading", level
        else:
            kind, depth = ("item", place[1] + 1) if place else ("paragraph", 0)
            if place and (styled := _LIST_LEVEL.search(name)):  # "List Bullet 2"
                depth = max(depth, int(styled[1]))
        return Block(
            kind,
            text.rstrip() if kind == "paragraph" else text.strip(),
            level=depth,
            number=number.rstrip(".") if level else number,
            style=name,
            size=_size(element, style),
            bold=bold,
            gap=self.gap,
        )

    def _heading_level(self, element: Any, style: Any) -> int:
        """From 1; 0 for no heading. By the paragraph itself, else its style or one above that."""
        outline = element.find(f"{W}pPr/{W}outlineLvl")
        if outline is not None and outline.get(f"{W}val", "9").isdigit():
            level = int(outline.get(f"{W}val"))
            return level + 1 if level < 9 else 0
        while style is not None:
            name = style.name or ""
            if heading := _HEADING.match(name):
                return int(heading[1])
            if name.casefold() in _TITLES:
                return 1
            outline = style.element.find(f"{W}pPr/{W}outlineLvl")
            if outline is not None and int(outline.get(f"{W}val", "9")) < 9:
                return int(outline.get(f"{W}val")) + 1
            style = style.base_style
        return 0

    def table(self, element: Any, inside: int = 0) -> Iterator[Block]:
        """Its rows; a cell merged downwards holds for every row it spans, one across for one.

        A table inside a cell is read as a table of its own, below the words that it stands below.
        """
        self.tables += 1
        number = self.tables
        above: dict[int, str] = {}
        widest = len(element.findall(f"{W}tblGrid/{W}gridCol"))
        for row in _own_rows(element):
            cells: list[CellParts[Any]] = []
            n_cells = 0
            for cell in row.findall(f"{W}tc"):
                parts = _parts(cell)
                merged = cell.find(f"{W}tcPr/{W}vMerge")
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                width = int(span.get(f"{W}val", "1")) if span is not None else 1
                if merged is not None and merged.get(f"{W}val") != "restart" and not parts.text:
                    parts.lines[0] = above.get(len(cells), "").splitlines()
                above[len(cells)] = parts.text if merged is not None else ""
                cells += [parts, *(CellParts() for _ in range(min(width, WIDEST) - 1))]
                n_cells += 1
            across = n_cells == 1 and widest > 1 and len(cells) >= widest
            for part in rows_and_tables(cells):
                if not isinstance(part, tuple):
                    yield from self.table(part, number)
                elif any(part):
                    yield row_block(part, number, gap=self.gap, inside=inside, across=across)
                self.gap = False

    def footnotes(self) -> Iterator[Block]:
        """Footnotes and endnotes, which say where a sentence comes from."""
        for kind in ("footnotes", "endnotes"):
            part = _related(self.document, kind)
            for note in part.iter(f"{W}{kind[:-1]}") if part is not None else ():
                text = " ".join(text_of(p).strip() for p in note.iter(f"{W}p")).strip()
                if text and note.get(f"{W}type") is None:
                    yield Block("footnote", text, number=note.get(f"{W}id", ""))

    def comments(self) -> Iterator[Block]:
        """Remarks in the margin: each a voice of its own, with its author."""
        for comment in getattr(self.document, "comments", ()):
            text = "\n".join(text_of(p).strip() for p in comment._comment_elm.iter(f"{W}p"))
            if text.strip():
                day = comment.timestamp.date().isoformat() if comment.timestamp else ""
                yield Block("comment", text.strip(), author=comment.author or "", day=day)


def _related(document: Any, kind: str) -> Any:
    """The root of a part beside the document (numbering, footnotes), or None."""
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(f"/{kind}"):
            part = relation.target_part
            if hasattr(part, "element"):
                return part.element
            from docx.oxml import parse_xml

            return parse_xml(part.blob)
    return None


def _size(element: Any, style: Any) -> float | None:
    """Font size in points of the first words, else of the style; None where the default holds."""
    size = element.find(f"{W}r/{W}rPr/{W}sz")
    while size is None and style is not None:
        size = style.element.find(f"{W}rPr/{W}sz")
        style = style.base_style
    return int(size.get(f"{W}val")) / 2 if size is not None else None


def text_of(element: Any) -> str:
    """The words of a paragraph with tracked changes accepted; text boxes are not part of it.

    Nor is what a field of an older Word prints for as long as nobody typed in it.
    """
    text = _words_of(element)
    for prompt in _prompts(element):
        text = text.replace(prompt, "", 1)
    return text


def _prompts(element: Any) -> Iterator[str]:
    """What fields of an older Word still show of what was printed in them."""
    printed = ""
    shown: str | None = None  # since the field began to show something
    for part in element.iter(f"{W}fldChar", f"{W}t"):
        kind = part.get(f"{W}fldCharType")
        if kind == "begin":
            default = part.find(f"{W}ffData/{W}textInput/{W}default")
            printed = default.get(f"{W}val", "") if default is not None else ""
        elif kind == "separate":
            shown = "" if printed.strip() else None
        elif kind == "end":
            if shown and shown.strip() == printed.strip():
                yield shown
            printed, shown = "", None
        elif shown is not None:
            shown += part.text or ""


def _words_of(element: Any) -> str:
    parts: list[str] = []
    for child in element:
        if child.tag in _SKIPPED or _is_unfilled(child):
            continue
        if child.tag == f"{W}t":
            parts.append(child.text or "")
        elif child.tag in (f"{W}tab", f"{W}ptab") and element.tag == f"{W}r":
            parts.append("\t")
        elif child.tag in (f"{W}br", f"{W}cr"):
            parts.append("\n")
        elif child.tag == f"{W}noBreakHyphen":
            parts.append("-")
        elif child.tag == f"{W}fldChar":
            parts.append(_box(child) or _choice(child))
        elif child.tag != f"{W}pPr":
            parts.append(_words_of(child))
    return "".join(parts)


def _box(field: Any) -> str:
    """The box that a field of an older Word shows, ticked or open; "" for another field."""
    box = field.find(f"{W}ffData/{W}checkBox")
    if box is None:
        return ""
    marks = (box.find(f"{W}{name}") for name in ("checked", "default"))  # what was ticked wins
    mark = next((mark for mark in marks if mark is not None), None)
    return "☐" if mark is None or mark.get(f"{W}val", "1") in ("0", "false") else "☒"


def _choice(field: Any) -> str:
    """The entry that a list of an older Word shows: its number is stored, and no words."""
    listed = field.find(f"{W}ffData/{W}ddList")
    if listed is None:
        return ""
    entries = [entry.get(f"{W}val", "") for entry in listed.findall(f"{W}listEntry")]
    marks = (listed.find(f"{W}{name}") for name in ("result", "default"))  # what was chosen wins
    mark = next((mark for mark in marks if mark is not None), None)
    number = mark.get(f"{W}val", "0") if mark is not None else "0"
    return entries[int(number)] if number.isdigit() and int(number) < len(entries) else ""


def changes(path: Path) -> tuple[int, int]:
    """How many tracked insertions and deletions a document holds that nobody accepted yet."""
    with zipfile.ZipFile(path) as archive:
        text = archive.read("word/document.xml")
    return len(_INSERTED.findall(text)), len(_DELETED.findall(text))


def _is_unfilled(element: Any) -> bool:
    """Whether it is a field of a form that shows what Word prints in it: "Klik om te typen"."""
    prompt = f"{W}sdtPr/{W}showingPlcHdr"
    mark = element.find(prompt) if element.tag == f"{W}sdt" else None
    return mark is not None and mark.get(f"{W}val", "1") not in ("0", "false")


def _parts(cell: Any) -> CellParts[Any]:
    """The words and the tables of a cell; not the words of the tables in it."""
    parts: CellParts[Any] = CellParts()
    for child in cell.iter(f"{W}p", f"{W}tbl"):
        if next(child.iterancestors(f"{W}tc")) is not cell:
            continue
        if child.tag == f"{W}tbl":
            parts.add_table(child)
        else:
            parts.add_line(text_of(child))
    return parts


def _own_rows(table: Any) -> Iterator[Any]:
    """The rows of a table, those of tables inside it left out."""
    for child in table:
        if child.tag == f"{W}tr":
            yield child
        elif child.tag in _HOLDERS:
            yield from _own_rows(child)


def _bold(run: Any) -> bool:
    mark = run.find(f"{W}rPr/{W}b")
    return mark is not None and mark.get(f"{W}val", "1") not in ("0", "false")
