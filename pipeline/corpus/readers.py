"""One input file becomes responses, whatever its format."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.core import plugins
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.corpus.large_tables import read_large
from pipeline.corpus.letters import read_messages
from pipeline.corpus.note_questions import holds_notes, notes_in, with_questions
from pipeline.corpus.note_sheets import notes_of_sheets, sheets_of_meetings
from pipeline.corpus.notes import read_notes
from pipeline.corpus.numbered_forms import with_answers_by_number
from pipeline.corpus.read import Read
from pipeline.corpus.survey import read_grids, remark_other_sheets
from pipeline.files import csv as from_csv
from pipeline.files import docx as from_docx
from pipeline.files import mail as from_mail
from pipeline.files.blocks import Block, structured
from pipeline.files.csv import is_table
from pipeline.files.formats import BLOCKS, GRIDS, MAIL, how_to_convert
from pipeline.files.grid import Grid
from pipeline.files.guard import size_problem
from pipeline.files.options import RoundFiles
from pipeline.files.parquet_rows import is_large, part_files
from pipeline.files.transcript import as_turns


def read_file(folder: Path, file: str, source: RoundFiles, prefix: str) -> Read:
    """The responses of one input file.

    Raises: DataProblem when the file as a whole cannot be read.
    """
    path, suffix = folder / file, Path(file).suffix.lower()
    parts = part_files(path) if path.is_dir() else [path]
    for part in parts:
        problem = size_problem(part, file if part == path else f"{file}/{part.name}")
        if problem:
            raise problem
    if is_large(path):
        return read_large(path, source, file, prefix)
    if suffix == ".txt" and is_table(path, file):
        grids = from_csv.read(path, file, encoding=source.encoding, delimiter="\t")
        return read_grids(grids, source, file, prefix)
    if suffix in GRIDS:
        grids = GRIDS[suffix](path, file, source)
        as_notes = source.round.kind == "meeting" and not source.columns
        if as_notes and (notes := notes_of_sheets(grids)):
            read = read_notes(notes, source, file, prefix)
            remark_other_sheets(grids, sheets_of_meetings(grids), file, read)
            return read
        return read_grids(grids, source, file, prefix)
    if suffix in BLOCKS:
        read = _running_text(BLOCKS[suffix](path, file, source), source, file, prefix)
        read.warnings.extend(_tracked(path, file))
        return read
    if suffix in MAIL:
        messages = from_mail.read(path, file)
        if source.round.kind == "meeting" and holds_notes(messages):
            return _mailed_notes(messages[0], source, file, prefix)
        read = read_messages(messages, source, file, prefix)
        for message in messages:
            _read_attachments(message, source, file, prefix, read)
        return read
    if suffix in plugins.installed(plugins.READERS):
        # Read with a plug-in: what it gives says whether the file is a table or running
        # text
        parts = plugins.load(plugins.READERS, suffix)(path, file)
        if all(isinstance(part, Grid) for part in parts):
            return read_grids(list(parts), source, file, prefix)
        return _running_text(list(parts), source, file, prefix)
    raise DataProblem(
        where=file,
        found=_("files of kind '{suffix}' cannot be read").format(suffix=suffix),
        expected=_("one of: {keys}").format(
            keys=", ".join([*GRIDS, *BLOCKS, *MAIL, *plugins.installed(plugins.READERS)])
        ),
        mend=how_to_convert(suffix),
    )


def _tracked(path: Path, file: str) -> Iterator[str]:
    """What is told of changes in a Word document that nobody accepted or rejected yet."""
    if path.suffix.lower() != ".docx":
        return
    inserted, deleted = from_docx.changes(path)
    if inserted or deleted:
        text = _(
            "{file}: tracked changes in Word: what was inserted ({n}×) was read, what was "
            "deleted ({m}×) was not; accept or reject them in Word where that is wrong"
        )
        yield text.format(file=file, n=inserted, m=deleted)


def _mailed_notes(message: from_mail.Message, source: RoundFiles, file: str, prefix: str) -> Read:
    """The notes that somebody mailed; greeting, signature and a last word set aside."""
    blocks, aside = notes_in(message)
    notes = [block for place, block in enumerate(blocks) if place not in aside]
    read = read_notes(with_questions(notes), source, file, prefix)
    place: dict[str, object] = {"round_id": source.round.round_id, "source_file": file}
    for index, reason in aside.items():
        row = blocks[index].paragraph
        here = {**place, "source_part": "", "source_row": row}
        read.set_aside(f"{prefix}-{row:04d}", reason, here)
    for reason in message.cut:
        read.set_aside(f"{prefix}-{reason}", reason, {**place, "source_part": "", "source_row": 0})
    return read


def _read_attachments(
    message: from_mail.Message, source: RoundFiles, file: str, prefix: str, read: Read
) -> None:
    """The documents that came with a letter, in the voice of its sender; others are told."""
    voice = next(
        (
            r
            for r in read.responses
            if r["source_row"] == message.number and r["source_file"] == file
        ),
        None,
    )
    for number, attachment in enumerate(message.attachments, start=1):
        suffix = Path(attachment.name).suffix.lower()
        if suffix not in BLOCKS or voice is None:
            read.warnings.append(
                _("{file}: message {n} has an attachment that was not read ({kind})").format(
                    file=file, n=message.number, kind=suffix or "?"
                )
            )
            continue
        start = f"{prefix}-{message.number:04d}.{number}"
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"attachment{suffix}"
            path.write_bytes(attachment.content)
            try:
                blocks = structured(BLOCKS[suffix](path, file, source), guess_headings=False)
            except DataProblem as fault:
                read.warnings.append(
                    _("{file}: the attachment of message {n} cannot be read: {fault}").format(
                        file=file, n=message.number, fault=fault.found
                    )
                )
                continue
            attached = read_notes(blocks, source, file, start)
        whose = {key: voice[key] for key in ("respondent_id", "role", "area", "date")}
        read.responses.extend({**response, **whose} for response in attached.responses)
        read.aside.extend(attached.aside)
        read.faults.extend(attached.faults)
        read.warnings.append(
            _("{file}: the attachment of message {n} was read with it ({kind})").format(
                file=file, n=message.number, kind=suffix
            )
        )


def _running_text(blocks: list[Block], source: RoundFiles, file: str, prefix: str) -> Read:
    """Notes, letters or prose; a transcript or chat by its turns; of a plan its remarks only."""
    if source.only_remarks:
        remarks = [block for block in structured(blocks) if block.kind == "comment"]
        return read_notes(remarks, source, file, prefix)
    turns = as_turns(blocks)
    if turns is None:
        lines = structured(blocks, guess_headings=source.round.kind == "meeting")
        turns = with_questions(with_answers_by_number(lines))
    return read_notes(turns, source, file, prefix)
