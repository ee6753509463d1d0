"""One line per file format: what reads it, as a table or as running text."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

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

GRIDS: dict[str, Callable[[Path, str, RoundFiles], list[Grid]]] = {
    ".csv": lambda path, where, one: _csv(path, where, one),
    ".tsv": lambda path, where, one: _csv(path, where, one),
    ".xlsx": lambda path, where, _one: from_xlsx.read(path, where),
    ".xlsm": lambda path, where, _one: from_xlsx.read(path, where),
    ".xls": lambda path, where, _one: read_alone(path, where),
    ".json": lambda path, where, _one: from_records.read_json(path, where),
    ".xml": lambda path, where, _one: from_records.read_xml(path, where),
    ".ndjson": lambda path, where, _one: from_records.read_jsonl(path, where),
    ".jsonl": lambda path, where, _one: from_records.read_jsonl(path, where),
    ".parquet": lambda path, where, _one: read_alone(path, where),
    ".ods": lambda path, where, _one: from_ods.read(path, where),
}
if find_spec("pyreadstat"):  # gehoord[formats]
    GRIDS |= dict.fromkeys(
        (".sav", ".zsav", ".por", ".dta"),
        lambda path, where, _one: read_alone(path, where),
    )
BLOCKS: dict[str, Callable[[Path, str, RoundFiles], list[Block]]] = {
    ".docx": lambda path, where, _one: from_docx.read(path, where),
    ".odt": lambda path, where, _one: from_odt.read(path, where),
    ".pdf": lambda path, where, _one: from_pdf.read(path, where),
    ".pptx": lambda path, where, _one: from_pptx.read(path, where),
    ".html": lambda path, where, _one: from_page.read(path, where),
    ".htm": lambda path, where, _one: from_page.read(path, where),
    ".txt": lambda path, where, one: from_text.read(path, where, encoding=one.encoding),
    ".md": lambda path, where, one: from_text.read(path, where, encoding=one.encoding),
    ".vtt": lambda path, where, _one: from_transcript.read(path, where),
    ".srt": lambda path, where, _one: from_transcript.read(path, where),
}
if find_spec("striprtf"):  # gehoord[formats]
    BLOCKS[".rtf"] = lambda path, where, _one: from_rtf.read(path, where)
MAIL = (".eml", ".mbox", *([".msg"] if find_spec("oxmsg") else []))


def _csv(path: Path, where: str, one: RoundFiles) -> list[Grid]:
    return from_csv.read(path, where, encoding=one.encoding, delimiter=one.delimiter)
