"""Forms in PDF: what somebody filled in, each answer below what was asked."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.files.blocks import Block
from pipeline.files.names import fold, role_names

MAX_PAGES = 12  # of a form
FIELD = "form field"  # the style of blocks that stand in a form
_WHO = re.compile(
    r"\b(?:rol|functie|hoedanigheid|doelgroep|ik ben|u bent|wie bent)\b", re.IGNORECASE
)


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
            (number + 1, *one)
            for number in range(len(document))
            for one in _fields(document, number)
        ]
    finally:
        document.close()
    if not fields:
        return None
    filled = [one for one in fields if one[2]]
    about = [one for one in filled if _WHO.search(one[1]) and fold(one[2]) in role_names()]
    said = [one for one in filled if one not in about]
    role = f"{about[0][2]}: " if about else ""
    blocks: list[Block] = []
    for page, question, text in said:
        blocks.append(Block("heading", question, level=2, page=page, style=FIELD))
        blocks.append(Block("paragraph", f"{role}{text}", page=page, style=FIELD))
    return blocks


def _fields(document: object, number: int) -> Iterator[tuple[str, str]]:
    """(what is asked, what was filled in) of each field for words on a page."""
    from pypdfium2 import raw

    words = (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX)
    page = document[number]  # type: ignore[index]
    form = document.formenv.raw  # type: ignore[attr-defined]
    for at in range(raw.FPDFPage_GetAnnotCount(page)):
        field = raw.FPDFPage_GetAnnot(page, at)
        if raw.FPDFAnnot_GetFormFieldType(form, field) in words:
            text = _text(raw.FPDFAnnot_GetFormFieldValue, form, field)
            asked = _text(raw.FPDFAnnot_GetFormFieldAlternateName, form, field)
            asked = asked or _text(raw.FPDFAnnot_GetFormFieldName, form, field)
            yield asked, text
        raw.FPDFPage_CloseAnnot(field)
    page.close()


def _text(ask: Callable[..., int], form: object, field: object) -> str:
    size = ask(form, field, None, 0)
    held = ctypes.create_string_buffer(size)
    ask(form, field, ctypes.cast(held, ctypes.POINTER(ctypes.c_ushort)), size)
    text = held.raw[: max(size - 2, 0)].decode("utf-16-le", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
