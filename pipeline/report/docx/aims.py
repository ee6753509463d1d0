"""From the goals to the concerns in Word: one row per goal and concern."""

from __future__ import annotations

from pipeline.core.locale import gettext as _
from pipeline.report import aims
from pipeline.report import wording as w
from pipeline.report.docx.docx_context import Part, state
from pipeline.report.docx.writer import Column, Runs, run


def aims_table(part: Part) -> None:
    """The table at the head of the chapter on pillars and goals."""
    part.word.table(
        aims.aims_caption(),
        [
            Column(_("Goal"), 3.4),
            Column(_("Concern"), 3.2),
            Column(_("People"), 1.1, right=True),
            Column(_("State"), 3.6),
            Column(_("Evidence in the plan"), 1.7),
        ],
        [_row(part, row) for row in aims.aim_rows(part.findings)],
    )
    part.word.paragraph(aims.aims_note(), "Gehoord noot")


def _row(part: Part, row: aims.AimRow) -> list[str | Runs]:
    goal = f"{row.goal_id} {row.title}".strip()
    if row.concern is None:
        return [goal, run(row.note, colour="4C5864"), "–", "–", "–"]
    name = aims.concern_name(part.findings, row.concern)
    return [
        goal,
        name if row.concern.part_of else part.theme(row.concern.theme_id),
        w.number(row.concern.n_people),
        state(row.concern.status, row.concern.decided_by),
        row.evidence or "–",
    ]
