"""The zips in a folder, unpacked before anybody looks what is in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.errors import DataProblem
from pipeline.corpus.look import files_in
from pipeline.files import archive


@dataclass(frozen=True)
class Unpacked:
    """A zip of which files were laid beside it, or why they were not."""

    file: str  # relative to the folder
    n_files: int = 0
    into: str = ""  # the folder they lie in now, relative to the folder
    fault: DataProblem | None = None


def unpack_all(folder: Path) -> Iterator[Unpacked]:
    """Unpack every zip of which files are not there yet; one that is no good zip is told later."""
    for file in files_in(folder) if folder.is_dir() else ():
        if Path(file).suffix.lower() != archive.SUFFIX:
            continue
        try:
            files = archive.missing(folder, folder / file, file)
        except (DataProblem, OSError):  # the account of the folder says what is wrong with it
            continue
        if not files:
            continue
        try:
            into = archive.unpack(folder, folder / file, files)
        except DataProblem as fault:
            yield Unpacked(file, fault=fault)
        else:
            yield Unpacked(file, len(files), into)
