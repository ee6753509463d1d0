"""The map of statements: what is worded alike lies together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.findings.records import Findings, Mark
from pipeline.locale import gettext as _
from pipeline.report.charts import base as b


def map_of_statements(findings: Findings) -> b.Chart | None:
    """Every statement as a dot, the largest themes in colour and by name."""
    if len(findings.marks) < 10:
        return None
    large = [theme for theme in findings.themes if findings.has_theme(theme.theme_id)]
    coloured = {t.theme_id: colour for t, colour in zip(large, b.MAP_COLOURS, strict=False)}
    labelled = [theme.theme_id for theme in large[:12]]
    title = _("Statements that lie close together are worded alike; the themes show as clouds")
    marks = sorted(findings.marks, key=lambda one: (one.theme_id in coloured, one.statement_id))

    def make(size: b.Size) -> dict[str, Any]:
        alt = b.altair()

        rows = [{"x": m.x, "y": m.y, "c": coloured.get(m.theme_id, "#b9c1c9")} for m in marks]
        spots = _apart(
            [
                {"x": b.middle([m.x for m in mine]), "y": b.middle([m.y for m in mine]),
                 "label": b.lines(findings.theme(theme_id).label, b.NARROW)}
                for theme_id in labelled
                if (mine := [m for m in marks if m.theme_id == theme_id])
            ],
            marks,
            size,
        )  # fmt: skip
        x = alt.X("x:Q", axis=None, scale=alt.Scale(zero=False))
        y = alt.Y("y:Q", axis=None, scale=alt.Scale(zero=False))
        dots = alt.Chart(b.data(rows)).mark_point(
            filled=True, shape="circle", size=34 if size is b.WIDE else 16, opacity=0.8
        ).encode(x=x, y=y, color=alt.Color("c:N", scale=None))  # fmt: skip
        text = {
            "fontSize": 13 if size is b.WIDE else 10,
            "fontWeight": "bold",
            "lineBreak": b.BREAK,
        }
        halo = alt.Chart(b.data(spots)).mark_text(
            stroke="white", strokeWidth=4, strokeJoin="round", **text
        ).encode(x=x, y=y, text="label:N")  # fmt: skip
        names = alt.Chart(b.data(spots)).mark_text(color=b.INK, **text).encode(
            x=x, y=y, text="label:N"
        )  # fmt: skip
        height = 520 if size is b.WIDE else 320
        return b.configured(
            b.layered(dots, halo, names).properties(width=size.width - 6, height=height)
        )

    note = _(
        "Each dot is a statement. Point at a dot to read it; the list of all statements holds the "
        "same words."
    )
    return b.framed("kaart", title, note, make, [m.statement_id for m in marks])


def _apart(
    spots: list[dict[str, Any]], marks: Sequence[Mark], size: b.Size
) -> list[dict[str, Any]]:
    """The names that do not cover one another, the largest theme's first."""
    wide = max(m.x for m in marks) - min(m.x for m in marks) or 1.0
    high = max(m.y for m in marks) - min(m.y for m in marks) or 1.0
    kept: list[dict[str, Any]] = []
    for spot in spots:
        clear = all(
            abs(spot["x"] - one["x"]) / wide > (0.19 if size is b.WIDE else 0.36)
            or abs(spot["y"] - one["y"]) / high > (0.075 if size is b.WIDE else 0.11)
            for one in kept
        )
        if clear:
            kept.append(spot)
    return kept
