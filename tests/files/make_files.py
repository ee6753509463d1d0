"""Small builders of input files, so that no test carries a binary of unknown origin."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook

ROUND = '[rounds.1]\ntitle = "Ronde"\ndate = 2025-03-17\n'
OLE_HEAD = bytes.fromhex("d0cf11e0a1b11ae1")


def corpus_of(folder: Path, file: str, extra: str = "", kind: str = "survey") -> Path:
    """Write a corpus.toml with one round of one file."""
    text = f'{ROUND}kind = "{kind}"\nfile = "{file}"\n{extra}\n'
    (folder / "corpus.toml").write_text(text, encoding="utf-8")
    return folder


def workbook(path: Path, rows: Iterable[Sequence[object]], sheet: str = "Blad1") -> Path:
    """A workbook with one sheet."""
    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def ole_container(*streams: str) -> bytes:
    """The start of an OLE2 file (old Office, or an encrypted new one) with directory names."""
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return OLE_HEAD + bytes(504) + names.ljust(1024, b"\0")


def zip_of(parts: dict[str, bytes]) -> bytes:
    """A zip with these parts, compressed."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()
