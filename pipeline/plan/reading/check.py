"""`gehoord plan check`: every fault of a plan.toml at once, and what a person should look at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.plan import Plan
from pipeline.plan.reading.labels import is_placeholder
from pipeline.plan.reading.toml import read_plan_faults

_REFERENCE = re.compile(
    r"\b(?:zie|onder|bij|uit|van|en)?\s*(?P<kind>doel(?:stelling)?|actie|maatregel|speerpunt|pijler)\s+"
    r"(?P<id>\d{1,2}(?:\.\d{1,2}){1,4})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class PlanCheck:
    """What is wrong with a plan, and what is allowed but worth a look."""

    faults: tuple[DataProblem, ...]
    remarks: tuple[DataProblem, ...]


def check_plan(path: Path, name: str = "") -> PlanCheck:
    """Check a plan.toml: ids, texts, references, goals without action."""
    name = name or path.name
    plan, faults = read_plan_faults(path, name)
    if plan is None:
        return PlanCheck(tuple(faults), ())
    text = path.read_text("utf-8-sig")
    where = _Where(name, text)
    faulty = (*_shared_ids(plan, where), *_references(plan, where), *_parents(plan, where))
    remarks = (*_without(plan, where), *_empty(plan, where), *_unsettled(where))
    return PlanCheck((*faults, *faulty), remarks)


class _Where:
    """Finds the line of an id in the file, to name the place."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.lines = name, text.splitlines()

    def __call__(self, entry_id: str, nth: int = 1) -> str:
        pattern = re.compile(rf"""\s*id\s*=\s*["']{re.escape(entry_id)}["']""")
        numbers = [n for n, line in enumerate(self.lines, start=1) if pattern.match(line)]
        if not numbers:
            return self.name
        number = numbers[min(nth, len(numbers)) - 1]
        return _("{name}, line {line}").format(name=self.name, line=number)


def _shared_ids(plan: Plan, where: _Where) -> Iterator[DataProblem]:
    """One id for a goal and an action makes evidence point two ways."""
    kinds: dict[str, list[str]] = {}
    for kind, entry_id, _text in _pieces(plan):
        kinds.setdefault(entry_id, []).append(kind)
    for entry_id, named in kinds.items():
        if len(named) > 1:
            yield DataProblem(
                where=where(entry_id, 2),
                found=_("id '{id}' belongs to several: {kinds}").format(
                    id=entry_id, kinds=", ".join(named)
                ),
                expected=_("ids that differ between pillars, goals, actions and passages"),
                mend=_("number one of them on, e.g. '{id}.1'").format(id=entry_id),
            )


def _pieces(plan: Plan) -> Iterator[tuple[str, str, str]]:
    for pillar in plan.pillars:
        yield _("pillar"), pillar.pillar_id, f"{pillar.title} {pillar.text}"
        for goal in pillar.goals:
            yield _("goal"), goal.goal_id, f"{goal.title} {goal.text}"
            for action in goal.actions:
                yield _("action"), action.action_id, f"{action.title} {action.text}"
    for passage in plan.passages:
        yield _("passage"), passage.passage_id, passage.text


def _references(plan: Plan, where: _Where) -> Iterator[DataProblem]:
    known = {entry_id for _kind, entry_id, _text in _pieces(plan)}
    goals = ", ".join(goal.goal_id for goal in plan.goals())
    for _kind, entry_id, text in _pieces(plan):
        for reference in _REFERENCE.finditer(text):
            if reference["id"] not in known:
                yield DataProblem(
                    where=where(entry_id),
                    found=_("'{id}' refers to '{words}', which does not exist").format(
                        id=entry_id, words=" ".join(reference[0].split())
                    ),
                    expected=_("one of: {keys}").format(keys=goals),
                    mend=_("correct the number, or add what it refers to"),
                )


def _parents(plan: Plan, where: _Where) -> Iterator[DataProblem]:
    """A code's parent is a code of its book, a goal, or a pillar."""
    plan_ids = {entry_id for _kind, entry_id, _text in _pieces(plan)}
    for book in plan.codebooks:
        known = {code.code_id for code in book.codes} | plan_ids
        for code in book.codes:
            if code.parent_id and code.parent_id not in known:
                yield DataProblem(
                    where=where(code.code_id),
                    found=_("code '{id}' has parent '{parent}', which does not exist").format(
                        id=code.code_id, parent=code.parent_id
                    ),
                    expected=_("a code of codebook '{book}', or a goal").format(
                        book=book.codebook_id
                    ),
                    mend=_("correct 'parent', or leave it out"),
                )


def _without(plan: Plan, where: _Where) -> Iterator[DataProblem]:
    for pillar in plan.pillars:
        if not pillar.goals:
            yield DataProblem(
                where=where(pillar.pillar_id),
                found=_("pillar '{id}' has no goals").format(id=pillar.pillar_id),
                mend=_("add its goals, or leave it if the plan has none"),
            )
        for goal in pillar.goals:
            if not goal.actions:
                yield DataProblem(
                    where=where(goal.goal_id),
                    found=_("goal '{id}' has no action").format(id=goal.goal_id),
                    mend=_(
                        "add an action, or leave it: concerns can then be answered in part only"
                    ),
                )


def _empty(plan: Plan, where: _Where) -> Iterator[DataProblem]:
    for kind, entry_id, text in _pieces(plan):
        if is_placeholder(text):
            yield DataProblem(
                where=where(entry_id),
                found=_("{kind} '{id}' only holds a place open: '{text}'").format(
                    kind=kind, id=entry_id, text=" ".join(text.split())
                ),
                mend=_("fill in the text, or take it out"),
            )
    double = Counter(" ".join(goal.wording.casefold().split()) for goal in plan.goals())
    for goal in plan.goals():
        if double[" ".join(goal.wording.casefold().split())] > 1:
            yield DataProblem(
                where=where(goal.goal_id),
                found=_("goal '{id}' has the same text as another goal").format(id=goal.goal_id),
                mend=_("keep one of them, or word them apart"),
            )


def _unsettled(where: _Where) -> Iterator[DataProblem]:
    for number, line in enumerate(where.lines, start=1):
        if line.strip().startswith("#? "):
            yield DataProblem(
                where=_("{name}, line {line}").format(name=where.name, line=number),
                found=line.strip().removeprefix("#? "),
                mend=_("correct what follows, or delete this line when it is right"),
            )
