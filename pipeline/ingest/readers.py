"""One line per file format: what reads it, and whether it gives a table or running text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline import plugins
from pipeline.errors import DataProblem
from pipeline.ingest import (
    from_csv,
    from_docx,
    from_mail,
    from_ods,
    from_odt,
    from_pdf,
    from_records,
    from_text,
    from_xlsx,
)
from pipeline.ingest.blocks import Block, structured
from pipeline.ingest.description import RoundFiles
from pipeline.ingest.grid import Grid
from pipeline.ingest.guard import size_problem
from pipeline.ingest.letters import read_messages
from pipeline.ingest.notes import read_notes
from pipeline.ingest.survey import Read, read_grids
from pipeline.locale import gettext as _

GRIDS: dict[str, Callable[[Path, str, RoundFiles], list[Grid]]] = {
    ".csv": lambda path, where, one: _csv(path, where, one),
    ".tsv": lambda path, where, one: _csv(path, where, one),
    ".xlsx": lambda path, where, _one: from_xlsx.read(path, where),
    ".xlsm": lambda path, where, _one: from_xlsx.read(path, where),
    ".jsonl": lambda path, where, _one: from_records.read_jsonl(path, where),
    ".parquet": lambda path, where, _one: from_records.read_parquet(path, where),
    ".ods": lambda path, where, _one: from_ods.read(path, where),
}
BLOCKS: dict[str, Callable[[Path, str, RoundFiles], list[Block]]] = {
    ".docx": lambda path, where, _one: from_docx.read(path, where),
    ".odt": lambda path, where, _one: from_odt.read(path, where),
    ".pdf": lambda path, where, _one: from_pdf.read(path, where),
    ".txt": lambda path, where, one: from_text.read(path, where, encoding=one.encoding),
    ".md": lambda path, where, one: from_text.read(path, where, encoding=one.encoding),
}
MAIL = (".eml", ".mbox")


def read_file(folder: Path, file: str, one: RoundFiles, prefix: str) -> Read:
    """The responses of one input file.

    Raises: DataProblem when the file as a whole cannot be read.
    """
    path, suffix = folder / file, Path(file).suffix.lower()
    problem = size_problem(path, file)
    if problem:
        raise problem
    if suffix in GRIDS:
        return read_grids(GRIDS[suffix](path, file, one), one, file, prefix)
    if suffix in BLOCKS:
        blocks = structured(
            BLOCKS[suffix](path, file, one), guess_headings=one.round.kind == "meeting"
        )
        return read_notes(blocks, one, file, prefix)
    if suffix in MAIL:
        return read_messages(from_mail.read(path, file), one, file, prefix)
    if suffix in plugins.installed(plugins.READERS):
        return _by_plugin(path, suffix, one, file, prefix)
    raise DataProblem(
        where=file,
        found=_("files of kind '{suffix}' cannot be read").format(suffix=suffix),
        expected=_("one of: {keys}").format(
            keys=", ".join([*GRIDS, *BLOCKS, *MAIL, *plugins.installed(plugins.READERS)])
        ),
        mend=_("open it in the program it came from and save it as one of these"),
    )


def _by_plugin(path: Path, suffix: str, one: RoundFiles, file: str, prefix: str) -> Read:
    """Read with a plug-in: what it gives says whether the file is a table or running text."""
    found = plugins.load(plugins.READERS, suffix)(path, file)
    if all(isinstance(part, Grid) for part in found):
        return read_grids(list(found), one, file, prefix)
    blocks = structured(list(found), guess_headings=one.round.kind == "meeting")
    return read_notes(blocks, one, file, prefix)


def _csv(path: Path, where: str, one: RoundFiles) -> list[Grid]:
    return from_csv.read(path, where, encoding=one.encoding, delimiter=one.delimiter)
