"""The rows of one table of answers below its header: every field is kept or set aside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.core.cleaning import column_letter
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.numerals import how_many
from pipeline.corpus.columns import Columns, headers_at
from pipeline.corpus.missing import EXCEL_ERRORS, Marks, is_missing, says_no_word, tries_out
from pipeline.corpus.read import Read, meeting_start, pseudonym
from pipeline.corpus.round_names import title_of
from pipeline.corpus.tidy import plain_text
from pipeline.files.dates import date_within, day_of_year, iso_date, order_of_dates
from pipeline.files.faults import MOST_OF_A_KIND, place
from pipeline.files.grid import Grid, cell_at
from pipeline.files.names import column_kinds, fold, language_code, role_names, role_of
from pipeline.files.options import RoundFiles

HALF_A_YEAR = timedelta(days=183)
FREE_WORDS = 6  # words in the role column from which it is an answer, where nobody says it again
MAX_SHOWN = 25  # characters of a cell that a fault may quote
_ASKS = re.compile(  # a sheet for each question: "Wat gaat goed", "Vraag 2 - zorgen"
    r"^(?:wat|hoe|waar|waarom|welke?|wie|wanneer|vraag|question)\b", re.IGNORECASE
)
_TOTALS = re.compile(
    r"(eind)?totaal|totalen|gemiddelde|total|grand total|average|mean|sum|som", re.I
)
LIKES = frozenset(  # columns of clicks: who clicks on ten ideas is one person, so they count nobody
    "likes, aantal likes, votes, aantal stemmen, stemmen, upvotes, hartjes, duimpjes, "
    "steunbetuigingen, endorsements, endorsements/total_count, cached_votes_up, total votes, "
    "likes_count, total_votes, agree_count, agrees".split(", ")
)
_AS_ABOVE = frozenset(("idem", "id.", "dezelfde", '"', "''", "„", "ditto"))  # who sent this in too
_NO_DAY = "1980-01-01"  # LimeSurvey's date of sending where a survey keeps no times


@dataclass(frozen=True)
class Facts:
    """Facts of a whole table of answers.

    Attributes:
        american: the month comes first in its dates.  a_date: one of these where every date reads
            both ways; else "".
        free_roles: what single people wrote in the role column in words of their own.
        latest: the last day that a day without a year may be: half a year after the last whole
            date; "" where no date has a year.
        own_numbers: respondents are 1, 2, 3, … in this file: another file's 3 is somebody else.
    """

    american: bool
    a_date: str
    free_roles: frozenset[str]
    own_numbers: bool
    latest: str = ""


def facts_of(
    dates: Iterable[str],
    roles: Iterable[tuple[str, int]],
    respondents: Collection[str],
    listed: Iterable[str],
) -> Facts:
    """What these cells say together.

    Args: dates: each at least once, in order.  roles: with how many rows hold it.  respondents:
        each once, none blank.  listed: roles that corpus.toml names.
    """
    dates = list(dates)
    american, both = order_of_dates(dates)
    first = next((value.strip() for value in dates if value.strip()), "") if both else ""
    given: Counter[str] = Counter()
    for cell, n in roles:
        for part in parts_of(cell):
            given[part] += n
    known = role_names().keys() | {fold(role) for role in listed}
    free = frozenset(
        part
        for part, n in given.items()
        if n == 1 and len(part.split()) >= FREE_WORDS and fold(part) not in known
    )
    days = [day for value in dates if (day := iso_date(value, american=american))]
    latest = date.fromisoformat(max(days)) + HALF_A_YEAR if days else None
    return Facts(american, first, free, numbered(respondents), latest.isoformat() if latest else "")


def parts_of(role: str) -> list[str]:
    """The roles that one cell names: several may be ticked."""
    return [part.strip() for part in role.split(";") if part.strip()]


def numbered(respondents: Collection[str]) -> bool:
    """Whether these are the numbers that a form gives those who fill it in."""
    if not respondents or not all(who.isdecimal() and len(who) < 7 for who in respondents):
        return False
    return max(map(int, respondents)) <= 2 * len(respondents) + 10


def _shown(value: str) -> str:
    """A short value as it stands; a long one may be somebody's answer, and is not printed."""
    if len(value) <= MAX_SHOWN:
        return value
    return _("a text of {n} characters").format(n=len(value))


