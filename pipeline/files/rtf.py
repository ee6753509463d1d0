"""Rich text (.rtf), and that in which Outlook keeps some messages; with ``gehoord[formats]``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline.core.locale import gettext as _
from pipeline.files.blocks import Block
from pipeline.files.guard import damaged
from pipeline.files.text import blocks_of

_START = b"{\\rtf"


def read(path: Path, where: str) -> list[Block]:
    """The file's paragraphs. Raises: DataProblem for a file that is no rich text."""
    raw = path.read_bytes()
    text = _plain(raw) if raw.lstrip()[: len(_START)] == _START else ""
    if not text.strip():
        raise damaged(where, ".rtf", _("open it and save it as .docx"))
    return blocks_of(text)


def of_outlook(compressed: bytes) -> str:
    """The words in a message's compressed rich text; "" where there are none."""
    if not compressed:
        return ""
    from compressed_rtf import decompress

    return _plain(decompress(compressed)).strip()


def _plain(raw: bytes) -> str:
    import striprtf.striprtf as library

    to_text: Callable[..., str] = library.rtf_to_text
    return to_text(raw.decode("latin-1"), errors="replace")
