"""The content of a report as frozen records: every format renders these and computes nothing.

Language-neutral: statuses, stances and amounts are codes of a closed list; the words for them are
in ``report/wording.py``. Labels, questions and quotes are the user's own Dutch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pipeline.core.plan import Codebook, Plan, Round
from pipeline.findings.earlier import Earlier
from pipeline.findings.run_records import (
    Campaign,
    Intake,
    Line,
    Mark,
    Method,
    Point,
    Silence,
    Source,
    Totals,
)
from pipeline.findings.theme_records import GivenOutcome, LlmText, PillarNode, Prompted, Trends
from pipeline.plan.coverage import MEANS

EDITIONS = ("projectteam", "bestuur", "openbaar", "deelnemers", "bijlage")
FORMER_NAMES = {"terugkoppeling": "deelnemers"}  # what older commands call an edition
TEAM = "projectteam"  # reads everything, every statement with its place
PUBLIC = ("openbaar", "deelnemers")  # read by outsiders
INSIDE = ("projectteam", "bestuur", "bijlage")  # read by the organisation itself
STANCES = ("complaint", "wish", "support", "question", "unknown")
OPEN_STATES = ("not_addressed",)  # nothing in the plan is about the concern
# Of the answer in the plan from one version to the next; what was lost comes first.
CHANGES = ("lost_answer", "became_answered", "weaker", "stronger", "still_open", "still_answered")
STANDINGS = ("recurring", "once", "loose")  # loose: its statements may not be about one matter


@dataclass(frozen=True)
class Cell:
    """How many people of one group (role, area, round) said something; may be withheld.

    ``n`` is None when withheld: it is small, or a small one could be found by subtraction; which of
    the two is told nowhere.
    """

    key: str
    n: int | None
    total: int | None = None  # everybody of this group; None: withheld

    @property
    def share(self) -> float | None:
        """Share of the group, 0-1; None when either number is withheld or nobody spoke."""
        return self.n / self.total if self.n is not None and self.total else None


@dataclass(frozen=True)
class Quote:
    """A passage of a statement, word for word, with its origin."""

    statement_id: str
    text: str  # exact substring of the response
    cut: bool  # the statement goes on after it
    before: str  # what stands before and after it in the response; "" where not to be shown
    after: str
    language: str
    role: str
    area: str
    round_id: str
    stance: str
    source_file: str
    source_part: str
    source_row: int | None


@dataclass(frozen=True)
class Evidence:
    """One sentence of the plan."""

    piece_id: str
    kind: str  # pillar | goal | action | passage | code
    text: str
    page: int | None = None
    paragraph: int | None = None
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """One theme against one codebook, with evidence on both sides."""

    codebook_id: str
    code_id: str  # "" where none fits
    code_title: str
    status: str  # one of STATUSES
    decided_by: str  # model (voorstel) | person (vastgesteld)
    score: float | None
    needed: float | None
    quotes: tuple[Quote, ...] = ()
    passages: tuple[Evidence, ...] = ()

    @property
    def about(self) -> str:
        """Id of the code that is about the theme, whether it answers it or not; "" for none."""
        return self.code_id if self.status in MEANS else ""


@dataclass(frozen=True)
class Life:
    """A concern in one round."""

    round_id: str
    life: str  # new | persistent | returned | silent | resolved | reopened | ""
    n_people: int | None  # None: withheld
    n_statements: int | None


@dataclass(frozen=True)
class SubTheme:
    """A finer division within a theme."""

    theme_id: str
    label: str
    n_people: int
    n_statements: int
    prompted: Prompted | None = None


@dataclass(frozen=True)
class Link:
    """A theme and a similar code of another codebook (kader, kwestie, level); no verdict."""

    codebook_id: str
    code_id: str
    title: str
    score: float | None


@dataclass(frozen=True)
class Theme:
    """A group of statements of several people, with its counts, quotes and verdict."""

    theme_id: str
    label: str
    keywords: tuple[str, ...]
    why: str
    n_statements: int
    n_people: int  # a campaign counts as the one voice it is
    n_senders: int
    n_rounds: int
    n_meetings: int
    n_roles: int
    recurring: bool | None  # None: it is not told of so few
    share: float  # of all people who spoke, 0-1
    amount: str  # none | some | several | many | most
    stability: str  # firm | fair | weak | unknown
    stability_value: float | None  # 0-1: how much of it comes back in draws
    chance_of_one: float | None  # 0-1, that it is one concern; the word is made from it
    leaning: str  # concern | support | mixed | unknown: what most of its statements voice
    stances: Mapping[str, int | None]  # stance -> people; None: withheld
    roles: tuple[Cell, ...]
    areas: tuple[Cell, ...]
    life: tuple[Life, ...]
    verdict: Verdict | None  # against the goals
    links: tuple[Link, ...]
    quotes: tuple[Quote, ...]
    counter: tuple[Quote, ...]  # voices against the theme's leaning
    subthemes: tuple[SubTheme, ...]
    kind: str = "concern"  # concern | praise
    subject: str = ""  # the nouns that mark it
    quoted: bool = False  # the label is a whole sentence that somebody said
    n_named: int = 0  # people in whose very words the label is; 0: the label is nobody's own
    is_subject: bool = False  # outside: no name could be told, the label says what it is about
    prompted: Prompted | None = None  # the question it mostly answers; None: no such question
    proposals: tuple[LlmText, ...] = ()
    n_noted: int = 0  # points of notes that more people were behind, as the notes say
    least: bool = False  # n_rounds and n_roles count only the groups whose number may be told
    least_meetings: bool = False  # n_meetings is the least it can be: of a few more is not told

    @property
    def is_open(self) -> bool:
        """Whether no goal or action answers it, as proposed or as decided by a person."""
        verdict = self.verdict
        return self.is_concern and verdict is not None and verdict.status in OPEN_STATES

    @property
    def standing(self) -> str:
        """How surely it came back: one of STANDINGS. What a person judged is a concern to her."""
        judged = self.verdict is not None and self.verdict.decided_by == "person"
        if self.stability == "weak" and not judged:
            return "loose"
        return "recurring" if self.recurring else "once"

    @property
    def is_loose(self) -> bool:
        """Whether it may not be one matter: its stability is weak, and no person judged it."""
        return self.standing == "loose"

    @property
    def is_counted(self) -> bool:
        """Whether it counts as a concern in every total: it is one, and not loose."""
        return self.is_concern and not self.is_loose

    @property
    def is_concern(self) -> bool:
        """Whether most of its people say that something should be better."""
        return self.kind == "concern"


@dataclass(frozen=True)
class Factor:
    """One of the four things that make a concern weigh, as a share from 0 to 1.

    ``name``: recurrence (of the rounds and meetings in which it was heard) | breadth (of the roles)
    | people (of all who spoke) | intensity (how urgently its people spoke).
    """

    name: str
    value: float
    low: float  # nine in ten draws of the people who spoke lie between
    high: float


@dataclass(frozen=True)
class Shift:
    """The place a concern would have if one factor did not count, or counted double."""

    factor: str
    without: int
    double: int


@dataclass(frozen=True)
class Priority:
    """An unanswered recurring concern: a candidate building block (bouwsteen)."""

    theme_id: str
    rank: int  # by the weighted geometric mean of the factors
    rank_low: int  # best and worst place in 9 of 10 draws of the people and of the weights
    rank_high: int
    score: float  # that mean, 0-1; only the order it gives means something
    score_low: float
    score_high: float
    factors: tuple[Factor, ...]
    shifts: tuple[Shift, ...]
    near: tuple[Link, ...]  # goals nearest in wording
    frames: tuple[Link, ...]  # kaders it touches


@dataclass(frozen=True)
class GoalConcern:
    """A theme, or a sub-theme, that a goal is about, with the sentences of the goal that are."""

    theme_id: str
    label: str
    part_of: str  # the theme it is a part of, where that theme as a whole is about something else
    status: str  # addressed | partly | mentioned
    decided_by: str  # model | person
    n_people: int
    recurring: bool | None
    evidence: tuple[Evidence, ...]  # sentences of this goal and its actions, nearest first
    quote_ids: tuple[str, ...]  # statements that show the concern


@dataclass(frozen=True)
class GoalFinding:
    """A goal with what was said about it."""

    goal_id: str
    n_people: int
    n_statements: int
    stances: Mapping[str, int | None]  # None: withheld
    theme_ids: tuple[str, ...]  # themes whose nearest goal it is, largest first
    answered: int  # of those, with status addressed or partly
    quotes: tuple[Quote, ...]
    concerns: tuple[GoalConcern, ...] = ()  # those themes, and parts of other ones
    n_touched: int | None = None  # people with a statement that touches it; None: not counted


@dataclass(frozen=True)
class CodeFinding:
    """A code of another codebook with the themes that touch it."""

    code_id: str
    title: str
    text: str
    n_people: int
    theme_ids: tuple[str, ...]


@dataclass(frozen=True)
class CodebookFinding:
    """A codebook beside the goals: what came back, and which concerns are new to it."""

    codebook_id: str
    title: str
    kind: str
    codes: tuple[CodeFinding, ...]
    without: tuple[str, ...]  # theme ids that touch none of its codes


@dataclass(frozen=True)
class PlanChange:
    """A concern whose answer in the plan changed between two versions.

    ``kind``: became_answered | lost_answer | stronger | weaker | still_answered | still_open.
    """

    theme_id: str
    kind: str
    before: str  # status against the previous version, one of STATUSES
    after: str
    before_code: str = ""
    after_code: str = ""
    before_passages: tuple[Evidence, ...] = ()
    after_passages: tuple[Evidence, ...] = ()
    label: str = ""


@dataclass(frozen=True)
class PlanEdit:
    """What became of a pillar, goal or action, or of several that were split or merged."""

    kind: str  # added | removed | reworded | split | merged | moved
    piece: str  # pillar | goal | action
    piece_id: str
    before: str
    after: str


@dataclass(frozen=True)
class Findings:
    """One report before it is rendered: everything that one edition shows."""

    edition: str
    focus: Mapping[str, str]  # deelnemers: the role or round it speaks to
    title: str
    organisation: str
    corpus: str
    rounds: tuple[Round, ...]
    plan: Plan | None
    previous: Plan | None
    codebooks: tuple[Codebook, ...]
    questions: Mapping[str, str]
    roles: tuple[Cell, ...]  # everybody who spoke, per role
    areas: tuple[Cell, ...]
    totals: Totals
    intake: tuple[Intake, ...]
    points: tuple[Point, ...]
    themes: tuple[Theme, ...]  # largest first
    goals: tuple[GoalFinding, ...]
    codebook_findings: tuple[CodebookFinding, ...]
    priorities: tuple[Priority, ...]
    changes: tuple[PlanChange, ...]
    edits: tuple[PlanEdit, ...]
    first: tuple[Quote, ...]  # may point at harm: read first, by the team alone
    signals: tuple[Quote, ...]
    n_signals: int
    silence: tuple[Silence, ...]
    campaigns: tuple[Campaign, ...]
    marks: tuple[Mark, ...]
    method: Method
    tree: tuple[PillarNode, ...] = ()  # pillar > theme > sub-theme; empty without a plan
    trends: Trends | None = None  # over trimesters; None where all spoke in one
    given: tuple[GivenOutcome, ...] = ()  # topics given beforehand
    earlier: Earlier | None = None  # the run whose concerns were followed; inside editions only
    lines: tuple[Line, ...] = ()  # empty where the edition shows quotes only
    responses: tuple[Source, ...] = ()
    chapters: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.edition not in EDITIONS:
            raise ValueError(f"edition '{self.edition}' is not one of {', '.join(EDITIONS)}")

    @cached_property
    def _themes(self) -> Mapping[str, Theme]:
        return {theme.theme_id: theme for theme in self.themes}

    def theme(self, theme_id: str) -> Theme:
        """The theme with this id; KeyError when there is none."""
        return self._themes[theme_id]

    @property
    def writes_themes(self) -> bool:
        """Whether this edition has a section per theme that links can lead to."""
        return self.edition == "projectteam"

    def has_theme(self, theme_id: str) -> bool:
        """Whether a theme of this id is in the report."""
        return theme_id in self._themes
