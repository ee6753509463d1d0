"""A table in Parquet, one file or a folder of part files, some rows at a time.

Read in a process of its own, as ``alone`` says why; what it reads comes back as text cells in
Arrow's stream, so that no more than one batch of rows is held on either side.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.files import alone
from pipeline.files.alone import LONGEST, bound, gave_up, surroundings
from pipeline.files.grid import cell_text
from pipeline.files.guard import damaged

if TYPE_CHECKING:
    import pyarrow

ROWS = 20_000  # held at once
LARGE = 2**20  # bytes of a file from which it is read so: some 40,000 short answers
MOST = 50_000_000  # rows
SUFFIX = ".parquet"
STARTED = "-m", "pipeline.files.parquet_rows"


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of a table: the names of its columns, and text cells in batches."""

    names: tuple[str, ...]
    batches: Iterator[pyarrow.RecordBatch] = field(repr=False)

    def tuples(self) -> Iterator[list[tuple[str, ...]]]:
        """The table as rows of cells, a batch at a time; a table without rows has one without."""
        yielded = False
        for batch in self.batches:
            yielded = True
            yield list(zip(*(column.to_pylist() for column in batch.columns), strict=True))
        if not yielded:
            yield []


def is_large(path: Path) -> bool:
    """Whether a table is read some rows at a time."""
    if path.is_dir():
        return True
    return path.suffix.lower() == SUFFIX and path.stat().st_size > LARGE


def part_files(folder: Path) -> list[Path]:
    """The files that a folder is a table of, in the order of their names; none where it is not."""
    files = sorted(path for path in folder.iterdir() if not path.name.startswith((".", "_")))
    one_kind = all(path.is_file() and path.suffix.lower() == SUFFIX for path in files)
    return files if one_kind else []


@contextmanager
def opened(path: Path, where: str, columns: Sequence[str] | None = None) -> Iterator[Rows]:
    """The table while it is read. Args: columns: only these; None reads all.

    Raises: DataProblem as the reader tells it, or, also while rows are read, when it gave up.
    """
    files = part_files(path) if path.is_dir() else [path]
    command = {
        "files": [str(file.resolve()) for file in files],
        "where": where,
        "columns": columns,
        "rows": ROWS,
    }
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, *STARTED, json.dumps(command)],
        env=surroundings(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        if process.stdout is None:
            raise AssertionError("a pipe was asked for")
        names = _names_from(process.stdout, where)
        yield Rows(names, _batches(process, process.stdout, where))
    finally:
        process.kill()  # whoever needs no more rows waits for none
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _names_from(pipe: IO[bytes], where: str) -> tuple[str, ...]:
    """The names of the columns, which the reader says before the rows. Raises: DataProblem."""
    try:
        answer: dict[str, Any] = json.loads(pipe.readline())
    except ValueError:
        raise gave_up(where) from None
    if "fault" in answer:
        raise DataProblem(**answer["fault"])
    return tuple(answer["names"])


def _batches(
    process: subprocess.Popen[bytes], pipe: IO[bytes], where: str
) -> Iterator[pyarrow.RecordBatch]:
    """The rows as they come. Raises: DataProblem when the reader gave up."""
    import pyarrow
    from pyarrow import ipc

    try:
        with ipc.open_stream(pipe) as stream:
            yield from stream
    except (pyarrow.ArrowInvalid, pyarrow.ArrowException, OSError) as fault:
        raise gave_up(where) from fault
    if process.wait():
        raise gave_up(where)


def main(command: dict[str, Any], out: IO[bytes]) -> None:
    """Write the names of the columns as a line of JSON, or a fault, and then the rows."""
    import pyarrow
    from pyarrow import ipc, parquet

    files, where, columns = command["files"], command["where"], command["columns"]
    try:
        names = _names(files, where)
    except DataProblem as problem:
        out.write(json.dumps({"fault": problem.as_dict()}).encode() + b"\n")
        return
    wanted = names if columns is None else columns
    out.write(json.dumps({"names": wanted}).encode() + b"\n")
    schema = pyarrow.schema([(name, pyarrow.large_string()) for name in wanted])
    with ipc.new_stream(out, schema) as stream:
        for path in files:
            with parquet.ParquetFile(path) as file:
                for batch in file.iter_batches(command["rows"], columns=columns):
                    cells = {name: _cells(batch.column(name)) for name in wanted}
                    stream.write(pyarrow.record_batch(cells, schema))


def _names(files: Sequence[str], where: str) -> list[str]:
    """The names of the columns, the same in every file. Raises: DataProblem."""
    import pyarrow
    from pyarrow import parquet

    names: list[str] = []
    rows = 0
    for number, path in enumerate(files):
        try:
            with parquet.ParquetFile(path) as file:
                here = [str(name) for name in file.schema_arrow.names]
                rows += file.metadata.num_rows
        except (pyarrow.ArrowInvalid, pyarrow.ArrowException, OSError, ValueError) as fault:
            mend = _("export it again, or save the table as .csv")
            raise damaged(_place(where, files, path), SUFFIX, mend) from fault
        names = names if number else here
        if here != names:
            raise DataProblem(
                where=_place(where, files, path),
                found=_("its columns are {here}").format(here=", ".join(here)),
                expected=", ".join(names),
                mend=_("keep the files of one table together, and others in a folder of their own"),
            )
    if rows > MOST:
        raise DataProblem(
            where=where,
            found=_("the table has {n} rows").format(n=rows),
            expected=_("at most {n}").format(n=MOST),
            mend=_("keep the rows of one round"),
        )
    return names


def _place(where: str, files: Sequence[str], path: str) -> str:
    return where if len(files) == 1 else f"{where}/{Path(path).name}"


def _cells(column: pyarrow.Array) -> pyarrow.Array:
    """The cells of a column as text; of equal ones one is made."""
    import pyarrow

    text = pyarrow.large_string()
    if str(column.type) not in ("string", "large_string"):
        return pyarrow.array([cell_text(cell) for cell in column.to_pylist()], text)
    coded = column.dictionary_encode()
    texts = pyarrow.array([*map(cell_text, coded.dictionary.to_pylist()), ""], text)
    return texts.take(coded.indices.fill_null(len(texts) - 1))  # the last for no value


if __name__ == "__main__":
    bound("RLIMIT_AS", alone.MOST)
    bound("RLIMIT_CPU", int(LONGEST))
    main(json.loads(sys.argv[1]), sys.stdout.buffer)
