"""The order of the open concerns in Word: places, what they rest on, what would change them."""

from __future__ import annotations

from pipeline.core.locale import gettext as _
from pipeline.report import priorities as p
from pipeline.report import wording as w
from pipeline.report.docx.docx_context import Part
from pipeline.report.docx.writer import Column, run


def priority_tables(part: Part) -> None:
    """Three tables with their explanation; nothing where no concern stands open."""
    findings, word = part.findings, part.word
    if not findings.priorities:
        return
    rows, captions = p.priority_rows(findings), p.priority_captions()
    made, firm = p.priority_notes(findings)
    word.table(
        captions[0],
        [
            Column(_("Concern"), 3.2),
            Column(_("People"), 1.1, right=True),
            Column(_("Place in the order"), 1.6),
            Column(_("Weight (0 to 100)"), 1.4),
            Column(_("Goals nearest in wording"), 3.2),
            Column(_("Touches frame"), 2),
        ],
        [
            [
                part.theme(one.theme_id),
                w.number(findings.theme(one.theme_id).n_people),
                row.place,
                row.weight,
                "; ".join(f"{near.code_id} {near.title}" for near in one.near[:2]),
                "; ".join(f"{frame.code_id} {frame.title}" for frame in one.frames) or "–",
            ]
            for one, row in zip(findings.priorities, rows, strict=True)
        ],
    )
    word.paragraph(firm, "Gehoord noot")
    word.heading(_("Why this order, and what would change it"), 2, "waarom_deze_volgorde")
    word.paragraph(made)
    word.bullets([run(name, bold=True) + f": {meaning}" for name, meaning in p.factor_meanings()])
    _reasons(part, rows, captions[1])
    _shifts(part, rows, captions[2])


def _reasons(part: Part, rows: list[p.PriorityRow], caption: str) -> None:
    names = p.factor_names(part.findings)
    part.word.table(
        caption,
        [Column(_("Concern"), 3), *(Column(name, 2) for name in names)],
        [[part.theme(row.theme_id), *row.factors] for row in rows],
    )


def _shifts(part: Part, rows: list[p.PriorityRow], caption: str) -> None:
    heads = [
        Column(head(name), 1.1, right=True)
        for name in p.factor_names(part.findings)
        for head in (p.without, p.doubled)
    ]
    part.word.table(
        caption,
        [Column(_("Concern"), 2.8), Column(_("Place now"), 0.9, right=True), *heads],
        [
            [
                part.theme(row.theme_id),
                str(row.now),
                *(
                    run(str(place), bold=True) if place != row.now else str(place)
                    for shift in row.shifts
                    for place in shift
                ),
            ]
            for row in rows
        ],
    )
