"""A project as REFI-QDA file (.qdpx): a zip with project.qde and the sources as plain text.

Source: REFI-QDA standard 1.5, namespace ``urn:QDA-XML:project:1.0``. Offsets count Unicode code
points of the UTF-8 text, as the standard asks.
"""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as Xml

from pipeline.core.zipped import EPOCH, MOMENT, printable
from pipeline.qda.qda import Project, QdaCode, QdaSource, guid

NAMESPACE = "urn:QDA-XML:project:1.0"
SCHEMA = "http://schema.qdasoftware.org/versions/Project/v1.0/Project.xsd"


def to_qdpx(project: Project, user: str = "gehoord") -> bytes:
    """The project's bytes; the same project gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, "project.qde", _xml(project, user))
        for source in project.sources:
            _put(archive, f"sources/{source.guid}.txt", source.text.encode("utf-8", "replace"))
    return out.getvalue()


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.external_attr, entry.create_system = 0o600 << 16, 3
    archive.writestr(entry, data, zipfile.ZIP_DEFLATED)


def _xml(project: Project, user: str) -> bytes:
    """The project file of an exchange, by the REFI-QDA schema: users, codes, sources, notes."""
    moment = MOMENT.match(project.made_at)
    when = (moment[0] if moment else "1980-01-01T00:00:00") + "Z"
    who = guid("user", user)
    root = Xml.Element(
        "Project",
        {
            "xmlns": NAMESPACE,
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
            "name": printable(project.name),
            "origin": "gehoord",
            "creatingUserGUID": who,
            "creationDateTime": when,
        },
    )
    Xml.SubElement(Xml.SubElement(root, "Users"), "User", {"guid": who, "name": user})
    codes = Xml.SubElement(Xml.SubElement(root, "CodeBook"), "Codes")
    below: dict[str, list[QdaCode]] = {}
    for code in project.codes:
        below.setdefault(code.parent, []).append(code)
    about: dict[str, list[str]] = {}
    for memo in project.memos:
        if memo.code:
            about.setdefault(memo.code, []).append(memo.guid)
    _codes(codes, below, about, "")
    sources = Xml.SubElement(root, "Sources")
    for source in project.sources:
        _source(sources, source, who, when)
    if project.memos:
        notes = Xml.SubElement(root, "Notes")
        for memo in project.memos:
            note = Xml.SubElement(
                notes,
                "Note",
                {"guid": memo.guid, "name": printable(memo.name), "creatingUser": who,
                 "creationDateTime": when},
            )  # fmt: skip
            Xml.SubElement(note, "PlainTextContent").text = printable(memo.text)
    Xml.indent(root, " ")
    written: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _codes(
    above: Xml.Element, below: dict[str, list[QdaCode]], about: dict[str, list[str]], parent: str
) -> None:
    for code in below.get(parent, []):
        element = Xml.SubElement(
            above,
            "Code",
            {"guid": code.guid, "name": printable(code.name),
             "isCodable": "true" if code.codable else "false"},
        )  # fmt: skip
        if code.description:
            Xml.SubElement(element, "Description").text = printable(code.description)
        for memo in about.get(code.guid, ()):
            Xml.SubElement(element, "NoteRef", {"targetGUID": memo})
        _codes(element, below, about, code.guid)


def _source(above: Xml.Element, source: QdaSource, who: str, when: str) -> None:
    element = Xml.SubElement(
        above,
        "TextSource",
        {"guid": source.guid, "name": printable(source.name),
         "plainTextPath": f"internal://{source.guid}.txt", "creatingUser": who,
         "creationDateTime": when},
    )  # fmt: skip
    for quotation in source.quotations:
        passage = Xml.SubElement(
            element,
            "PlainTextSelection",
            {"guid": quotation.guid, "name": printable(quotation.name),
             "startPosition": str(quotation.start),
             "endPosition": str(quotation.end), "creatingUser": who, "creationDateTime": when},
        )  # fmt: skip
        for code in quotation.codes:
            coding = Xml.SubElement(
                passage,
                "Coding",
                {"guid": guid("coding", quotation.guid, code), "creatingUser": who,
                 "creationDateTime": when},
            )  # fmt: skip
            Xml.SubElement(coding, "CodeRef", {"targetGUID": code})
