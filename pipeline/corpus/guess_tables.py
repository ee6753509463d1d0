"""How a table lies in its file: sheet, header rows, the platform it comes from, its columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.corpus.code_sheets import decoded
from pipeline.corpus.columns import GENERIC, find_header_row, headers_at
from pipeline.corpus.guess_columns import GUESS, SAMPLE, ColumnGuess, counts_answers, guess_columns
from pipeline.corpus.side_sheets import is_beside_answers
from pipeline.corpus.slides import slides_together
from pipeline.corpus.survey import answer_sheets
from pipeline.corpus.tidy import filled_down, tidied
from pipeline.files.csv import sniffed
from pipeline.files.dates import date_within, iso_date, order_of_dates
from pipeline.files.encoding import decoded as text_of
from pipeline.files.encoding import encoding_of
from pipeline.files.grid import Grid, cell_at
from pipeline.files.names import column_kinds, fold

FOUND = 0  # for a header row: it stands elsewhere on every sheet, and is found by its names
_EXPLAINS = re.compile(  # a sheet that explains the columns of those beside it
    r"^(?:legenda|legend|toelichting|uitleg|leeswijzer|instructies?|lees ?mij|read ?me|colofon)\b"
)
_SAID = ("open", "text")
SAID_TWICE = 0.9  # of a sheet's answers that stand on another sheet too, where it only repeats them
MOST_NAME_WORDS = 8  # of a name in a second header row
FEWEST_TWICE = 3  # different answers of which that can be told


@dataclass(frozen=True)
class TableGuess:
    """How a table lies in its file, and what its columns are."""

    dialect: str  # Microsoft Forms | Google Forms | LimeSurvey | … | "" when none is recognised
    sheet: str
    header_row: int  # as Excel shows it
    header_rows: int
    columns: tuple[ColumnGuess, ...]
    delimiter: str = ""
    encoding: str = ""
    first_date: str = ""
    last_date: str = ""
    told: str = ""  # the day in the lines above the header: "bijgewerkt t/m 2 juni 2026"
    present: int = 0  # people who took part, of a presentation that does not tell them apart

    @property
    def holds_answers(self) -> bool:
        """Whether a column holds what people wrote in words of their own."""
        return any(column.kind in _SAID for column in self.columns)

    @property
    def of_meetings(self) -> bool:
        """Whether it lists what was noted at meetings: a column names them, and no form made it.

        Or people answered together, and only how many they were is known.
        """
        named = any(column.kind == "meeting" for column in self.columns)
        return (named and not self.dialect) or self.present > 0

    @property
    def form(self) -> tuple[object, ...]:
        """What two tables of one questionnaire have in common."""
        place = (self.header_row, self.header_rows, self.delimiter, self.encoding)
        return (*self.questions, place)

    @property
    def questions(self) -> tuple[object, ...]:
        """What it asks, wherever in the file that stands."""
        return self.dialect, tuple((fold(column.key), column.kind) for column in self.columns)


def guess_tables(grids: list[Grid], path: Path) -> tuple[TableGuess, ...]:
    """The table on every sheet of a file that holds rows: header rows, dialect and columns.

    Raises: DataProblem when no sheet holds rows.
    """
    filled = answer_sheets(slides_together([tidied(grid) for grid in decoded(grids)]))
    filled = [grid for grid in filled if not _EXPLAINS.match(fold(grid.part))] or filled
    if not filled:
        raise DataProblem(
            where=path.name,
            found=_("the file holds no rows below a header"),
            mend=_("export it again, or take it out of the folder"),
        )
    filled = [grid for grid in filled if not is_beside_answers(grid)]
    form = _form_of_text(path)
    tables = [_table(grid, *form) for grid in filled]
    if any(open_sure(table) for table in tables):  # beside it a sheet of totals holds no answers
        tables = [table for table in tables if open_sure(table) or not table.holds_answers]
    return tuple(_told_once(tables, {grid.part: grid for grid in filled}))


def _told_once(tables: list[TableGuess], grids: Mapping[str, Grid]) -> list[TableGuess]:
    """The tables without one whose answers all stand on another sheet too: a platform's summary.

    Of the two the one that says who gave each answer is kept, of two alike the first.
    """
    answers = [_answers_in(table, grids[table.sheet]) for table in tables]
    left = list(range(len(tables)))
    for i in sorted(left, key=lambda place: (_knows_voices(tables[place]), -place)):
        others = [answers[j] for j in left if j != i]
        if len(answers[i]) >= FEWEST_TWICE and any(
            len(answers[i] & other) >= SAID_TWICE * len(answers[i]) for other in others
        ):
            left.remove(i)
    return [tables[i] for i in left]


def _answers_in(table: TableGuess, grid: Grid) -> frozenset[str]:
    """What stands in a table's columns for answers, folded: each text once."""
    columns = [column.header.index for column in table.columns if column.kind in _SAID]
    first = grid.numbers.index(table.header_row) + 1 if table.header_row in grid.numbers else 1
    cells = (cell_at(row, i) for row in grid.rows[first:SAMPLE] for i in columns)
    return frozenset(text for cell in cells if (text := fold(cell)) and not text.isdigit())


