"""Excel workbooks (.xlsx, .xlsm): values only, no macro run, hidden sheets and rows reported.

openpyxl in its read-only mode was chosen over calamine: it streams, so that one stray cell in
the last corner of a sheet cannot claim the memory of the whole sheet.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.files.faults import place
from pipeline.files.grid import Grid, cell_remarks, cell_text, hidden_columns, trimmed
from pipeline.files.guard import MAX_COLUMNS, ask_again, check_cells, zip_problem

_STRICT = b"http://purl.oclc.org/ooxml/"
_NAMESPACES = (
    (_STRICT + b"spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (_STRICT + b"drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (
        _STRICT + b"officeDocument/",
        b"http://schemas.openxmlformats.org/officeDocument/2006/",
    ),
)
_NO_VALUE = re.compile(
    rb'<(?:x:)?c r="([A-Z]+\d+)"[^>]*>\s*<(?:x:)?f\b[^>]*(?:/>|>[^<]*</(?:x:)?f>)\s*'
    rb"(?:<(?:x:)?v\s*/>|<(?:x:)?v></(?:x:)?v>)?\s*</(?:x:)?c>"
)
_HIDDEN_ROW = re.compile(rb'<(?:x:)?row [^>]*?r="(\d+)"[^>]*?hidden="(?:1|true)"')
_COLUMN = re.compile(rb"<(?:x:)?col\s[^<>]{0,500}>")
_ATTRIBUTE = re.compile(rb"\b(min|max|hidden)=[\"'](\w{1,8})[\"']")
_REMARK = re.compile(rb'<(?:x:)?(?:threadedC|c)omment\s[^<>]{0,500}?\bref="([A-Z]{1,3}\d{1,7})"')
_COMMENTS = re.compile(rb'Target="([^"<>]{0,200}[cC]omments?\d{0,5}\.xml)"')
_MERGED = re.compile(rb'<(?:x:)?mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_NUMBER = re.compile(
    rb"<(?:\w{1,20}:)?(?:row|c)\s[^<>]{0,500}?\br\s{0,3}=\s{0,3}[\"'][A-Za-z]{0,9}(\d+)[\"']"
)
MAX_ROW = 1_048_576  # the last row of a sheet in Excel; openpyxl fills every row up to a number
_CHUNK = 1 << 20  # bytes of XML read at a time
_OVERLAP = 1024  # bytes kept from the chunk before: longer than any row tag


def read(path: Path, where: str) -> list[Grid]:
    """Every sheet of the workbook, in its order.

    Raises: DataProblem for a file that is no workbook, is protected, or would burst.
    """
    problem = zip_problem(path, where, must_have="xl/workbook.xml", kind=".xlsx")
    if problem:
        raise problem
    from openpyxl import load_workbook

    try:
        source = _ordinary(path)
        book = load_workbook(source, read_only=True, data_only=True, keep_links=False)
        try:
            return [_sheet(source, sheet, where) for sheet in book.worksheets]
        finally:
            book.close()
    except DataProblem:
        raise
    except Exception as fault:  # openpyxl raises whatever a broken part makes it raise
        raise DataProblem(
            where=where,
            found=_("the workbook is damaged ({fault})").format(fault=type(fault).__name__),
            mend=_("open it in Excel, let Excel repair it, and save it again as .xlsx"),
        ) from fault


def _ordinary(path: Path) -> Path | io.BytesIO:
    """The workbook, or its ordinary form where Excel wrote "Strict Open XML"."""
    with zipfile.ZipFile(path) as archive:
        if _STRICT not in archive.read("xl/workbook.xml")[:4096]:
            return path
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as written:
            for name in archive.namelist():
                part = archive.read(name)
                if name.endswith((".xml", ".rels")):
                    for strict, ordinary in _NAMESPACES:
                        part = part.replace(strict, ordinary)
                written.writestr(name, part)
    held.seek(0)
    return held


def _sheet(path: Path | io.BytesIO, sheet: Any, where: str) -> Grid:
    """One sheet, with what openpyxl skips. Raises: DataProblem where a number in it is no row's."""
    member = getattr(sheet, "_worksheet_path", "").lstrip("/")
    _check_numbers(path, member, where)
    sheet.reset_dimensions()  # some programs write a wrong size; never trust it
    rows: list[tuple[str, ...]] = []
    for row in sheet.iter_rows(values_only=True):
        cells = tuple(cell_text(value) for value in row)
        check_cells(cells, place(where, sheet.title, len(rows) + 1))
        rows.append(cells if any(cells) else ())
    marks = _marks_of(path, member)
    width = max(map(len, rows), default=0)
    columns = [number for number in _hidden_columns(path, member) if number <= width]
    noted = _remarks(path, member)
    remarks = []
    if marks.without_value:
        text = _(
            "{n} cells hold a formula without its value, the first is {cell}; open the file in"
            " Excel and save it"
        )
        remarks.append(text.format(n=len(marks.without_value), cell=min(marks.without_value)))
    if columns:
        remarks.append(hidden_columns(columns))
    if noted:
        remarks.append(cell_remarks(noted))
    return trimmed(
        sheet.title,
        rows,
        hidden=sheet.sheet_state != "visible",
        hidden_rows=frozenset(marks.hidden_rows),
        merged=tuple(sorted(marks.merged)),
        remarks=tuple(remarks),
    )


