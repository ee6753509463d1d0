"""From the goals to the concerns: the words of that view, for every format alike."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.findings.records import Findings, GoalConcern, GoalFinding
from pipeline.report import wording as w


@dataclass(frozen=True)
class AimRow:
    """One goal beside one concern, or beside none."""

    goal_id: str
    title: str
    concern: GoalConcern | None
    evidence: str  # numbers of the sentences of the goal, nearest first
    note: str  # what there is to say where no theme is about the goal


def aim_rows(findings: Findings) -> list[AimRow]:
    """Every goal in the plan's order, a row per concern that it is about."""
    if findings.plan is None:
        return []
    goals = {goal.goal_id: goal for goal in findings.goals}
    rows = []
    for goal in findings.plan.goals():
        finding = goals[goal.goal_id]
        for concern in finding.concerns:
            pieces = ", ".join(piece.piece_id for piece in concern.evidence)
            rows.append(AimRow(goal.goal_id, goal.title, concern, pieces, ""))
        if not finding.concerns:
            # In the edition of one group, what others touched on is not told as theirs.
            nobody_here = _("Nobody in this edition spoke of this goal.")
            remark = nobody_here if findings.focus else nothing_said(finding)
            rows.append(AimRow(goal.goal_id, goal.title, None, "", remark))
    return rows


def nothing_said(goal: GoalFinding) -> str:
    """Why a goal has no concern: nobody spoke of it, or some did without a theme coming of it."""
    if goal.n_touched is None:
        return _("No concern is about this goal.")
    if not goal.n_touched:
        return _("Nobody spoke of this goal.")
    text = ngettext("No concern is about this goal; {people} said something about it.",
                    "No concern is about this goal; {people} said something about it.",
                    goal.n_touched)  # fmt: skip
    return text.format(people=w.people(goal.n_touched))


def concern_name(findings: Findings, concern: GoalConcern) -> str:
    """Its label; of a part of a theme also the theme."""
    if concern.part_of and findings.has_theme(concern.part_of):
        whole = w.bare(findings.theme(concern.part_of).label)
        return _("{part} (part of: {theme})").format(part=w.bare(concern.label), theme=whole)
    return w.bare(concern.label)


def aims_caption() -> str:
    """Of the table."""
    return _("Which concerns belong to which goal?")
