"""Files with some of their words taken out, all else as it was."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

from pipeline.core.table_csv import csv_text
from pipeline.files.docx import W

Taken = Callable[[str], bool]


def without_paragraphs(path: Path, taken_out: Taken) -> bytes:
    """A Word document, the paragraphs empty whose text is to be taken out, those in tables too."""
    from docx import Document

    document = Document(str(path))
    for paragraph in document.element.body.iter(f"{W}p"):
        words = [word for word in paragraph.iter(f"{W}t") if word.text]
        if taken_out("".join(word.text or "" for word in words)):
            for word in words:
                word.text = ""
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def without_fields(path: Path, taken_out: Taken) -> bytes:
    """A CSV of ours, its cells whose text is to be taken out empty."""
    text = path.read_text("utf-8-sig")
    mark = "\ufeff" if path.read_bytes()[:3] == b"\xef\xbb\xbf" else ""
    head = text.partition("\n")[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    kept = (["" if taken_out(cell) else cell for cell in row] for row in rows)
    return (mark + csv_text(kept, delimiter)).encode("utf-8")
