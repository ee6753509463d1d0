"""The log of judgements replayed on what a run found: applied where certain, else asked again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from pipeline.core.errors import DataProblems
from pipeline.core.locale import gettext as _
from pipeline.core.plan import Codebook
from pipeline.core.settings import JudgementSettings
from pipeline.review.rebind import (
    Bound,
    StatementMarks,
    bind_statement,
    bind_theme,
    doubt_about_codes,
    groups_of,
    parted,
    statement_marks,
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
    SPLIT,
    STATUS,
    WITHDRAW,
    WITHDRAWN,
    Judgement,
    link_codes,
    records,
    status_parts,
    table,
)

_OF_CONCERNS = (STATUS, REPLY, ANSWER)
Apply = Callable[[pd.DataFrame, pd.DataFrame, str, str, str], tuple[pd.DataFrame, pd.DataFrame]]


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


def apply_judgements(
    log: pd.DataFrame,
    themes: pd.DataFrame,
    assignments: pd.DataFrame,
    statements: pd.DataFrame,
    rounds: Mapping[str, str],
    books: Sequence[Codebook],
    apply: Apply,
    settings: JudgementSettings = JudgementSettings(),  # noqa: B008 - frozen
) -> Judged:
    """Apply the log to a run.

    Args:
        log: JUDGEMENTS, in the order the decisions were taken.
        themes, assignments, statements: THEMES, ASSIGNMENTS and STATEMENTS of the run.
        rounds: statement id -> round id.
        books: the run's codebooks, by which verdicts and links are held to what they judged.
        apply: applies one decision (kind, subject, new) to THEMES and ASSIGNMENTS.
    Returns: nothing of the log is lost: every row comes back with its state.
    """
    rows = superseded(records(log), settings)
    marks = StatementMarks(statement_marks(statements), rounds)
    replay = _Replay(themes, assignments, marks, books, apply, settings)
    done = replay.reconsidered([row if row.state else replay.take(row) for row in rows])
    decided: dict[str, dict[str, tuple[str, str]]] = {}
    judged: dict[str, dict[str, tuple[str, ...]]] = {}
    for judgement in done:
        if judgement.state != APPLIED or not judgement.new:
            continue
        if judgement.kind == STATUS:
            of_book = decided.setdefault(judgement.codebook_id, {})
            of_book |= dict.fromkeys(judgement.bound_ids, status_parts(judgement.new))
        elif judgement.kind == LINK:
            for statement in judgement.bound_ids:
                judged.setdefault(judgement.codebook_id, {})[statement] = link_codes(judgement.new)
    return Judged(replay.themes, replay.assignments, decided, judged, table(done))


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
        # Statements are looked up by their words; themes, few as they are, compared one by one.
        of_statement = row.kind in OF_STATEMENTS and row.anchor
        words = parted(row.anchor)[0][1] if of_statement else ""
        key = ("shape" if row.kind in SHAPES else row.kind, row.codebook_id, words)
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


def same_subject(earlier: Judgement, later: Judgement, settings: JudgementSettings) -> bool:
    """Whether two judgements are about the same theme or statement."""
    if earlier.run_id and earlier.run_id == later.run_id:
        return earlier.subject == later.subject
    then, now = set(earlier.anchor), set(later.anchor)
    if not then or not now:
        return earlier.subject == later.subject and not then and not now
    both = len(then & now)
    return both >= settings.kept * len(then) and both >= settings.kept * len(now)


class _Replay:
    """A run's themes while the judgements of the log are applied to them one by one."""

    def __init__(
        self,
        themes: pd.DataFrame,
        assignments: pd.DataFrame,
        statements: StatementMarks,
        books: Sequence[Codebook],
        apply: Apply,
        settings: JudgementSettings,
    ) -> None:
        self.themes, self.assignments = themes, assignments
        self.statements, self.apply, self.settings = statements, apply, settings
        self.books = {book.codebook_id: book for book in books}
        self._groups = groups_of(assignments)
        self._named: dict[tuple[str, str], str] = {}  # run, theme -> the theme it was found as
        self._became: dict[tuple[str, str], tuple[str, ...]] = {}  # run, theme -> what it is now

    def take(self, judgement: Judgement) -> Judgement:
        """The judgement with its outcome in this run: applied, or absent with the reason."""
        if judgement.kind in (REMARK, WITHDRAW):
            return judgement.settled(APPLIED, (judgement.subject,))
        if judgement.kind in OF_STATEMENTS:
            bound = bind_statement(judgement.anchor, self.statements)
        elif judgement.kind in _OF_CONCERNS and (became := self._now(judgement)):
            bound = Bound(became)
        else:
            bound = self._theme(judgement.anchor, judgement.rounds)
        if bound.absent:
            return judgement.settled(ABSENT, reason=bound.reason)
        doubt = bound.reason
        if not doubt and judgement.kind in (STATUS, LINK):
            doubt = doubt_about_codes(judgement, self.books)
        if doubt:
            return judgement.settled(OPEN, bound.ids, doubt)
        if judgement.kind in (STATUS, LINK, REPLY, ANSWER, FOLLOW, QUOTE):
            return judgement.settled(APPLIED, bound.ids)
        return self._shape(judgement, bound)

    def _theme(self, anchor: Sequence[str], rounds: Sequence[str]) -> Bound:
        return bind_theme(anchor, rounds, self._groups, self.statements, self.settings)

    def _now(self, judgement: Judgement) -> tuple[str, ...]:
        """The themes that a theme of the same run was merged or split into by the same reviewers.

        A verdict in the workbook in which a theme is merged is meant for the whole, and of one that
        is split for every part: neither is looked up among themes as they were.
        """
        return (
            self._became.get((judgement.run_id, judgement.subject), ()) if judgement.run_id else ()
        )

    def _keep_track(self, judgement: Judgement, old: str, now: tuple[str, ...]) -> None:
        """Note that what became theme ``old`` by earlier judgements is now the themes ``now``."""
        for key, ids in self._became.items():
            if old in ids:
                kept = tuple(other for other in ids if other != old)
                self._became[key] = tuple(dict.fromkeys((*kept, *now)))
        self._became[judgement.run_id, judgement.subject] = now
        self._named[judgement.run_id, judgement.subject] = old
        if judgement.kind == MERGE:
            self._became[judgement.run_id, judgement.new] = now
            self._named[judgement.run_id, judgement.new] = now[0]

    def _shape(self, judgement: Judgement, bound: Bound) -> Judgement:
        """Rename, merge, split, drop or pin, when it can be done here."""
        new = judgement.new
        if judgement.kind in (MERGE, PIN):
            joined = self._theme(judgement.target, judgement.rounds)
            if not joined.certain:
                reason = _("the theme to join is not certain: {reason}")
                return judgement.settled(OPEN, joined.ids, reason.format(reason=joined.reason))
            new = joined.ids[0]
        if judgement.kind == MERGE and bound.ids[0] == new:  # found as one theme this time
            self._keep_track(judgement, new, (new,))
            return judgement.settled(APPLIED, (new,))
        parts = self.themes.loc[self.themes["parent_id"] == bound.ids[0], "theme_id"]
        try:
            themes, assignments = self.themes, self.assignments
            for subject in bound.ids:
                themes, assignments = self.apply(themes, assignments, judgement.kind, subject, new)
        except DataProblems as refused:
            reason = "; ".join(problem.found for problem in refused.problems)
            return judgement.settled(OPEN, bound.ids, reason)
        self.themes, self.assignments = themes, assignments
        if judgement.kind != LABEL:
            self._groups = groups_of(assignments)
        if judgement.kind in SHAPES:
            now = {MERGE: (new,), SPLIT: tuple(map(str, parts))}.get(judgement.kind, ())
            self._keep_track(judgement, bound.ids[0], now)
        return judgement.settled(APPLIED, bound.ids)

    def reconsidered(self, rows: Sequence[Judgement]) -> list[Judgement]:
        """A verdict goes with a theme that was merged or split; of two the last one holds.

        What was said of the whole itself goes before what was said of one of its parts. Where two
        that were merged were judged differently, or the theme is no more, it is asked again.
        """
        alive = set(self.themes["theme_id"])
        rows = [self._gone_along(row, alive) for row in rows]
        of_parts: dict[tuple[str, str, str], set[str]] = {}
        taken: set[tuple[str, str, str]] = set()
        for row in rows:
            for key in _keys(row):
                if self._is_whole(row):
                    taken.add(key)
                else:
                    of_parts.setdefault(key, set()).add(row.new)
        seen: set[tuple[str, str, str]] = set()
        done = []
        for row in reversed(rows):
            keys = _keys(row)
            free = [key for key in keys if key not in seen]
            if keys and not self._is_whole(row):
                free = [key for key in free if key not in taken]
                if any(len(of_parts[key]) > 1 for key in free):
                    reason = _("themes that were merged were judged differently")
                    done.append(replace(row, state=OPEN, reason=reason))
                    continue
            seen |= set(free)
            if keys and not free:
                row = replace(row, state=REPLACED)
            elif keys:
                row = row.settled(row.state, [theme for *_kind, theme in free], row.reason)
            done.append(row)
        return done[::-1]

    def _gone_along(self, row: Judgement, alive: set[str]) -> Judgement:
        """The row on what its theme has become; asked again where it is no more."""
        if not _keys(row) or set(row.bound_ids) <= alive:
            return row
        now = tuple(theme for theme in self._now(row) if theme in alive)
        if now:
            return row.settled(row.state, now, row.reason)
        return replace(
            row, state=OPEN, reason=_("the theme was merged, split or dropped afterwards")
        )

    def _is_whole(self, row: Judgement) -> bool:
        """Whether it was said of the theme as it is now: not of one that went into it."""
        now = self._now(row)
        return not now or (len(now) == 1 and now[0] == self._named.get((row.run_id, row.subject)))


def _keys(row: Judgement) -> list[tuple[str, str, str]]:
    """What a verdict or answer that holds lies on: one key per theme."""
    if row.kind not in _OF_CONCERNS or row.state != APPLIED or not row.new:
        return []
    return [(row.kind, row.codebook_id, theme) for theme in row.bound_ids]
