"""What a Word document must have so that everybody can read it; a list of faults, or none."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn


def faults(data: bytes, lang: str, *, contents: bool = True) -> list[str]:
    document = Document(BytesIO(data))
    body = document.element.body
    return [
        *_language(document, lang),
        *_headings(document),
        *_pictures(body),
        *_tables(document),
        *_anchors(body),
        *(_contents(body) if contents else []),
        *_page_numbers(data),
    ]


def _language(document: Any, lang: str) -> list[str]:
    found = []
    if not document.core_properties.title:
        found.append("the document has no title")
    if document.core_properties.language != lang:
        found.append(f"the properties say language {document.core_properties.language}")
    usual = document.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:lang')}")
    if usual is None or usual.get(qn("w:val")) != lang:
        found.append("the text itself has another language or none")
    return found


def _headings(document: Any) -> list[str]:
    found, before = [], 0
    levels = [
        (int(p.style.name.rpartition(" ")[2]), p.text)
        for p in document.paragraphs
        if p.style.name.startswith("Heading ")
    ]
    if len(levels) < 5:
        found.append("there are hardly any headings")
    for level, text in levels:
        if level > before + 1:
            found.append(f"heading '{text}' jumps from level {before} to {level}")
        if not text.strip():
            found.append("a heading is empty")
        before = level
    return found


def _pictures(body: Any) -> list[str]:
    return [
        f"picture {one.get('name')} has no alternative text"
        for one in body.iter(qn("wp:docPr"))
        if not (one.get("descr") or "").strip()
    ]


def _tables(document: Any) -> list[str]:
    found = []
    for number, table in enumerate(document.tables, start=1):
        first = table._tbl.tr_lst[0]
        if first.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None:
            found.append(f"table {number} has no head that is repeated")
        about = table._tbl.tblPr.find(qn("w:tblCaption"))
        if about is None or not about.get(qn("w:val")):
            found.append(f"table {number} is not described")
    return found


def _anchors(body: Any) -> list[str]:
    names = [one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))]
    asked = {one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))}
    found = [f"link to {one} leads nowhere" for one in sorted(asked - set(names))]
    return found + [
        f"bookmark {one} stands twice" for one in sorted(set(names)) if names.count(one) > 1
    ]


def _contents(body: Any) -> list[str]:
    text = "".join(one.text or "" for one in body.iter(qn("w:instrText")))
    entries = [one for one in body.iter(qn("w:p")) if _is_entry(one)]
    found = [] if "TOC " in text else ["there is no table of contents"]
    return found if len(entries) >= 5 else [*found, "the table of contents is empty"]


def _is_entry(paragraph: Any) -> bool:
    style = paragraph.pPr.style if paragraph.pPr is not None else None
    return (style or "").startswith("TOC") and bool(paragraph.findall(qn("w:hyperlink")))


def _page_numbers(data: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(data)) as file:
        feet = [file.read(n).decode() for n in file.namelist() if n.startswith("word/footer")]
    return [] if any(" PAGE " in foot for foot in feet) else ["there are no page numbers"]
