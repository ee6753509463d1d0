"""A first corpus.toml for a folder with files: what was seen, what was guessed, and how sure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from pipeline.core.errors import DataProblem, DataProblems
from pipeline.core.locale import gettext as _
from pipeline.corpus.documents import LETTER, NOTES, PLAN, Document
from pipeline.corpus.guess_columns import GUESS, rivals
from pipeline.corpus.guess_plans import PlanGuess, plans_among, plans_there
from pipeline.corpus.guess_tables import FOUND, TableGuess
from pipeline.corpus.look import (
    CODEBOOK,
    SYSTEM,
    TABLE,
    Looked,
    date_in_name,
    days_in_name,
    files_in,
    look_at,
    why_left,
)
from pipeline.corpus.round_guess import RoundGuess, dated, named_by_folder, numbered
from pipeline.corpus.round_names import number_in, round_folders, title_of
from pipeline.files.dates import iso_date

APART = timedelta(days=42)  # between two documents of one round; more makes another round
TOGETHER = timedelta(days=7)  # between two exports of one questionnaire; more is another round
BESIDE = timedelta(days=14)  # of the days of a numbered round: notes without a number belong to it
_MAKES_THE_PLAN = re.compile(r"plan(?:bijeenkomst|dag|avond|middag|sessie)", re.IGNORECASE)
NEAR = timedelta(days=30)  # around the answers of a survey: letters of those days belong with it


@dataclass
class Proposal:
    """A corpus.toml to write, and what to tell beside it."""

    rounds: list[RoundGuess] = field(default_factory=list)
    plan: PlanGuess | None = None
    plan_previous: PlanGuess | None = None
    plans_left: list[str] = field(default_factory=list)  # that read like a plan too: a choice
    unreadable: list[DataProblem] = field(default_factory=list)
    codebooks: list[str] = field(default_factory=list)  # files with lists of codes
    left_out: list[Looked] = field(default_factory=list)  # files that are no input, or not read


@dataclass(frozen=True)
class _Text:
    """A document or mailbox that is input: what it is, its round's number and its days."""

    file: str
    kind: str
    number: int | None
    days: tuple[str, ...]
    on_plan: bool = False  # remarks in the margin of a plan
    any_year: bool = False  # its days were written without their year


def propose(folder: Path) -> Proposal:
    """Look at every file in the folder and below it. Nothing is written.

    Raises: DataProblem, or several, when the folder is absent or holds nothing that can be read.
    """
    if not folder.is_dir():
        raise no_folder(folder)
    proposal = Proposal()
    documents: list[Document] = []
    texts: list[_Text] = []
    tables: list[RoundGuess] = []
    periods = round_folders(files_in(folder))
    for file in files_in(folder):
        number = periods.get(Path(file).parts[0], number_in(file))
        try:
            looked = look_at(folder, file)
        except DataProblem as fault:
            proposal.unreadable.append(fault)
            continue
        if looked.kind == CODEBOOK:
            proposal.codebooks.append(file)
        elif looked.kind == TABLE:
            tables += _table_rounds(folder / file, looked, number)
        elif looked.document is None:
            if Path(file).suffix != ".toml":
                proposal.left_out.append(looked)
        elif looked.kind == PLAN:
            documents.append(looked.document)
            if remarks := looked.document.remarks:  # what its readers wrote in the margin
                days = tuple(day for day in remarks if day) or days_in_name(file)
                texts.append(_Text(file, LETTER, None, days, on_plan=True))
        else:
            days = looked.document.days or days_in_name(file)
            texts.append(_Text(file, looked.kind, number, days, any_year=looked.document.any_year))
    plans = plans_among(documents, plans_there(folder))
    proposal.plan, proposal.plan_previous, proposal.plans_left = plans
    # Several exports of one questionnaire are one round
    exports = list(_together(tables, lambda table: table.number, _of_files))
    rounds = _with_texts(folder, exports, _dated_by_others(texts, exports))
    proposal.rounds = numbered([named_by_folder(round_, periods) for round_ in rounds])
    if not proposal.rounds:
        nothing, others = _nothing_said(folder, proposal), tuple(_not_read(proposal))
        raise DataProblems((nothing, *others)) if others else nothing
    return proposal


