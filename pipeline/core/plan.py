"""The plan and the codebooks statements are held against: frozen, valid from birth, no files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.core.errors import DataProblems, raise_all
from pipeline.core.locale import gettext as _
from pipeline.core.nested import Nested

GOALS = "goals"  # id of the codebook that a plan's goals form
CODEBOOK_KINDS = ("kaders", "kwesties", "topics", "levels", "statutory", "other")
_HEAD = ("title", "version", "organisation", "period")
_PLACED = ("page", "paragraph", "path")


def _filled(kind: str, code_id: str, text: str) -> None:
    if not code_id.strip():
        raise ValueError(f"a {kind} has no id")
    if not text.strip():
        raise ValueError(f"{kind} {code_id} has no text")


def _unique(kind: str, ids: Iterable[str]) -> None:
    double = [identifier for identifier, count in Counter(ids).items() if count > 1]
    if double:
        raise ValueError(f"{kind} id occurs more than once: {', '.join(double)}")


@dataclass(frozen=True)
class Place:
    """Where something stands in the plan document: page and paragraph from 1, heading path."""

    page: int | None = None
    paragraph: int | None = None
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class Action:
    """What the plan will do (hoe, maatregel)."""

    action_id: str
    text: str
    title: str = ""
    place: Place = Place()

    def __post_init__(self) -> None:
        _filled("action", self.action_id, self.text)


@dataclass(frozen=True)
class Goal:
    """What the plan wants to reach (doel)."""

    goal_id: str  # as printed in the plan, e.g. "2.3"
    title: str
    text: str = ""
    actions: tuple[Action, ...] = ()
    place: Place = Place()

    def __post_init__(self) -> None:
        _filled("goal", self.goal_id, self.title or self.text)

    @property
    def wording(self) -> str:
        """Title and text as one string."""
        return ". ".join(part.rstrip(". ") for part in (self.title, self.text) if part.strip())


@dataclass(frozen=True)
class Pillar:
    """A pillar of the plan (speerpunt, pijler)."""

    pillar_id: str
    title: str
    text: str = ""
    goals: tuple[Goal, ...] = ()
    place: Place = Place()

    def __post_init__(self) -> None:
        _filled("pillar", self.pillar_id, self.title or self.text)


@dataclass(frozen=True)
class Passage:
    """Any other text of the plan, under its heading."""

    passage_id: str
    text: str
    place: Place = Place()

    def __post_init__(self) -> None:
        _filled("passage", self.passage_id, self.text)


@dataclass(frozen=True)
class Code:
    """One code of a codebook: a goal, frame, known issue, topic or level."""

    code_id: str
    title: str
    text: str = ""
    parent_id: str = ""
    support: tuple[str, ...] = ()  # further wording: a goal's actions, examples of a code
    support_ids: tuple[str, ...] = ()  # ids of that wording, to show as evidence

    def __post_init__(self) -> None:
        _filled("code", self.code_id, self.name)
        if len(self.support) != len(self.support_ids):
            raise ValueError(f"code {self.code_id}: support and support_ids differ in length")

    @classmethod
    def with_examples(
        cls,
        code_id: str,
        title: str,
        text: str = "",
        parent_id: str = "",
        examples: Sequence[str] = (),
    ) -> Code:
        """A code supported by examples, each with an id of its own."""
        ids = tuple(f"{code_id}-{n}" for n in range(1, len(examples) + 1))
        return cls(code_id, title, text, parent_id, tuple(examples), ids)

    @property
    def name(self) -> str:
        """Its title; its text where it has none."""
        return self.title or self.text

    @property
    def wording(self) -> str:
        """Title and text as one string, without saying the same twice."""
        title, text = self.title.strip().rstrip("."), self.text.strip()
        if not title or text.lower().startswith(title.lower()):
            return text or title
        return f"{title}. {text}" if text else title


@dataclass(frozen=True)
class Codebook:
    """A list of codes that statements are mapped to: goals, kaders, kwesties, levels, topics."""

    codebook_id: str
    title: str
    codes: tuple[Code, ...]
    kind: str = "other"  # goals | kaders | kwesties | topics | levels | statutory | other
    multiple: bool = True  # may one statement have several codes?

    def __post_init__(self) -> None:
        if not self.codes:
            raise ValueError(f"codebook {self.codebook_id} has no codes")
        _unique(f"codebook {self.codebook_id}: code", (code.code_id for code in self.codes))

    def code(self, code_id: str) -> Code:
        """Return the code with this id; KeyError when there is none."""
        for code in self.codes:
            if code.code_id == code_id:
                return code
        raise KeyError(code_id)


@dataclass(frozen=True)
class Plan:
    """A support plan: pillars with goals with actions, further passages, codebooks beside it."""

    title: str
    pillars: tuple[Pillar, ...]
    version: str = ""
    organisation: str = ""
    period: str = ""
    passages: tuple[Passage, ...] = ()
    codebooks: tuple[Codebook, ...] = field(default=())

    def __post_init__(self) -> None:
        _unique("pillar", (pillar.pillar_id for pillar in self.pillars))
        _unique("goal", (goal.goal_id for goal in self.goals()))
        _unique("action", (a.action_id for goal in self.goals() for a in goal.actions))
        _unique("codebook", [GOALS, *(book.codebook_id for book in self.codebooks)])

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Plan:
        """A plan from dicts and lists with the keys of plan.toml.

        A pillar, goal or action may be a text alone; one without an id gets its number: 1, 1.2,
        1.2.3.

            Plan.from_dict({"pillars": [{"title": "Vervoer", "goals": ["De taxi is op tijd."]}]})

        Raises: DataProblems with every fault, each at its place.
        """
        whole = Nested(data, "plan", [])
        whole.known(("plan", *_HEAD, "pillars", "passages", "codebooks"))
        head = (
            Nested(data["plan"], "plan['plan']", whole.faults)
            if isinstance(data.get("plan"), Mapping)
            else whole
        )
        pillars = tuple(_pillars(whole))
        passages = tuple(
            Passage(entry_id, text or title, place)
            for entry_id, title, text, place, _one in _entries(whole, "passages", "P")
        )
        books = tuple(_codebooks(whole))
        if not any(pillar.goals for pillar in pillars) and not books and not whole.faults:
            whole.fault(
                _("the plan has no goals"), _("give 'pillars' with 'goals', or 'codebooks'")
            )
        raise_all(whole.faults)
        facts = {key: head.text(key) for key in _HEAD}
        try:
            return cls(**facts, pillars=pillars, passages=passages, codebooks=books)
        except ValueError as fault:  # an id that occurs twice
            whole.fault(str(fault), _("give each its own id, as printed in the plan"))
            raise DataProblems(whole.faults) from fault

    def goals(self) -> Iterator[Goal]:
        """All goals in the order of the plan."""
        return (goal for pillar in self.pillars for goal in pillar.goals)

    def goal_codebook(self, title: str = "Doelen") -> Codebook:
        """The goals as a codebook, each supported by the wording of its actions."""
        codes = tuple(
            Code(
                code_id=goal.goal_id,
                title=goal.title,
                text=goal.text,
                parent_id=pillar.pillar_id,
                support=tuple(action.text for action in goal.actions),
                support_ids=tuple(action.action_id for action in goal.actions),
            )
            for pillar in self.pillars
            for goal in pillar.goals
        )
        return Codebook(GOALS, title, codes, kind="goals", multiple=True)

    def wording(self) -> dict[str, str]:
        """Every citable piece of the plan by id: pillars, goals, actions and passages."""
        pieces: dict[str, str] = {}
        for pillar in self.pillars:
            pieces[pillar.pillar_id] = ". ".join(p for p in (pillar.title, pillar.text) if p)
            for goal in pillar.goals:
                pieces[goal.goal_id] = goal.wording
                pieces.update((action.action_id, action.text) for action in goal.actions)
        pieces.update((passage.passage_id, passage.text) for passage in self.passages)
        return pieces


@dataclass(frozen=True)
class Round:
    """One consultation round (ronde): a survey, a series of meetings, or letters."""

    round_id: str
    title: str
    date: str  # ISO, first day
    kind: str = "survey"  # survey | meeting | letters

    def __post_init__(self) -> None:
        _filled("round", self.round_id, self.title)


def in_order(rounds: Iterable[Round]) -> tuple[Round, ...]:
    """Rounds by their dates, of one day by their ids."""
    return tuple(sorted(rounds, key=lambda round_: (round_.date, round_.round_id)))


def _pillars(plan: Nested) -> Iterator[Pillar]:
    for pillar_id, title, text, place, pillar in _entries(plan, "pillars", below=("goals",)):
        goals = []
        for goal_id, name, wording, where, goal in _entries(
            pillar, "goals", f"{pillar_id}.", below=("actions",)
        ):
            actions = tuple(
                Action(action_id, full or short, short if full else "", source)
                for action_id, short, full, source, _one in _entries(goal, "actions", f"{goal_id}.")
            )
            goals.append(Goal(goal_id, name, wording, actions, where))
        yield Pillar(pillar_id, title, text, tuple(goals), place)


def _codebooks(plan: Nested) -> Iterator[Codebook]:
    keys = ("kind", "multiple", "codes")
    for book_id, title, text, _place, book in _entries(plan, "codebooks", below=keys):
        codes = tuple(
            Code.with_examples(
                code_id, name or wording, wording, code.text("parent"), code.texts("examples")
            )
            for code_id, name, wording, _at, code in _entries(
                book, "codes", below=("parent", "examples")
            )
        )  # fmt: skip
        if codes:
            kind = book.text("kind", book_id)
            kind = kind if kind in (GOALS, *CODEBOOK_KINDS) else "other"
            multiple = book.values.get("multiple", True) is not False
            yield Codebook(book_id, title or text or book_id, codes, kind, multiple)
        else:
            book.fault(_("this codebook has no codes"))


def _entries(
    above: Nested, key: str, prefix: str = "", *, below: tuple[str, ...] = ()
) -> Iterator[tuple[str, str, str, Place, Nested]]:
    """Id, title, text and place of everything under ``key`` that has words, and its dict."""
    for number, entry in enumerate(above.parts(key), start=1):
        entry.known(("id", "title", "text", *_PLACED, *below))
        title, text = entry.text("title"), entry.text("text")
        if not title and not text and key != "codebooks":
            entry.fault(_("this has no title and no text"))
            title = "?"  # so that what stands below it is looked at too
        place = Place(entry.number("page"), entry.number("paragraph"), entry.texts("path"))
        yield entry.text("id") or f"{prefix}{number}", title, text, place, entry
