"""Records as tables: JSON, JSON lines, XML and Parquet; the first row of the grid is the header."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.files.encoding import decoded
from pipeline.files.grid import Grid, cell_text
from pipeline.files.guard import MAX_COLUMNS, damaged, too_wide

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    import pyarrow

_WRITTEN = frozenset(("body", "description", "beschrijving", "tekst", "inbreng", "bijdrage"))
MAX_ROWS = 5_000_000  # rows of a parquet file; more is no consultation
_MOST_DIGITS = 400  # of a number; Python itself refuses more than 4,300


def read_jsonl(path: Path, where: str) -> list[Grid]:
    """One JSON object a line; a row is numbered as its line.

    Raises: DataProblem naming the first line that is no JSON object.
    """
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    columns: dict[str, int] = {}
    for number, line in enumerate(decoded(path.read_bytes(), where).splitlines(), start=1):
        if not line.strip():
            continue
        record = _record(line, where, number)
        for key in record:
            columns.setdefault(key, len(columns))
        if len(columns) > MAX_COLUMNS:
            raise too_wide(where, len(columns))
        cells = [""] * len(columns)
        for key, value in record.items():
            cells[columns[key]] = _text(value)
        rows.append(tuple(cells))
        numbers.append(number)
    return [Grid("", (tuple(columns), *rows), (0, *numbers))]


def _whole_number(digits: str) -> int | str:
    """A number of JSON; one longer than Python reckons with stays as it is written."""
    return int(digits) if len(digits) <= _MOST_DIGITS else digits


def read_json(path: Path, where: str) -> list[Grid]:
    """Records anywhere in a JSON file; a row is numbered by its place.

    Raises: DataProblem when there is no one list of them.
    """
    try:
        content = json.loads(decoded(path.read_bytes(), where), parse_int=_whole_number)
    except (json.JSONDecodeError, RecursionError):
        content = None
    return _grid_of(content, where)


def read_xml(path: Path, where: str) -> list[Grid]:
    """The elements of an XML file that come back, each a row; attributes and children are columns.

    Raises: DataProblem when nothing in it comes back, or it is no XML.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, parse

    try:
        root = parse(path).getroot()
        content = _element(root) if root is not None else None
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        content = None
    return _grid_of(content, where)


def _element(element: Element) -> object:
    """An element as JSON would have it: its text, or its attributes and children by name."""
    parts: dict[str, object] = {_tag(key): value for key, value in element.attrib.items()}
    for child in element:
        if isinstance(child.tag, str):
            name, value = _tag(child.tag), _element(child)
            before = parts.get(name)
            if name not in parts:
                parts[name] = value
            else:
                parts[name] = [*(before if isinstance(before, list) else [before]), value]
    if any((child.tail or "").strip() for child in element):  # words with marks among them
        return " ".join("".join(element.itertext()).split())
    text = (element.text or "").strip()
    if not parts:
        return text
    return {"tekst": text, **parts} if text else parts


def _tag(name: str) -> str:
    """The name of a tag or attribute without the namespace before it."""
    return name.rpartition("}")[2]


def _grid_of(content: object, where: str) -> list[Grid]:
    """The records in nested content as one grid. Raises: DataProblem where there is no one list."""
    records = _records(content)
    if not records:
        raise DataProblem(
            where=where,
            found=_("this file holds no single list of entries"),
            expected='[{"text": "…"}, {"text": "…"}]',
            mend=_("export the entries as .csv or .xlsx"),
        )
    columns = list(dict.fromkeys(key for record in records for key in record))
    if len(columns) > MAX_COLUMNS:
        raise too_wide(where, len(columns))
    rows = [tuple(_text(record.get(key)) for key in columns) for record in records]
    return [Grid("", (tuple(columns), *rows), tuple(range(len(rows) + 1)))]


def _records(content: object) -> list[dict[str, object]]:
    """The rows in nested content: a list of records, with what stands around it in every row.

    An object inside a record gives its fields; of a list of records inside one, each is a row.
    Of two lists of records side by side nothing tells which one holds the entries: none is taken.
    """
    if isinstance(content, list):
        if not all(isinstance(entry, dict) for entry in content):
            return []
        return [row for entry in content for row in _records(entry)]
    if not isinstance(content, dict):
        return []
    flat: dict[str, object] = {}
    lists: list[list[dict[str, object]]] = []
    for name, value in _fields(content):
        rows = _records(value) if isinstance(value, list) else []
        if rows:
            lists.append(rows)
        elif isinstance(value, list) and all(isinstance(v, (str, int, float)) for v in value):
            flat[name] = "; ".join(map(str, value))
        else:
            flat[name] = value
    if len(lists) > 1:
        return []
    if not lists:
        return [flat] if flat else []
    if any(
        isinstance(value, str) and name.casefold() in _WRITTEN and len(value.split()) > 2
        for name, value in flat.items()
    ):  # what hangs below it answers it
        return [flat, *lists[0]]
    return [{**{k: v for k, v in flat.items() if k not in row}, **row} for row in lists[0]]


def _fields(record: dict[str, object]) -> Iterator[tuple[str, object]]:
    """The fields of a record and of the objects in it; a name used twice has its path before it."""
    used = set(record)
    for name, value in record.items():
        if not isinstance(value, dict):
            yield str(name), value
            continue
        for inner, held in _fields(value):
            named = f"{name}.{inner}" if inner in used else inner
            used.add(named)
            yield named, held


def _record(line: str, where: str, number: int) -> dict[str, object]:
    """The fields on a line. Raises: DataProblem where it is no JSON object."""
    try:
        record = json.loads(line, parse_int=_whole_number)
    except (json.JSONDecodeError, RecursionError):
        record = None
    if isinstance(record, dict):
        return dict(_fields(record))
    raise DataProblem(
        where=_("{where}, line {line}").format(where=where, line=number),
        found=_("this line is no JSON object"),
        expected='{"text": "…"}',
        mend=_("export the file again, one object between { and } a line"),
    )


def _text(value: object) -> str:
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return cell_text(value)


def read_parquet(path: Path, where: str) -> list[Grid]:
    """The table of a Parquet file; a row is numbered from 1.

    Raises: DataProblem for a file that is no Parquet.
    """
    import pyarrow
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(path)
        if file.metadata.num_rows > MAX_ROWS:
            raise DataProblem(
                where=where,
                found=_("the table has {n} rows").format(n=file.metadata.num_rows),
                expected=_("at most {n}").format(n=MAX_ROWS),
                mend=_("keep the rows of one round"),
            )
        table = file.read()
        columns = [_cells(column) for column in table.columns]  # here its texts are decoded
        names = tuple(str(name) for name in table.column_names)
    except (pyarrow.ArrowInvalid, pyarrow.ArrowException, OSError, ValueError) as fault:
        mend = _("export it again, or save the table as .csv")
        raise damaged(where, ".parquet", mend) from fault
    rows = list(zip(*columns, strict=True))
    return [Grid("", (names, *rows), tuple(range(len(rows) + 1)))]


def _cells(column: pyarrow.ChunkedArray) -> list[str]:
    """The cells of a column of Parquet; equal ones are one text, however many rows have it."""
    if str(column.type) not in ("string", "large_string"):
        return [cell_text(cell) for cell in column.to_pylist()]
    cells: list[str] = []
    for chunk in column.chunks:
        coded = chunk.dictionary_encode()
        texts = [*map(cell_text, coded.dictionary.to_pylist()), ""]  # the last for no value
        cells += [texts[code] for code in coded.indices.fill_null(len(texts) - 1).to_pylist()]
    return cells