def no_folder(folder: Path) -> DataProblem:
    """The fault of a name that is no folder."""
    return DataProblem(
        where=str(folder),
        found=_("this is a file") if folder.is_file() else _("this folder does not exist"),
        expected=_("a folder with the exports, the notes and the plan"),
        mend=_("name the folder in which the file lies")
        if folder.is_file()
        else _("check the name; a name with spaces stands between quotes"),
    )


def _nothing_said(folder: Path, proposal: Proposal) -> DataProblem:
    none = _("there is no file here that can be read as consultation input")
    plan = _("here is a plan, and no file with what people said about it")
    return DataProblem(
        where=str(folder),
        found=plan if proposal.plan else none,
        expected=_("answers (Excel, csv), notes of meetings (Word, PDF, text), letters or e-mails"),
        mend=_("put the exports and notes into the folder"),
    )


def _not_read(proposal: Proposal) -> Iterator[DataProblem]:
    """A fault for each file that is there and is not read: why, and what to do."""
    yield from proposal.unreadable
    for looked in proposal.left_out:
        if looked.kind != SYSTEM:
            yield DataProblem(where=looked.file, found=why_left(looked))


# -- tables --------------------------------------------------------------------------------------


def _table_rounds(path: Path, looked: Looked, number: int | None) -> Iterator[RoundGuess]:
    """The rounds in one file: each sheet is one, unless its answers are of the same days."""
    rounds = []
    for table in looked.tables:
        day = date_in_name(looked.file) or table.first_date
        title = title_of(looked.file)
        if len(looked.tables) > 1:
            title = f"{title}: {table.sheet}"
        kind = "meeting" if table.of_meetings else "survey"
        round_ = RoundGuess("", title, kind, day, (looked.file,), table, number=number)
        rounds.append(dated(path, round_))
    return _together(
        rounds, lambda round_: number_in(round_.table.sheet) if round_.table else None, _of_sheets
    )


def _together(
    rounds: Sequence[RoundGuess],
    number_of: Callable[[RoundGuess], int | None],
    join: Callable[[RoundGuess, RoundGuess], RoundGuess],
) -> Iterator[RoundGuess]:
    """Rounds of one form and of the same days joined; numbers in their names keep them apart."""
    left = list(rounds)
    while left:
        round_ = left.pop(0)
        number = number_of(round_)
        for other in list(left):
            apart = max(_distance(_first(other), round_), timedelta(0))
            apart = min(apart, _distance(_first(round_), other))
            same = round_.table and other.table and _same_form(round_, other)
            if same and apart <= TOGETHER and number_of(other) == number:
                left.remove(other)
                round_ = join(round_, other)
        yield round_


def _same_form(round_: RoundGuess, other: RoundGuess) -> bool:
    """Whether two tables ask the same; of sheets of one file the header may stand elsewhere."""
    if round_.table is None or other.table is None:
        return False
    if round_.files == other.files:
        return round_.table.questions == other.table.questions
    return round_.table.form == other.table.form


def _first(round_: RoundGuess) -> date:
    return date.fromisoformat(round_.date)


def _of_sheets(round_: RoundGuess, other: RoundGuess) -> RoundGuess:
    """Two sheets of one questionnaire as one round."""
    if round_.table is None or other.table is None:
        return round_
    sheets = (*(round_.sheets or (round_.table.sheet,)), other.table.sheet)
    both = _of_files(round_, other)
    if both.table and round_.table.header_row != other.table.header_row:
        both = replace(both, table=replace(both.table, header_row=FOUND))
    return replace(both, title=title_of(round_.files[0]), sheets=sheets, files=round_.files)


def _of_files(round_: RoundGuess, other: RoundGuess) -> RoundGuess:
    """Two exports of one questionnaire as one round: the days of both."""
    if round_.table is None or other.table is None:
        return round_
    days = (
        [round_.table.first_date, other.table.first_date],
        [round_.table.last_date, other.table.last_date],
    )
    table = replace(
        round_.table, first_date=min(filter(None, days[0]), default=""), last_date=max(days[1])
    )
    return replace(
        round_, date=min(round_.date, other.date), files=(*round_.files, *other.files), table=table
    )


# -- documents and letters -----------------------------------------------------------------------


