"""Kinds of judgement, and what it takes to write one down."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from pipeline.core.tables import JUDGEMENTS

LABEL, MERGE, SPLIT, DROP, PIN = "label", "merge", "split", "drop", "pin"
STATUS, LINK, REMARK, WITHDRAW = "status", "link", "remark", "withdraw"
FOLLOW = "follow"  # a concern continues this one of an earlier run, or "none"
QUOTE = "quote"  # whether this statement may be quoted outside: "yes" or "no"
REPLY, ANSWER = "reply", "answer"  # of a reactienota: the reaction, and whether it changes the plan
LEADS_TO = ("yes", "partly", "no")  # what an answer says: whether it leads to a change
KINDS = (
    LABEL, MERGE, SPLIT, DROP, PIN, STATUS, LINK, REMARK, WITHDRAW, REPLY, ANSWER, FOLLOW, QUOTE,
)  # fmt: skip
SHAPES = (MERGE, SPLIT, DROP)  # what changes which themes there are; the last one counts
OF_STATEMENTS = (PIN, LINK, QUOTE)
BESIDE_A_PLAN = (STATUS, LINK, WITHDRAW)  # what may hold for another version of the plan too
NONE = "none"  # a link to no code at all: a person said that none fits
APPLIED, OPEN, ABSENT, REPLACED, WITHDRAWN = "applied", "open", "absent", "replaced", "withdrawn"
_BAR = "|"  # between the status and the code of a verdict
_BETWEEN = "; "  # between the ids that a judgement lies on


@dataclass(frozen=True)
class Judgement:
    """One decision of a person; fields as the columns of JUDGEMENTS."""

    kind: str
    subject: str
    new: str
    codebook_id: str = ""
    old: str = ""
    who: str = ""
    when: str = ""
    why: str = ""
    run_id: str = ""
    context: str = ""
    anchor: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    rounds: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    judgement_id: str = ""
    state: str = ""
    bound: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"kind {self.kind!r} is none of {', '.join(KINDS)}")

    @property
    def bound_ids(self) -> tuple[str, ...]:
        """The themes or statements of the run at hand that it lies on."""
        return bound_ids(self.bound)

    def settled(self, state: str, ids: Sequence[str] = (), reason: str = "") -> Judgement:
        """The judgement with what became of it in a run: its state, and the ids it lies on."""
        return replace(self, state=state, bound=_BETWEEN.join(ids), reason=reason)

    def named(self, place: int) -> Judgement:
        """The judgement with its id: a hash of what it says and of its place in the log."""
        content = (self.kind, self.subject, self.codebook_id, self.new, self.who, self.when, place)
        digest = hashlib.sha256(repr(content).encode()).hexdigest()[:12]
        return replace(self, judgement_id=f"b-{digest}")


def bound_ids(bound: str) -> tuple[str, ...]:
    """The ids in a cell of JUDGEMENTS' ``bound``; a theme that was split is several."""
    return tuple(bound.split(_BETWEEN)) if bound else ()


def status_value(status: str, code_id: str = "") -> str:
    """How JUDGEMENTS writes a verdict: ``addressed|2.3``, ``not_addressed``."""
    return f"{status}{_BAR}{code_id}" if code_id else status


def status_parts(value: str) -> tuple[str, str]:
    """(status, code id or "") of a verdict as JUDGEMENTS writes it."""
    status, _, code_id = value.partition(_BAR)
    return status, code_id


def link_codes(value: str) -> tuple[str, ...]:
    """Codes of a link as JUDGEMENTS writes it (``1.1; 2.3``); none for ``none``."""
    return tuple(part for code in value.split(";") if (part := code.strip()) and part != NONE)


def table(judgements: Iterable[Judgement]) -> pd.DataFrame:
    """JUDGEMENTS of these, in their order."""
    rows = [
        {name: getattr(judgement, name) for name in JUDGEMENTS.columns} for judgement in judgements
    ]
    return JUDGEMENTS.check(pd.DataFrame(rows, columns=list(JUDGEMENTS.columns)))


def records(judgements: pd.DataFrame) -> list[Judgement]:
    """The rows of JUDGEMENTS, in their order."""

    def plain(value: object) -> Any:
        if isinstance(value, tuple | list):
            return tuple(value)
        return "" if value is None or value is pd.NA else str(value)

    return [
        Judgement(**{name: plain(value) for name, value in row.items()})
        for row in judgements.to_dict("records")
    ]


def appended(
    log: pd.DataFrame, new: Sequence[Judgement], *, who: str, when: str, run_id: str = ""
) -> pd.DataFrame:
    """The rows to add to the log for these decisions, named and dated."""
    first = len(log)
    return table(
        replace(
            judgement,
            who=judgement.who or who,
            when=judgement.when or when,
            run_id=judgement.run_id or run_id,
        ).named(first + place)
        for place, judgement in enumerate(new)
    )