def _knows_voices(table: TableGuess) -> bool:
    """Whether a column says who gave each answer."""
    return any(column.kind in ("respondent", "role") for column in table.columns)


def open_sure(table: TableGuess) -> bool:
    """Whether more than a guess says that a column holds what people wrote."""
    return any(column.kind in _SAID and column.sure != GUESS for column in table.columns)


def _table(grid: Grid, delimiter: str, encoding: str) -> TableGuess:
    """What a table holds, as far as its header, its columns and the days in it tell."""
    start, n_rows = header_rows(grid)
    above = " ".join(cell for row in grid.rows[:start] for cell in row)
    grid = filled_down(grid, start + n_rows)
    headers = headers_at(grid, start, n_rows)
    rows = grid.rows[start + n_rows :]
    columns = tuple(guess_columns(headers, rows))
    if counts_answers(columns):
        columns = tuple(replace(c, kind="closed") if c.kind in _SAID else c for c in columns)
    dates = [column.header.index for column in columns if column.kind == "date"][:1]
    given = [row[i] for i in dates for row in rows if i < len(row)]
    american, _both = order_of_dates(given)
    days = [day for value in given if (day := iso_date(value, american=american))]
    return TableGuess(
        dialect_of({name for header in headers for name in header.names}, n_rows),
        grid.part,
        grid.numbers[start] if grid.numbers else 1,
        n_rows,
        columns,
        delimiter,
        encoding,
        min(days, default=grid.day),
        max(days, default=grid.day),
        date_within(above),
        0 if any(column.kind == "respondent" for column in columns) else grid.present,
    )


def _form_of_text(path: Path) -> tuple[str, str]:
    """(delimiter, encoding) of a text table; both "" for other files."""
    if path.suffix.lower() not in (".csv", ".tsv", ".txt"):
        return "", ""
    raw = path.read_bytes()
    encoding = encoding_of(raw)
    certain = encoding == "utf-8" or encoding.startswith(("utf-8-sig", "utf-16", "cp1252"))
    # Another is a guess: found, and told, each time
    return sniffed(text_of(raw, path.name)), encoding if certain else ""


def header_rows(grid: Grid) -> tuple[int, int]:
    """(index of the first header row, number of header rows): Qualtrics has 3, SurveyMonkey 2."""
    for index, row in enumerate(grid.rows[:30]):
        if any(cell.startswith('{"ImportId"') for cell in row):
            return max(index - 2, 0), min(index + 1, 3)
    start = _header_start(grid)
    if start + 1 < len(grid.rows):
        second = [fold(cell) for cell in grid.rows[start + 1] if cell.strip()]
        codes = {"id", "submitdate", "lastpage", "startlanguage", "token", "seed"} & set(second)
        if len(codes) >= 2:  # LimeSurvey's VV export: wording above, codes below
            return start, 2
        if second and sum(cell in GENERIC for cell in second) >= max(1, 0.3 * len(second)):
            return start, 2
    if start + 2 < len(grid.rows) and (_is_merged(grid, start) or _is_named_below(grid, start)):
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


def _is_named_below(grid: Grid, start: int) -> bool:
    """Whether the second row goes on with names, where nothing is merged: a csv has no merges.

    It names columns that the first leaves blank, and is blank where the rows below it are filled
    under a name that is known.
    """
    first, second, *rows = grid.rows[start:]
    named = [i for i in range(grid.width) if cell_at(second, i).strip()]
    own = [i for i, cell in enumerate(first) if fold(cell) in column_kinds() and i not in named]
    filled = [i for i in own if all(cell_at(row, i).strip() for row in rows if any(row))]
    left_open = any(not cell_at(first, i).strip() for i in named)
    short = all(len(cell_at(second, i).split()) <= MOST_NAME_WORDS for i in named)
    return len(named) > 1 and left_open and short and bool(filled)


def dialect_of(names: Iterable[str], n_rows: int) -> str:
    """The platform an export comes from, by the columns it adds; "" when none is recognised."""
    seen = set(names)
    marks = {
        "Decidim": ({"state", "body", "published_at"}, {"endorsements/total_count"}),
        "Go Vocal": ({"titel", "likes"}, {"beschrijving", "likes"}, {"description", "likes"}),
        "Polis": ({"comment-body", "agrees"},),
        "Mentimeter": ({"voter"},),
        "Padlet": ({"body", "section"}, {"subject", "body"}),
        "Consul": ({"cached_votes_up"}, {"retired_at"}),
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
    return next((name for name, sets in marks.items() if any(mark <= seen for mark in sets)), "")
