"""What people put into a PDF of their own: notes in the margin, answers in the fields of a form.

A note in the margin is a voice of its own, as a comment in Word is.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.files.blocks import Block
from pipeline.files.dates import iso_date
from pipeline.files.names import fold, role_names

_SAVED = re.compile(r"^D:(\d{4})(\d\d)(\d\d)")  # of a moment, as PDF writes it
MAX_PAGES = 12  # of a form
FIELD = "form field"  # the style of blocks that stand in a form
_WHO = re.compile(
    r"\b(?:rol|functie|hoedanigheid|doelgroep|ik ben|u bent|wie bent)\b", re.IGNORECASE
)


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


def form_of(path: Path) -> list[Block] | None:
    """What was asked (headings) and what was filled in, [] in a blank form; None for no form.

    A document of many pages with a field in it is no form.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        if document.get_formtype() == 0 or len(document) > MAX_PAGES:
            return None
        document.init_forms()
        fields = [
            (number + 1, question, text)
            for number in range(len(document))
            for question, text in _fields(document, number)
        ]
    finally:
        document.close()
    if not fields:
        return None
    role = ""
    answers: list[tuple[int, str, str]] = []
    for page, question, text in fields:
        if text and _WHO.search(question) and fold(text) in role_names():
            role = role or f"{text}: "
        elif text:
            answers.append((page, question, text))
    blocks: list[Block] = []
    for page, question, text in answers:
        blocks.append(Block("heading", question, level=2, page=page, style=FIELD))
        blocks.append(Block("paragraph", f"{role}{text}", page=page, style=FIELD))
    return blocks


def _fields(document: Any, number: int) -> Iterator[tuple[str, str]]:
    """(what is asked, what was filled in) of each field for words on a page."""
    from pypdfium2 import raw

    words = (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX)
    page, form = document[number], document.formenv.raw
    for place in range(raw.FPDFPage_GetAnnotCount(page)):
        field = raw.FPDFPage_GetAnnot(page, place)
        if raw.FPDFAnnot_GetFormFieldType(form, field) in words:
            question = held_text(raw.FPDFAnnot_GetFormFieldAlternateName, form, field)
            question = question or held_text(raw.FPDFAnnot_GetFormFieldName, form, field)
            yield question, held_text(raw.FPDFAnnot_GetFormFieldValue, form, field)
        raw.FPDFPage_CloseAnnot(field)
    page.close()
