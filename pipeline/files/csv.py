"""Text tables (.csv, .tsv): encoding and delimiter found when not given, quoted newlines kept."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from pathlib import Path

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.files.grid import Grid, trimmed
from pipeline.files.guard import MAX_CELL, check_cells, check_lines

DELIMITERS = (";", ",", "\t", "|")
PLAUSIBLE = ("cp125", "iso8859", "mac_")  # what offices in Europe save; others are no guess
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read(path: Path, where: str, *, encoding: str = "", delimiter: str = "") -> list[Grid]:
    """The file as one grid; row numbers count records, as Excel shows them.

    Raises: DataProblem when the bytes fit no encoding, or a cell or record is no text.
    """
    text = decoded(path.read_bytes(), where, encoding=encoding)
    first = text[:20].splitlines()[:1]
    if first and first[0].lower().startswith("sep=") and len(first[0]) == 5:  # Excel's own hint
        delimiter = delimiter or first[0][4]
        text = text.partition("\n")[2] or text.partition("\r")[2]
        grid = _grid(text, delimiter, where)
        return [Grid(grid.part, grid.rows, tuple(number + 1 for number in grid.numbers))]
    return [_grid(text, delimiter or sniffed(text), where)]


def decoded(raw: bytes, where: str, *, encoding: str = "") -> str:
    """The text: by byte mark, by the given encoding, else UTF-8, else as Windows wrote it."""
    check_lines(raw, where)
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return _strict(raw, name, where).replace("\ufeff", "")
    if encoding:
        return _strict(raw, encoding, where)
    wide = _unmarked_utf16(raw)
    if wide:
        return _strict(raw, wide, where)
    if b"\0" in raw:
        line = raw[: raw.index(b"\0")].count(b"\n") + 1
        raise DataProblem(
            where=_("{where}, line {line}").format(where=where, line=line),
            found=_("the file holds NUL bytes and is no text"),
            mend=_("export it again as CSV (UTF-8), or give the real kind of file its own suffix"),
        )
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _by_likeness(raw, where)


def encoding_of(raw: bytes) -> str:
    """The name of the encoding these bytes are read in; "" when only likeness can say."""
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return name
    for name in filter(None, (_unmarked_utf16(raw), "utf-8", "cp1252")):
        try:
            raw.decode(name)
        except UnicodeDecodeError:
            continue
        return name
    return ""


def _strict(raw: bytes, encoding: str, where: str) -> str:
    try:
        return raw.decode(encoding)
    except LookupError as fault:
        raise DataProblem(
            where=where,
            found=_("encoding '{encoding}' does not exist").format(encoding=encoding),
            expected=_("utf-8, cp1252, utf-16 or another that Python knows"),
            mend=_("correct encoding in corpus.toml, or leave it out to have it found"),
        ) from fault
    except UnicodeDecodeError as fault:
        line = raw[: fault.start].count(b"\n") + 1
        raise DataProblem(
            where=_("{where}, line {line}").format(where=where, line=line),
            found=_("byte {byte} is no text in encoding {encoding}").format(
                byte=f"0x{raw[fault.start]:02x}", encoding=encoding
            ),
            mend=_("leave encoding out of corpus.toml to have it found, or save as CSV UTF-8"),
        ) from fault


def _unmarked_utf16(raw: bytes) -> str:
    head = raw[:4000]
    if len(head) < 4 or b"\0" not in head:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) * 0.3 and even < len(head) * 0.05:
        return "utf-16-le"
    if even > len(head) * 0.3 and odd < len(head) * 0.05:
        return "utf-16-be"
    return ""


def _by_likeness(raw: bytes, where: str) -> str:
    """Windows-1252 where it can be, as Dutch Excel writes it; else the best guess there is."""
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(raw[:200_000]).best()
    if best is not None and best.encoding.startswith(PLAUSIBLE):
        try:
            return raw.decode(best.encoding)
        except UnicodeDecodeError:
            pass
    return _strict(raw, "utf-8", where)


def sniffed(text: str) -> str:
    """The delimiter that gives most records the same number of cells, more than one."""
    sample = text[:100_000]
    return max(DELIMITERS, key=lambda mark: (_evenness(sample, mark), -DELIMITERS.index(mark)))


def _evenness(sample: str, delimiter: str) -> float:
    records = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    widths: Counter[int] = Counter()
    try:
        for _number, record in zip(range(60), records, strict=False):
            if record:
                widths[len(record)] += 1
    except csv.Error:
        return 0.0
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0
    width, count = max(wide.items(), key=lambda pair: (pair[1], pair[0]))
    return count / widths.total() + min(width, 50) / 1000


def _grid(text: str, delimiter: str, where: str) -> Grid:
    csv.field_size_limit(MAX_CELL)
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[tuple[str, ...]] = []
    try:
        for record in records:
            check_cells(
                tuple(record), _("{where}, row {row}").format(where=where, row=len(rows) + 1)
            )
            rows.append(tuple(cell.replace("\r\n", "\n").replace("\r", "\n") for cell in record))
    except csv.Error as fault:
        raise DataProblem(
            where=_("{where}, row {row}").format(where=where, row=len(rows) + 1),
            found=_("this record cannot be read: {fault}").format(fault=fault),
            expected=_("cells of at most {n} characters, quotes closed").format(n=MAX_CELL),
            mend=_("open the file in Excel and save it as CSV UTF-8, or look for an open quote"),
        ) from fault
    return trimmed("", rows)