def _chunks(path: Path | io.BytesIO, member: str) -> Iterator[bytes]:
    """The XML of a sheet in pieces, each with the end of the one before: a tag may lie across two.

    None where the sheet has no part.
    """
    with zipfile.ZipFile(path) as archive:
        if member in archive.namelist():
            with archive.open(member) as part:
                text = b""
                while chunk := part.read(_CHUNK):
                    text = text[-_OVERLAP:] + chunk
                    yield text


def _hidden_columns(path: Path | io.BytesIO, member: str) -> list[int]:
    """Numbers from 1 of the columns that Excel does not show; they stand before the rows."""
    head = next(_chunks(path, member), b"").partition(b"sheetData")[0]
    hidden: set[int] = set()
    for tag in _COLUMN.findall(head):
        has = dict(_ATTRIBUTE.findall(tag))
        if has.get(b"hidden") in (b"1", b"true"):
            hidden.update(range(int(has[b"min"]), min(int(has[b"max"]), MAX_COLUMNS) + 1))
    return sorted(hidden)


def _remarks(path: Path | io.BytesIO, member: str) -> list[str]:
    """The cells to which somebody tied a remark."""
    folder, _slash, name = member.rpartition("/")
    with zipfile.ZipFile(path) as archive:
        related = f"{folder}/_rels/{name}.rels"
        if related not in archive.namelist():
            return []
        cells: list[str] = []
        for target in _COMMENTS.findall(archive.read(related)):
            part = posixpath.normpath(posixpath.join("/", folder, target.decode())).lstrip("/")
            if part in archive.namelist():
                cells += [cell.decode() for cell in _REMARK.findall(archive.read(part))]
    return list(dict.fromkeys(cells))  # of a thread Excel keeps a remark of the old kind too


@dataclass(frozen=True)
class _Marks:
    """What openpyxl skips in streaming; rows and columns count from 1."""

    hidden_rows: set[int] = field(default_factory=set)
    # first row, first column, last row, last column
    merged: set[tuple[int, int, int, int]] = field(default_factory=set)
    without_value: set[str] = field(default_factory=set)  # cells with a formula only, e.g. "B3"


def _marks_of(path: Path | io.BytesIO, member: str) -> _Marks:
    """The marks of one sheet, read from its XML."""
    marks = _Marks()
    for text in _chunks(path, member):
        marks.hidden_rows.update(int(row[1]) for row in _HIDDEN_ROW.finditer(text))
        marks.merged.update(
            (int(m[2]), _number(m[1]), int(m[4]), _number(m[3])) for m in _MERGED.finditer(text)
        )
        marks.without_value.update(m[1].decode() for m in _NO_VALUE.finditer(text))
    return marks


def _check_numbers(path: Path | io.BytesIO, member: str, where: str) -> None:
    """Raise DataProblem for a row that no sheet has: filling up to it would never end."""
    for text in _chunks(path, member):
        rows = _NUMBER.findall(text)
        wrong = next((row for row in rows if len(row) > 7 or int(row) > MAX_ROW), None)
        if wrong is not None:
            raise DataProblem(
                where=where,
                found=_("the sheet has a row with number {n}").format(n=wrong.decode()[:20]),
                expected=_("at most {n} rows").format(n=MAX_ROW),
                mend=ask_again(),
            )


def _number(letters: bytes) -> int:
    """Number from 1 of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
