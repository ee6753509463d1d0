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
from collections.abc import Iterator
from pathlib import Path

from pipeline.files.emptied import without_fields, without_paragraphs
from pipeline.files.guard import DAMAGED
from pipeline.review.workbook import without_cells
from pipeline.runs.forget import Person

_TAG = re.compile(r"<[^>]{0,2000}>")
_SPACE = re.compile(r"\s+")
_WINDOW = 32  # characters of a sentence that are hers alone: a quote may be cut short
_MOST_UNPACKED = 1 << 28  # bytes


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
