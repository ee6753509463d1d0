"""A frame of answers to a corpus: for those who have their data in Python already."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from pipeline.core.errors import DataProblem, raise_all
from pipeline.core.locale import gettext as _
from pipeline.core.plan import Plan, Round, in_order
from pipeline.core.tables import PLACE, QUESTIONS, RESPONSES, SET_ASIDE
from pipeline.corpus.keys import Key
from pipeline.corpus.missing import is_missing
from pipeline.corpus.read import pseudonym
from pipeline.corpus.records import Corpus, SourceFile
from pipeline.files.dates import iso_date
from pipeline.files.names import language_code, nearest, role_of

QUESTION = "question"  # its wording; ``question_id`` will do as well
COLUMNS = (*RESPONSES.columns, QUESTION)
_FILE = "DataFrame"  # stands where the name of a file would


def corpus_from(
    responses: pd.DataFrame,
    plan: Plan | None = None,
    *,
    name: str = "python",
    title: str = "",
    organisation: str = "",
    rounds: Sequence[Round] = (),
) -> Corpus:
    """The corpus that these answers are.

    Args:
        responses: n rows with at least ``text``; ``round_id``, ``respondent_id``, ``role``,
            ``area``, ``question``, ``date``, ``language``, ``n_supporters``, ``meeting_id`` and
            the other columns of RESPONSES are filled where they are not there: one round, every
            row a respondent of its own.
        rounds: title and date of each round; without them the first date in each will do.
    Raises: DataProblems with every fault, naming rows by the index of the frame.
    """
    faults = _faults_of_columns(responses)
    raise_all(faults)
    table = _Filled(responses, faults)
    # The key is made of all that was given: the same frame, the same pseudonyms, and no file.
    frame = table.responses(Key(_digest(responses), "passing"))
    rounds = tuple(rounds) or table.rounds()
    faults += _faults_of_rounds(frame, rounds)
    raise_all(faults)
    answered = [not is_missing(text) for text in frame["text"]]
    kept, empty = frame[answered], frame[[not filled for filled in answered]]
    questions = table.questions(kept)
    return Corpus(
        name=name,
        title=title or name,
        organisation=organisation,
        language="nl",
        group_sizes={},
        rounds=in_order(rounds),
        plan=plan,
        previous=None,
        responses=RESPONSES.check(kept.drop(columns=QUESTION)),
        questions=questions,
        set_aside=_set_aside(empty),
        settings_given={},
        sources=tuple(_sources(frame, answered)),
    )


class _Filled:
    """Reads the columns of a frame; what cannot be read is noted by the index of its row."""

    def __init__(self, given: pd.DataFrame, faults: list[DataProblem]) -> None:
        self.given, self.faults = given, faults

    def responses(self, key: Key) -> pd.DataFrame:
        """The columns of RESPONSES and the wording of the question, all as text but numbers."""
        n = len(self.given)
        rounds = self.column("round_id", default="1")
        numbers = [str(number) for number in range(1, n + 1)]
        ids = self.column("response_id")
        who = self.column("respondent_id")
        asked = zip(self.column(QUESTION), self.column("question_id"), strict=True)
        rows: dict[str, list[Any]] = {
            name: self.column(name) for name in ("text", "meeting_id", "area", "source_part")
        }
        rows |= {
            "response_id": [
                given or f"r{round_id}-{number}"
                for given, round_id, number in zip(ids, rounds, numbers, strict=True)
            ],
            "round_id": rounds,
            "respondent_id": [
                key.pseudonym(pseudonym(round_id, given or f"{_FILE}\0{number}"))
                for given, round_id, number in zip(who, rounds, numbers, strict=True)
            ],
            "role": [role_of(role) for role in self.column("role")],
            "language": [language_code(name) for name in self.column("language")],
            "date": self.read("date", iso_date, _("a date such as 2025-03-17"), ""),
            "n_supporters": self.read(
                "n_supporters", _people, _("a whole number of people, more than 0"), 1
            ),
            "source_file": self.column("source_file", default=_FILE),
            "source_row": self.read("source_row", _people, _("the number of a row"), None),
            QUESTION: [wording or code for wording, code in asked],
        }
        rows["source_row"] = [
            row or number for number, row in enumerate(rows["source_row"], start=1)
        ]
        frame = pd.DataFrame({name: rows.get(name, [""] * n) for name in COLUMNS})
        double = [row for row, twice in enumerate(frame["response_id"].duplicated()) if twice]
        if double:
            self.note("response_id", double, _("an id of its own for every row"))
        return frame

    def column(self, name: str, *, default: str = "") -> list[str]:
        """(n,) texts; what is missing is the default."""
        if name not in self.given.columns:
            return [default] * len(self.given)
        values = self.given[name]
        missing = values.isna()
        return [
            default if gone else _as_text(value)
            for value, gone in zip(values, missing, strict=True)
        ]

    def read(
        self, name: str, reader: Callable[[str], Any], expected: str, default: Any
    ) -> list[Any]:
        """(n,) values as the reader makes them; None from it is a fault."""
        texts = self.column(name)
        values = [reader(text) if text.strip() else default for text in texts]
        wrong = [
            place for place, text in enumerate(texts) if text.strip() and values[place] is None
        ]
        if wrong:
            self.note(name, wrong, expected)
        return values

    def note(self, column: str, rows: Sequence[int], expected: str) -> None:
        """One fault for a column, naming its first row and how many there are."""
        shown = str(self.given[column].iloc[rows[0]])[:25]
        self.faults.append(
            DataProblem(
                where=_("row {row} of the frame, column '{column}'").format(
                    row=self.given.index[rows[0]], column=column
                ),
                found=_("it holds '{value}' (wrong in {n} rows)").format(value=shown, n=len(rows)),
                expected=expected,
                mend=_("correct these rows, or leave the column out"),
            )
        )

    def rounds(self) -> tuple[Round, ...]:
        """The rounds that occur, each from its first date."""
        dates: dict[str, list[str]] = {}
        meetings: set[str] = set()
        for round_id, day, meeting in zip(
            self.column("round_id", default="1"),
            self.column("date"),
            self.column("meeting_id"),
            strict=True,
        ):
            dates.setdefault(round_id, []).append(iso_date(day) or "" if day.strip() else "")
            meetings |= {round_id} if meeting else set()
        return tuple(
            Round(
                round_id,
                _("Round {number}").format(number=round_id),
                min((day for day in days if day), default=""),
                "meeting" if round_id in meetings else "survey",
            )
            for round_id, days in dates.items()
        )

    @staticmethod
    def questions(frame: pd.DataFrame) -> pd.DataFrame:
        """QUESTIONS of the rows that stay; their ``question_id`` is filled in."""
        asked = frame[["round_id", QUESTION]].drop_duplicates()
        asked = asked[asked[QUESTION] != ""]
        number = asked.groupby("round_id").cumcount() + 1
        asked = asked.assign(question_id=asked["round_id"] + "-q" + number.astype(str))
        ids = {
            (question.round_id, question.question): question.question_id
            for question in asked.itertuples()
        }
        pairs = zip(frame["round_id"], frame[QUESTION], strict=True)
        frame["question_id"] = [ids.get(pair, "") for pair in pairs]
        table = asked.rename(columns={QUESTION: "text"}).assign(kind="question")
        return QUESTIONS.check(table[list(QUESTIONS.columns)])


def _faults_of_columns(given: pd.DataFrame) -> list[DataProblem]:
    """Columns that are not there or not known, and rows without any."""
    names = [str(name) for name in given.columns]
    listed = ", ".join(COLUMNS)
    faults = [
        DataProblem(
            where=_("column '{column}' of the frame").format(column=name),
            found=_("there is no such column in a table of responses"),
            expected=_("one of: {keys}").format(keys=listed),
            mend=_("did you mean {key}? rename it, or leave it out").format(
                key=nearest(name, COLUMNS)
            ),
        )
        for name in names
        if name not in COLUMNS
    ]
    if "text" not in names:
        faults.append(
            DataProblem(
                where=_("the frame"),
                found=_("there is no column 'text'"),
                expected=_("what people wrote, an answer per row, in a column 'text'"),
                mend=_("rename the column with the answers: frame.rename(columns={…: 'text'})"),
            )
        )
    elif not len(given):
        faults.append(DataProblem(where=_("the frame"), found=_("it holds no rows")))
    return faults


def _faults_of_rounds(frame: pd.DataFrame, rounds: Sequence[Round]) -> list[DataProblem]:
    """Rounds that are not described, and several of which one has no date."""
    faults = []
    unknown = sorted(set(frame["round_id"]) - {round_.round_id for round_ in rounds})
    if unknown:
        faults.append(
            DataProblem(
                where=_("column '{column}' of the frame").format(column="round_id"),
                found=", ".join(unknown),
                expected=_("one of: {keys}").format(
                    keys=", ".join(round_.round_id for round_ in rounds)
                ),
                mend=_("describe every round in rounds=[…], or leave rounds out"),
            )
        )
    undated = [round_.round_id for round_ in rounds if not round_.date]
    if undated and len(rounds) > 1:
        faults.append(
            DataProblem(
                where=_("round {rounds} of the frame").format(rounds=", ".join(undated)),
                found=_("no row of it has a date"),
                expected=_("rounds are put in the order of their dates; an estimate will do"),
                mend=_("fill the column 'date', or give rounds=[Round(id, title, date), …]"),
            )
        )
    return faults


def _set_aside(empty: pd.DataFrame) -> pd.DataFrame:
    rows = empty[["response_id", *PLACE]].rename(columns={"response_id": "item_id"})
    return SET_ASIDE.check(rows.assign(level="response", stage="ingest", reason="empty"))


def _sources(frame: pd.DataFrame, answered: Sequence[bool]) -> list[SourceFile]:
    marked = frame.assign(said=list(answered))
    return [
        SourceFile(str(file), str(round_id), _digest(rows[list(COLUMNS)]).hex(), len(rows),
               int(rows["said"].sum()), int((~rows["said"]).sum()))
        for (round_id, file), rows in marked.groupby(["round_id", "source_file"])
    ]  # fmt: skip


def _digest(frame: pd.DataFrame) -> bytes:
    return hashlib.sha256(frame.to_csv(index=False).encode()).digest()


def _as_text(value: object) -> str:
    """2026.0 in a column of numbers is round 2026; a day has no time."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, pd.Timestamp):
        return str(value.date())
    return str(value)


def _people(value: str) -> int | None:
    return int(value) if value.isdigit() and 0 < int(value) < 1_000_000 else None
