"""Excel workbooks (.xlsx, .xlsm): values only, no macro run, hidden sheets and rows reported.

openpyxl in its read-only mode was chosen over calamine: it streams, so that one stray cell in
the last corner of a sheet cannot claim the memory of the whole sheet.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
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
_REMARK = re.compile(rb'<(?:x:)?comment\s[^<>]{0,500}?\bref="([A-Z]{1,3}\d{1,7})"')
_COMMENTS = re.compile(rb'Target="([^"<>]{0,200}comments?\d{0,5}\.xml)"')
_MERGED = re.compile(rb'<(?:x:)?mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_NUMBER = re.compile(
    rb"<(?:\w{1,20}:)?(?:row|c)\s[^<>]{0,500}?\br\s{0,3}=\s{0,3}[\"'][A-Za-z]{0,9}(\d+)[\"']"
)
MAX_ROW = 1_048_576  # the last row of a sheet in Excel; openpyxl fills every row up to a number
_CHUNK = 1 << 20  # bytes read at a time when looking for hidden rows
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
    except (
        Exception
    ) as fault:  # openpyxl raises whatever its XML reader or a broken part makes it raise
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
    _check_numbers(path, getattr(sheet, "_worksheet_path", ""), where)
    sheet.reset_dimensions()  # some programs write a wrong size; never trust it
    rows: list[tuple[str, ...]] = []
    for row in sheet.iter_rows(values_only=True):
        cells = tuple(cell_text(value) for value in row)
        check_cells(cells, place(where, sheet.title, len(rows) + 1))
        rows.append(cells if any(cells) else ())
    member = getattr(sheet, "_worksheet_path", "").lstrip("/")
    hidden, merged, formulas = _marks(path, member)
    width = max(map(len, rows), default=0)
    columns = [number for number in _hidden_columns(path, member) if number <= width]
    noted = _remarks(path, member)
    told = (
        (
            formulas,
            _(
                "{n} cells hold a formula without its value, the first is {cell}; open the file in"
                " Excel and save it"
            ).format(n=len(formulas), cell=min(formulas, default="")),
        ),
        (columns, hidden_columns(columns)),
        (noted, cell_remarks(noted)),
    )
    return trimmed(
        sheet.title,
        rows,
        hidden=sheet.sheet_state != "visible",
        hidden_rows=frozenset(hidden),
        merged=tuple(sorted(merged)),
        remarks=tuple(remark for found, remark in told if found),
    )


def _hidden_columns(path: Path | io.BytesIO, member: str) -> list[int]:
    """Numbers from 1 of the columns that Excel does not show; they stand before the rows."""
    with zipfile.ZipFile(path) as archive:
        if member not in archive.namelist():
            return []
        with archive.open(member) as part:
            text = part.read(_CHUNK).partition(b"sheetData")[0]
    found: set[int] = set()
    for tag in _COLUMN.findall(text):
        has = dict(_ATTRIBUTE.findall(tag))
        if has.get(b"hidden") in (b"1", b"true"):
            found.update(range(int(has[b"min"]), min(int(has[b"max"]), MAX_COLUMNS) + 1))
    return sorted(found)


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
    return cells


def _marks(
    path: Path | io.BytesIO, member: str
) -> tuple[set[int], set[tuple[int, int, int, int]], set[str]]:
    """Hidden rows, merged cells and formulas without a value, which openpyxl skips in streaming."""
    hidden: set[int] = set()
    formulas: set[str] = set()
    merged: set[tuple[int, int, int, int]] = set()
    with zipfile.ZipFile(path) as archive:
        if member.lstrip("/") not in archive.namelist():
            return hidden, merged, formulas
        with archive.open(member.lstrip("/")) as part:
            kept = b""
            while chunk := part.read(_CHUNK):
                text = kept + chunk
                hidden.update(int(found[1]) for found in _HIDDEN_ROW.finditer(text))
                merged.update(
                    (int(m[2]), _number(m[1]), int(m[4]), _number(m[3]))
                    for m in _MERGED.finditer(text)
                )
                formulas.update(m[1].decode() for m in _NO_VALUE.finditer(text))
                kept = text[-_OVERLAP:]
    return hidden, merged, formulas


def _check_numbers(path: Path | io.BytesIO, member: str, where: str) -> None:
    """Raise DataProblem for a row that no sheet has: filling up to it would never end."""
    with zipfile.ZipFile(path) as archive:
        if member.lstrip("/") not in archive.namelist():
            return
        with archive.open(member.lstrip("/")) as part:
            kept = b""
            while chunk := part.read(_CHUNK):
                text = kept + chunk
                rows = _NUMBER.findall(text)
                wrong = next((row for row in rows if len(row) > 7 or int(row) > MAX_ROW), None)
                if wrong is not None:
                    raise DataProblem(
                        where=where,
                        found=_("the sheet has a row with number {n}").format(
                            n=wrong.decode()[:20]
                        ),
                        expected=_("at most {n} rows").format(n=MAX_ROW),
                        mend=ask_again(),
                    )
                kept = text[-_OVERLAP:]


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
