"""Which column of a table means what: named in corpus.toml, or known by its usual name."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.core.cleaning import column_letter
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.files.faults import column_list, place
from pipeline.files.grid import Grid, cell_at
from pipeline.files.names import SINGLE, column_kinds, fold, nearest
from pipeline.files.toml_file import TomlFile

_EXPLAINS = re.compile(
    r"(?:uw |eventuele |ruimte voor )?(?:toelichting|uitleg|opmerking(?:en)?|waarom|licht toe)\d*"
)
ANSWERED = re.compile(  # beside what was sent in, what the organisation answers to it
    r"^(?:(?:reactie|antwoord|beantwoording|beoordeling|standpunt|overweging|advies)"
    r" (?:van )?(?:de |het |ons )?[\w-]{0,20}"
    r"(?:gemeente|college|bestuur|b&w|swv|samenwerkingsverband|raad|commissie|projectteam|werkgroep|"
    r"directie|organisatie|bureau)\b.*|"
    r"opvolging\b.{0,30}|afhandeling\b.{0,30}|terugkoppeling\b.{0,30}|actiehouder|"
    r"opm(?:\.|erking(?:en)?)? (?:van )?(?:de )?"
    r"(?:gespreksleider|notulist|bureau|voorzitter|begeleider|typiste?|invoerder|redactie|verslag\w*)|"
    r"(?:genoteerd|ingevoerd|genotuleerd|vastgelegd) door|"
    r"beantwoording|(?:ambtelijke|bestuurlijke|gemeentelijke) reactie|"
    r"(?:voorstel tot |voorgestelde )?(?:wijziging|aanpassing)(?:en)?\b.{0,30})$",
    re.IGNORECASE,
)
SEARCHED_ROWS = 30  # rows in which a header is looked for below a title block
_BY_LETTER = re.compile(r"@([A-Z]{1,3})$")  # "@F": a column by Excel's letter

# what a second header row says below every question of one kind
BY_THE_TYPIST = re.compile(  # what whoever typed the answers noted beside them: "Opmerking Iris"
    r"^(?:opm\.?|(?:opm\.?|opmerking(?:en)?|notities?|aantekening(?:en)?) (?:van )?(?:de )?"
    r"(?:typiste?|invoerder|overtyper|uitwerker|verwerker|redactie|ons|mij|verslag\w*|notulist\w?)|"
    r"(?:opmerking(?:en)?|notitie|aantekening|actie|vraag) (?-i:[A-ZÀ-Þ])[\w'’-]+|"
    r"wat (?:doet|gaat) (?:het |de )?(?:bureau|gemeente|swv|samenwerkingsverband)\b.{0,30}|"
    r"interne? (?:opmerking|notitie)(?:en)?|afgehandeld(?: door)?|verwerkt|actie(?:houder)?)$",
    re.IGNORECASE,
)
GENERIC = frozenset(
    ("response", "open-ended response", "antwoord", "open antwoord", "reactie", "respons")
)


@dataclass(frozen=True)
class Header:
    """One column: its index from 0 and every name it goes by (two or three header rows)."""

    index: int
    title: str  # the wording a person reads: the question
    names: frozenset[str]  # folded


@dataclass(frozen=True)
class Columns:
    """The meaning of a table's columns; indexes from 0, None where a table has no such column."""

    single: Mapping[str, int | None]
    open: tuple[Header, ...] = ()  # wide: one column per question
    text: int | None = None  # long: one column with answers …
    question: int | None = None  # … and one that says to which question
    unused: tuple[str, ...] = ()
    header_end: int = 0  # index of the first data row in the grid
    faults: tuple[DataProblem, ...] = field(default=())


def headers_at(grid: Grid, first: int, n_rows: int) -> list[Header]:
    """The headers in rows first … first + n_rows - 1 of the grid (indexes from 0).

    With several header rows the question is the longest text of its column; an upper cell
    that spans columns holds for the blank cells to its right.
    """
    rows = [grid.rows[i] if i < len(grid.rows) else () for i in range(first, first + n_rows)]
    groups = _groups(rows[0], grid.width) if n_rows > 1 else {}
    if n_rows > 1:
        rows = [_spread(row, grid.width) for row in rows[:-1]] + [rows[-1]]
    headers, asked = [], dict(grid.asked)
    for index in range(max((len(row) for row in rows), default=0)):
        names = [_plain(cell) for row in rows if (cell := cell_at(row, index)).strip()]
        names = [name for name in names if not name.startswith('{"ImportId"')]
        if names:
            names += [asked[name] for name in map(fold, names) if name in asked]
            title = _title(names)
            part = index in groups and len(names) > 1 and fold(names[-1]) not in GENERIC
            if part and not names[-1].endswith("?"):
                title = f"{groups[index]} – {names[-1]}"  # "Wat vindt u van" over "het vervoer"
            folded = frozenset(fold(name) for name in [*names, " - ".join(names), title])
            headers.append(Header(index, title, folded))
    headers = _own_names(headers) if n_rows > 1 else headers
    return _with_nameless(_explained(headers), grid, first + n_rows)


