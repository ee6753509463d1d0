"""The answer a person reads, as printed, and what was truly said: both read into records.

The printed answer is taken from the report's JSON, which holds the same lists and numbers as page
and Word, never from what lies behind it. The truth stands in two tables: ``truth.csv``, a row per
response with the concerns it voices, and ``concerns.csv``, a row per concern with the goal it
belongs to and how far the plan answers it.
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.core.errors import DataProblem, DataProblems, typed
from pipeline.core.locale import gettext as _
from pipeline.core.tokens import plain_sentences
from pipeline.plan.coverage import NOT_ADDRESSED

_NUMBERED = re.compile(
    r"^(?:[A-Za-z]{3,15} )?(?:\d[\d.]*[a-z]?|[A-Z]\.?\d[\d.]*)[.:)]?\s+(?:[-–:] )?"
)
STATES = ("addressed", "partly", "mentioned", NOT_ADDRESSED)


@dataclass(frozen=True)
class TrueConcern:
    """A concern as those who wrote the consultation know it."""

    concern_id: str
    name: str
    goal_title: str  # as the plan prints it; empty: no goal is about it
    state: str
    rounds: frozenset[str]  # or, with one round, the topics of the conversations

    def __post_init__(self) -> None:
        if self.state not in STATES:
            raise ValueError(f"concern {self.concern_id}: state '{self.state}' is none of {STATES}")


@dataclass(frozen=True)
class TrueRow:
    """One response as entered, and the concerns it voices."""

    round: str
    place: str
    role: str
    text: str
    concerns: frozenset[str]


@dataclass(frozen=True)
class AnswerTruth:
    """Both tables of truth."""

    rows: tuple[TrueRow, ...]
    concerns: Mapping[str, TrueConcern]


@dataclass(frozen=True)
class Printed:
    """One concern as the report prints it."""

    concern_id: str
    name: str
    status: str
    goal_title: str
    recurring: bool
    rounds: frozenset[str]
    statement_ids: tuple[str, ...]


@dataclass(frozen=True)
class PrintedAnswer:
    """What the report prints that an answer is scored by.

    Attributes: response_of and goal_of map a statement to its response, and to the title of the
        goal it is linked to (empty: none).  texts: response id -> text.  rounds_of: response id ->
        the round, or with one round the topic, it was said in.  title_of: what the plan
        calls a goal, as ``called`` gives it -> the title that is printed.
    """

    concerns: tuple[Printed, ...]
    open_ids: frozenset[str]
    people: int
    response_of: Mapping[str, str]
    goal_of: Mapping[str, str]
    texts: Mapping[str, str]
    rounds_of: Mapping[str, str]
    title_of: Mapping[str, str] = field(default_factory=dict)


def read_report(run: Path) -> dict[str, Any]:
    """The report of a run as JSON. Raises: DataProblem where there is none."""
    path = run / "report.json"
    if not path.is_file():
        raise DataProblem(
            where=str(path),
            found=_("there is no such file"),
            expected=_("the report of a run, as JSON"),
            mend=_("make it with 'gehoord report {run}'").format(run=typed(run)),
        )
    report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return report


def read_answer_truth(folder: Path) -> AnswerTruth:
    """Read ``truth.csv`` and ``concerns.csv`` of a folder.

    Raises: DataProblem when one is unreadable, several for rows that name an unknown concern.
    """
    concerns = {}
    for row in _rows(folder / "concerns.csv", ("concern_id", "name", "goal_title", "state")):
        concerns[row["concern_id"]] = TrueConcern(
            row["concern_id"], row["name"], row["goal_title"], row["state"], _parts(row["rounds"])
        )
    rows = tuple(
        TrueRow(row["round"], row["place"], row["role"], row["text"], _parts(row["concerns"]))
        for row in _rows(folder / "truth.csv", ("round", "place", "text", "concerns"))
    )
    unknown = [
        DataProblem(
            where=f"{folder / 'truth.csv'}:{number}",
            found=_("the concern '{concern}' is not in concerns.csv").format(concern=key),
            expected=_("one of: {keys}").format(keys=", ".join(concerns)),
        )
        for number, row in enumerate(rows, start=2)
        for key in sorted(row.concerns - concerns.keys())
    ]
    if unknown:
        raise DataProblems(unknown)
    return AnswerTruth(rows, concerns)


def _rows(path: Path, columns: Collection[str]) -> list[dict[str, str]]:
    if not path.is_file():
        raise DataProblem(
            where=str(path),
            found=_("there is no such file"),
            expected=_("a table with columns {columns}").format(columns=", ".join(columns)),
        )
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    lacking = [name for name in columns if rows and name not in rows[0]]
    if lacking:
        raise DataProblem(
            where=str(path),
            found=_("no column {columns}").format(columns=", ".join(lacking)),
            expected=_("a table with columns {columns}").format(columns=", ".join(columns)),
        )
    return rows


def _parts(cell: str) -> frozenset[str]:
    return frozenset(part.strip() for part in cell.split(";") if part.strip())


def printed_answer(report: Mapping[str, Any]) -> PrintedAnswer:
    """What a report's JSON (edition projectteam) prints of the answer."""
    responses, lines = report["responses"], report["lines"]
    rounds_of = _rounds_of(responses, report["questions"])
    response_of = {line["statement_id"]: responses[line["response"]] for line in lines}
    goals = [
        code
        for book in report["codebooks"]
        if book["codebook_id"] == "goals"
        for code in book["codes"]
    ]
    titles = {code["code_id"]: code["title"] for code in goals}
    members: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        if line["theme_id"]:
            members[line["theme_id"]].append(line["statement_id"])
    concerns = tuple(
        _printed(theme, members[theme["theme_id"]], response_of, rounds_of)
        for theme in report["themes"]
        if theme.get("kind", "concern") == "concern"
    )
    listed = report.get("open")
    open_ids = (
        {row["theme_id"] for row in listed}
        if listed is not None
        else {concern.concern_id for concern in concerns if concern.status == NOT_ADDRESSED}
    )
    return PrintedAnswer(
        concerns=concerns,
        open_ids=frozenset(open_ids),
        people=int(report["totals"]["people"]),
        response_of={key: row["response_id"] for key, row in response_of.items()},
        goal_of={line["statement_id"]: titles.get(line["goal_id"], "") for line in lines},
        texts={response["response_id"]: response["text"] for response in responses},
        rounds_of=rounds_of,
        title_of=_titles_by_name(report["plan"], goals),
    )


