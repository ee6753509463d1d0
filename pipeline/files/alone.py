"""Tables that a library in another language reads: in a process of its own, of bounded memory.

A damaged file of 600 bytes makes such a library ask for gigabytes, or end the process that it runs
in. Here that process is not ours: what becomes of it is a fault like any other.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.locale import language
from pipeline.files import records, spss, xls
from pipeline.files.grid import Grid

MOST = 4 * 2**30  # bytes of memory; a hundred thousand answers take a tenth of it
LONGEST = 600.0  # seconds; the largest table that may be read takes a tenth of it
STARTED = "-m", "pipeline.files.alone"
READERS: dict[str, Callable[[Path, str], list[Grid]]] = {
    ".xls": xls.read,
    ".parquet": records.read_parquet,
    **dict.fromkeys(spss.SUFFIXES, spss.read),
}


def read_alone(path: Path, where: str) -> list[Grid]:
    """The sheets of the file, read in a process of its own.

    Raises: DataProblem as its reader tells it, or when that process gave up.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            [sys.executable, *STARTED, str(path.resolve()), where],
            env=surroundings(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LONGEST,
            check=False,
        )
        answer = json.loads(done.stdout) if done.returncode == 0 else None
    except subprocess.TimeoutExpired:
        answer = None
    if answer is None:
        raise gave_up(where)
    if "fault" in answer:
        raise DataProblem(**answer["fault"])
    return [_grid(**sheet) for sheet in answer["sheets"]]


def surroundings() -> dict[str, str]:
    """The environment of a reader's own process: our modules, and our language for its faults."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "GEHOORD_LANG": language()}


def gave_up(where: str) -> DataProblem:
    """The fault of a file whose reader ended without a word."""
    return DataProblem(
        where=where,
        found=_("the file is damaged: reading it asks for more memory or time than there is"),
        mend=_("open it in the program it comes from and save it again as .csv or .xlsx"),
    )


def _grid(
    rows: Sequence[Sequence[str]], numbers: Sequence[int], hidden_rows: Sequence[int], **facts: Any
) -> Grid:
    """A grid of what JSON made of one."""
    facts |= {"merged": tuple(map(tuple, facts["merged"])), "remarks": tuple(facts["remarks"])}
    held = tuple(map(tuple, rows))
    return Grid(rows=held, numbers=tuple(numbers), hidden_rows=frozenset(hidden_rows), **facts)


def bound(kind: str, most: int) -> None:
    """No more than this for this process, where the system knows such a bound.

    Args: kind: ``RLIMIT_AS`` (bytes of memory) or ``RLIMIT_CPU`` (seconds of the processor).
    """
    try:
        import resource

        resource.setrlimit(getattr(resource, kind), (most, most))
    except (ImportError, ValueError, OSError):  # Windows knows none; there the reader may be slow
        return


def main() -> None:
    """Read one file and write its sheets, or its fault, as JSON."""
    path, where = Path(sys.argv[1]), sys.argv[2]
    bound("RLIMIT_AS", MOST)
    try:
        sheets = READERS[path.suffix.lower()](path, where)
        answer: dict[str, Any] = {
            "sheets": [asdict(grid) | {"hidden_rows": sorted(grid.hidden_rows)} for grid in sheets]
        }
    except DataProblem as fault:
        answer = {"fault": fault.as_dict()}
    sys.stdout.buffer.write(json.dumps(answer).encode())


if __name__ == "__main__":
    main()
