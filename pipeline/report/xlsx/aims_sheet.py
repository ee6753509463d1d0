"""From the goals to the concerns as a sheet: one row per goal and concern."""

from __future__ import annotations

from pipeline.core.locale import gettext as _
from pipeline.findings.records import Findings
from pipeline.report import aims
from pipeline.report import wording as w
from pipeline.report.xlsx.layout import Sheet, SheetColumn, Value
from pipeline.report.xlsx.parts import yes


def goal_concerns(findings: Findings) -> Sheet | None:
    """Each goal with the concerns it is about, what says so, and the goals nobody spoke of."""
    rows = aims.aim_rows(findings)
    if not rows or "speerpunten" not in findings.chapters:
        return None
    return Sheet(
        _("Goals and concerns"),
        aims.aims_caption(),
        (
            SheetColumn(_("Goal"), _("Its number in the plan."), width=9),
            SheetColumn(_("Title"), _("Of the goal."), "long", 40),
            SheetColumn(_("Code"), _("Code of the theme."), width=8),
            SheetColumn(_("Concern"), _("A theme, or a part of one."), "long", 44),
            SheetColumn(_("People"), _("People who voiced it."), "int", 10),
            SheetColumn(_("Recurring"), _("Whether the theme recurs."), width=12),
            SheetColumn(_("State"), _("What the plan has for it."), width=24),
            SheetColumn(_("By"), _("A proposal, or decided by a person."), width=14),
            SheetColumn(_("Evidence in the plan"), _("Sentences of this goal, nearest first."),
                   "long", 60),
            SheetColumn(_("Evidence of the concern"), _("Codes of statements that show it."),
                   "long", 30),
            SheetColumn(_("Remark"), _("Where no theme is about the goal."), "long", 40),
        ),
        [_cells(findings, row) for row in rows],
    )  # fmt: skip


def _cells(findings: Findings, row: aims.AimRow) -> list[Value]:
    concern = row.concern
    if concern is None:
        return [row.goal_id, row.title, "", "", None, "", "", "", "", "", row.note]
    praise = not findings.theme(concern.part_of or concern.theme_id).is_concern
    return [
        row.goal_id, row.title, concern.theme_id, aims.concern_name(findings, concern),
        concern.n_people, yes(concern.recurring),
        _("goes well") if praise else w.status(concern.status),
        w.decided(concern.decided_by),
        "\n".join(f"{piece.piece_id} {piece.text}" for piece in concern.evidence),
        "; ".join(concern.quote_ids), "",
    ]  # fmt: skip
