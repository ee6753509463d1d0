"""Tables of records: JSON lines (.jsonl) and Parquet; the first row of the grid is the header."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.files.csv import decoded
from pipeline.files.grid import Grid, cell_text
from pipeline.files.guard import MAX_COLUMNS

MAX_ROWS = 5_000_000  # rows of a parquet file; more is no consultation


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
            raise DataProblem(
                where=where,
                found=_("the sheet has {n} columns").format(n=len(columns)),
                expected=_("at most {n} columns").format(n=MAX_COLUMNS),
                mend=_("remove the columns that hold no answers and save the file again"),
            )
        cells = [""] * len(columns)
        for key, value in record.items():
            cells[columns[key]] = _text(value)
        rows.append(tuple(cells))
        numbers.append(number)
    return [Grid("", (tuple(columns), *rows), (0, *numbers))]


def read_json(path: Path, where: str) -> list[Grid]:
    """A list of objects, or one list of them inside an object; a row is numbered by its place.

    Raises: DataProblem when there is no such list.
    """
    try:
        content = json.loads(decoded(path.read_bytes(), where))
    except (json.JSONDecodeError, RecursionError):
        content = None
    lists = [content] if isinstance(content, list) else []
    if isinstance(content, dict):
        lists = [value for value in content.values() if isinstance(value, list)]
    records = next((one for one in lists if one and all(isinstance(r, dict) for r in one)), None)
    if records is None or len(lists) > 1:
        raise DataProblem(
            where=where,
            found=_("this file holds no single list of entries"),
            expected='[{"text": "…"}, {"text": "…"}]',
            mend=_("export the entries as .csv or .xlsx"),
        )
    columns = list(dict.fromkeys(str(key) for record in records for key in record))
    rows = [tuple(_text(record.get(key)) for key in columns) for record in records]
    return [Grid("", (tuple(columns), *rows), tuple(range(len(rows) + 1)))]


def _record(line: str, where: str, number: int) -> dict[str, object]:
    try:
        record = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        record = None
    if isinstance(record, dict):
        return {str(key): value for key, value in record.items()}
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
        columns = [column.to_pylist() for column in table.columns]  # here its texts are decoded
        names = tuple(str(name) for name in table.column_names)
    except (pyarrow.ArrowInvalid, pyarrow.ArrowException, OSError, ValueError) as fault:
        raise DataProblem(
            where=where,
            found=_("the file is damaged or is no {kind}").format(kind=".parquet"),
            mend=_("export it again, or save the table as .csv"),
        ) from fault
    rows = [tuple(cell_text(cell) for cell in row) for row in zip(*columns, strict=True)]
    return [Grid("", (names, *rows), tuple(range(len(rows) + 1)))]
