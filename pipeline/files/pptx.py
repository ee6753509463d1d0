"""Presentations (.pptx): the title of a slide is a heading, what stands below it its points.

Read with defusedxml: of a slide a dozen tags matter, and python-pptx brings four packages for them.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

from pipeline.core.locale import gettext as _
from pipeline.files.blocks import Block, row_block
from pipeline.files.guard import DAMAGED, broken, shallow, zip_problem

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MAIN = "ppt/presentation.xml"
SLIDE = "slide"  # style of the title of a slide
_FURNITURE = frozenset(("dt", "ftr", "sldNum", "hdr"))  # day, footer and number of a slide


def read(path: Path, where: str) -> list[Block]:
    """The slides in their order, each block with the number of its slide as its page.

    Raises: DataProblem for a file that is no presentation, is protected, or would burst.
    """
    problem = zip_problem(path, where, must_have=_MAIN, kind=".pptx")
    if problem:
        raise problem
    from defusedxml import DefusedXmlException, ElementTree

    try:
        with zipfile.ZipFile(path) as archive:
            names = _names(archive)
            slides = [shallow(ElementTree.fromstring(archive.read(name))) for name in names]
            notes = [_notes_below(archive, name) for name in names]
    except (ElementTree.ParseError, DefusedXmlException, KeyError, *DAMAGED) as fault:
        mend = _("open it in PowerPoint, let it repair the file, and save it again as .pptx")
        raise broken(where, fault, mend) from fault
    walker = _Slides()
    return [
        block
        for page, (slide, below) in enumerate(zip(slides, notes, strict=True), start=1)
        for block in (*walker.of(slide, page), *(replace(note, page=page) for note in below))
    ]


def _notes_below(archive: zipfile.ZipFile, slide: str) -> list[Block]:
    """What whoever presents typed below a slide: told as a note, for it was shown to nobody."""
    from defusedxml import ElementTree

    folder, name = posixpath.split(slide)
    about = f"{folder}/_rels/{name}.rels"
    if about not in archive.namelist():
        return []
    for relation in ElementTree.fromstring(archive.read(about)):
        if not relation.get("Type", "").endswith("/notesSlide"):
            continue
        target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
        if target.lstrip("/") not in archive.namelist():
            continue
        page = shallow(ElementTree.fromstring(archive.read(target.lstrip("/"))))
        shapes = (shape for shape in page.iter(f"{_P}sp") if _holder(shape) == "body")
        return [Block("footnote", text) for shape in shapes for text in _lines(shape)]
    return []


def _names(archive: zipfile.ZipFile) -> list[str]:
    """The parts that hold the slides, in the order in which they are shown."""
    from defusedxml import ElementTree

    relations = ElementTree.fromstring(archive.read("ppt/_rels/presentation.xml.rels"))
    targets = {relation.get("Id", ""): relation.get("Target", "") for relation in relations}
    shown = ElementTree.fromstring(archive.read(_MAIN)).iter(f"{_P}sldId")
    return [
        posixpath.normpath(posixpath.join("/ppt", targets[slide.get(_ID, "")])).lstrip("/")
        for slide in shown
    ]


class _Slides:
    """Walks slide after slide; counts the tables."""

    def __init__(self) -> None:
        self.tables = 0

    def of(self, slide: Element, page: int) -> Iterator[Block]:
        """The title first, wherever it stands, then the rest in the order of the slide."""
        shapes = [part for part in slide.iter() if part.tag in (f"{_P}sp", f"{_P}graphicFrame")]
        for shape in sorted(shapes, key=lambda shape: "itle" not in _holder(shape)):
            kind = _holder(shape)
            if shape.tag == f"{_P}graphicFrame":
                for table in shape.iter(f"{_A}tbl"):
                    self.tables += 1
                    for row in table.iter(f"{_A}tr"):
                        cells = tuple("\n".join(_lines(cell)) for cell in row.iter(f"{_A}tc"))
                        if any(cells):
                            yield row_block(cells, self.tables, page=page)
            elif kind not in _FURNITURE:
                yield from _points(shape, kind, page)


def _holder(shape: Element) -> str:
    """What the layout calls the place of a shape: title, body, …; "" for a loose text box."""
    place = shape.find(f".//{_P}nvPr/{_P}ph")
    return place.get("type", "body") if place is not None else ""


def _points(shape: Element, kind: str, page: int) -> Iterator[Block]:
    """The title, or else the points and paragraphs, of a shape. Args: kind: as ``_holder`` says."""
    if "itle" in kind and kind != "subTitle":
        if text := " ".join(_lines(shape)):
            first = kind == "ctrTitle"
            style = "Title" if first else SLIDE
            yield Block("heading", text, level=1 if first else 2, page=page, style=style)
        return
    for paragraph in shape.iter(f"{_A}p"):
        text = _words(paragraph)
        if not text:
            continue
        look = paragraph.find(f"{_A}pPr")
        bare = look is not None and look.find(f"{_A}buNone") is not None
        if kind in ("body", "obj") and not bare:
            deep = look.get("lvl", "0") if look is not None else "0"
            yield Block("item", text, level=1 + (int(deep) if deep.isdigit() else 0), page=page)
        else:
            yield Block("paragraph", text, page=page)


def _lines(element: Element) -> list[str]:
    return [text for paragraph in element.iter(f"{_A}p") if (text := _words(paragraph))]


def _words(paragraph: Element) -> str:
    parts = [
        "\n" if run.tag == f"{_A}br" else run.text or ""
        for run in paragraph.iter()
        if run.tag in (f"{_A}t", f"{_A}br")
    ]
    return "".join(parts).strip()
