"""Two runs or two years side by side, as frozen records: every format renders them, none counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.core.plan import Round
from pipeline.findings.records import PlanEdit

KINDS = ("new", "gone", "grown", "shrunk", "same", "split_off", "merged")


@dataclass(frozen=True)
class ThemeNumbers:
    """One theme in one of the two runs."""

    theme_id: str
    label: str
    n_people: int
    n_statements: int
    share: float  # of all people who spoke in that run, 0-1
    recurring: bool | None
    status: str  # one of STATUSES; "" where nobody judged it
    decided_by: str
    code_id: str
    code_title: str


@dataclass(frozen=True)
class ThemeShift:
    """What became of one theme.

    ``kind``: one of KINDS. ``split_off`` has the theme it came from in ``other``, ``merged`` the
    theme it went into; ``change`` is what happened to its answer in the plan ("" where unknown).
    """

    kind: str
    before: ThemeNumbers | None
    after: ThemeNumbers | None
    alike: float | None  # F1 of shared statements, or centred cosine of the centres
    sure: str  # firm | fair | weak; "" where there is no pair
    shared: int | None  # statements in both; None where themes are paired by meaning
    change: str
    low: float | None = None  # 95% interval of the difference in share
    high: float | None = None
    other: str = ""  # label

    @property
    def label(self) -> str:
        """What it is called now, or was."""
        side = self.after or self.before
        return side.label if side is not None else ""


@dataclass(frozen=True)
class Move:
    """A statement that is elsewhere than where its theme went; ids "" stand for no theme."""

    statement_id: str
    text: str
    before: str
    expected: str
    after: str


@dataclass(frozen=True)
class Differing:
    """One thing that differs between the runs; ``kind``: input | model | plan | setting."""

    kind: str
    name: str
    before: str | int | None
    after: str | int | None


@dataclass(frozen=True)
class Side:
    """One of the two runs."""

    run_id: str
    made_at: str
    title: str
    rounds: tuple[Round, ...]
    plan: str  # title and version; "" without plan
    responses_read: int
    responses_analysed: int
    statements: int
    people: int
    without_theme: int
    themes: int
    recurring: int
    states: Mapping[str, int]
    decided: int


@dataclass(frozen=True)
class Comparison:
    """Two runs side by side, before it takes a form."""

    edition: str
    basis: str  # statements (the runs share enough of them) | meaning
    same_input: bool  # nearly all statements are in both: only the division can differ
    organisation: str
    corpus: str
    before: Side
    after: Side
    shifts: tuple[
        ThemeShift, ...
    ]  # by what matters: new, gone, grown, shrunk, the rest; largest first
    n_both: int  # statements in both runs
    n_moved: int
    moves: tuple[Move, ...]  # empty where the edition shows no statements
    flows: tuple[tuple[str, str, int], ...]  # theme before, theme after ("" is none), statements
    labels_before: Mapping[str, str]
    labels_after: Mapping[str, str]
    differing: tuple[Differing, ...]
    edits: tuple[PlanEdit, ...]
    min_group: int
    version: str

    def of_kind(self, *kinds: str) -> tuple[ThemeShift, ...]:
        """The shifts of these kinds, in their order."""
        return tuple(shift for shift in self.shifts if shift.kind in kinds)

    def changed(self, *changes: str) -> tuple[ThemeShift, ...]:
        """The shifts whose answer in the plan changed so."""
        return tuple(shift for shift in self.shifts if shift.change in changes)
