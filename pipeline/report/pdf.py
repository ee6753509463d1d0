"""PDF by way of Word and LibreOffice, where that is on the machine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

_NAMES = ("soffice", "libreoffice")
_SECONDS = 240  # for one conversion; a report of a hundred pages takes ten
_OPTIONS = {
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
    "ExportBookmarks": {"type": "boolean", "value": "true"},
    "SelectPdfVersion": {"type": "long", "value": "17"},
}  # a tagged PDF keeps headings, alt texts and table heads for who listens to it


def office() -> str | None:
    """The LibreOffice of this machine; None where there is none."""
    return next((program for name in _NAMES if (program := shutil.which(name))), None)


def to_pdf(make: Callable[[Mapping[str, int]], bytes], program: str) -> bytes:
    """The document as PDF with page numbers in its contents.

    Made twice: the first time shows on which page each heading comes to stand.

    Args: make: (anchor -> page) -> the .docx.  program: as found by ``office``.
    Raises: RuntimeError when LibreOffice makes nothing of it.
    """
    return _converted(numbered(make, program), program)


def numbered(make: Callable[[Mapping[str, int]], bytes], program: str) -> bytes:
    """The .docx with page numbers in its contents, as LibreOffice lays the pages out.

    Args, Raises: as ``to_pdf``.
    """
    plain = make({})
    return make(_pages(plain, _converted(plain, program)))


def count_pages(document: bytes, program: str) -> int:
    """How many pages LibreOffice lays a .docx out on. Raises: as ``to_pdf``."""
    import pypdfium2

    opened = pypdfium2.PdfDocument(_converted(document, program))
    try:
        return len(opened)
    finally:
        opened.close()


def _converted(document: bytes, program: str) -> bytes:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "report.docx").write_bytes(document)
        command = [
            program, "--headless", "--norestore",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            f"-env:UNO_SHARED_PACKAGES_CACHE={(folder / 'packages').as_uri()}",  # else in /var
            "--convert-to", f"pdf:writer_pdf_Export:{json.dumps(_OPTIONS)}",
            "--outdir", str(folder), str(folder / "report.docx"),
        ]  # fmt: skip
        # Its desktop's caches and settings go with the folder, and not into the home.
        own = {name: str(folder) for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME")}
        try:
            done = subprocess.run(  # noqa: S603 - a program of this machine, our own file
                command, env=os.environ | own, capture_output=True, timeout=_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as fault:
            raise RuntimeError(str(fault)) from fault
        pdf = folder / "report.pdf"
        if not pdf.is_file():
            raise RuntimeError(done.stderr.decode("utf-8", "replace").strip()[-400:])
        return pdf.read_bytes()


def _pages(document: bytes, pdf: bytes) -> dict[str, int]:
    """Anchor of a heading -> the page it stands on, from the PDF's own outline."""
    import pypdfium2

    opened = pypdfium2.PdfDocument(pdf)
    try:
        outline = [(_same(title), page) for title, page in _outline(opened)]
    finally:
        opened.close()
    pages, at = {}, 0
    for anchor, text in _headings(document):
        place = next((n for n in range(at, len(outline)) if outline[n][0] == text), None)
        if place is not None:
            pages[anchor] = outline[place][1]
            at = place + 1
    return pages


def _outline(opened: Any) -> Iterator[tuple[str, int]]:
    for mark in opened.get_toc():
        target = mark.get_dest()
        if target is not None and target.get_index() is not None:
            yield mark.get_title(), target.get_index() + 1


def _headings(document: bytes) -> Iterator[tuple[str, str]]:
    from docx import Document
    from docx.oxml.ns import qn

    for paragraph in Document(BytesIO(document)).paragraphs:
        mark = paragraph._p.find(qn("w:bookmarkStart"))
        style = paragraph.style.name if paragraph.style is not None else ""
        if mark is not None and str(style).startswith("Heading"):
            yield mark.get(qn("w:name")), _same(paragraph.text)


def _same(text: str) -> str:
    return " ".join(text.split())