def _groups(row: Sequence[str], width: int) -> dict[int, str]:
    """Index of a column -> the name over it and its neighbours, where an upper row has several."""
    spread = [_plain(cell) for cell in _spread(tuple(row), width)]
    over = Counter(name for name in spread if name)
    named = len(over) > 1 and not over.keys() & GENERIC
    return {i: name for i, name in enumerate(spread) if over[name] > 1} if named else {}


def _explained(headers: list[Header]) -> list[Header]:
    """The headers, those that only say "Toelichting" under the question they explain.

    A form has such a field behind each of several questions; one alone is told by its name.
    """
    follow = [header for header in headers if _EXPLAINS.fullmatch(fold(header.title))]
    if len(follow) < 2:
        return headers
    asked: Header | None = None
    named = []
    for header in headers:
        if header not in follow:
            asked = None if header.names & column_kinds().keys() else header
        elif asked is not None:
            title = f"{asked.title} – {header.title.rstrip('0123456789')}"
            header = Header(header.index, title, frozenset((fold(title),)))
        named.append(header)
    return named


def _with_nameless(headers: list[Header], grid: Grid, below: int) -> list[Header]:
    """The headers, and one for each column without a name that holds words below.

    Such a column goes on with the question to its left (a voter's second entry), and is known by
    its letter alone.
    """
    named = {header.index: header for header in headers}
    if not named:
        return headers
    for index in range(min(named), grid.width):
        if index in named or index - 1 not in named:
            continue
        if any(len(cell_at(row, index).split()) > 1 for row in grid.rows[below:]):
            left = named[index - 1]
            about = {column_kinds().get(name, "") for name in left.names} & set(SINGLE)
            title = _("Column {letter}").format(letter=column_letter(index))
            named[index] = Header(index, title if about else left.title, frozenset())
    return [named[index] for index in sorted(named)]


def _own_names(headers: list[Header]) -> list[Header]:
    """Headers without the names that stand over several columns: they name a group, not one.

    The question over "Response" and "Anders, namelijk" is still the name of the first of the two.
    """
    shared = Counter(name for header in headers for name in header.names)
    generic = Counter(
        name for header in headers if header.names & GENERIC for name in header.names - GENERIC
    )
    return [
        replace(
            header,
            names=frozenset(
                name
                for name in header.names
                if shared[name] == 1 or (header.names & GENERIC and generic[name] == 1)
            )
            or header.names,
        )
        for header in headers
    ]


def find_header_row(grid: Grid, wanted: Mapping[str, Any], n_rows: int = 1) -> int:
    """Index of the row that holds most of the wanted or usual names; the first filled row else."""
    named = {fold(name) for name in _all_names(wanted)}
    best, best_hits = -1, 0
    for index in range(min(SEARCHED_ROWS, len(grid.rows))):
        folded = {name for header in headers_at(grid, index, n_rows) for name in header.names}
        hits = 10 * len(folded & named) + sum(name in column_kinds() for name in folded)
        if hits > best_hits:
            best, best_hits = index, hits
    if best >= 0:
        return best
    return next((index for index, row in enumerate(grid.rows) if row), 0)


def resolve(
    grid: Grid,
    given: Mapping[str, Any],
    toml: TomlFile | None,
    table: str,
    file: str,
    start: int,
    n_rows: int,
) -> Columns:
    """The meaning of every column, with the faults of names that are absent or ambiguous.

    Args: given is [rounds.x.columns]; start is the index of the (first) header row.
    """
    headers = headers_at(grid, start, n_rows)
    finder = _ColumnFinder(headers, toml, table, place(file, grid.part))
    single = {kind: finder.named(given, kind) for kind in SINGLE}
    text, question = finder.named(given, "text"), finder.named(given, "question")
    opened = finder.listed(given, "open")
    taken = {index for index in (*single.values(), text, question) if index is not None}
    for key in ("open", "closed", "ignore"):
        taken |= {header.index for header in finder.listed(given, key)}
    for kind in SINGLE:
        if single[kind] is None and kind not in given:
            single[kind] = finder.usual(kind, taken)
    if single["respondent"] is None and "respondent" not in given:
        single["respondent"] = finder.usual("entry", taken)
    if not opened and text is None and not {"open", "text"} & set(given):
        text = finder.usual("text", taken)
        if text is None:
            finder.no_answers()
    if text is not None and question is None and "question" not in given:
        question = finder.usual("question", taken)
    used = {*taken, *single.values(), text, question}
    known = column_kinds()
    unused = tuple(
        header.title
        if header.names
        else _("column {letter}, which has no name").format(letter=column_letter(header.index))
        for header in headers
        if header.index not in used
        and not any(known.get(name) in ("ignore", "entry") for name in header.names)
    )
    return Columns(
        single, tuple(opened), text, question, unused, start + n_rows, tuple(finder.faults)
    )


