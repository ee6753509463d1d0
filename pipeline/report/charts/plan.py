"""The themes beside the plan: which goal, which pillar."""

from __future__ import annotations

from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.findings.records import STATES, Findings
from pipeline.report import wording as w
from pipeline.report.charts import base as b


def matrix(findings: Findings) -> b.Chart | None:
    """Theme beside goal: one mark where the theme belongs."""
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

    def make(size: b.Size) -> b.Spec:
        names = b.named(shown, size)
        order = list(names.values())
        grid = [{"label": name, "goal": goal} for name in names.values() for goal in goals]
        rows = [
            {
                "label": names[t.theme_id],
                "goal": t.verdict.code_id
                if t.verdict and t.verdict.code_id and not b.nowhere(t)
                else none,
                "state": w.status(b.state(t)),
            }
            for t in shown
        ]
        states = [one for one in STATES if any(b.state(t) == one for t in shown)]
        flat = size is b.WIDE  # upright where columns are too narrow for a word
        axis = {
            "title": _("goal"), "orient": "top", "grid": False, "labelAngle": 0 if flat else -90,
            "labelFontSize": 13 if flat else 11, "labelAlign": "center" if flat else "left",
        }  # fmt: skip
        axes: b.Spec = {"x": b.nominal("goal", sort=goals, axis=axis), "y": b.rows_of(order)}
        cell = {"type": "rect", "fill": "#f4f6f8", "stroke": "white", "strokeWidth": 2}
        mark = {"type": "point", "filled": True, "size": 130 if flat else 90, "opacity": 1}
        shapes = {
            "domain": [w.status(state) for state in states],
            "range": [b.STATE_SHAPES[state] for state in states],
        }
        legend = b.columns(size)
        marks = b.layer(
            rows,
            mark,
            **axes,
            color=b.nominal("state", scale=b.state_scale(states), legend=legend),
            shape=b.nominal("state", scale=shapes, legend=legend),
        )
        return b.picture(
            b.layer(grid, cell, **axes),
            marks,
            *b.names_at_left(order, size),
            width=size.plot,
            height=b.step(b.row_height(size) - 4),
        )

    note = _(
        "One mark per theme, at the goal nearest in wording. All are proposals unless confirmed."
    )
    return b.framed("grafiek-dekking", title, note, make)


def _under_no_pillar(outside: int, shown: int, total: int) -> str:
    """The finding of the picture of pillars, as its title says it."""
    text = ngettext(
        "{n} of the {total} largest themes lies under no pillar",
        "{n} of the {total} largest themes lie under no pillar",
        outside,
    )
    if shown == total:
        text = ngettext(
            "{n} of the {total} themes lies under no pillar",
            "{n} of the {total} themes lie under no pillar",
            outside,
        )
    return text.format(n=w.number(outside), total=w.number(shown))


def flow(findings: Findings) -> b.Chart | None:
    """From the pillars to the themes, as broad as the people who spoke."""
    shown = [theme for theme in findings.themes if theme.verdict][: b.MOST]
    plan = findings.plan
    if plan is None or len(shown) < 2:
        return None
    none = _("No pillar")
    sources = [*(f"{pillar.pillar_id} {pillar.title}" for pillar in plan.pillars), none]
    source_of = {
        goal.goal_id: f"{pillar.pillar_id} {pillar.title}"
        for pillar in plan.pillars
        for goal in pillar.goals
    }
    people: dict[str, int] = dict.fromkeys(sources, 0)
    where: dict[str, str] = {}
    for theme in shown:
        code = theme.verdict.code_id if theme.verdict and not b.nowhere(theme) else ""
        where[theme.theme_id] = source_of.get(code, none)
        people[where[theme.theme_id]] += theme.n_people
    used = [source for source in sources if people[source]]
    outside = sum(source == none for source in where.values())
    title = _under_no_pillar(outside, len(shown), sum(bool(t.verdict) for t in findings.themes))
    ordered = sorted(shown, key=lambda t: (used.index(where[t.theme_id]), -t.n_people, t.theme_id))
    most = max(theme.n_people for theme in shown)

    def make(size: b.Size) -> b.Spec:
        left, right = (0.30, 0.60) if size is b.WIDE else (0.30, 0.52)
        step = len(ordered) / len(used)
        centre = {one: (place + 0.5) * step for place, one in enumerate(used)}
        spots, links = [], []
        broad = {t.theme_id: 0.5 + 14.5 * t.n_people / most for t in ordered}  # pixels
        start = {
            one: centre[one]
            - sum(broad[t.theme_id] for t in ordered if where[t.theme_id] == one)
            / 2
            / b.row_height(size)
            for one in used
        }
        for place, theme in enumerate(ordered):
            source, y = where[theme.theme_id], place + 0.5
            state = b.state_word(b.state(theme))
            spots.append({"x": right + 0.015, "y": y, "label": b.lines(theme.label, size)})
            leave = start[source] + broad[theme.theme_id] / 2 / b.row_height(size)
            start[source] += broad[theme.theme_id] / b.row_height(size)
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
                "label": b.lines(one, b.NARROW if size is b.NARROW else size),
            }
            for one in used
        ]
        down = {"domain": [len(ordered), 0], "nice": False}
        axes: b.Spec = {
            "x": b.quantity("x", scale={"domain": [0, 1], "nice": False}, axis=None),
            "y": b.quantity("y", scale=down, axis=None),
        }
        bands = b.layer(
            links,
            {"type": "line", "interpolate": "basis", "opacity": 0.75},
            **axes,
            detail=b.nominal("id"),
            order=b.quantity("o"),
            strokeWidth=b.quantity(
                "n", scale={"domain": [0, most], "range": [0.5, 15]}, legend=None
            ),
            color=b.nominal(
                "state",
                scale=b.state_scale([b.state(t) for t in shown]),
                legend=b.columns(size),
            ),
        )
        look = {
            "type": "text", "baseline": "middle", "fontSize": 13 if size is b.WIDE else 11,
            "color": b.INK, "lineBreak": b.BREAK,
        }  # fmt: skip
        label = b.nominal("label")
        return b.picture(
            bands,
            b.layer(spots, {**look, "align": "left"}, **axes, text=label),
            b.layer(heads, {**look, "align": "right", "fontWeight": "bold"}, **axes, text=label),
            width=size.width - 6,
            height=b.row_height(size) * len(ordered),
        )

    note = _("The broader the band, the more people. {more}").format(
        more=b.more_note(sum(t.verdict is not None for t in findings.themes), len(shown))
    )
    return b.framed("grafiek-stroom", title, note.strip(), make)
