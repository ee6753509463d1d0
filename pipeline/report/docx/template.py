"""The document a Word report starts from: an empty one, or a house's template with its places."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from pipeline.core.zipped import printable
from pipeline.report.branding import House

_PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def opened(house: House) -> Any:
    """The document that a report fills: python-docx's own, emptied, or the house's template."""
    from docx import Document

    if house.template is None:
        document = Document()
        for element in list(document.element.body)[:-1]:
            document.element.body.remove(element)
        return document
    # A .dotx as the .docx it would become: one word in its list of parts
    import zipfile

    out = BytesIO()
    with zipfile.ZipFile(BytesIO(house.template)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(b"template.main+xml", b"document.main+xml")
            new.writestr(name, content)
    return Document(BytesIO(out.getvalue()))


def fill(document: Any, composed: Any, texts: Mapping[str, str]) -> None:
    """Put the pieces where the template says {{rapport}}; else in the place of its own text."""
    body = document.element.body
    spots = [
        paragraph
        for paragraph in document.paragraphs
        if _named(paragraph.text) & {"rapport", "report"}
    ]
    if spots:
        place = spots[0]._p
        for piece in list(composed):
            place.addprevious(piece)
        place.getparent().remove(place)
    else:
        for element in list(body)[:-1]:
            body.remove(element)
        for index, piece in enumerate(list(composed)):
            body.insert(index, piece)
    parts = [document.paragraphs] if spots else []
    for section in document.sections:
        edges = (section.header, section.footer,
                 section.first_page_header, section.first_page_footer)  # fmt: skip
        parts += [edge.paragraphs for edge in edges if not edge.is_linked_to_previous]
    for paragraphs in parts:
        for paragraph in paragraphs:
            if _named(paragraph.text) & set(texts):
                _replaced(paragraph, lambda match: texts.get(match[1], match[0]))


def _named(text: str) -> set[str]:
    return {match[1] for match in _PLACE.finditer(text)}


def _replaced(paragraph: Any, value: Callable[[re.Match[str]], str]) -> None:
    """Fill the gaps of a paragraph; Word may have cut one over several runs."""
    text = _PLACE.sub(value, paragraph.text)
    first, *rest = paragraph.runs
    first.text = printable(text)
    for piece in rest:
        piece.text = ""
