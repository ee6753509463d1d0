"""Writes the proposal of ``guess`` as a corpus.toml with a remark beside every guess."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from pipeline.core.locale import gettext as _
from pipeline.corpus.guess import Proposal
from pipeline.corpus.guess_columns import GUESS, LIKELY, SURE, ColumnGuess, rivals
from pipeline.corpus.guess_tables import TableGuess
from pipeline.corpus.look import why_left
from pipeline.files.names import SINGLE


def corpus_toml(proposal: Proposal, name: str) -> str:
    """The text of corpus.toml. Valid TOML; what a person must choose stands as a remark."""
    return "\n".join([*_head(proposal, name), *_rounds(proposal)]).rstrip() + "\n"


def _head(proposal: Proposal, name: str) -> Iterator[str]:
    """The lines of [corpus]: names to correct, the plan, and what was not found."""
    yield "# " + _("A first proposal, written by 'gehoord init'. Correct it where it is wrong;")
    yield "# " + _("'gehoord check' then says whether everything fits.")
    yield "# " + _("Behind each guess: sure (known by name), likely (by its content), guess.")
    yield ""
    yield "[corpus]"
    yield f"name = {_text(name)}"
    title = name
    if proposal.plan and proposal.plan.title:
        title = _("What people said about {plan}").format(plan=proposal.plan.title)
    yield f"title = {_text(title)}    # " + _("as it should stand above the report")
    yield 'organisation = ""'
    for key, plan in (("plan", proposal.plan), ("plan_previous", proposal.plan_previous)):
        if plan is not None:
            source = "    # " + _("read from {file}").format(file=plan.document)
            yield f"{key} = {_text(plan.file)}" + (source if plan.document else "")
    if proposal.plan is None:
        yield "# " + _("no plan was found here: add it with  gehoord plan read FILE")
        yield '# plan = "plan.toml"'
    for file in proposal.plans_left:
        yield "# " + _("{file} reads like a plan too; it is not used").format(file=file)
    if proposal.codebooks:
        yield f"codebooks = {_list(proposal.codebooks)}    # " + _(
            "lists to hold statements against"
        )
    for looked in proposal.left_out:
        yield "# " + _("not used: {file} ({fault})").format(
            file=looked.file, fault=why_left(looked)
        )
    for fault in proposal.unreadable:
        yield "# " + _("not used: {file} ({fault})").format(file=fault.where, fault=fault.found)
    yield 'language = "nl"'
    yield ""


def _rounds(proposal: Proposal) -> Iterator[str]:
    for round_ in proposal.rounds:
        yield f"[rounds.{round_.round_id}]"
        yield f"title = {_text(round_.title)}"
        yield f"date = {round_.date}    # " + (
            _("the day the file was saved: look at it")
            if round_.sure == GUESS
            else _("first day found; {sure}").format(sure=_how(round_.sure))
        )
        yield f"kind = {_text(round_.kind)}    # survey | meeting | letters"
        if round_.part_of:
            yield f"part_of = {_text(round_.part_of)}    # " + _(
                "asked in that round, by this form"
            )
        if len(round_.files) == 1:
            yield f"file = {_text(round_.files[0])}"
        else:
            yield f"files = {_list(round_.files)}"
        if round_.letters:
            yield f"letters = {_list(round_.letters)}    # " + _("that came in during this round")
        if round_.notes:
            yield f"notes = {_list(round_.notes)}    # " + _("of meetings in this round")
        if round_.table is not None:
            yield from _table(round_.table, round_.sheets, round_.round_id)
        yield ""


def _list(names: Sequence[str]) -> str:
    return f"[{', '.join(_text(name) for name in names)}]"


def _table(table: TableGuess, sheets: Sequence[str], round_id: str) -> Iterator[str]:
    """The lines that say how one table is read, and then its [rounds.N.columns]."""
    if table.dialect:
        yield "# " + _("an export of {platform}").format(platform=table.dialect)
    if sheets:
        yield f"sheets = {_list(sheets)}"
    elif table.sheet:
        yield f"sheet = {_text(table.sheet)}"
    if table.header_row:  # 0: a table without a header, whose columns are named by what they hold
        yield f"header_row = {table.header_row}"
    if table.header_rows > 1:
        yield f"header_rows = {table.header_rows}"
    if table.delimiter:
        yield f"delimiter = {_text(table.delimiter)}"
    if table.encoding:
        yield f"encoding = {_text(table.encoding)}"
    yield ""
    yield f"[rounds.{round_id}.columns]"
    double = rivals(table.columns)
    for kind in (*SINGLE, "text", "question"):
        yield from _single(
            kind, [column for column in table.columns if column.kind == kind], kind in double
        )
    for kind in ("open", "closed", "ignore"):
        yield from _many(kind, [column for column in table.columns if column.kind == kind])


def _single(kind: str, columns: list[ColumnGuess], choose: bool) -> Iterator[str]:
    if choose:
        yield "# " + _("CHOOSE one of the {n}, and take away its '# '").format(n=len(columns))
    for column in columns[: None if choose else 1]:
        start = "# " if choose else ""
        yield f"{start}{kind} = {_text(column.key)}    # {_remark(column)}"


def _many(kind: str, columns: list[ColumnGuess]) -> Iterator[str]:
    if not columns:
        return
    yield f"{kind} = ["
    for column in columns:
        yield f"    {_text(column.key)},    # {_remark(column)}"
    yield "]"


def _remark(column: ColumnGuess) -> str:
    words = _how(column.sure)
    if column.key != column.header.title:
        words += f": {column.header.title}"
    if column.example and column.kind != "ignore":
        words += ", " + _("for instance '{value}'").format(value=column.example)
    return " ".join(words.split())[:150]


def _how(sure: str) -> str:
    return {SURE: _("sure"), LIKELY: _("likely"), GUESS: _("a guess: look at it")}[sure]


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
