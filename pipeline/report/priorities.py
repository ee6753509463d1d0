"""The words and cells of the order of open concerns, for every format alike."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.core.locale import gettext as _
from pipeline.findings.records import Factor, Findings, Priority
from pipeline.findings.weighing import FACTORS
from pipeline.report import wording as w


@dataclass(frozen=True)
class PriorityRow:
    """One concern in its three tables, in words."""

    theme_id: str
    place: str
    weight: str
    factors: tuple[str, ...]
    now: int
    shifts: tuple[tuple[int, int], ...]  # without, double, in the order of the factors


def priority_rows(findings: Findings) -> list[PriorityRow]:
    """Every open concern in its order."""
    return [_row(priority) for priority in findings.priorities]


def _row(priority: Priority) -> PriorityRow:
    return PriorityRow(
        theme_id=priority.theme_id,
        place=w.priority_range(priority.rank_low, priority.rank_high),
        weight=_between(round(100 * priority.score_low), round(100 * priority.score_high)),
        factors=tuple(_share(factor) for factor in priority.factors),
        now=priority.rank,
        shifts=tuple((shift.without, shift.double) for shift in priority.shifts),
    )


def _between(low: int, high: int) -> str:
    return str(low) if low == high else _("{low} to {high}").format(low=low, high=high)


def _share(factor: Factor) -> str:
    if round(100 * factor.low) == round(100 * factor.high):
        return w.percent(factor.value)
    return _("{value} ({low} to {high})").format(
        value=w.percent(factor.value), low=w.percent(factor.low), high=w.percent(factor.high)
    )


def factor_name(name: str) -> str:
    """A part of the weight, as the head of a column."""
    return {
        "recurrence": _("How often"),
        "breadth": _("How broadly"),
        "people": _("How many people"),
        "intensity": _("How urgently"),
    }.get(name, name)


def factor_names(findings: Findings) -> list[str]:
    """The heads in the order of the cells."""
    first = findings.priorities[:1]
    return [factor_name(factor.name) for priority in first for factor in priority.factors]


def factor_meanings() -> list[tuple[str, str]]:
    """What each part of the weight counts, in plain words."""
    return [
        (
            _("How often"),
            _("at which part of the moments it was heard. Every round counts alike; in a round of "
              "meetings every meeting does."),
        ),
        (_("How broadly"), _("in which part of the roles somebody spoke of it.")),
        (_("How many people"), _("which part of all people who said something spoke of it.")),
        (
            _("How urgently"),
            _("anyone who names a concern counts for half; anyone who says that it is serious or "
              "cannot wait counts in full. It is the mean over the people."),
        ),
    ]  # fmt: skip


def priority_captions() -> tuple[str, str, str]:
    """The three tables: the order, what it rests on, what would change it."""
    return (
        _("Recurring concerns that the plan does not cover, by how heavily they weigh"),
        _("What the order rests on: four parts, each from 0% to 100%"),
        _("What if one part did not count, or counted double: the place each concern would have"),
    )


def priority_notes(findings: Findings) -> tuple[str, str]:
    """How the order was made, and how firm it is."""
    weights = findings.method.weights
    named = ", ".join(
        f"{factor_name(name).lower()} {w.number(weights[name])}"
        for name in FACTORS
        if name in weights
    )
    how = _(
        "The weight is a mean of the four parts (geometric, times 100; weights: {weights}). "
        "It says in which order to look, and no more: what matters most is "
        "for people to decide."
    ).format(weights=named)
    firm = _(
        "How firm is the order? We computed it {n} times with other samples of people and other "
        "weights, from one in {span} to {span} times as large. In 9 of 10 computations the place "
        "and the weight lay between these limits."
    ).format(n=w.number(findings.method.resamples), span=w.number(weights.get("span", 1)))
    return how, firm


def without(name: str) -> str:
    """Head of a column: the place where this part does not count."""
    return _("without “{name}”").format(name=name.lower())


def doubled(name: str) -> str:
    """Head of a column: the place where this part counts double."""
    return _("“{name}” double").format(name=name.lower())
