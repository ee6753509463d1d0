"""One person's words taken out of files that gehoord wrote and people may have written in since.

Workbooks, notas and tables keep what others put there: only the cells and paragraphs that hold her
words are emptied. What cannot be emptied (an export for another program, a picture) goes whole.
"""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.files.guard import DAMAGED
from pipeline.review.workbook import without_cells
from pipeline.runs.forget import Person

_TAG = re.compile(r"<[^>]{0,2000}>")
_SPACE = re.compile(r"\s+")
_WINDOW = 32  # characters of a sentence that are hers alone: a quote may be cut short
_MOST_UNPACKED = 1 << 28  # bytes
_TABLE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Taken = Callable[[str], bool]


def holds(path: Path, person: Person) -> bool:
    """Whether her words stand in a file, whatever its form; of a zip in one of its parts."""
    pieces = {_plain(text)[:_WINDOW] for text in person.texts}
    pieces = {piece for piece in pieces if len(piece) >= _WINDOW // 2}
    return any(piece in text for text in _texts(path) for piece in pieces)


def _texts(path: Path) -> Iterator[str]:
    data = path.read_bytes()
    if data[:2] != b"PK":
        yield _plain(data.decode("utf-8", "ignore"))
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) <= _MOST_UNPACKED:
                for name in parts.namelist():
                    yield _plain(parts.read(name).decode("utf-8", "ignore"))
    except DAMAGED:
        return


def _plain(text: str) -> str:
    """Without tags, escapes and the ends of lines: as one reads it."""
    escaped = text.replace("\\n", " ").replace('\\"', '"').replace('""', '"')
    return _SPACE.sub(" ", html.unescape(_TAG.sub("", escaped))).strip()


def without_her(path: Path, person: Person) -> bytes | None:
    """The file without her words; None where only leaving it out would do."""
    emptied = {".xlsx": without_cells, ".docx": without_paragraphs, ".csv": without_fields}
    how = emptied.get(path.suffix.lower())
    if how is None:
        return None
    try:
        return how(path, person.speaks_in)
    except (*DAMAGED, csv.Error):
        return None


def without_paragraphs(path: Path, taken_out: Taken) -> bytes:
    """A Word document, the paragraphs empty whose text is to be taken out, those in tables too."""
    from docx import Document

    document = Document(str(path))
    for paragraph in document.element.body.iter(f"{_TABLE}p"):
        words = [word for word in paragraph.iter(f"{_TABLE}t") if word.text]
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
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        writer.writerow(["" if taken_out(cell) else cell for cell in row])
    return (mark + out.getvalue()).encode("utf-8")
