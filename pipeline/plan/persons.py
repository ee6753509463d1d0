"""Persons in a plan: "vragen gaan naar mevrouw Haanstra", or a known issue that names a parent.

A plan is public text and full of names that are no persons' ("Scholenwijzer Hollerwaard"), so that
less is masked here than in answers: contacts, and names behind a title or that begin with a first
name. Of 557 texts of plans at hand 3 would lose a word under the rules for answers, and none does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from pipeline.core.plan import Codebook, Goal, Plan
from pipeline.text.redact import find_details, lists, mask
from pipeline.text.redact.spans import DetailSpan, Known

_KEPT = frozenset(("datum", "school", "nummer", "adres", "postcode"))  # a plan's own particulars
_TITLE = re.compile(
    r"(?i)\b(?:mevr(?:ouw|\.)?|mw\.?|dhr\.?|meneer|mijnheer|de heer|drs\.?|ir\.|juf|meester"
    r"|familie|gezin|wethouder|contactpersoon|voorzitter|auteurs?|door):?\s+$"
)


def without_persons(plan: Plan, known: Known) -> Plan:
    """The plan with masks in the place of persons.

    Args: known: tells whether a lower-case word is in the dictionary.
    """

    def masked(text: str) -> str:
        details = find_details(text, known=known)
        return mask(text, [span for span in details if _of_a_person(text, span)])[0]

    return replace(
        plan,
        title=masked(plan.title),
        pillars=tuple(
            replace(
                pillar,
                title=masked(pillar.title),
                text=masked(pillar.text),
                goals=tuple(_goal(goal, masked) for goal in pillar.goals),
            )
            for pillar in plan.pillars
        ),
        passages=tuple(replace(part, text=masked(part.text)) for part in plan.passages),
        codebooks=tuple(_codebook(book, masked) for book in plan.codebooks),
    )


def _goal(goal: Goal, masked: Callable[[str], str]) -> Goal:
    actions = tuple(
        replace(action, title=masked(action.title), text=masked(action.text))
        for action in goal.actions
    )
    return replace(goal, title=masked(goal.title), text=masked(goal.text), actions=actions)


def _codebook(book: Codebook, masked: Callable[[str], str]) -> Codebook:
    codes = tuple(
        replace(
            code,
            title=masked(code.title),
            text=masked(code.text),
            support=tuple(map(masked, code.support)),
        )
        for code in book.codes
    )
    return replace(book, title=masked(book.title), codes=codes)


def _of_a_person(text: str, span: DetailSpan) -> bool:
    """Whether a detail in a plan is hidden: contacts, and names that are surely a person's."""
    if span.kind != "naam":
        return span.kind not in _KEPT
    first = re.split(r"[\s-]", text[span.start : span.end])[0]
    return first in lists.first_names() or _TITLE.search(text[: span.start]) is not None
