"""Records on a run as a whole: what came in, what was counted, how it was made.

They are fields of ``pipeline.findings.records``; language-neutral as everything there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.core.respondents import Reckoning
from pipeline.corpus.records import FileAccount

WITHHELD = "×"  # told nowhere: a small number, or one that would give away a small one


@dataclass(frozen=True)
class Reason:
    """How many were set aside for one reason."""

    stage: str
    reason: str
    n: int


@dataclass(frozen=True)
class Intake:
    """Read = analysed + set aside, for one part of the input."""

    kind: str  # all | round | file | question | role
    key: str
    label: str
    read: int
    analysed: int
    reasons: tuple[Reason, ...]

    @property
    def set_aside(self) -> int:
        """Everything not analysed."""
        return sum(reason.n for reason in self.reasons)


@dataclass(frozen=True)
class Campaign:
    """One letter sent in by several people, counted both ways."""

    campaign_id: str
    n_senders: int
    n_statements: int
    n_added: int  # senders who added words of their own
    round_ids: tuple[str, ...]
    text: str  # as most senders sent it; "" where not to be shown
    themes: tuple[tuple[str, str, int, int], ...]  # id, label, people counted once, with senders


@dataclass(frozen=True)
class Silence:
    """A group that spoke less than its size lets expect, or a goal nobody spoke of."""

    kind: str
    subject: str
    label: str
    n_people: int | None  # None: withheld
    expected: float | None
    group_size: int | None
    verdict: str


@dataclass(frozen=True)
class Point:
    """One of the things that matter most; ``facts`` fill the sentence of its kind."""

    kind: str
    facts: Mapping[str, str | int | float | tuple[str, ...]]
    theme_ids: tuple[str, ...] = ()
    chapter: str = ""


@dataclass(frozen=True)
class Mark:
    """One statement on the map: place and theme."""

    statement_id: str
    x: float
    y: float
    theme_id: str


@dataclass(frozen=True)
class Totals:
    """The numbers of the first page."""

    responses_read: int
    responses_analysed: int
    statements: int
    statements_aside: int
    without_theme: int
    people: int
    senders: int
    roles: int
    areas: int
    rounds: int
    meetings: int | None  # None: withheld, for it would bound the people of each
    themes: int
    recurring: int
    states: Mapping[str, int]
    decided: int  # verdicts by a person
    knows_stances: bool  # whether the run told concerns from support
    reckoning: Reckoning | None = None  # how ``people`` is made up; None: withheld
    in_meetings: bool = False  # all spoke in the meetings of one round
    last_day: str = ""  # of the meetings, where a day is known of each


@dataclass(frozen=True)
class Method:
    """How it was made, for the chapters on method, algorithm and privacy."""

    run_id: str
    made_at: str
    encoder: str
    encoder_revision: str
    nlp: str
    model: str
    version: str
    settings: Mapping[str, Mapping[str, object]]
    sources: Mapping[str, str]
    masked: Mapping[str, int]  # kind -> how often
    judgements: Mapping[str, int]  # kind -> how many decisions of people
    notes: tuple[str, ...]
    recurring_rule: Mapping[str, int]
    stability_bounds: tuple[float, float]
    amount_bounds: tuple[float, float, float]
    min_group: int
    resamples: int
    weights: Mapping[str, float]  # of the factors of a priority, and how far each was varied
    files: tuple[FileAccount, ...] = ()  # every file in the folder; inside editions only


@dataclass(frozen=True)
class Line:
    """One statement for the list behind the numbers; offsets into its response."""

    statement_id: str
    response: int  # position in Findings.responses
    start: int
    end: int
    theme_id: str
    subtheme_id: str
    stance: str
    goal_id: str


@dataclass(frozen=True)
class Source:
    """One response as read (masked), with its origin."""

    response_id: str
    text: str
    language: str
    role: str
    area: str
    round_id: str
    question_id: str
    campaign_id: str
    source_file: str
    source_part: str
    source_row: int | None
    n_people: int = 1  # behind it, as notes say: "3x genoemd"
