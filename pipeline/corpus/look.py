"""What a file in the folder is, before corpus.toml says anything about it.

Lists of codes (kaders, kwesties, a codebook) are known by their shape: a name per row that occurs
once, with a number before it or an explanation beside it, and nothing about who said it; and by a
word for such a list in the name of the file or above it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.errors import DataProblem, in_words
from pipeline.core.locale import gettext as _
from pipeline.core.plan import Round
from pipeline.corpus.documents import (
    LETTER,
    NOTES,
    PLAN,
    Document,
    is_announcement,
    is_called_schedule,
    is_own_answer,
    is_own_letter,
    is_own_report,
    is_press,
    look_at_document,
    notes_with_days,
    plan_of_sheets,
    reads_as_input,
    shows_what_was_said,
)
from pipeline.corpus.guess_tables import TableGuess, guess_tables, open_sure
from pipeline.corpus.large_tables import first_rows
from pipeline.corpus.left_behind import is_of_system
from pipeline.corpus.note_questions import holds_notes
from pipeline.corpus.note_sheets import notes_of_sheets
from pipeline.corpus.records import SYSTEM, FileAccount, describe
from pipeline.corpus.side_sheets import attendance_of
from pipeline.files import archive, mail
from pipeline.files import csv as from_csv
from pipeline.files.blocks import Block, structured
from pipeline.files.dates import date_within, iso_date, month_in_name
from pipeline.files.formats import BLOCKS, GRIDS, MAIL
from pipeline.files.grid import Grid
from pipeline.files.guard import inside, size_problem
from pipeline.files.names import column_kinds, fold
from pipeline.files.options import RoundFiles
from pipeline.files.parquet_rows import is_large
from pipeline.plan.reading.document import SHEETS, read_blocks
from pipeline.qda.code_lists import Entries, columns_of, entries_in_blocks, entries_in_rows

FEWEST, MOST = 3, 200  # codes in a list
NAME_WORDS = 14  # of the name of a code, at most; of a frame in a sentence twice as many
HEAD = 5  # rows in which a table says what it is
_LIST = re.compile(
    r"kaders?\b|kwesties?|code(?:boek|book|lijst|list|s\b)|themalijst|knelpunten(?:lijst|overzicht)",
    re.IGNORECASE,
)
TABLE, CODEBOOK, NO_ANSWERS, README, OTHER = (
    "table", "codebook", "no_answers", "readme", "other_kind",
)  # fmt: skip
AUTOMATIC, NO_WORDS = "automatic", "no_words"
ANNOUNCES, OWN_REPORT, PRESS = "announces", "own_report", "press"
PACKED, UNPACKED = "packed", "unpacked"
FEWEST_WORDS = 4  # of the longest paragraph in which somebody says something
_OWN_OUTPUT = "run.json"  # a folder with this file in it is a run of gehoord, no input
_LOG = re.compile(r"judgements(?:-.+)?\.csv")  # what people decided, kept beside runs
_README = re.compile(
    r"lees[ _-]?mij|read[ _-]?me|^afkortingen(?:lijst)?\b|^begrippen(?:lijst)?\b|^woordenlijst\b|"
    r"^lijst (?:met|van) (?:afkortingen|begrippen)\b",
    re.IGNORECASE,
)
_LISTS = re.compile(  # a workbook of whom to write to, or of figures, and nobody's answers
    r"stakeholder|contact(?:en|personen|lijst)|adres(?:sen|lijst)|maillijst|"
    r"(?:jaar|kern)cijfers|begroting|jaarrekening",
    re.IGNORECASE,
)
_WHO_CAME = re.compile(  # of a workbook that says no more than who was where
    r"wie (?:was|waren|zat(?:en)?) (?:er|waar)|presentie|aanwezig|deelnemers?(?:lijst)?\b|opkomst|"
    r"aanmelding|inschrijving",
    re.IGNORECASE,
)
_SHOWN = (".pptx", ".html", ".htm")
_TELLS = re.compile(r"presentatie|uitnodiging|programma|planning|rapport|report", re.IGNORECASE)
_OF_THE_CLOUD = range(358, 405)  # what Windows says of a file that OneDrive did not fetch
ON_WINDOWS = os.name == "nt"
LONGEST_PATH = 260  # characters of a path that programs on Windows open


def is_code_table(path: Path, grids: Sequence[Grid]) -> bool:
    """Whether the tables of a file are a list of codes."""
    for grid in grids:
        if not grid.rows or grid.hidden:
            continue
        head = [cell for row in grid.rows[:HEAD] for cell in row if len(cell) < 60]
        entries = entries_in_rows(grid.rows, grid.numbers, path.name)
        header = next(
            (columns_of(row) for row in grid.rows[:HEAD] if "name" in columns_of(row)), {}
        )
        full = {"name", "description", "parent"} <= set(header) and _hangs_together(entries)
        if not (full or _LIST.search(" ".join([_plain(path), grid.part, *head]))):
            return False
        if entries is None or not _is_list(entries) or _says_who(grid):
            return False
        return full or len(header) > 1 or not header
    return False


def is_code_document(path: Path, blocks: Sequence[Block]) -> bool:
    """Whether a document is a list of codes."""
    first = next((block.text for block in blocks), "")
    if not (_LIST.search(_plain(path)) or (len(first) < 60 and _LIST.search(first))):
        return False
    if reads_as_input(blocks, path.stem):
        return False
    entries = entries_in_blocks(structured(blocks), path.name)
    return _is_list(entries, 2 * NAME_WORDS) and len(blocks) <= 3 * len(entries) + HEAD


def _plain(path: Path) -> str:
    return re.sub(r"[_-]+", " ", path.stem)


def _is_list(entries: Entries, most_words: int = NAME_WORDS) -> bool:
    names = [fold(values["name"]) for _place, values in entries if values["name"]]
    return (
        FEWEST <= len(names) <= MOST
        and len(set(names)) == len(names)
        and sum(len(name.split()) <= most_words for name in names) >= 0.8 * len(names)
    )


def _hangs_together(entries: Entries | None) -> bool:
    """Whether every code that one belongs to is in the list too; ideas of a platform have kinds."""
    names = {values["name"] for _place, values in entries or ()}
    return all(values["parent"] in {"", *names} for _place, values in entries or ())


def _says_who(grid: Grid) -> bool:
    """Whether a column says who answered or when: then these are answers."""
    kinds = (column_kinds().get(fold(cell), "") for row in grid.rows[:HEAD] for cell in row)
    return any(kind in ("role", "date", "respondent") for kind in kinds)


@dataclass(frozen=True)
class Looked:
    """One file: what it is, and what is known of it."""

    file: str  # relative to the folder
    kind: str  # table | plan | meeting | letters | codebook | no_answers | readme | system | other
    tables: tuple[TableGuess, ...] = ()  # one per sheet that holds answers
    document: Document | None = None


def why_left(looked: Looked) -> str:
    """Why a file is no input, in a few words."""
    return describe(FileAccount(looked.file, looked.kind, Path(looked.file).suffix.lower()))


def files_in(folder: Path) -> list[str]:
    """Every file of the user's in the folder and below, relative to it; runs are left out.

    A link that leads out of the folder is not followed: what it points to is no answer of hers.
    """
    runs = [path.parent for path in folder.rglob(_OWN_OUTPUT)]
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if (path.is_file() or _is_out_of_reach(path))
        and inside(folder, path)
        and not any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        and not any(path.is_relative_to(run) for run in runs)
        and not _LOG.fullmatch(path.name)
    )


def _is_out_of_reach(path: Path) -> bool:
    """Whether Windows lists it and opens it for nobody: its folders and its name are too long."""
    return ON_WINDOWS and len(str(path.absolute())) >= LONGEST_PATH and not path.is_dir()


def look_at(folder: Path, file: str) -> Looked:
    """What the file is. Raises: DataProblem when it cannot be read."""
    if _is_out_of_reach(folder / file):
        raise DataProblem(
            where=file,
            found=_("its name and those of its folders are together too long for Windows"),
            mend=_("put the folder nearer to the root of the disk, such as C:\\gehoord"),
        )
    try:
        return _look_at(folder, file)
    except OSError as fault:  # in use by another program, or not hers to read
        raise vanished(file, fault) from fault


def vanished(file: str, fault: OSError) -> DataProblem:
    """What is told of a file that the system does not give."""
    return DataProblem(
        where=file,
        found=_("the file cannot be read ({fault})").format(fault=in_words(fault)),
        mend=_("in OneDrive: choose “Always keep on this device” for this file, and try again")
        if getattr(fault, "winerror", None) in _OF_THE_CLOUD
        else _("close it in other programs, check that the folder is still there, and try again"),
    )


def _look_at(folder: Path, file: str) -> Looked:
    """What one file is, decided by its ending, then its name, then what stands in it.

    The order is the rule: what nobody said is looked for before what somebody did.
    Raises: DataProblem for a file that cannot be read.
    """
    path, suffix = folder / file, Path(file).suffix.lower()
    if is_of_system(path):
        return Looked(file, SYSTEM)
    if suffix == ".qdc":
        return Looked(file, CODEBOOK)
    if suffix == archive.SUFFIX:
        return Looked(file, PACKED if archive.missing(folder, path, file) else UNPACKED)
    if suffix not in (*GRIDS, *BLOCKS, *MAIL):
        return Looked(file, OTHER)
    problem = size_problem(path, file)
    if problem:
        raise problem
    if suffix in GRIDS or (suffix == ".txt" and from_csv.is_table(path, file)):
        return _table(path, file)
    if suffix in MAIL:
        messages = mail.read(path, file)
        if all(message.automatic for message in messages):
            return Looked(file, AUTOMATIC)
        days = tuple(sorted({message.date for message in messages if message.date}))
        if holds_notes(messages):
            return Looked(file, NOTES, document=Document(file, NOTES, days=days))
        letter = Document(file, LETTER, days=days or days_in_name(file))
        return Looked(file, LETTER, document=letter)
    if _README.search(path.stem):
        return Looked(file, README)
    if suffix in (".vtt", ".srt"):
        return Looked(file, NOTES, document=Document(file, NOTES, days=days_in_name(file)))
    blocks = read_blocks(path, file)
    if is_code_document(path, blocks):
        return Looked(file, CODEBOOK)
    document = look_at_document(path, file, blocks)
    if document.kind == NOTES and not _holds_sentences(blocks, path.stem):
        return Looked(file, NO_WORDS)
    if document.kind != PLAN and is_announcement(blocks, path.stem):
        return Looked(file, ANNOUNCES)
    if document.kind != PLAN and is_press(blocks):
        return Looked(file, PRESS)
    # above letters such a title names the register of what was sent in
    titles = [block.text for block in blocks[:1] if document.kind == NOTES]
    if document.kind != PLAN and is_own_answer(" ".join([path.stem, *titles])):
        return Looked(file, OWN_REPORT)
    if document.kind == LETTER and is_own_letter(path.stem):
        return Looked(file, OWN_REPORT)
    if document.kind == NOTES and is_own_report(blocks, path.stem):
        return Looked(file, OWN_REPORT)
    shown = suffix in _SHOWN and document.kind != PLAN and not shows_what_was_said(blocks)
    if shown and (_TELLS.search(path.stem) or not reads_as_input(blocks, path.stem)):
        return Looked(file, OTHER)  # slides or a page that tell something: nobody's answers
    return Looked(file, document.kind, document=document)


def _holds_sentences(blocks: Sequence[Block], name: str) -> bool:
    """Whether anybody says something in it; loose words say nothing (a shopping list)."""
    longest = max((len(block.text.split()) for block in blocks), default=0)
    return longest >= FEWEST_WORDS or reads_as_input(blocks, name)


def _table(path: Path, file: str) -> Looked:
    """What a file with a table is; answers are the last thing it can be."""
    source = RoundFiles(Round("1", path.stem, ""), (file,))
    if is_large(path):
        grids = [first_rows(path, file)]
    elif path.suffix.lower() == ".txt":
        grids = from_csv.read(path, file, delimiter="\t")
    else:
        grids = GRIDS[path.suffix.lower()](path, file, source)
    if is_code_table(path, grids):
        return Looked(file, CODEBOOK)
    if is_called_schedule(path.stem):
        return Looked(file, ANNOUNCES)
    if _README.search(path.stem):
        return Looked(file, README)
    if _WHO_CAME.search(path.stem) and any(attendance_of(grid) for grid in grids):
        return Looked(file, NO_ANSWERS)
    if path.suffix.lower() in SHEETS and (plan := plan_of_sheets(path, file, grids)):
        return Looked(file, PLAN, document=plan)
    if path.suffix.lower() in SHEETS and (notes := notes_of_sheets(grids)):
        return Looked(file, NOTES, document=notes_with_days(path, file, notes))
    tables = guess_tables(grids, path)
    answers = tuple(table for table in tables if table.holds_answers)
    if _LISTS.search(path.stem) and not any(map(open_sure, answers)):
        answers = ()  # "Betrokken via" in an overview of stakeholders
    return Looked(file, TABLE if answers else NO_ANSWERS, answers)


def days_in_name(file: str) -> tuple[str, ...]:
    """The day or month in the name of a file, else of the nearest folder that gives one; or ()."""
    path = Path(file)
    for name in (path.stem, *(parent.name for parent in path.parents)):
        if day := date_in_name(f"{name}.") or month_in_name(name.replace("_", " ")):
            return (day,)
    return ()


def date_in_name(name: str) -> str:
    """The day that the name of a file gives, as ISO 8601; "" where it gives none."""
    stem = re.sub(r"[_]", "-", Path(name).stem)
    if match := re.search(r"(20\d\d)[-.]?(\d\d)[-.]?(\d\d)", stem):
        return iso_date(f"{match[1]}-{match[2]}-{match[3]}") or ""
    return date_within(stem.replace("-", " ")) or date_within(stem)
