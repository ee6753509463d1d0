"""What .odt and .ods share: the package opened safely, its XML, the words of a paragraph.

Read with defusedxml rather than odfpy: odfpy builds objects for every element before anything
can be checked, and takes ten times the memory; both file kinds need only a dozen tags.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from pipeline.core.locale import gettext as _
from pipeline.files.guard import DAMAGED, broken, protected, shallow, zip_problem

_NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
}
MAX_SPACES = 1000  # spaces one tag may stand for; a hostile file asks for millions


def q(name: str) -> str:
    """The full name of a tag or attribute: ``text:p`` to ``{urn:…}p``."""
    prefix, local = name.split(":")
    return f"{{{_NAMES[prefix]}}}{local}"


_ASIDE = {
    q("office:annotation"),
    q("office:annotation-end"),
    q("text:note"),
    q("draw:frame"),
    q("draw:custom-shape"),
    q("draw:g"),
    q("text:tracked-changes"),
    q("text:ruby-text"),
}


def parts(path: Path, where: str, kind: str) -> tuple[Element, Element | None]:
    """The roots of content.xml and styles.xml.

    Raises: DataProblem for a file that is no OpenDocument, is protected, or would burst.
    """
    problem = zip_problem(path, where, must_have="content.xml", kind=kind)
    if problem:
        raise problem
    from defusedxml import ElementTree

    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read(
                "META-INF/manifest.xml"
            ):
                raise protected(where)
            content = shallow(ElementTree.fromstring(archive.read("content.xml")))
            styles = (
                shallow(ElementTree.fromstring(archive.read("styles.xml")))
                if "styles.xml" in names
                else None
            )
    except (ElementTree.ParseError, *DAMAGED) as fault:
        raise broken(where, fault, _("open it in LibreOffice and save it again")) from fault
    return content, styles


def words(element: Element) -> str:
    """The text of a paragraph; notes, comments and text boxes are not part of it."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == q("text:s"):
            count = child.get(q("text:c"), "1")
            parts.append(" " * min(int(count) if count.isdigit() else 1, MAX_SPACES))
        elif child.tag == q("text:tab"):
            parts.append("\t")
        elif child.tag == q("text:line-break"):
            parts.append("\n")
        elif child.tag not in _ASIDE:
            parts.append(words(child))
        parts.append(child.tail or "")
    return "".join(parts)


def paragraphs(element: Element) -> str:
    """The paragraphs below an element, one a line."""
    tags = (q("text:p"), q("text:h"))
    texts = (words(child).strip() for child in element.iter() if child.tag in tags)
    return "\n".join(text for text in texts if text)


def attribute(element: Any, name: str, default: str = "") -> str:
    """An attribute by its short name."""
    return str(element.get(q(name), default))


def spanned(element: Element, name: str, most: int) -> int:
    """How often an element stands there, or over how much it spans, by this attribute."""
    value = attribute(element, name, "1")
    return max(1, min(int(value) if value.isdigit() and len(value) < 9 else 1, most))
