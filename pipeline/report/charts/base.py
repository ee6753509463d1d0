"""What all pictures share: sizes, colours, names at the left, the frame."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.findings.records import STATES, Theme
from pipeline.locale import gettext as _
from pipeline.report import wording as w
from pipeline.report.svg import inline, to_svg

INK, SOFT, LINE, ACCENT = "#1a2027", "#4c5864", "#d5dae0", "#0b4f71"
STATE_COLOURS = {
    "addressed": "#1b6b4a",
    "partly": "#d9940f",
    "mentioned": "#c26a2d",
    "not_addressed": "#9c2a1c",
    "out_of_scope": "#8996a3",
    "": "#8996a3",
}
STATE_SHAPES = {
    "addressed": "circle",
    "partly": "triangle-up",
    "mentioned": "diamond",
    "not_addressed": "cross",
    "out_of_scope": "stroke",
}
LIFE_COLOURS = {
    "new": "#c26a2d",
    "returned": "#7a4b8f",
    "reopened": "#9c2a1c",
    "persistent": ACCENT,
    "resolved": "#1b6b4a",
    "silent": "#8996a3",
    "": "#8996a3",
}
MAP_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b38600", "#56b4e9")
FONT = "Gehoord Sans"  # the letters of the page under a name that the drawing can measure
MOST = 20  # themes in one picture: more makes every one of them small
BREAK = "|"


@dataclass(frozen=True)
class Chart:
    """One picture, ready for the page, and what it was drawn from."""

    chart_id: str
    title: str  # the finding
    note: str
    wide: str  # SVG
    narrow: str
    spec: Mapping[str, Any]  # Vega-Lite, of the wide one


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


def altair() -> Any:
    """Altair, untyped: its types cost more than they catch."""
    import altair as alt

    return alt


class Rows:
    """Rows of a picture, handed through as they are: Altair copies lists with every layer."""

    _schema: Mapping[str, Any] = {"type": "array"}

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self._rows = list(rows)

    def to_dict(self) -> list[Mapping[str, Any]]:
        """The rows, when the specification is written out."""
        return self._rows


def data(rows: Sequence[Mapping[str, Any]]) -> Any:
    """What a picture is drawn from."""
    return altair().Data(values=Rows(rows))


def framed(chart_id: str, title: str, note: str, make: Any, codes: Sequence[str] = ()) -> Chart:
    """Draw a picture in both forms. make: size -> specification."""
    wide, narrow = make(WIDE), make(NARROW)
    return Chart(
        chart_id,
        title,
        note,
        inline(to_svg(wide), name=f"{chart_id}-w", title=title, codes=codes),
        inline(to_svg(narrow), name=f"{chart_id}-n", title=title),
        wide,
    )


def configured(chart: Any) -> dict[str, Any]:
    """The look all pictures share, as a Vega-Lite specification."""
    spec: dict[str, Any] = (
        chart.configure(font=FONT, background="transparent", aria=False, padding=2)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK, titleColor=SOFT, domain=False, ticks=False, labelFontSize=13,
            titleFontSize=12, titleFontWeight="normal", gridColor=LINE, labelLimit=0,
        )
        .configure_legend(
            orient="top", title=None, labelFontSize=13, labelColor=INK, symbolSize=110,
            labelLimit=0, columnPadding=14,
        )
        .to_dict(validate=False)
    )  # fmt: skip
    return spec


def lines(label: str, size: Size) -> str:
    """A name in at most two lines, joined by the sign at which the axis breaks them."""
    return BREAK.join(textwrap.wrap(label, size.letters, max_lines=2, placeholder="…")) or "–"


def rows_of(order: Sequence[str]) -> Any:
    """One row per name, in this order."""
    alt = altair()

    return alt.Y("label:N", sort=list(order), axis=None)


def layered(*parts: Any) -> Any:
    """The parts on top of one another, in one go: adding them copies all that went before."""
    return altair().layer(*parts)


def names_at_left(order: Sequence[str], size: Size) -> tuple[Any, Any]:
    """The names at the left, in one line or two: an axis would set the second too low."""
    alt = altair()

    rows = [{"label": name, "two": BREAK in name} for name in order]
    base = alt.Chart(data(rows)).encode(
        x=alt.value(-10), y=rows_of(order), text=alt.Text("label:N")
    )
    look = {
        "align": "right", "baseline": "middle", "lineBreak": BREAK, "lineHeight": 14,
        "fontSize": 14 if size is WIDE else 12, "color": INK,
    }  # fmt: skip
    one = base.transform_filter("!datum.two").mark_text(**look)
    return one, base.transform_filter("datum.two").mark_text(dy=-7, **look)


def named(themes: Sequence[Theme], size: Size) -> dict[str, str]:
    """Theme id -> its name on the axis, each different from the others."""
    names: dict[str, str] = {}
    for theme in themes:
        name = lines(theme.label, size)
        names[theme.theme_id] = name if name not in names.values() else f"{name} {theme.theme_id}"
    return names


def state(theme: Theme) -> str:
    """State of a theme; "" where nobody judged it."""
    return theme.verdict.status if theme.verdict else ""


def state_scale(states: Sequence[str]) -> Any:
    """Colours of the states that occur."""
    alt = altair()

    shown = [one for one in (*STATES, "") if one in states]
    words = [w.status(one) if one else _("no judgement") for one in shown]
    return alt.Scale(domain=words, range=[STATE_COLOURS[one] for one in shown])


def state_word(state: str) -> str:
    """A state in words."""
    return w.status(state) if state else _("no judgement")


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


def nowhere(theme: Theme) -> bool:
    """Whether a theme belongs at no goal."""
    return state(theme) in ("not_addressed", "out_of_scope")


def middle(values: Sequence[float]) -> float:
    """The median value."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def heat(
    rows: Sequence[Mapping[str, Any]],
    x: Any,
    order: Sequence[str],
    size: Size,
    *,
    darkest: float,
    margin: int,
    letters: float = 12,
) -> dict[str, Any]:
    """A grid of numbers on cells that darken with their share.

    Args: rows: label, share (None where it may not be shown), text and dark (for white letters).
        darkest: share at which a cell is darkest. margin: pixels beside the grid when narrow.
        letters: pixels of the numbers.
    """
    alt = altair()
    base = alt.Chart(data(rows)).encode(x=x, y=rows_of(order))
    scale = alt.Scale(domain=[0, darkest], range=["#f4f6f8", ACCENT], clamp=True)
    cells = base.mark_rect(stroke="white", strokeWidth=2).encode(
        color=alt.condition(
            "isValid(datum.share)",
            alt.Color("share:Q", scale=scale, legend=None),
            alt.value("#e6e9ec"),
        )
    )
    text = base.mark_text(fontSize=letters).encode(
        text="text:N",
        color=alt.condition("datum.dark", alt.value("white"), alt.value(INK)),
    )
    return configured(
        layered(cells, text, *names_at_left(order, size)).properties(
            width=size.plot - (110 if size is WIDE else margin),
            height=alt.Step(row_height(size) - 2),
        )
    )
