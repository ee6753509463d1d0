"""The pictures: specifications for Altair, each with a title that says what is to be seen.

Colours are told apart by colour-blind readers (after Okabe and Ito) and never the only sign:
numbers, shapes and words carry the same. Every picture exists wide (page) and narrow (telephone).
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.findings.records import STATES, Findings, Mark, Theme
from pipeline.locale import gettext as _
from pipeline.locale import ngettext
from pipeline.report import wording as w
from pipeline.report.svg import inline, to_png, to_svg

_INK, _SOFT, _LINE, _ACCENT = "#1a2027", "#4c5864", "#d5dae0", "#0b4f71"
_STATE_COLOURS = {
    "addressed": "#1b6b4a",
    "partly": "#d9940f",
    "mentioned": "#c26a2d",
    "not_addressed": "#9c2a1c",
    "out_of_scope": "#8996a3",
    "": "#8996a3",
}
_STATE_SHAPES = {
    "addressed": "circle",
    "partly": "triangle-up",
    "mentioned": "diamond",
    "not_addressed": "cross",
    "out_of_scope": "stroke",
}
_LIFE_COLOURS = {
    "new": "#c26a2d",
    "returned": "#c26a2d",
    "reopened": "#9c2a1c",
    "persistent": _ACCENT,
    "resolved": "#1b6b4a",
    "silent": "#8996a3",
    "": "#8996a3",
}
_MAP_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b38600", "#56b4e9")
_FONT = "Source Sans 3, Gehoord Sans, Segoe UI, Arial, sans-serif"
_MOST = 18  # themes in one picture: more makes every one of them small
_BREAK = "|"


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
class _Size:
    width: int  # pixels of the whole picture
    label: int  # of the names at the left
    letters: int  # of one line of a name

    @property
    def plot(self) -> int:
        return self.width - self.label


_WIDE = _Size(860, 250, 42)
_NARROW = _Size(346, 138, 19)


def draw(findings: Findings) -> dict[str, Chart | None]:
    """Every picture that has something to show, by name; None for the others."""
    makers = {
        "themes": _themes, "roles": _roles, "matrix": _matrix, "flow": _flow, "life": _life,
        "map": _map,
    }  # fmt: skip
    with _unchecked():
        return {name: make(findings) for name, make in makers.items()}


def _unchecked() -> Any:
    """Altair without its checks of every piece: they take half the time and find no faults here."""
    from altair.utils import schemapi

    return schemapi.debug_mode(False)


def export(findings: Findings) -> dict[str, bytes]:
    """Every picture as SVG and PNG: file name -> content."""
    files: dict[str, bytes] = {}
    for name, chart in draw(findings).items():
        if chart is not None:
            files[f"{name}.svg"] = to_svg(chart.spec).encode("utf-8")
            files[f"{name}.png"] = to_png(chart.spec)
    return files


def _chart(chart_id: str, title: str, note: str, make: Any, codes: Sequence[str] = ()) -> Chart:
    wide, narrow = make(_WIDE), make(_NARROW)
    return Chart(
        chart_id,
        title,
        note,
        inline(to_svg(wide), name=f"{chart_id}-w", title=title, codes=codes),
        inline(to_svg(narrow), name=f"{chart_id}-n", title=title),
        wide,
    )


def _configured(chart: Any) -> dict[str, Any]:
    spec: dict[str, Any] = (
        chart.configure(font=_FONT, background="transparent", aria=False, padding=2)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=_INK, titleColor=_SOFT, domain=False, ticks=False, labelFontSize=13,
            titleFontSize=12, titleFontWeight="normal", gridColor=_LINE, labelLimit=0,
        )
        .configure_legend(
            orient="top", title=None, labelFontSize=13, labelColor=_INK, symbolSize=110,
            labelLimit=0, columnPadding=14,
        )
        .to_dict()
    )  # fmt: skip
    return spec


def _lines(label: str, size: _Size) -> str:
    """A name in at most two lines, joined by the sign at which the axis breaks them."""
    return _BREAK.join(textwrap.wrap(label, size.letters, max_lines=2, placeholder="…")) or "–"


def _y(order: Sequence[str]) -> Any:
    import altair as alt

    return alt.Y("label:N", sort=list(order), axis=None)


def _names(order: Sequence[str], size: _Size) -> Any:
    """The names at the left, in one line or two: an axis would set the second too low."""
    import altair as alt

    rows = [{"label": name, "two": _BREAK in name} for name in order]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.value(-10), y=_y(order), text=alt.Text("label:N")
    )
    look = {
        "align": "right", "baseline": "middle", "lineBreak": _BREAK, "lineHeight": 14,
        "fontSize": 14 if size is _WIDE else 12, "color": _INK,
    }  # fmt: skip
    one = base.transform_filter("!datum.two").mark_text(**look)
    return one + base.transform_filter("datum.two").mark_text(dy=-7, **look)


def _named(themes: Sequence[Theme], size: _Size) -> dict[str, str]:
    """Theme id -> its name on the axis, each different from the others."""
    names: dict[str, str] = {}
    for theme in themes:
        name = _lines(theme.label, size)
        names[theme.theme_id] = name if name not in names.values() else f"{name} {theme.theme_id}"
    return names


def _state(theme: Theme) -> str:
    return theme.verdict.status if theme.verdict else ""


def _state_scale(states: Sequence[str]) -> Any:
    import altair as alt

    shown = [one for one in (*STATES, "") if one in states]
    words = [w.status(one) if one else _("no judgement") for one in shown]
    return alt.Scale(domain=words, range=[_STATE_COLOURS[one] for one in shown])


def _state_word(state: str) -> str:
    return w.status(state) if state else _("no judgement")


def _themes(findings: Findings) -> Chart | None:
    shown = findings.themes[:_MOST]
    if len(shown) < 2:
        return None
    with_plan = findings.plan is not None
    first = shown[0]
    title = _("{label} is the theme most people spoke of: {people}").format(
        label=w.quoted(first.label), people=w.people(first.n_people)
    )

    def make(size: _Size) -> dict[str, Any]:
        import altair as alt

        names = _named(shown, size)
        order = list(names.values())
        rows = [
            {
                "label": names[t.theme_id],
                "n": t.n_people,
                "text": w.number(t.n_people),
                "state": _state_word(_state(t)),
            }
            for t in shown
        ]
        base = alt.Chart(alt.Data(values=rows)).encode(y=_y(order))
        bars = base.mark_bar(height=17).encode(
            x=alt.X("n:Q", axis=None, scale=alt.Scale(domainMax=first.n_people * 1.14)),
            color=alt.Color(
                "state:N",
                scale=_state_scale([_state(t) for t in shown]),
                legend=alt.Legend(columns=1 if size is _NARROW else 0),
            )
            if with_plan
            else alt.value(_ACCENT),
        )
        text = base.mark_text(align="left", dx=5, fontSize=13, color=_INK).encode(
            x="n:Q", text="text:N"
        )
        picture = (bars + text + _names(order, size)).properties(
            width=size.plot, height=alt.Step(_step(size))
        )
        return _configured(picture)

    note = _more_note(len(findings.themes), len(shown))
    return _chart("grafiek-themas", title, note, make)


def _step(size: _Size) -> int:
    return 30 if size is _WIDE else 36


def _more_note(n: int, shown: int) -> str:
    if n <= shown:
        return ""
    return _("The picture shows the {shown} largest of {n}; the table shows all.").format(
        shown=w.number(shown), n=w.number(n)
    )


def _roles(findings: Findings) -> Chart | None:
    shown = [theme for theme in findings.themes if theme.roles][:_MOST]
    if not shown or len(findings.roles) < 2:
        return None
    best = max(
        ((cell.share or 0.0, cell.key, theme) for theme in shown for cell in theme.roles),
        key=lambda found: (found[0], found[1], found[2].theme_id),
    )
    title = _(
        "What people spoke of differs by role; most of all for {role}: {label} ({share})"
    ).format(role=best[1], label=w.quoted(best[2].label), share=w.percent(best[0]))

    def make(size: _Size) -> dict[str, Any]:
        import altair as alt

        names = _named(shown, size)
        order = list(names.values())
        roles = [cell.key for cell in findings.roles][: None if size is _WIDE else 5]
        rows = [
            {
                "label": names[theme.theme_id],
                "role": cell.key,
                "share": cell.share,
                "text": "" if cell.n == 0 else w.cell(cell, findings.method.min_group),
                "dark": bool(cell.share and cell.share > 0.36),
            }
            for theme in shown
            for cell in theme.roles
            if cell.key in roles
        ]
        x = alt.X(
            "role:N", sort=roles,
            axis=alt.Axis(title=None, orient="top", labelAngle=-40, labelAlign="left", grid=False),
        )  # fmt: skip
        base = alt.Chart(alt.Data(values=rows)).encode(x=x, y=_y(order))
        cells = base.mark_rect(stroke="white", strokeWidth=2).encode(
            color=alt.condition(
                "isValid(datum.share)",
                alt.Color(
                    "share:Q",
                    scale=alt.Scale(domain=[0, 0.5], range=["#f4f6f8", _ACCENT], clamp=True),
                    legend=None,
                ),
                alt.value("#e6e9ec"),
            )
        )
        text = base.mark_text(fontSize=12).encode(
            text="text:N",
            color=alt.condition("datum.dark", alt.value("white"), alt.value(_INK)),
        )
        return _configured(
            (cells + text + _names(order, size)).properties(
                width=size.plot - (110 if size is _WIDE else 62), height=alt.Step(_step(size) - 2)
            )
        )

    note = _("Numbers are people. The darker, the larger the share of that role that spoke of it.")
    note += " " + _("White: too few people to show. Empty: nobody.")
    return _chart("grafiek-rollen", title, note, make)


def _matrix(findings: Findings) -> Chart | None:
    shown = [theme for theme in findings.themes if theme.verdict][:30]
    if not shown or findings.plan is None:
        return None
    open_ones = sum(theme.is_open for theme in shown)
    title = ngettext(
        "{n} of {total} themes has no place at any goal of the plan",
        "{n} of {total} themes have no place at any goal of the plan",
        open_ones,
    ).format(n=w.number(open_ones), total=w.number(len(shown)))
    none = _("none")
    goals = [*(goal.goal_id for goal in findings.plan.goals()), none]

    def make(size: _Size) -> dict[str, Any]:
        import altair as alt

        names = _named(shown, size)
        order = list(names.values())
        grid = [{"label": name, "goal": goal} for name in names.values() for goal in goals]
        rows = [
            {
                "label": names[t.theme_id],
                "goal": t.verdict.code_id
                if t.verdict and t.verdict.code_id and not _nowhere(t)
                else none,
                "state": w.status(_state(t)),
            }
            for t in shown
        ]
        states = [one for one in STATES if any(_state(t) == one for t in shown)]
        y = _y(order)
        x = alt.X("goal:N", sort=goals, axis=alt.Axis(title=_("goal"), orient="top", labelAngle=0,
                  labelFontSize=13 if size is _WIDE else 10, grid=False))  # fmt: skip
        back = alt.Chart(alt.Data(values=grid)).mark_rect(
            fill="#f4f6f8", stroke="white", strokeWidth=2
        )
        words = [w.status(one) for one in states]
        legend = alt.Legend(columns=1 if size is _NARROW else 0)
        marks = alt.Chart(alt.Data(values=rows)).mark_point(
            filled=True, size=130 if size is _WIDE else 90, opacity=1
        )
        picture = back.encode(x=x, y=y) + marks.encode(
            x=x,
            y=y,
            color=alt.Color("state:N", scale=_state_scale(states), legend=legend),
            shape=alt.Shape(
                "state:N",
                scale=alt.Scale(domain=words, range=[_STATE_SHAPES[one] for one in states]),
                legend=legend,
            ),
        )
        picture += _names(order, size)
        return _configured(picture.properties(width=size.plot, height=alt.Step(_step(size) - 4)))

    note = _(
        "One mark per theme, at the goal nearest in wording. All are proposals unless confirmed."
    )
    return _chart("grafiek-dekking", title, note, make)


def _nowhere(theme: Theme) -> bool:
    return _state(theme) in ("not_addressed", "out_of_scope")


def _flow(findings: Findings) -> Chart | None:
    shown = [theme for theme in findings.themes if theme.verdict][:_MOST]
    plan = findings.plan
    if plan is None or len(shown) < 2:
        return None
    none = _("No pillar")
    sources = [*(f"{one.pillar_id} {one.title}" for one in plan.pillars), none]
    source_of = {
        goal.goal_id: f"{pillar.pillar_id} {pillar.title}"
        for pillar in plan.pillars
        for goal in pillar.goals
    }
    people: dict[str, int] = dict.fromkeys(sources, 0)
    where: dict[str, str] = {}
    for theme in shown:
        code = theme.verdict.code_id if theme.verdict and not _nowhere(theme) else ""
        where[theme.theme_id] = source_of.get(code, none)
        people[where[theme.theme_id]] += theme.n_people
    used = [one for one in sources if people[one]]
    outside = sum(source == none for source in where.values())
    title = ngettext(
        "{n} of the {total} largest themes lies under no pillar",
        "{n} of the {total} largest themes lie under no pillar",
        outside,
    ).format(n=w.number(outside), total=w.number(len(shown)))
    ordered = sorted(shown, key=lambda t: (used.index(where[t.theme_id]), -t.n_people, t.theme_id))
    most = max(theme.n_people for theme in shown)

    def make(size: _Size) -> dict[str, Any]:
        import altair as alt

        left, right = (0.30, 0.60) if size is _WIDE else (0.30, 0.52)
        step = len(ordered) / len(used)
        centre = {one: (place + 0.5) * step for place, one in enumerate(used)}
        spots, links = [], []
        broad = {t.theme_id: 0.5 + 14.5 * t.n_people / most for t in ordered}  # pixels
        start = {
            one: centre[one]
            - sum(broad[t.theme_id] for t in ordered if where[t.theme_id] == one) / 2 / _step(size)
            for one in used
        }
        for place, theme in enumerate(ordered):
            source, y = where[theme.theme_id], place + 0.5
            state = _state_word(_state(theme))
            spots.append({"x": right + 0.015, "y": y, "label": _lines(theme.label, size)})
            leave = start[source] + broad[theme.theme_id] / 2 / _step(size)
            start[source] += broad[theme.theme_id] / _step(size)
            for order, (x, at) in enumerate(
                [(left, leave), (left + 0.1, leave), (right - 0.1, y), (right, y)]
            ):
                links.append(
                    {"id": theme.theme_id, "x": x, "y": at, "o": order, "n": theme.n_people,
                     "state": state}
                )  # fmt: skip
        heads = [
            {
                "x": left - 0.015,
                "y": centre[one],
                "label": _lines(one, _NARROW if size is _NARROW else size),
            }
            for one in used
        ]
        axis: dict[str, Any] = {"axis": None}
        x = alt.X("x:Q", scale=alt.Scale(domain=[0, 1], nice=False), **axis)
        y = alt.Y("y:Q", scale=alt.Scale(domain=[len(ordered), 0], nice=False), **axis)
        bands = (
            alt.Chart(alt.Data(values=links))
            .mark_line(interpolate="basis", opacity=0.75)
            .encode(
                x=x, y=y, detail="id:N", order="o:Q",
                strokeWidth=alt.StrokeWidth(
                    "n:Q", scale=alt.Scale(domain=[0, most], range=[0.5, 15]), legend=None
                ),
                color=alt.Color(
                    "state:N", scale=_state_scale([_state(t) for t in shown]),
                    legend=alt.Legend(columns=1 if size is _NARROW else 0),
                ),
            )
        )  # fmt: skip
        font = 13 if size is _WIDE else 11
        texts = alt.Chart(alt.Data(values=spots)).mark_text(
            align="left", baseline="middle", fontSize=font, color=_INK, lineBreak=_BREAK
        ).encode(x=x, y=y, text="label:N")  # fmt: skip
        names = alt.Chart(alt.Data(values=heads)).mark_text(
            align="right", baseline="middle", fontSize=font, fontWeight="bold", color=_INK,
            lineBreak=_BREAK,
        ).encode(x=x, y=y, text="label:N")  # fmt: skip
        picture = (bands + texts + names).properties(
            width=size.width - 6, height=_step(size) * len(ordered)
        )
        return _configured(picture)

    note = _("The broader the band, the more people. {more}").format(
        more=_more_note(sum(t.verdict is not None for t in findings.themes), len(shown))
    )
    return _chart("grafiek-stroom", title, note.strip(), make)


def _life(findings: Findings) -> Chart | None:
    shown = [theme for theme in findings.themes if theme.recurring and theme.life][:_MOST]
    if not shown or len(findings.rounds) < 2:
        return None
    every = sum(
        all(one.n_people is None or one.n_people > 0 for one in theme.life) for theme in shown
    )
    title = ngettext(
        "{n} of the {total} largest recurring concerns was heard in every round",
        "{n} of the {total} largest recurring concerns were heard in every round",
        every,
    ).format(n=w.number(every), total=w.number(len(shown)))

    def make(size: _Size) -> dict[str, Any]:
        import altair as alt

        names = _named(shown, size)
        order = list(names.values())
        titles = [w.round_name(one.round_id) for one in findings.rounds]
        if size is _WIDE:
            titles = [f"{w.round_name(one.round_id)} ({one.date[:4]})" for one in findings.rounds]
        rounds = dict(zip((one.round_id for one in findings.rounds), titles, strict=True))
        rows = [
            {
                "label": names[theme.theme_id],
                "round": rounds[one.round_id],
                "n": one.n_people if one.n_people is not None else 1,
                "text": w.under(findings.method.min_group)
                if one.n_people is None
                else (w.number(one.n_people) if one.n_people else "–"),
                "life": w.life(one.life),
                "big": bool(one.n_people and one.n_people >= 9),
            }
            for theme in shown
            for one in theme.life
        ]
        present = {one.life for theme in shown for one in theme.life}
        words = {w.life(one): colour for one, colour in _LIFE_COLOURS.items() if one in present}
        x = alt.X(
            "round:N", sort=titles,
            axis=alt.Axis(title=None, orient="top", labelAngle=0, grid=False, labelPadding=10),
        )  # fmt: skip
        base = alt.Chart(alt.Data(values=rows)).encode(x=x, y=_y(order))
        dots = (
            base.transform_filter("datum.n > 0")
            .mark_circle(opacity=1)
            .encode(
                size=alt.Size(
                    "n:Q", scale=alt.Scale(type="sqrt", rangeMin=60, rangeMax=800), legend=None
                ),
                color=alt.Color(
                    "life:N",
                    scale=alt.Scale(domain=list(words), range=list(words.values())),
                    legend=alt.Legend(columns=1 if size is _NARROW else 0),
                ),
            )
        )
        lines = base.mark_line(color=_LINE, strokeWidth=2).encode(detail="label:N")
        inside = base.transform_filter("datum.big").mark_text(fontSize=12, color="white")
        beside = base.transform_filter("!datum.big && datum.n > 0").mark_text(
            fontSize=12, color=_INK, align="left", dx=13
        )
        nobody = base.transform_filter("datum.n == 0").mark_text(fontSize=15, color=_SOFT)
        picture = (
            lines
            + dots
            + inside.encode(text="text:N")
            + beside.encode(text="text:N")
            + nobody.encode(text="text:N")
            + _names(order, size)
        )
        return _configured(
            picture.properties(width=size.plot - 30, height=alt.Step(_step(size) + 4))
        )

    note = _("The larger the dot, the more people. {more}").format(
        more=_more_note(sum(t.recurring for t in findings.themes), len(shown))
    )
    return _chart("grafiek-verloop", title, note.strip(), make)


def _map(findings: Findings) -> Chart | None:
    if len(findings.marks) < 10:
        return None
    large = [theme for theme in findings.themes if findings.has_theme(theme.theme_id)]
    coloured = {t.theme_id: colour for t, colour in zip(large, _MAP_COLOURS, strict=False)}
    labelled = [theme.theme_id for theme in large[:12]]
    title = _("Statements that lie close together are worded alike; the themes show as clouds")
    marks = sorted(findings.marks, key=lambda one: (one.theme_id in coloured, one.statement_id))

    def make(size: _Size) -> dict[str, Any]:
        import altair as alt

        rows = [{"x": m.x, "y": m.y, "c": coloured.get(m.theme_id, "#b9c1c9")} for m in marks]
        spots = _apart(
            [
                {"x": _middle([m.x for m in mine]), "y": _middle([m.y for m in mine]),
                 "label": _lines(findings.theme(theme_id).label, _NARROW)}
                for theme_id in labelled
                if (mine := [m for m in marks if m.theme_id == theme_id])
            ],
            marks,
            size,
        )  # fmt: skip
        x = alt.X("x:Q", axis=None, scale=alt.Scale(zero=False))
        y = alt.Y("y:Q", axis=None, scale=alt.Scale(zero=False))
        dots = alt.Chart(alt.Data(values=rows)).mark_point(
            filled=True, shape="circle", size=34 if size is _WIDE else 16, opacity=0.8
        ).encode(x=x, y=y, color=alt.Color("c:N", scale=None))  # fmt: skip
        text = {"fontSize": 13 if size is _WIDE else 10, "fontWeight": "bold", "lineBreak": _BREAK}
        halo = alt.Chart(alt.Data(values=spots)).mark_text(
            stroke="white", strokeWidth=4, strokeJoin="round", **text
        ).encode(x=x, y=y, text="label:N")  # fmt: skip
        names = alt.Chart(alt.Data(values=spots)).mark_text(color=_INK, **text).encode(
            x=x, y=y, text="label:N"
        )  # fmt: skip
        height = 520 if size is _WIDE else 320
        return _configured((dots + halo + names).properties(width=size.width - 6, height=height))

    note = _(
        "Each dot is a statement. Point at a dot to read it; the list of all statements holds the same words."
    )
    return _chart("kaart", title, note, make, [m.statement_id for m in marks])


def _apart(spots: list[dict[str, Any]], marks: Sequence[Mark], size: _Size) -> list[dict[str, Any]]:
    """The names that do not cover one another, the largest theme's first."""
    wide = max(m.x for m in marks) - min(m.x for m in marks) or 1.0
    high = max(m.y for m in marks) - min(m.y for m in marks) or 1.0
    kept: list[dict[str, Any]] = []
    for spot in spots:
        clear = all(
            abs(spot["x"] - one["x"]) / wide > (0.19 if size is _WIDE else 0.36)
            or abs(spot["y"] - one["y"]) / high > (0.075 if size is _WIDE else 0.11)
            for one in kept
        )
        if clear:
            kept.append(spot)
    return kept


def _middle(values: Sequence[float]) -> float:
    ordered = sorted(values)
    return ordered[len(ordered) // 2]
