"""The map of statements: what is worded alike lies together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.core.locale import gettext as _
from pipeline.findings.records import Findings
from pipeline.findings.run_records import Mark
from pipeline.report import wording as w
from pipeline.report.charts import base as b


def map_of_statements(findings: Findings) -> b.Chart | None:
    """Every statement as a dot, the largest themes in colour and by name."""
    if len(findings.marks) < 10:
        return None
    large = [theme for theme in findings.themes if findings.has_theme(theme.theme_id)]
    coloured = {t.theme_id: colour for t, colour in zip(large, b.MAP_COLOURS, strict=False)}
    labelled = [theme.theme_id for theme in large[:12]]
    title = _("Statements that lie close together are worded alike")
    marks = sorted(findings.marks, key=lambda mark: (mark.theme_id in coloured, mark.statement_id))

    def make(size: b.Size) -> b.Spec:
        rows = [{"x": m.x, "y": m.y, "c": coloured.get(m.theme_id, b.MAP_REST)} for m in marks]
        spots = _apart(
            [
                {"x": b.middle([m.x for m in mine]), "y": b.middle([m.y for m in mine]),
                 "label": b.lines(w.bare(findings.theme(theme_id).label), b.NARROW)}
                for theme_id in labelled
                if (mine := [m for m in marks if m.theme_id == theme_id])
            ],
            marks,
            size,
        )  # fmt: skip
        free = {"axis": None, "scale": {"zero": False}}
        axes: b.Spec = {"x": b.quantity("x", **free), "y": b.quantity("y", **free)}
        wide = size is b.WIDE
        dot = {"type": "point", "filled": True, "shape": "circle", "opacity": 0.9}
        dots = b.layer(
            rows, {**dot, "size": 34 if wide else 16}, **axes, color=b.nominal("c", scale=None)
        )
        text = {
            "type": "text",
            "fontSize": 13 if wide else 10,
            "fontWeight": "bold",
            "lineBreak": b.BREAK,
        }
        white = {"stroke": "white", "strokeWidth": 4, "strokeJoin": "round"}
        halo = b.layer(spots, {**text, **white}, **axes, text=b.nominal("label"))
        names = b.layer(spots, {**text, "color": b.INK}, **axes, text=b.nominal("label"))
        height = 520 if wide else 320
        return b.picture(dots, halo, names, width=size.width - 6, height=height)

    note = _(
        "Each dot is a statement. Click on a dot to read it; the list of all statements holds the "
        "same words."
    )
    total = findings.totals.statements
    if len(marks) < total:
        part = _("The map shows {n} of the {total} statements.")
        note = f"{note} {part.format(n=w.number(len(marks)), total=w.number(total))}"
    names = [
        (colour, w.bare(findings.theme(theme_id).label)) for theme_id, colour in coloured.items()
    ]
    legend = (*names, (b.MAP_REST, _("other statements")))
    return b.framed("kaart", title, note, make, [m.statement_id for m in marks], legend)


def _apart(
    spots: list[dict[str, Any]], marks: Sequence[Mark], size: b.Size
) -> list[dict[str, Any]]:
    """The names that do not cover one another, the largest theme's first."""
    wide = max(m.x for m in marks) - min(m.x for m in marks) or 1.0
    high = max(m.y for m in marks) - min(m.y for m in marks) or 1.0
    aside, below = (0.19, 0.075) if size is b.WIDE else (0.36, 0.11)  # of the map: a name's size
    kept: list[dict[str, Any]] = []
    for spot in spots:
        clear = all(
            abs(spot["x"] - other["x"]) / wide > aside or abs(spot["y"] - other["y"]) / high > below
            for other in kept
        )
        if clear:
            kept.append(spot)
    return kept