def _rounds_of(
    responses: Sequence[Mapping[str, Any]], questions: Mapping[str, str]
) -> dict[str, str]:
    """Response id -> its round; where there was one round only, the question that it answers."""
    if len({response["round_id"] for response in responses}) == 1:
        return {row["response_id"]: questions.get(row["question_id"], "") for row in responses}
    return {row["response_id"]: row["round_id"] for row in responses}


def _titles_by_name(plan: Any, goals: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """What else a plan calls its goals, as ``called`` gives it, to the title that is printed.

    By a sentence of its own ("3.1.1 Doel: …" below a heading), or by the heading of a pillar that
    has no other goal.
    """
    names: dict[str, set[str]] = defaultdict(set)
    pillars = plan["pillars"] if plan else ()
    pillar_of = {pillar["pillar_id"]: pillar["title"] for pillar in pillars}
    sisters = Counter(goal["parent_id"] for goal in goals)
    for goal in goals:
        if sisters[goal["parent_id"]] == 1:
            names[called(pillar_of.get(goal["parent_id"], ""))].add(goal["title"])
        for sentence in plain_sentences(goal["text"]):
            names[called(sentence)].add(goal["title"])
    titles = {called(goal["title"]): goal["title"] for goal in goals}
    return {
        name: next(iter(candidates)) for name, candidates in names.items() if len(candidates) == 1
    } | titles


def called(title: str) -> str:
    """A title without its label and number: "Doel 2.1 Wie hulp nodig heeft" without "Doel 2.1"."""
    return plain(_NUMBERED.sub("", title.strip()))


def plain(text: str) -> str:
    """The letters and digits of a text in lower case, as titles and answers are compared."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split())


def _printed(
    theme: Mapping[str, Any],
    statement_ids: Sequence[str],
    response_of: Mapping[str, Mapping[str, Any]],
    rounds_of: Mapping[str, str],
) -> Printed:
    verdict = theme.get("verdict") or {}
    return Printed(
        concern_id=theme["theme_id"],
        name=theme["label"],
        status=verdict.get("status", ""),
        goal_title=verdict.get("code_title", ""),
        recurring=bool(theme["recurring"]),
        rounds=frozenset(rounds_of[response_of[key]["response_id"]] for key in statement_ids),
        statement_ids=tuple(statement_ids),
    )