class _ColumnFinder:
    """Looks columns up by name in one table, and notes what it cannot find."""

    def __init__(
        self, headers: list[Header], toml: TomlFile | None, table: str, where: str
    ) -> None:
        self.headers, self.toml, self.table, self.where = headers, toml, table, where
        self.faults: list[DataProblem] = []
        self.titles = [header.title for header in headers]

    def named(self, given: Mapping[str, Any], kind: str) -> int | None:
        name = given.get(kind)
        header = self._find(name, kind) if isinstance(name, str) and name.strip() else None
        return header.index if header else None

    def listed(self, given: Mapping[str, Any], kind: str) -> list[Header]:
        names = given.get(kind, [])
        if not isinstance(names, list):
            return []
        headers = [self._find(name, kind) for name in names if isinstance(name, str)]
        return [header for header in headers if header is not None]

    def _find(self, name: str, kind: str) -> Header | None:
        by_letter = _BY_LETTER.match(name)
        if by_letter:
            hits = [
                header for header in self.headers if column_letter(header.index) == by_letter[1]
            ]
        else:
            hits = [header for header in self.headers if fold(_plain(name)) in header.names]
        if len(hits) == 1:
            return hits[0]
        if kind == "ignore":  # several of a name may be ignored together, or be gone already
            return hits[0] if hits else None
        self._absent(name, kind) if not hits else self._double(name, kind, hits)
        return None

    def usual(self, kind: str, taken: set[int]) -> int | None:
        known = column_kinds()
        hits = [
            header
            for header in self.headers
            if header.index not in taken and any(known.get(name) == kind for name in header.names)
        ]
        if len(hits) > 1:
            self._double("", kind, hits)
        return hits[0].index if hits else None

    def no_answers(self) -> None:
        self._note(
            "",
            _("no column is known to hold the answers; the columns are {columns}").format(
                columns=column_list(self.titles)
            ),
            _('open = ["…"] with the questions, or text = "…" for a table with one answer a row'),
            _("name them under [{table}.columns]; 'gehoord init' makes a proposal").format(
                table=self.table
            ),
        )

    def _absent(self, name: str, kind: str) -> None:
        near = nearest(name, self.titles)
        self._note(
            kind,
            _("column '{name}' does not exist").format(name=name),
            _("one of: {keys}").format(keys=column_list(self.titles)),
            _("did you mean '{key}'?").format(key=near) if near else "",
            name,
        )

    def _double(self, name: str, kind: str, hits: list[Header]) -> None:
        choices = [f"@{column_letter(hit.index)} ({hit.title})" for hit in hits]
        message = (
            _("{n} columns are called '{name}'").format(n=len(hits), name=name)
            if name
            else _("{n} columns could be '{kind}'").format(n=len(hits), kind=kind)
        )
        self._note(
            kind,
            f"{message}: {', '.join(choices)}",
            _("one column"),
            _('name one under [{table}.columns], by its letter: {kind} = "{letter}"').format(
                table=self.table, kind=kind, letter=f"@{column_letter(hits[0].index)}"
            ),
            name,
        )

    def _note(self, key: str, found: str, expected: str, mend: str, value: str = "") -> None:
        where = self.where
        if self.toml is not None and value:
            where += f" ({self.toml.line(f'{self.table}.columns', key, value)})"
        problem = DataProblem(where=where, found=found, expected=expected, mend=mend)
        if str(problem) not in {str(fault) for fault in self.faults}:
            self.faults.append(problem)


def _all_names(given: Mapping[str, Any]) -> list[str]:
    names: list[str] = []
    for value in given.values():
        names += (
            [value] if isinstance(value, str) else [name for name in value if isinstance(name, str)]
        )
    return names


def _plain(name: str) -> str:
    """A header without the markup that LimeSurvey leaves in it."""
    if "<" in name and ">" in name:
        name = re.sub(r"</?(?:b|i|u|em|strong|span|a|font)\b[^>]{0,200}>", "", name)
        name = re.sub(r"<[^>]{0,200}>", " ", name)
    return re.sub(r"\s+", " ", html.unescape(name)).strip()


def _spread(row: tuple[str, ...], width: int) -> tuple[str, ...]:
    spread: list[str] = []
    for index in range(width):
        cell = cell_at(row, index)
        spread.append(cell if cell.strip() or not spread else spread[-1])
    return tuple(spread)


def _title(names: list[str]) -> str:
    telling = [name for name in names if fold(name) not in GENERIC]
    return max(telling or names, key=len)
