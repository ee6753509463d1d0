"""A first corpus.toml for a folder with files: what was seen, what was guessed, and how sure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from pipeline.core.errors import DataProblem, DataProblems
from pipeline.core.locale import gettext as _
from pipeline.corpus.documents import LETTER, PLAN, Document
from pipeline.corpus.guess_columns import GUESS, rivals
from pipeline.corpus.guess_plans import PlanGuess, plans_among, plans_there
from pipeline.corpus.guess_tables import FOUND, TableGuess
from pipeline.corpus.look import (
    CODEBOOK,
    TABLE,
    Looked,
    date_in_name,
    days_in_name,
    files_in,
    look_at,
    why_left,
)
from pipeline.corpus.records import SYSTEM
from pipeline.corpus.round_guess import RoundGuess, dated, named_by_folder, numbered
from pipeline.corpus.round_names import number_in, round_folders, title_of
from pipeline.corpus.text_rounds import (
    RunningText,
    dated_by_others,
    distance_of,
    filled_in_alike,
    in_their_period,
    with_texts,
)

TOGETHER = timedelta(days=7)  # between two exports of one questionnaire; more is another round


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


def propose(folder: Path) -> Proposal:
    """Look at every file in the folder and below it. Nothing is written.

    Raises: DataProblem, or several, when the folder is absent or holds nothing that can be read.
    """
    if not folder.is_dir():
        raise no_folder(folder)
    proposal = Proposal()
    documents: list[Document] = []
    texts: list[RunningText] = []
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
                texts.append(RunningText(file, LETTER, None, days, on_plan=True))
        else:
            days = looked.document.days or days_in_name(file)
            document = looked.document
            texts.append(
                RunningText(
                    file, looked.kind, number, days,
                    any_year=document.any_year, printed=document.printed, chat=document.chat,
                )
            )  # fmt: skip
    plans = plans_among(documents, plans_there(folder))
    proposal.plan, proposal.plan_previous, proposal.plans_left = plans
    # Several exports of one questionnaire are one round
    exports = list(_together(tables, lambda table: table.number, _of_files))
    texts, exports = in_their_period(dated_by_others(filled_in_alike(texts), exports), exports)
    rounds = with_texts(folder, exports, texts)
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
            apart = max(distance_of(_first(other), round_), timedelta(0))
            apart = min(apart, distance_of(_first(round_), other))
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
        lines += [
            _(
                "{file}: a chat of the days of these meetings, so one round with them; give it a "
                "round of its own if it was one"
            ).format(file=file)
            for file, _day in round_.chats
        ]
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
