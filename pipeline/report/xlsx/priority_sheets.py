"""Sheets on the order of the open concerns: the candidate building blocks, and what moves them."""

from __future__ import annotations

from pipeline.core.locale import gettext as _
from pipeline.findings.records import Findings
from pipeline.report import priorities as p
from pipeline.report import wording as w
from pipeline.report.xlsx.layout import Sheet, SheetColumn, Value
from pipeline.report.xlsx.parts import theme_name


def open_concerns(findings: Findings) -> Sheet | None:
    """Recurring concerns without a counterpart: candidate building blocks."""
    if not _shown(findings):
        return None
    return Sheet(
        _("Building blocks"),
        p.priority_captions()[0] + ".",
        (
            *theme_name(),
            SheetColumn(_("People"), _("People who voiced it."), "int", 10),
            SheetColumn(_("Place in the order"), _("In the order by weight."), "int", 12),
            SheetColumn(_("Best place"), _("In nine of ten draws it is not better."), "int", 11),
            SheetColumn(_("Worst place"), _("In nine of ten draws it is not worse."), "int", 11),
            SheetColumn(_("Nearest goals"),
                        _("Nearest in wording, though not near enough."), width=60),
            SheetColumn(_("Touches frame"), _("Frames that it touches."), width=40),
        ),
        [
            [
                priority.theme_id, w.bare(findings.theme(priority.theme_id).label),
                findings.theme(priority.theme_id).n_people,
                priority.rank, priority.rank_low, priority.rank_high,
                "; ".join(f"{near.code_id} {near.title}" for near in priority.near),
                "; ".join(f"{near.code_id} {near.title}" for near in priority.frames) or "–",
            ]
            for priority in findings.priorities
            if not findings.theme(priority.theme_id).is_loose
        ],
    )  # fmt: skip


def order(findings: Findings) -> Sheet | None:
    """The parts of each weight with their bounds, and the place without or with double a part."""
    if not _shown(findings):
        return None
    names = p.factor_names(findings)
    weight = _("The parts multiplied; nine in ten draws of people and weights lie between.")
    parts = [
        column
        for name, meaning in zip(names, (one for _name, one in p.factor_meanings()), strict=True)
        for column in (
            SheetColumn(name, meaning, "share", 13),
            SheetColumn(_("{name}, low").format(name=name),
                        _("Nineteen in twenty draws lie above."), "share", 13),
            SheetColumn(_("{name}, high").format(name=name),
                        _("Nineteen in twenty draws lie below."), "share", 13),
        )
    ]  # fmt: skip
    shifts = [
        SheetColumn(head(name), _("Place with this choice."), "int", 13)
        for name in names
        for head in (p.without, p.doubled)
    ]
    return Sheet(
        _("Order explained"),
        p.priority_captions()[1] + ".",
        (
            *theme_name(),
            SheetColumn(_("Place now"), _("In the order by weight."), "int", 9),
            SheetColumn(_("Weight"), weight, "decimal", 10),
            SheetColumn(_("Weight, low"), weight, "decimal", 10),
            SheetColumn(_("Weight, high"), weight, "decimal", 10),
            *parts,
            *shifts,
        ),
        [_cells(findings, index) for index in range(len(findings.priorities))],
    )


def _cells(findings: Findings, at: int) -> list[Value]:
    priority = findings.priorities[at]
    cells: list[Value] = [
        priority.theme_id, w.bare(findings.theme(priority.theme_id).label), priority.rank,
        100 * priority.score, 100 * priority.score_low, 100 * priority.score_high,
    ]  # fmt: skip
    for factor in priority.factors:
        cells += [factor.value, factor.low, factor.high]
    for shift in priority.shifts:
        cells += [shift.without, shift.double]
    return cells


def _shown(findings: Findings) -> bool:
    return bool(findings.priorities) and "bouwstenen" in findings.chapters