def _with_texts(
    folder: Path, tables: Sequence[RoundGuess], texts: Sequence[_Text]
) -> list[RoundGuess]:
    """The rounds with what is running text: with the survey of its round, or in one of its own."""
    rounds = list(tables)
    left: list[_Text] = []
    for text in texts:
        home = _home(text, rounds)
        if home is None:
            left.append(text)
        elif text.kind == LETTER:
            rounds[home] = replace(rounds[home], letters=(*rounds[home].letters, text.file))
        else:
            rounds[home] = replace(rounds[home], notes=(*rounds[home].notes, text.file))
    for group in _groups(left, NOTES):
        shown = _shown_there(group, rounds)
        if shown is None:
            rounds.append(_text_round(folder, group))
        else:  # what people typed on a screen at one of these meetings
            notes = tuple(sorted(text.file for text in group))
            first = min(rounds[shown].date, *(day for text in group for day in text.days))
            title = _("Notes of meetings")
            rounds[shown] = replace(rounds[shown], title=title, date=first, notes=notes)
    for group in _groups(left, LETTER):  # of a numbered round: beside the notes of it
        numbered = group[0].number is not None
        home = _home(group[0], rounds) if numbered else None
        home = _in_order(group, rounds) if numbered and home is None else home
        if home is None:
            rounds.append(_text_round(folder, group))
        else:
            letters = tuple(text.file for text in group)
            rounds[home] = replace(rounds[home], letters=(*rounds[home].letters, *letters))
    return rounds


def _dated_by_others(texts: Sequence[_Text], tables: Sequence[RoundGuess]) -> list[_Text]:
    """The texts, with a year for days without one and a day for letters without any.

    A day without a year is nearest to the days that have one; a letter came in with those beside it
    in its folder.
    """
    known = sorted(
        [day for text in texts if not text.any_year for day in text.days]
        + [table.date for table in tables if table.sure != GUESS]
    )
    dated = [_in_year_of(text, known) if text.any_year and known else text for text in texts]
    beside: dict[str, list[str]] = {}
    for text in dated:
        if text.kind == LETTER and Path(text.file).parent != Path():
            beside.setdefault(str(Path(text.file).parent), []).extend(text.days)
    return [
        replace(text, days=(min(beside[folder]),))
        if text.kind == LETTER
        and not text.days
        and beside.get(folder := str(Path(text.file).parent))
        else text
        for text in dated
    ]


def _in_year_of(text: _Text, known: Sequence[str]) -> _Text:
    """The text with its days in the year that brings its first day nearest to a known one."""
    days = [date.fromisoformat(day) for day in (*known, text.days[0])]
    first = days.pop()

    def distance(year: int) -> tuple[timedelta, int]:
        return min(
            abs(first.replace(year=year, day=min(first.day, 28)) - day) for day in days
        ), -year

    shift = min({day.year for day in days}, key=distance) - first.year
    moved = (f"{int(day[:4]) + shift}{day[4:]}" for day in text.days)
    return replace(text, days=tuple(day for day in moved if iso_date(day)))


def _home(text: _Text, rounds: Sequence[RoundGuess]) -> int | None:
    """The survey a document came in with: by its round's number, a letter also by its day."""
    numbered = [i for i, round_ in enumerate(rounds) if round_.number == text.number]
    if text.number is not None and len(numbered) == 1:
        return numbered[0]
    if text.kind != LETTER or text.number is not None or not text.days:
        return None
    day = date.fromisoformat(text.days[0])
    near = [(_distance(day, round_), i) for i, round_ in enumerate(rounds)]
    best = min(near, default=(NEAR, -1))
    return best[1] if best[0] < NEAR else None


def _shown_there(group: Sequence[_Text], rounds: Sequence[RoundGuess]) -> int | None:
    """The presentation that was answered in the days of these meetings; None where none was."""
    for i, round_ in enumerate(rounds):
        if round_.table is None or not round_.table.present or round_.sure == GUESS:
            continue
        as_text = _Text(round_.files[0], NOTES, round_.number, (round_.date,))
        if round_.number in (None, group[0].number) and _is_among(as_text, group):
            return i
    return None


def _in_order(texts: Sequence[_Text], rounds: Sequence[RoundGuess]) -> int | None:
    """Where letters "of round 2" belong when no other file has a number: the second by date.

    Only where their days are near; otherwise they are a round that nothing else is of.
    """
    number, days = texts[0].number, sorted(day for text in texts for day in text.days)
    order = sorted(range(len(rounds)), key=lambda i: rounds[i].date)
    if number is None or not days or any(one.number is not None for one in rounds):
        return None
    if not 0 < number <= len(order):
        return None
    place = order[number - 1]
    near = _distance(date.fromisoformat(days[0]), rounds[place]) < NEAR
    return place if near else None


