"""Notes that readers put in the margin of a PDF: sticky notes, marked words with a remark, typed
text; each a voice of its own, as comments in Word are."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

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
            for place in range(raw.FPDFPage_GetAnnotCount(page)):
                note = raw.FPDFPage_GetAnnot(page, place)
                typed = raw.FPDFAnnot_GetSubtype(note) not in none_typed
                value = partial(held_text, raw.FPDFAnnot_GetStringValue, note)
                text = value(b"Contents") if typed else ""
                if text:
                    saved, who = _SAVED.match(value(b"M")), value(b"T")
                    day = iso_date("-".join(saved.groups())) if saved else ""
                    yield Block("comment", text, page=number + 1, author=who, day=day or "")
                raw.FPDFPage_CloseAnnot(note)
            page.close()
    finally:
        document.close()


def held_text(ask: Callable[..., int], *about: object) -> str:
    """The text that a function of pdfium writes into a buffer for these arguments."""
    size = ask(*about, None, 0)
    held = ctypes.create_string_buffer(size)
    ask(*about, ctypes.cast(held, ctypes.POINTER(ctypes.c_ushort)), size)
    text = held.raw[: max(size - 2, 0)].decode("utf-16-le", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