def asked_above(grid: Grid, start: int) -> str:
    """The question that stands alone on a line above the header, as polls export it; "" for none.

    Args: start: index of the header row.
    """
    lines = [[cell.strip() for cell in row if cell.strip()] for row in grid.rows[:start]]
    asked = [cells[0] for cells in lines if len(cells) == 1 and cells[0].endswith("?")]
    return asked[0] if len(asked) == 1 else ""


class SurveyRows:
    """Reads the rows of one table below its header."""

    def __init__(
        self,
        grid: Grid,
        columns: Columns,
        source: RoundFiles,
        file: str,
        prefix: str,
        read: Read,
        facts: Facts | None = None,
    ) -> None:
        """Args: facts: of the whole table, where the grid holds the first of its rows only."""
        self.grid, self.columns, self.source = grid, columns, source
        self.file, self.prefix, self.read = file, prefix, read
        several = len(source.sheets) > 1
        self.table = f"{file}\0{grid.part}" if several else file  # its numbers are its own
        self.day_of_sheet = self._day_of_sheet() if several else ""
        self.role_of_sheet = grid.part if several and fold(grid.part) in role_names() else ""
        above = asked_above(grid, columns.header_end - max(source.header_rows, 1))
        named = grid.part if several and _ASKS.match(grid.part) else ""
        self.question_of_sheet = above or named
        self.round_id = source.round.round_id
        self.asked = "topic" if source.round.kind == "meeting" or grid.board else "question"
        self.bad_dates = 0
        self.likes = 0
        self.who = ""  # who sent in the row before
        self.tried = 0  # entries that say no more than "test"
        self.meetings: dict[str, int] = {}  # name to number, in order of appearance
        self.errors: Counter[str] = Counter()
        self.counted_out: Counter[str] = Counter()
        self.header = grid.rows[columns.header_end - 1]
        n_rows = max(source.header_rows, 1)
        headers = headers_at(grid, columns.header_end - n_rows, n_rows)
        self.marks = Marks.among(headers)
        self.names = {header.index: header.names for header in headers}
        self.titles = {header.index: header.title for header in headers}
        self.facts = facts or self._facts_of_all()
        self.free_roles = self.facts.free_roles
        if self.facts.a_date:
            self._remark_dates()

    def _facts_of_all(self) -> Facts:
        rows, single = self.grid.rows[self.columns.header_end :], self.columns.single
        dates, roles, who = (
            [cell_at(row, single[kind]) for row in rows] for kind in ("date", "role", "respondent")
        )
        known = {name for cell in who if (name := cell.strip())}
        return facts_of(dates, ((role, 1) for role in roles), known, self.source.roles)

    def read_all(self) -> None:
        """Every row into ``read``: what is kept, what is set aside, and faults."""
        first = self.columns.header_end
        self.ask()
        self.read_rows(self.grid.rows[first:], self.grid.numbers[first:])
        self.finish()

    def ask(self) -> None:
        """The questions into ``read``: asked, even when nobody answered."""
        for header in self.columns.open:
            self.read.questions.setdefault(self._question(header.title), self.asked)

    def _question(self, title: str) -> str:
        """What a column of answers asks; one called "Antwoord" asks what its sheet is called."""
        alone = len(self.columns.open) == 1 and column_kinds().get(fold(title)) == "text"
        return (self.question_of_sheet if alone else "") or title

    def read_rows(self, rows: Sequence[tuple[str, ...]], numbers: Sequence[int]) -> None:
        """These rows into ``read``, and faults in them."""
        for row, number in zip(rows, numbers, strict=True):
            reason = self._no_answers(row)
            if not reason:
                reason = self.marks.reason(row)
                self.counted_out.update([reason] if reason else [])
            if not reason and tries_out(text for _id, _question, text in self._fields(row)):
                reason, self.tried = "test_entry", self.tried + 1
            if reason:
                self._aside(f"{self.prefix}-{number:04d}", number, reason, "row")
            else:
                self._read_row(row, number)

    def finish(self) -> None:
        """What is told once all rows were read."""
        if self.bad_dates > MOST_OF_A_KIND:
            more = self.bad_dates - MOST_OF_A_KIND
            self.read.faults.append(
                DataProblem(
                    where=place(self.file, self.grid.part),
                    found=_("{n} more cells of that column hold no date").format(n=more),
                )
            )
        if self.grid.present and self.source.round.kind == "meeting":
            self.read.meetings.append(
                {
                    "meeting_id": meeting_start(self.prefix),
                    "round_id": self.round_id,
                    "title": title_of(self.file),
                    "topic": "",
                    "date": self.grid.day,
                    "role": "",
                    "n_present": self.grid.present,
                }
            )
        self._remark_counted_out()

    def _remark_dates(self) -> None:
        day = iso_date(self.facts.a_date, american=self.facts.american)
        self.read.warnings.append(
            _("{where}: every date reads both ways; '{value}' was read as {day}").format(
                where=place(self.file, self.grid.part), value=_shown(self.facts.a_date), day=day
            )
        )

    def _remark_counted_out(self) -> None:
        """One warning per kind of row that was set aside or counts for nobody, with how many."""
        where = place(self.file, self.grid.part)
        if self.likes:
            self.read.warnings.append(
                _(
                    "{where}: {n} likes; these are not counted as people: whoever clicks may click"
                    " more than once"
                ).format(where=where, n=self.likes)
            )
        if self.tried:
            self.read.warnings.append(
                _("{where}: {n} entries that only say ‘test’ are set aside").format(
                    where=where, n=self.tried
                )
            )
        for reason, n in sorted(self.counted_out.items()):
            remark = {
                "test_entry": _(
                    "{where}: {n} test entries, marked so by the platform, are set aside"
                ),
                "spam": _("{where}: {n} entries that the platform marked as spam are set aside"),
                "withdrawn": _("{where}: {n} entries withdrawn by their writers are set aside"),
                "rejected": _("{where}: {n} entries rejected on the platform are set aside"),
                "incomplete": _("{where}: {n} entries that were never sent in are set aside"),
            }[reason]
            self.read.warnings.append(remark.format(where=where, n=n))
        for mark, n in sorted(self.errors.items()):
            self.read.warnings.append(
                _(
                    "{where}: {n} cells hold Excel's error {mark}; the answer began with - or = and"
                    " stands in the original form"
                ).format(where=where, n=n, mark=mark)
            )

    def _no_answers(self, row: tuple[str, ...]) -> str:
        if not any(cell.strip() for cell in row):
            return "empty_row"
        if row == self.header:
            return "repeated_header"
        first = next(cell for cell in row if cell.strip())
        answers = [text for _id, _question, text in self._fields(row) if text.strip()]
        if _TOTALS.fullmatch(fold(first)) and all(len(text.split()) < 3 for text in answers):
            return "totals_row"
        return ""

    def _fields(self, row: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
        """(suffix of the id, question, text) of each field for an open answer."""
        if self.columns.open:
            several = len(self.columns.open) > 1
            for index, header in enumerate(self.columns.open):
                suffix = column_letter(index).lower() if several else ""
                yield suffix, self._question(header.title), plain_text(cell_at(row, header.index))
        else:
            question = plain_text(cell_at(row, self.columns.question)).strip()
            yield (
                "",
                question or self.question_of_sheet,
                plain_text(cell_at(row, self.columns.text)),
            )
        role = self.columns.single["role"]
        free = [part for part in parts_of(cell_at(row, role)) if part in self.free_roles]
        if role is not None and free:  # "Anders, namelijk: …": an answer beside the choices
            yield "rol", self.titles.get(role, ""), "; ".join(free)

    def _read_row(self, row: tuple[str, ...], number: int) -> None:
        """The answers of one row into ``read``; those without words are set aside, with why."""
        facts = self._facts(row, number)
        for suffix, question, text in self._fields(row):
            response_id = f"{self.prefix}-{number:04d}{suffix}"
            if is_missing(text):
                self._aside(response_id, number, "empty", "response")
                continue
            if text.strip().casefold() in EXCEL_ERRORS:
                self.errors[text.strip()] += 1
                self._aside(response_id, number, "excel_error", "response")
                continue
            if self.grid.board:  # every note was written by itself
                voice = f"{self.table}\0{number}\0{suffix}"
                facts = {**facts, "respondent_id": pseudonym(self.round_id, voice)}
            if question:
                self.read.questions.setdefault(question, self.asked)
            if says_no_word(text):
                self._aside(response_id, number, "no_words", "response")
                continue
            self.read.responses.append(
                {**facts, "response_id": response_id, "question": question, "text": text}
            )

    def _facts(self, row: tuple[str, ...], number: int) -> dict[str, object]:
        """The columns of RESPONSES that all answers in a row share; its number is as in Excel."""
        single = self.columns.single
        who = cell_at(row, single["respondent"]).strip()
        who = self.who = self.who if who.casefold() in _AS_ABOVE else who
        if who and self.facts.own_numbers:
            who = f"{self.table}\0nr {who}"
        meeting = cell_at(row, single["meeting"]).strip()
        return {
            "round_id": self.round_id,
            "meeting_id": self._meeting(meeting),
            "respondent_id": pseudonym(self.round_id, who or f"{self.table}\0{number}"),
            "role": self._role(row) or role_of(self.source.role or self.role_of_sheet),
            "area": " ".join((cell_at(row, single["area"]) or self.source.area).split()),
            "date": self._date(row, number),
            "language": language_code(cell_at(row, single["language"])),
            "n_supporters": self._supporters(row, number),
            "source_file": self.file,
            "source_part": self.grid.part,
            "source_row": number,
        }

    def _day_of_sheet(self) -> str:
        """The day that the name of a sheet gives, one of several: "12 mei Noord"; "" for none."""
        part, held = self.grid.part.replace("_", " "), self.source.round.date
        latest = date.fromisoformat(held) + HALF_A_YEAR if held else date.max
        return date_within(part) or (day_of_year(part, latest) if held else "")

    def _role(self, row: tuple[str, ...]) -> str:
        """The role that was chosen; what was written beside the choices is *anders*."""
        cell = cell_at(row, self.columns.single["role"])
        parts = parts_of(cell)
        chosen = [part for part in parts if part not in self.free_roles]
        if len(chosen) == len(parts):
            return role_of(cell)
        return role_of(";".join(chosen)) or role_of("anders")

    def _meeting(self, name: str) -> str:
        if self.source.round.kind != "meeting":
            return ""
        start = meeting_start(self.prefix)
        if not name:
            return start
        number = self.meetings.setdefault(fold(name), len(self.meetings) + 1)
        return f"{start}-{number}"  # never its name: "overleg met mevrouw Jansen"

    def _date(self, row: tuple[str, ...], number: int) -> str:
        value = cell_at(row, self.columns.single["date"]).strip()
        if not value or value.startswith(_NO_DAY) or is_missing(value):
            return self.grid.day or self.day_of_sheet
        day = iso_date(value, american=self.facts.american) or self._without_year(value)
        if day is None:
            self.bad_dates += 1
            if self.bad_dates <= MOST_OF_A_KIND:
                self._bad_cell("date", number, value, _("a date such as 2025-03-17"))
        return day or ""

    def _without_year(self, value: str) -> str | None:
        """The day of a cell such as "27 jan", in the year of the dates around it; None for none."""
        latest = self.facts.latest or self.source.round.date
        return (day_of_year(value, date.fromisoformat(latest)) if latest else "") or None

    def _supporters(self, row: tuple[str, ...], number: int) -> int:
        value = cell_at(row, self.columns.single["supporters"]).strip()
        if not value:
            return 1
        likes = self.names.get(self.columns.single["supporters"] or 0, frozenset()) & LIKES
        count = how_many(value)
        if count is not None and (likes or count > 0) and count < 1_000_000:
            self.likes += count if likes else 0
            return 1 if likes else count
        self._bad_cell("supporters", number, value, _("a whole number of people, more than 0"))
        return 1

    def _bad_cell(self, kind: str, number: int, value: str, expected: str) -> None:
        column = self.columns.single[kind]
        name = self.header[column] if column is not None and column < len(self.header) else kind
        self.read.faults.append(
            DataProblem(
                where=place(self.file, self.grid.part, number),
                found=_("column '{name}' holds '{value}'").format(name=name, value=_shown(value)),
                expected=expected,
                mend=_("correct the cell, or map another column under [{table}.columns]").format(
                    table=self.source.table
                ),
            )
        )

    def _aside(self, item_id: str, number: int, reason: str, level: str) -> None:
        place = {
            "round_id": self.round_id,
            "source_file": self.file,
            "source_part": self.grid.part,
            "source_row": number,
        }
        self.read.set_aside(item_id, reason, place, level)
