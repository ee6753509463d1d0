"""How many people named each theme, earlier and now."""

from __future__ import annotations

from pipeline.core.locale import gettext as _
from pipeline.findings.comparison_records import Comparison, ThemeShift
from pipeline.report import wording as w
from pipeline.report.charts import base as b
from pipeline.report.comparison.wording import happened

_COLOURS = {
    "new": "#1b6b4a", "grown": b.ACCENT, "same": "#8996a3", "shrunk": "#c26a2d", "gone": "#9c2a1c",
}  # fmt: skip


def shifts(comparison: Comparison) -> b.Chart | None:
    """Two dots per theme on one line: share of the people who spoke, earlier and now."""
    every = [shift for shift in comparison.shifts if shift.kind in _COLOURS]
    shown = sorted(every, key=_largest)[: b.MOST]
    if len(shown) < 2:
        return None

    def make(size: b.Size) -> b.Spec:
        names = _names(shown, size)
        order = list(names.values())
        rows, links = [], []
        for index, one in enumerate(shown):
            ends = {_("earlier"): one.before, _("now"): one.after}
            both = {
                "label": names[index],
                "kind": happened(one.kind),
                "from": one.before.share if one.before else 0.0,
                "to": one.after.share if one.after else 0.0,
            }
            links += [both] if one.before and one.after else []
            rows += [
                {
                    "label": names[index],
                    "when": when,
                    "share": side.share,
                    "kind": happened(one.kind),
                }
                for when, side in ends.items()
                if side is not None
            ]
        words = {happened(one): colour for one, colour in _COLOURS.items()
                 if any(s.kind == one for s in shown)}  # fmt: skip
        colour = b.nominal(
            "kind",
            scale={"domain": list(words), "range": list(words.values())},
            legend={"columns": 2 if size is b.NARROW else 0},
        )
        axis = {
            "format": "%", "title": _("share of everybody who spoke"), "tickCount": 5, "grid": True,
        }  # fmt: skip
        y = b.rows_of(order)
        lines = b.layer(
            links,
            {"type": "rule", "strokeWidth": 3},
            x=b.quantity("from", axis=axis),
            x2={"field": "to"},
            y=y,
            color=colour,
        )
        axes: b.Spec = {"x": b.quantity("share", axis=axis), "y": y}
        big = 130 if size is b.WIDE else 90
        dot = {"type": "point", "opacity": 1}
        now = b.layer(
            [row for row in rows if row["when"] == _("now")],
            {**dot, "filled": True, "size": big},
            **axes,
            color=colour,
        )
        earlier = b.layer(
            [row for row in rows if row["when"] == _("earlier")],
            {**dot, "filled": False, "size": big * 0.8, "strokeWidth": 2.5},
            **axes,
            stroke=colour,
            fill={"value": "white"},
        )
        return b.picture(
            lines,
            earlier,
            now,
            *b.names_at_left(order, size),
            width=size.plot - 12,
            height=b.step(b.row_height(size)),
        )

    note = _("Open dot: earlier. Filled dot: now. {more}").format(
        more=b.more_note(len(every), len(shown))
    )
    return b.framed("grafiek-verschuiving", title(comparison), note.strip(), make)


def title(comparison: Comparison) -> str:
    """The finding: what is new and gone, and what grew most."""
    n = {kind: len(comparison.of_kind(kind)) for kind in ("new", "gone", "grown", "shrunk")}
    if not any(n.values()):
        return _("The themes are about as large as they were")
    text = _("Themes earlier and now: {new} new, {gone} gone, {grown} larger, {shrunk} smaller")
    return text.format(**{kind: w.number(value) for kind, value in n.items()})


def _largest(shift: ThemeShift) -> tuple[float, str]:
    return -max(side.share for side in (shift.before, shift.after) if side), shift.label


def _names(shown: list[ThemeShift], size: b.Size) -> dict[int, str]:
    names: dict[int, str] = {}
    for index, shift in enumerate(shown):
        name = b.lines(w.bare(shift.label), size)
        names[index] = name if name not in names.values() else f"{name} {index + 1}"
    return names
