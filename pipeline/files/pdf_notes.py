"""Notes that readers put in the margin of a PDF: sticky notes, marked words with a remark, typed
text; each a voice of its own, as comments in Word are."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.files.blocks import Block
from pipeline.files.dates import iso_date

_SAVED = re.compile(r"^D:(\d{4})(\d\d)(\d\d)")  # of a moment, as PDF writes it


def margin_notes(path: Path) -> Iterator[Block]:
    """The notes of a document page by page, with their author and day where the file says them."""
    import pypdfium2
    from pypdfium2 import raw

    none_typed = (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_WIDGET)
    document = pypdfium2.PdfDocument(path)
    try:
        for number in range(len(document)):
            page = document[number]
            for at in range(raw.FPDFPage_GetAnnotCount(page)):
                note = raw.FPDFPage_GetAnnot(page, at)
                typed = raw.FPDFAnnot_GetSubtype(note) not in none_typed
                text = _value(raw, note, b"Contents") if typed else ""
                if text:
                    saved = _SAVED.match(_value(raw, note, b"M"))
                    day = iso_date("-".join(saved.groups())) if saved else ""
                    who = _value(raw, note, b"T")
                    yield Block("comment", text, page=number + 1, author=who, day=day or "")
                raw.FPDFPage_CloseAnnot(note)
            page.close()
    finally:
        document.close()


def _value(raw: Any, note: Any, key: bytes) -> str:
    """The text under a key of an annotation; "" where it has none."""
    size = raw.FPDFAnnot_GetStringValue(note, key, None, 0)
    held = ctypes.create_string_buffer(size)
    target = ctypes.cast(held, ctypes.POINTER(raw.FPDF_WCHAR))
    raw.FPDFAnnot_GetStringValue(note, key, target, size)
    text = held.raw[: max(size - 2, 0)].decode("utf-16-le", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
