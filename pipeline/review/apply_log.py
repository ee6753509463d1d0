"""The log of judgements laid over what a run found: applied where certain, else asked again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from pipeline.core.errors import DataProblems
from pipeline.core.locale import gettext as _
from pipeline.core.plan import Codebook
from pipeline.core.settings import JudgementSettings
from pipeline.review.fingerprints import parted, statement_marks
from pipeline.review.rebind import (
    Bound,
    Statements,
    bind_statement,
    bind_theme,
    doubt_about_codes,
    groups_of,
)
from pipeline.review.records import (
    ABSENT,
    ANSWER,
    APPLIED,
    FOLLOW,
    LABEL,
    LINK,
    MERGE,
    OF_STATEMENTS,
    OPEN,
    PIN,
    QUOTE,
    REMARK,
    REPLACED,
    REPLY,
    SHAPES,
    STATUS,
    WITHDRAW,
    WITHDRAWN,
    Judgement,
    link_codes,
    records,
    status_parts,
    table,
)

Lay = Callable[[pd.DataFrame, pd.DataFrame, str, str, str], tuple[pd.DataFrame, pd.DataFrame]]


@dataclass(frozen=True)
class Judged:
    """A run's themes with everything people decided on them.

    Attributes:
        themes, assignments: THEMES and ASSIGNMENTS with renames, merges, splits, drops and pins.
        decided: codebook -> theme -> (status, code id or "").
        judged: codebook -> statement -> codes it was linked to; none where none fits.
        judgements: JUDGEMENTS, the whole log with what became of each row.
    """

    themes: pd.DataFrame
    assignments: pd.DataFrame
    decided: Mapping[str, Mapping[str, tuple[str, str]]] = field(default_factory=dict)
    judged: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    judgements: pd.DataFrame = field(default_factory=lambda: table(()))

    @property
    def n_open(self) -> int:
        """Judgements to be put to the person again."""
        return int((self.judgements["state"] == OPEN).sum())


def settle(
    log: pd.DataFrame,
    themes: pd.DataFrame,
    assignments: pd.DataFrame,
    statements: pd.DataFrame,
    rounds: Mapping[str, str],
    books: Sequence[Codebook],
    lay: Lay,
    settings: JudgementSettings = JudgementSettings(),  # noqa: B008 - frozen
) -> Judged:
    """Lay the log over a run.

    Args:
        log: JUDGEMENTS, in the order the decisions were taken.
        rounds: statement id -> round id.
        lay: applies one decision (kind, subject, new) to THEMES and ASSIGNMENTS.
    Returns: nothing of the log is lost: every row comes back with its state.
    """
    rows = superseded(records(log), settings)
    desk = _Desk(themes, assignments, Statements(statement_marks(statements), rounds), lay)
    desk.books = {book.codebook_id: book for book in books}
    desk.settings = settings
    done = [row if row.state else desk.take(row) for row in rows]
    done = desk.reconsidered(done)
    decided: dict[str, dict[str, tuple[str, str]]] = {}
    judged: dict[str, dict[str, tuple[str, ...]]] = {}
    for one in done:
        if one.state != APPLIED or not one.new:
            continue
        if one.kind == STATUS:
            decided.setdefault(one.codebook_id, {})[one.bound] = status_parts(one.new)
        elif one.kind == LINK:
            for statement in one.bound.split("; "):
                judged.setdefault(one.codebook_id, {})[statement] = link_codes(one.new)
    return Judged(desk.themes, desk.assignments, decided, judged, table(done))


def superseded(rows: Sequence[Judgement], settings: JudgementSettings) -> list[Judgement]:
    """The rows with those that a later one replaces or takes back marked as such."""
    state: dict[str, str] = {}
    last: dict[tuple[str, str, str], list[Judgement]] = {}
    for row in rows:
        if row.kind == WITHDRAW:
            if row.new:
                state[row.subject] = WITHDRAWN
            elif state.get(row.subject) == WITHDRAWN:  # the taking back is itself taken back
                del state[row.subject]
            state[row.judgement_id] = APPLIED
            continue
        if row.kind == REMARK:
            continue
        key = (_family(row.kind), row.codebook_id, _near_key(row))
        for earlier in last.get(key, []):
            if earlier.judgement_id not in state and same_subject(earlier, row, settings):
                state[earlier.judgement_id] = REPLACED if row.new else WITHDRAWN
        if row.new:
            last.setdefault(key, []).append(row)
        else:
            state[row.judgement_id] = APPLIED
    return [
        replace(row, state=state.get(row.judgement_id, ""), bound="", reason="") for row in rows
    ]


def _family(kind: str) -> str:
    return "shape" if kind in SHAPES else kind


def _near_key(one: Judgement) -> str:
    """Statements are looked up by their words; themes, few as they are, compared one by one."""
    if one.kind in OF_STATEMENTS and one.anchor:
        return parted(one.anchor)[0][1]
    return ""


def same_subject(one: Judgement, other: Judgement, settings: JudgementSettings) -> bool:
    """Whether two judgements are about the same theme or statement."""
    if one.run_id and one.run_id == other.run_id:
        return one.subject == other.subject
    mine, theirs = set(one.anchor), set(other.anchor)
    if not mine or not theirs:
        return one.subject == other.subject and not mine and not theirs
    both = len(mine & theirs)
    return both >= settings.kept * len(mine) and both >= settings.kept * len(theirs)


class _Desk:
    """A run's themes while judgements are laid over them one by one."""

    def __init__(
        self, themes: pd.DataFrame, assignments: pd.DataFrame, statements: Statements, lay: Lay
    ) -> None:
        self.themes, self.assignments = themes, assignments
        self.statements, self.lay = statements, lay
        self.books: Mapping[str, Codebook] = {}
        self.settings = JudgementSettings()
        self._groups = groups_of(assignments)

    def take(self, one: Judgement) -> Judgement:
        """The judgement with what becomes of it here."""
        if one.kind in (REMARK, WITHDRAW):
            return replace(one, state=APPLIED, bound=one.subject)
        bound = self._bound(one)
        if bound.absent:
            return replace(one, state=ABSENT, reason=bound.reason)
        doubt = bound.reason
        if not doubt and one.kind in (STATUS, LINK):
            doubt = doubt_about_codes(one, self.books)
        if doubt:
            return replace(one, state=OPEN, bound="; ".join(bound.ids), reason=doubt)
        if one.kind in (STATUS, LINK, REPLY, ANSWER, FOLLOW, QUOTE):
            return replace(one, state=APPLIED, bound="; ".join(bound.ids))
        return self._shape(one, bound)

    def _bound(self, one: Judgement) -> Bound:
        if one.kind in OF_STATEMENTS:
            return bind_statement(one.anchor, self.statements)
        return self._theme(one.anchor, one.rounds)

    def _theme(self, anchor: Sequence[str], rounds: Sequence[str]) -> Bound:
        return bind_theme(anchor, rounds, self._groups, self.statements, self.settings)

    def _shape(self, one: Judgement, bound: Bound) -> Judgement:
        """Rename, merge, split, drop or pin, when it can be done here."""
        new = one.new
        if one.kind in (MERGE, PIN):
            joined = self._theme(one.target, one.rounds)
            if not joined.certain:
                reason = _("the theme to join is not certain: {reason}")
                return replace(
                    one, state=OPEN, bound="; ".join(joined.ids),
                    reason=reason.format(reason=joined.reason),
                )  # fmt: skip
            new = joined.ids[0]
        if one.kind == MERGE and bound.ids[0] == new:  # found as one theme this time
            return replace(one, state=APPLIED, bound=new)

        try:
            themes, assignments = self.themes, self.assignments
            for subject in bound.ids:
                themes, assignments = self.lay(themes, assignments, one.kind, subject, new)
        except DataProblems as refused:
            reason = "; ".join(problem.found for problem in refused.problems)
            return replace(one, state=OPEN, bound="; ".join(bound.ids), reason=reason)
        self.themes, self.assignments = themes, assignments
        if one.kind != LABEL:
            self._groups = groups_of(assignments)
        return replace(one, state=APPLIED, bound="; ".join(bound.ids))

    def reconsidered(self, rows: Sequence[Judgement]) -> list[Judgement]:
        """A verdict on a theme that is no more is asked again; of two the last one holds."""
        alive = set(self.themes["theme_id"])
        taken: set[tuple[str, str, str]] = set()
        done = []
        for row in reversed(rows):
            if row.kind in (STATUS, REPLY, ANSWER) and row.state == APPLIED and row.new:
                key = (row.kind, row.codebook_id, row.bound)
                if row.bound not in alive:
                    reason = _("the theme was merged, split or dropped afterwards")
                    row = replace(row, state=OPEN, reason=reason)
                elif key in taken:
                    row = replace(row, state=REPLACED)
                taken.add(key)
            done.append(row)
        return done[::-1]