def _distance(day: date, survey: RoundGuess) -> timedelta:
    first = date.fromisoformat(survey.date)
    last = (
        date.fromisoformat(survey.table.last_date)
        if survey.table and survey.table.last_date
        else first
    )
    return max(first - day, day - last, timedelta(0))


def _groups(texts: Sequence[_Text], kind: str) -> Iterator[list[_Text]]:
    """Documents of one round each: of one number, or of days that follow each other closely.

    One without a number whose days lie among those of a numbered round is of that round. The
    meeting that makes the plan is another occasion than those that prepare it.
    """
    mine = [text for text in texts if text.kind == kind]
    numbered: dict[int, list[_Text]] = {}
    for text in mine:
        if text.number is not None:
            numbered.setdefault(text.number, []).append(text)
    left = [text for text in mine if text.number is None]
    for text in list(left):
        among = [number for number, group in numbered.items() if _is_among(text, group)]
        if len(among) == 1:
            numbered[among[0]].append(text)
            left.remove(text)
    yield from (numbered[number] for number in sorted(numbered))
    dated = sorted((text for text in left if text.days), key=lambda text: (text.days, text.file))
    for occasion in (False, True):
        yield from _close_in_time(
            [text for text in dated if bool(_MAKES_THE_PLAN.search(text.file)) is occasion]
        )
    undated = [text for text in left if not text.days]
    if undated:
        yield undated


def _is_among(text: _Text, group: Sequence[_Text]) -> bool:
    """Whether a text's first day lies among the days of this round, or just beside them."""
    days = sorted(day for other in group for day in other.days)
    if not days or not text.days:
        return False
    day = date.fromisoformat(text.days[0])
    return date.fromisoformat(days[0]) - BESIDE <= day <= date.fromisoformat(days[-1]) + BESIDE


def _close_in_time(dated: Sequence[_Text]) -> Iterator[list[_Text]]:
    """These texts, sorted by day, parted where more than ``APART`` lies between two."""
    group: list[_Text] = []
    for text in dated:
        last = max((day for earlier in group for day in earlier.days), default=text.days[0])
        if date.fromisoformat(text.days[0]) - date.fromisoformat(last) > APART:
            yield group
            group = []
        group.append(text)
    if group:
        yield group


def _text_round(folder: Path, texts: Sequence[_Text]) -> RoundGuess:
    kind = texts[0].kind
    files = tuple(sorted(text.file for text in texts))
    title = _("Letters and e-mails") if kind == LETTER else _("Notes of meetings")
    if len(files) == 1:
        title = title_of(files[0])
        if texts[0].on_plan:
            title = _("Remarks on {document}").format(document=title)
    first = min((day for text in texts for day in text.days), default="")
    round_ = RoundGuess("", title, kind, first, files, number=texts[0].number)
    return dated(folder / files[0], round_)


# -- what is unsure ------------------------------------------------------------------------------


def unsure(proposal: Proposal) -> list[str]:
    """What a person must look at, one line each; empty when everything was known by name."""
    lines = [
        _("{file} reads like a plan too; set it as plan in corpus.toml if it is the one").format(
            file=file
        )
        for file in proposal.plans_left
    ]
    for round_ in proposal.rounds:
        if round_.sheets or (round_.table and len(round_.files) > 1):
            lines.append(
                _("{files}: the same questions and the same days, so one round").format(
                    files=", ".join(round_.sheets or round_.files)
                )
            )
        if round_.sure == GUESS:
            lines.append(
                _("{file}: no date found; the day the file was saved stands in").format(
                    file=round_.files[0]
                )
            )
        if round_.table is not None:
            lines += _unsure_of_table(round_.files[0], round_.table)
    return lines


def _unsure_of_table(file: str, table: TableGuess) -> Iterator[str]:
    for kind, claims in rivals(table.columns).items():
        titles = ", ".join(f"'{column.header.title}'" for column in claims)
        yield _("{file}: {columns} could each be '{kind}'; choose one").format(
            file=file, columns=titles, kind=kind
        )
    for column in table.columns:
        if column.sure == GUESS:
            yield _("{file}: column '{column}' was taken for '{kind}', which is a guess").format(
                file=file, column=column.header.title, kind=column.kind
            )
