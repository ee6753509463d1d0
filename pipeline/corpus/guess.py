"""A first corpus.toml for a folder with files: what was seen, what was guessed, and how sure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.plan import Round
from pipeline.corpus.columns import find_header_row, headers_at
from pipeline.corpus.description import FILE_NAME
from pipeline.corpus.guess_columns import GUESS, Column, guess_columns, rivals
from pipeline.corpus.readers import MAIL, read_file
from pipeline.files.csv import encoding_of, sniffed
from pipeline.files.dates import date_within, iso_date
from pipeline.files.formats import BLOCKS, GRIDS
from pipeline.files.grid import Grid
from pipeline.files.guard import size_problem
from pipeline.files.names import column_kinds, fold
from pipeline.files.options import RoundFiles

_ROUND_NUMBER = re.compile(r"(?:ronde|round|r)[ _-]?(\d{1,2})\b", re.IGNORECASE)
_PLAN = re.compile(r"(?:ondersteunings|jaar|beleids)?plan(?!ning)", re.IGNORECASE)
_SECOND_ROW = {"response", "open-ended response", "antwoord", "open antwoord", "reactie", "respons"}


@dataclass(frozen=True)
class TableGuess:
    """How a table lies in its file, and what its columns are."""

    dialect: str  # Microsoft Forms | Google Forms | LimeSurvey | … | "" when none is recognised
    sheet: str
    header_row: int  # as Excel shows it
    header_rows: int
    columns: tuple[Column, ...]
    delimiter: str = ""
    encoding: str = ""
    other_sheets: tuple[str, ...] = ()  # that hold rows too: a choice for the user
    first_date: str = ""


@dataclass(frozen=True)
class RoundGuess:
    """One round: its files and, for tables, their form."""

    round_id: str
    title: str
    kind: str
    date: str  # "" when nothing says it
    files: tuple[str, ...]
    table: TableGuess | None = None


@dataclass
class Proposal:
    """A corpus.toml to write, and what to tell beside it."""

    rounds: list[RoundGuess] = field(default_factory=list)
    plan: str = ""
    plan_previous: str = ""
    plan_documents: list[str] = field(default_factory=list)
    unreadable: list[DataProblem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)  # files of a kind that is not read


def propose(folder: Path) -> Proposal:
    """Look at every file in the folder. Nothing is written.

    Raises: DataProblem when the folder is absent or holds nothing that can be read.
    """
    if not folder.is_dir():
        raise DataProblem(where=str(folder), found=_("this folder does not exist"))
    proposal = Proposal()
    texts: dict[str, list[str]] = {}
    for path in sorted(
        p for p in folder.iterdir() if p.is_file() and not p.name.startswith((".", "~$"))
    ):
        _look(path, proposal, texts)
    for key, files in texts.items():
        proposal.rounds.append(_text_round(folder, key, files))
    if not proposal.rounds and not proposal.unreadable:
        raise DataProblem(
            where=str(folder),
            found=_("there is no file here that can be read as consultation input"),
            expected=_("one of: {keys}").format(keys=", ".join([*GRIDS, *BLOCKS, *MAIL])),
            mend=_("put the exports and notes into the folder"),
        )
    proposal.rounds = _numbered(proposal.rounds)
    return proposal


def _look(path: Path, proposal: Proposal, texts: dict[str, list[str]]) -> None:
    suffix = path.suffix.lower()
    if suffix == ".toml":
        _look_at_plan(path.name, proposal)
    elif suffix in BLOCKS and _PLAN.search(path.stem) and not _ROUND_NUMBER.search(path.stem):
        proposal.plan_documents.append(path.name)
    elif suffix in BLOCKS or suffix in MAIL:
        number = _ROUND_NUMBER.search(path.stem)
        kind = "letters" if suffix in MAIL else "meeting"
        texts.setdefault(f"{kind} {number[1] if number else ''}", []).append(path.name)
    elif suffix in GRIDS:
        try:
            proposal.rounds.append(_table_round(path))
        except DataProblem as fault:
            proposal.unreadable.append(fault)
    elif path.name != FILE_NAME:
        proposal.ignored.append(path.name)


def _look_at_plan(name: str, proposal: Proposal) -> None:
    if name == FILE_NAME or not _PLAN.search(name):
        return
    if re.search(r"vorig|oud|previous|old", name, re.IGNORECASE):
        proposal.plan_previous = name
    else:
        proposal.plan = proposal.plan or name


def _text_round(folder: Path, key: str, files: list[str]) -> RoundGuess:
    kind = key.split(" ")[0]
    dates = [day for name in files for day in _days_in(folder, name, kind)]
    title = _("Letters and e-mails") if kind == "letters" else _("Notes of meetings")
    if len(files) == 1:
        title = _title(files[0])
    return RoundGuess("", title, kind, min(dates, default=""), tuple(files))


def _days_in(folder: Path, name: str, kind: str) -> list[str]:
    """The days a document of notes or a mailbox speaks of, or else its name."""
    try:
        one = RoundFiles(Round("1", name, "2000-01-01", kind), (name,))
        read = read_file(folder, name, one, "r1")
    except (DataProblem, OSError):
        return []
    days = {str(response["date"]) for response in read.responses if response["date"]}
    return sorted(days) or [day for day in (_date_in_name(name),) if day]


def _table_round(path: Path) -> RoundGuess:
    problem = size_problem(path, path.name)
    if problem:
        raise problem
    one = RoundFiles(Round("1", path.stem, "2000-01-01"), (path.name,))
    table = guess_table(GRIDS[path.suffix.lower()](path, path.name, one), path)
    date = _date_in_name(path.name) or table.first_date
    return RoundGuess("", _title(path.name), "survey", date, (path.name,), table)


def guess_table(grids: list[Grid], path: Path) -> TableGuess:
    """The table in a file: its sheet, header rows, dialect and columns.

    Raises: DataProblem when no sheet holds rows.
    """
    filled = [grid for grid in grids if len(grid.rows) > 1 and not grid.hidden]
    if not filled:
        raise DataProblem(
            where=path.name,
            found=_("the file holds no rows below a header"),
            mend=_("export it again, or take it out of the folder"),
        )
    grid = max(filled, key=lambda one: (len(one.rows), one.width))
    start, n_rows = header_rows(grid)
    headers = headers_at(grid, start, n_rows)
    rows = grid.rows[start + n_rows :]
    columns = tuple(guess_columns(headers, rows))
    dates = [column.header.index for column in columns if column.kind == "date"][:1]
    days = [day for i in dates for row in rows if i < len(row) and (day := iso_date(row[i]))]
    return TableGuess(
        dialect_of({name for header in headers for name in header.names}, n_rows),
        grid.part,
        grid.numbers[start] if grid.numbers else 1,
        n_rows,
        columns,
        *_form_of_text(path),
        tuple(one.part for one in filled if one is not grid),
        min(days, default=""),
    )


def _form_of_text(path: Path) -> tuple[str, str]:
    """(delimiter, encoding) of a text table; both "" for other files."""
    if path.suffix.lower() not in (".csv", ".tsv"):
        return "", ""
    raw = path.read_bytes()
    encoding = encoding_of(raw)
    return sniffed(raw[:50_000].decode(encoding or "latin-1", "replace")), encoding


def header_rows(grid: Grid) -> tuple[int, int]:
    """(index of the first header row, number of header rows): Qualtrics has 3, SurveyMonkey 2."""
    for index, row in enumerate(grid.rows[:30]):
        if any(cell.startswith('{"ImportId"') for cell in row):
            return max(index - 2, 0), min(index + 1, 3)
    start = _header_start(grid)
    if start + 1 < len(grid.rows):
        second = [fold(cell) for cell in grid.rows[start + 1] if cell.strip()]
        if second and sum(cell in _SECOND_ROW for cell in second) >= max(1, 0.3 * len(second)):
            return start, 2
    if _is_merged(grid, start) and start + 2 < len(grid.rows):
        return start, 2
    return start, 1


def _header_start(grid: Grid) -> int:
    """The first row that is as wide as the table, below a title block of one or two cells."""
    by_name = find_header_row(grid, {})
    known = {fold(cell) for cell in grid.rows[by_name]} & set(column_kinds())
    if len(known) >= 2:
        return by_name
    filled = [sum(bool(cell.strip()) for cell in row) for row in grid.rows[:30]]
    widest = max(filled, default=0)
    wide = next((i for i, count in enumerate(filled) if count >= max(2, 0.6 * widest)), 0)
    return wide if widest > 1 else next((i for i, count in enumerate(filled) if count), 0)


def _is_merged(grid: Grid, start: int) -> bool:
    number = grid.numbers[start]
    return any(top == bottom == number and right > left for top, left, bottom, right in grid.merged)


def dialect_of(names: Iterable[str], n_rows: int) -> str:
    """The platform an export comes from, by the columns it adds; "" when none is recognised."""
    seen = set(names)
    marks = {
        "Qualtrics": (
            {"responseid", "startdate"},
            {"response id", "start date"},
            {"antwoord-id", "startdatum"},
        ),
        "SurveyMonkey": ({"respondent id", "collector id"}, {"respondent-id", "collector-id"}),
        "LimeSurvey": (
            {"submitdate", "startlanguage"},
            {"id", "submitdate", "lastpage"},
            {"response id", "date submitted", "last page"},
            {"antwoord id", "datum verzonden", "laatste pagina"},
            {"antwoord id", "datum ingestuurd", "laatste pagina"},
        ),
        "Microsoft Forms": (
            {"id", "begintijd", "tijd van voltooien"},
            {"id", "starttijd", "voltooiingstijd"},
            {"id", "start time", "completion time"},
        ),
        "Google Forms": ({"tijdstempel"}, {"timestamp"}),
    }
    if n_rows == 3:
        return "Qualtrics"
    return next((name for name, sets in marks.items() if any(one <= seen for one in sets)), "")


def _date_in_name(name: str) -> str:
    stem = re.sub(r"[_]", "-", Path(name).stem)
    if found := re.search(r"(20\d\d)[-.]?(\d\d)[-.]?(\d\d)", stem):
        return iso_date(f"{found[1]}-{found[2]}-{found[3]}") or ""
    return date_within(stem.replace("-", " ")) or date_within(stem)


def _title(name: str) -> str:
    plain = re.sub(r"[_-]+", " ", Path(name).stem).strip()
    return plain[:1].upper() + plain[1:]


def _numbered(rounds: list[RoundGuess]) -> list[RoundGuess]:
    """Rounds in the order of their dates; those without one by name, last."""
    order = sorted(
        rounds, key=lambda one: (_number_in(one.files[0]), one.date or "9", one.files[0])
    )
    return [
        RoundGuess(str(n), one.title, one.kind, one.date, one.files, one.table)
        for n, one in enumerate(order, start=1)
    ]


def _number_in(name: str) -> int:
    found = _ROUND_NUMBER.search(Path(name).stem)
    return int(found[1]) if found else 99


def unsure(proposal: Proposal) -> list[str]:
    """What a person must look at, one line each; empty when everything was known by name."""
    lines = []
    for round_ in proposal.rounds:
        if not round_.date:
            lines.append(_("{file}: no date found; fill it in").format(file=round_.files[0]))
        if round_.table is None:
            continue
        if round_.table.other_sheets:
            lines.append(
                _("{file}: several sheets hold rows; choose one").format(file=round_.files[0])
            )
        for kind, found in rivals(round_.table.columns).items():
            titles = ", ".join(f"'{column.header.title}'" for column in found)
            lines.append(
                _("{file}: {columns} could each be '{kind}'; choose one").format(
                    file=round_.files[0], columns=titles, kind=kind
                )
            )
        lines += [
            _("{file}: column '{column}' was taken for '{kind}', which is a guess").format(
                file=round_.files[0], column=column.header.title, kind=column.kind
            )
            for column in round_.table.columns
            if column.sure == GUESS
        ]
    return lines
