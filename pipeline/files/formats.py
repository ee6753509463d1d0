"""One line per file format: what reads it, as a table or as running text."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from pipeline.files import csv as from_csv
from pipeline.files import docx as from_docx
from pipeline.files import ods as from_ods
from pipeline.files import odt as from_odt
from pipeline.files import page as from_page
from pipeline.files import pdf as from_pdf
from pipeline.files import pptx as from_pptx
from pipeline.files import records as from_records
from pipeline.files import rtf as from_rtf
from pipeline.files import text as from_text
from pipeline.files import transcript as from_transcript
from pipeline.files import xlsx as from_xlsx
from pipeline.files.alone import read_alone
from pipeline.files.blocks import Block
from pipeline.files.grid import Grid
from pipeline.files.options import RoundFiles

Content = TypeVar("Content")


def _of_any_round(
    read: Callable[[Path, str], Content],
) -> Callable[[Path, str, RoundFiles], Content]:
    """A reader to which it is all the same how the files of a round are to be read."""
    return lambda path, where, _files: read(path, where)


def _csv(path: Path, where: str, files: RoundFiles) -> list[Grid]:
    return from_csv.read(path, where, encoding=files.encoding, delimiter=files.delimiter)


def _text(path: Path, where: str, files: RoundFiles) -> list[Block]:
    return from_text.read(path, where, encoding=files.encoding)


GRIDS: dict[str, Callable[[Path, str, RoundFiles], list[Grid]]] = {
    ".csv": _csv,
    ".tsv": _csv,
    ".xlsx": _of_any_round(from_xlsx.read),
    ".xlsm": _of_any_round(from_xlsx.read),
    ".xls": _of_any_round(read_alone),
    ".json": _of_any_round(from_records.read_json),
    ".xml": _of_any_round(from_records.read_xml),
    ".ndjson": _of_any_round(from_records.read_jsonl),
    ".jsonl": _of_any_round(from_records.read_jsonl),
    ".parquet": _of_any_round(read_alone),
    ".ods": _of_any_round(from_ods.read),
}
if find_spec("pyreadstat"):  # gehoord[formats]
    GRIDS |= dict.fromkeys((".sav", ".zsav", ".por", ".dta"), _of_any_round(read_alone))
BLOCKS: dict[str, Callable[[Path, str, RoundFiles], list[Block]]] = {
    ".docx": _of_any_round(from_docx.read),
    ".odt": _of_any_round(from_odt.read),
    ".pdf": _of_any_round(from_pdf.read),
    ".pptx": _of_any_round(from_pptx.read),
    ".html": _of_any_round(from_page.read),
    ".htm": _of_any_round(from_page.read),
    ".txt": _text,
    ".md": _text,
    ".vtt": _of_any_round(from_transcript.read),
    ".srt": _of_any_round(from_transcript.read),
}
if find_spec("striprtf"):  # gehoord[formats]
    BLOCKS[".rtf"] = _of_any_round(from_rtf.read)
MAIL = (".eml", ".mbox", *([".msg"] if find_spec("oxmsg") else []))
