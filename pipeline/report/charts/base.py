"""What all pictures share: sizes, colours, names at the left, the frame."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.core.locale import gettext as _
from pipeline.findings.records import Theme
from pipeline.report import wording as w
from pipeline.report.svg import inline, to_svg

INK, SOFT, LINE, ACCENT = "#1a2027", "#4c5864", "#d5dae0", "#0b4f71"
MAP_REST = "#7c8791"  # statements of other concerns, or of none; contrast 3.7 on white
MAP_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b38600", "#5b4a9e")
FONT = "Gehoord Sans"  # the letters of the page under a name that the drawing can measure
MOST = 20  # themes in one picture: more makes every one of them small
BREAK = "|"
_LOOK = {
    "font": FONT,
    "background": "transparent",
    "aria": False,
    "padding": 2,
    "view": {"continuousWidth": 300, "continuousHeight": 300, "stroke": None},
    "axis": {
        "labelColor": INK, "titleColor": SOFT, "domain": False, "ticks": False,
        "labelFontSize": 13, "titleFontSize": 12, "titleFontWeight": "normal", "gridColor": LINE,
        "labelLimit": 0,
    },
    "legend": {
        "orient": "top", "title": None, "labelFontSize": 13, "labelColor": INK, "symbolSize": 110,
        "labelLimit": 0, "columnPadding": 14,
    },
}  # fmt: skip

Spec = dict[str, Any]  # a piece of a Vega-Lite specification
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Chart:
    """One picture, ready for the page, and what it was drawn from."""

    chart_id: str
    title: str  # the finding
    note: str
    wide: str  # SVG
    narrow: str
    spec: Mapping[str, Any]  # Vega-Lite, of the wide one
    legend: tuple[tuple[str, str], ...] = ()  # colour and what it stands for


@dataclass(frozen=True)
class Size:
    """Pixels of one of the two forms, and how long a line of a name may be."""

    width: int  # pixels of the whole picture
    label: int  # of the names at the left
    letters: int  # of one line of a name

    @property
    def plot(self) -> int:
        """Pixels left for the picture itself."""
        return self.width - self.label


WIDE = Size(860, 250, 42)
NARROW = Size(346, 138, 21)


def layer(
    rows: Rows, mark: Mapping[str, Any], *, where: str = "", **encoding: Mapping[str, Any]
) -> Spec:
    """One layer of a picture.

    Args: rows it is drawn from; mark and encoding as Vega-Lite has them; where: which of the rows.
    """
    chosen = {"transform": [{"filter": where}]} if where else {}
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding, **chosen}


def nominal(field: str, **more: Any) -> Spec:
    """A field with names."""
    return {"field": field, "type": "nominal", **more}


def quantity(field: str, **more: Any) -> Spec:
    """A field with numbers."""
    return {"field": field, "type": "quantitative", **more}


def step(pixels: int) -> Spec:
    """A height of so many pixels per row."""
    return {"step": pixels}


def framed(
    chart_id: str,
    title: str,
    note: str,
    make: Any,
    codes: Sequence[str] = (),
    legend: tuple[tuple[str, str], ...] = (),
) -> Chart:
    """Draw a picture in both forms. make: size -> specification."""
    wide, narrow = make(WIDE), make(NARROW)
    return Chart(
        chart_id,
        title,
        note,
        inline(to_svg(wide), name=f"{chart_id}-w", title=title, codes=codes),
        inline(to_svg(narrow), name=f"{chart_id}-n", title=title),
        wide,
        legend,
    )


def picture(*layers: Spec, width: int, height: int | Spec) -> Spec:
    """Layers on top of one another, in the look all pictures share."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "layer": layers,
        "width": width,
        "height": height,
        "config": _LOOK,
    }


def lines(label: str, size: Size) -> str:
    """A name in at most two lines, joined by the sign at which the axis breaks them."""
    return BREAK.join(textwrap.wrap(label, size.letters, max_lines=2, placeholder="…")) or "–"


def rows_of(order: Sequence[str]) -> Spec:
    """One row per name, in this order."""
    return nominal("label", sort=list(order), axis=None)


def names_at_left(order: Sequence[str], size: Size) -> tuple[Spec, Spec]:
    """The names at the left, in one line or two: an axis would set the second too low."""
    rows = [{"label": name, "two": BREAK in name} for name in order]
    axes: Spec = {"x": {"value": -10}, "y": rows_of(order), "text": nominal("label")}
    look = {
        "type": "text", "align": "right", "baseline": "middle", "lineBreak": BREAK,
        "lineHeight": 14, "fontSize": 14 if size is WIDE else 12, "color": INK,
    }  # fmt: skip
    return (
        layer(rows, look, where="!datum.two", **axes),
        layer(rows, {**look, "dy": -7}, where="datum.two", **axes),
    )


def named(themes: Sequence[Theme], size: Size) -> dict[str, str]:
    """Theme id -> its name on the axis, each different from the others."""
    names: dict[str, str] = {}
    for theme in themes:
        name = lines(w.bare(theme.label), size)
        names[theme.theme_id] = name if name not in names.values() else f"{name} {theme.theme_id}"
    return names


def row_height(size: Size) -> int:
    """Pixels per row."""
    return 30 if size is WIDE else 36


def more_note(n: int, shown: int) -> str:
    """What to say when not everything fits; "" when it does."""
    if n <= shown:
        return ""
    return _("The picture shows the {shown} largest of {n}; the table shows all.").format(
        shown=w.number(shown), n=w.number(n)
    )


def middle(values: Sequence[float]) -> float:
    """The median value."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def heat(
    rows: Rows,
    x: Spec,
    order: Sequence[str],
    size: Size,
    *,
    darkest: float,
    margin: int,
    letters: float = 12,
) -> Spec:
    """A grid of numbers on cells that darken with their share.

    Args: rows: label, share (None where it may not be shown), text and dark (for white letters).
        darkest: share at which a cell is darkest. margin: pixels beside the grid when narrow.
        letters: pixels of the numbers.
    """
    axes: Spec = {"x": x, "y": rows_of(order)}
    scale = {"domain": [0, darkest], "range": ["#f4f6f8", ACCENT], "clamp": True}
    share = quantity("share", scale=scale, legend=None)
    cells = layer(
        rows,
        {"type": "rect", "stroke": "white", "strokeWidth": 2},
        **axes,
        color={"condition": {"test": "isValid(datum.share)", **share}, "value": "#e6e9ec"},
    )
    text = layer(
        rows,
        {"type": "text", "fontSize": letters},
        **axes,
        text=nominal("text"),
        color={"condition": {"test": "datum.dark", "value": "white"}, "value": INK},
    )
    return picture(
        cells,
        text,
        *names_at_left(order, size),
        width=size.plot - (110 if size is WIDE else margin),
        height=step(row_height(size) - 2),
    )
