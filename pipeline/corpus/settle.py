"""What a first look left open, settled by asking: days, columns, and which document is the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from pipeline.core.locale import gettext as _
from pipeline.corpus.guess import Proposal
from pipeline.corpus.guess_columns import GUESS, LIKELY, ColumnGuess, rivals
from pipeline.corpus.guess_plans import PLAN_FILE, PREVIOUS_FILE, PlanGuess
from pipeline.corpus.guess_tables import TableGuess
from pipeline.corpus.look import look_at
from pipeline.corpus.round_guess import RoundGuess, in_time
from pipeline.corpus.round_names import title_of

CHOICES = ("open", "role", "area", "date", "closed", "ignore")  # what a guessed column may be


class Asks(Protocol):
    """Puts a question to a person; what she leaves open stays as it was guessed."""

    def choose(self, question: str, options: Sequence[str], usual: int) -> int:
        """The index of the option chosen."""

    def day(self, question: str, usual: str) -> str:
        """A day as ISO 8601."""


def settled(proposal: Proposal, folder: Path, asks: Asks) -> Proposal:
    """The proposal with every open point as a person answered it."""
    plans = _plans(proposal, folder, asks)
    rounds = [_round(each, asks) for round_ in proposal.rounds for each in _chats(round_, asks)]
    return replace(plans, rounds=in_time(rounds) if len(rounds) > len(proposal.rounds) else rounds)


def meaning_of(kind: str) -> str:
    """What a kind of column is, in words."""
    return {
        "open": _("answers in people's own words"),
        "text": _("answers in people's own words"),
        "role": _("who somebody is (parent, teacher, …)"),
        "area": _("where somebody lives or works"),
        "date": _("the day of the answer"),
        "closed": _("a choice between options; not analysed"),
        "ignore": _("leave it alone"),
        "supporters": _("how many people said this"),
        "respondent": _("the number of the respondent"),
    }.get(kind, kind)


def _chats(round_: RoundGuess, asks: Asks) -> Iterator[RoundGuess]:
    """The round, and behind it the chats among its files that are rounds of their own."""
    own: list[RoundGuess] = []
    for file, day in round_.chats:
        question = _("{file} is a chat of the days of “{round}”. What is it?").format(
            file=file, round=round_.title
        )
        options = [_("a conversation of that round"), _("a round of its own")]
        if asks.choose(question, options, 0):
            own.append(RoundGuess("", title_of(file), round_.kind, day, (file,)))
    apart = {each.files[0] for each in own}
    files, notes = (
        tuple(file for file in names if file not in apart) for names in (round_.files, round_.notes)
    )
    yield replace(round_, files=files, notes=notes, chats=())
    yield from own


def _round(round_: RoundGuess, asks: Asks) -> RoundGuess:
    if round_.sure == GUESS:
        day = asks.day(_("When was “{round}”?").format(round=round_.title), round_.date)
        round_ = replace(round_, date=day, sure=LIKELY)
    if round_.table is None:
        return round_
    return replace(
        round_, table=replace(round_.table, columns=_columns(round_.table, round_.files[0], asks))
    )


def _columns(table: TableGuess, file: str, asks: Asks) -> tuple[ColumnGuess, ...]:
    """The columns as the user settled them: which of several rivals, and what was guessed."""
    kinds = {id(column): column.kind for column in table.columns}
    asked: set[int] = set()
    for kind, claims in rivals(table.columns).items():
        names = [column.header.title for column in claims]
        question = _("{file}: which column says {meaning}?").format(
            file=file, meaning=meaning_of(kind)
        )
        chosen = asks.choose(question, [*names, _("none of these")], 0)
        for place, column in enumerate(claims):
            kinds[id(column)] = kind if place == chosen else "closed"
            asked.add(id(column))
    for column in table.columns:
        if column.sure == GUESS and id(column) not in asked:
            kinds[id(column)] = _kind(column, file, asks)
    return tuple(
        column
        if kinds[id(column)] == column.kind and column.sure != GUESS
        else replace(column, kind=kinds[id(column)], sure=LIKELY)
        for column in table.columns
    )


def _kind(column: ColumnGuess, file: str, asks: Asks) -> str:
    options = list(dict.fromkeys((column.kind, *CHOICES)))
    question = _("{file}: what stands in column “{column}”?").format(
        file=file, column=column.header.title
    )
    return options[asks.choose(question, [meaning_of(kind) for kind in options], 0)]


def _plans(proposal: Proposal, folder: Path, asks: Asks) -> Proposal:
    """The plan, and which of the others is its previous version."""
    if not proposal.plans_left or proposal.plan is None:
        return proposal
    given = (proposal.plan, proposal.plan_previous)
    documents = [plan.document for plan in given if plan is not None and plan.document]
    documents += proposal.plans_left
    now = documents[asks.choose(_("Which of these is the plan?"), documents, 0)]
    rest = [document for document in documents if document != now]
    before = asks.choose(_("Which is its previous version?"), [*rest, _("none of these")], 0)
    return replace(
        proposal,
        plan=_plan(folder, now, PLAN_FILE, given),
        plan_previous=_plan(folder, rest[before], PREVIOUS_FILE, given)
        if before < len(rest)
        else None,
        plans_left=[document for place, document in enumerate(rest) if place != before],
    )


def _plan(
    folder: Path, document: str, file: str, given: Sequence[PlanGuess | None]
) -> PlanGuess | None:
    """The plan read from a document; as it was, where it was read already."""
    for plan in given:
        if plan is not None and plan.document == document:
            return replace(plan, file=file if plan.reading else plan.file)
    looked = look_at(folder, document).document
    return PlanGuess(file, document, looked.reading) if looked else None
