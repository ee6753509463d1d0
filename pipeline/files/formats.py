"""One line per file format: what reads it, as a table or as running text."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from pipeline.core.locale import gettext as _
from pipeline.files import csv as from_csv
from pipeline.files import docx as from_docx
from pipeline.files import ods as from_ods
from pipeline.files import odt as from_odt
from pipeline.files import page as from_page
from pipeline.files import pdf as from_pdf
from pipeline.files import pptx as from_pptx
from pipeline.files import records as from_records
from pipeline.files import rtf as from_rtf
from pipeline.files import spss as from_spss
from pipeline.files import text as from_text
from pipeline.files import transcript as from_transcript
from pipeline.files import xlsx as from_xlsx
from pipeline.files.alone import read_alone
from pipeline.files.blocks import Block
from pipeline.files.grid import Grid
from pipeline.files.options import RoundFiles

Content = TypeVar("Content")
MAIL = (".eml", ".mbox", *([".msg"] if find_spec("oxmsg") else []))


def how_to_convert(suffix: str) -> str:
    """How a file of this kind becomes one that is read."""
    kinds = {
        (".doc", ".rtf", ".pages", ".wps", ".wpd"): _("open it and save it as .docx"),
        (".ppt", ".odp", ".key"): _("save it as .pptx or .pdf, or copy the text to a .docx"),
        (".msg",): _(
            "install {extra}, or open it in Outlook and save it as .eml or as text (.txt)"
        ),
        (".pst", ".emlx"): _("open it in the mail program and save it as .eml or as text (.txt)"),
        from_spss.SUFFIXES: _("install {extra}, or export it from SPSS or Stata as .csv or .xlsx"),
        (".numbers", ".xlsb", ".mdb", ".accdb"): _("open it and save it as .xlsx"),
        (".zip", ".7z", ".rar", ".gz", ".tar"): _("unpack it, so that its files lie here"),
        (".jpg", ".jpeg", ".png", ".heic", ".tif", ".tiff", ".gif", ".bmp", ".webp"): _(
            "type what stands in the picture into a .docx, or let text recognition (OCR) do that"
        ),
        (".mp3", ".m4a", ".wav", ".mp4", ".mov", ".ogg", ".wma", ".avi"): _(
            "have a transcript made, in Teams or Word, and save it as .vtt or .docx"
        ),
        (".html", ".htm", ".pptx"): _(
            "it reads like something that tells people, not like what people said; what they said "
            "can be copied to a .docx"
        ),
        (".lnk", ".url", ".webloc", ".desktop"): _(
            "it only points at something; put that file itself here"
        ),
        (".gdoc", ".gsheet", ".gslides", ".gform"): _(
            "it only points at a document of Google; download that as .docx, .xlsx or .csv"
        ),
        (".crdownload", ".part", ".download", ".opdownload", ".tmp", ".partial"): _(
            "the file did not arrive whole; download it again"
        ),
        (".exe", ".msi", ".dmg", ".pkg", ".dll", ".bat", ".cmd", ".ics", ".ini"): _(
            "it holds nothing that people said"
        ),
        (".mht", ".mhtml"): _("export the answers as .csv or .xlsx, or copy the text to a .docx"),
    }
    usual = _("open it in the program it came from and save it as .docx, .xlsx, .csv or .pdf")
    how = next((how for suffixes, how in kinds.items() if suffix in suffixes), usual)
    return how.format(extra="gehoord[formats]")


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
    GRIDS |= dict.fromkeys(from_spss.SUFFIXES, _of_any_round(read_alone))
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
