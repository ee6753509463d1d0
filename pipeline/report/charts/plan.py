"""The themes beside the plan: which goal, which pillar."""

from __future__ import annotations

from typing import Any

from pipeline.findings.records import STATES, Findings
from pipeline.locale import gettext as _
from pipeline.locale import ngettext
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

    def make(size: b.Size) -> dict[str, Any]:
        alt = b.altair()

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
        y = b.rows_of(order)
        flat = size is b.WIDE  # upright where columns are too narrow for a word
        x = alt.X("goal:N", sort=goals, axis=alt.Axis(title=_("goal"), orient="top", grid=False,
                  labelAngle=0 if flat else -90, labelFontSize=13 if flat else 11,
                  labelAlign="center" if flat else "left"))  # fmt: skip
        back = alt.Chart(b.data(grid)).mark_rect(fill="#f4f6f8", stroke="white", strokeWidth=2)
        words = [w.status(one) for one in states]
        legend = alt.Legend(columns=1 if size is b.NARROW else 0)
        marks = alt.Chart(b.data(rows)).mark_point(
            filled=True, size=130 if size is b.WIDE else 90, opacity=1
        )
        coloured = marks.encode(
            x=x,
            y=y,
            color=alt.Color("state:N", scale=b.state_scale(states), legend=legend),
            shape=alt.Shape(
                "state:N",
                scale=alt.Scale(domain=words, range=[b.STATE_SHAPES[one] for one in states]),
                legend=legend,
            ),
        )
        picture = b.layered(back.encode(x=x, y=y), coloured, *b.names_at_left(order, size))
        return b.configured(
            picture.properties(width=size.plot, height=alt.Step(b.row_height(size) - 4))
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
    sources = [*(f"{one.pillar_id} {one.title}" for one in plan.pillars), none]
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
    used = [one for one in sources if people[one]]
    outside = sum(source == none for source in where.values())
    title = _under_no_pillar(outside, len(shown), sum(bool(t.verdict) for t in findings.themes))
    ordered = sorted(shown, key=lambda t: (used.index(where[t.theme_id]), -t.n_people, t.theme_id))
    most = max(theme.n_people for theme in shown)

    def make(size: b.Size) -> dict[str, Any]:
        alt = b.altair()

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
        axis: dict[str, Any] = {"axis": None}
        x = alt.X("x:Q", scale=alt.Scale(domain=[0, 1], nice=False), **axis)
        y = alt.Y("y:Q", scale=alt.Scale(domain=[len(ordered), 0], nice=False), **axis)
        bands = (
            alt.Chart(b.data(links))
            .mark_line(interpolate="basis", opacity=0.75)
            .encode(
                x=x, y=y, detail="id:N", order="o:Q",
                strokeWidth=alt.StrokeWidth(
                    "n:Q", scale=alt.Scale(domain=[0, most], range=[0.5, 15]), legend=None
                ),
                color=alt.Color(
                    "state:N", scale=b.state_scale([b.state(t) for t in shown]),
                    legend=alt.Legend(columns=1 if size is b.NARROW else 0),
                ),
            )
        )  # fmt: skip
        font = 13 if size is b.WIDE else 11
        texts = alt.Chart(b.data(spots)).mark_text(
            align="left", baseline="middle", fontSize=font, color=b.INK, lineBreak=b.BREAK
        ).encode(x=x, y=y, text="label:N")  # fmt: skip
        names = alt.Chart(b.data(heads)).mark_text(
            align="right", baseline="middle", fontSize=font, fontWeight="bold", color=b.INK,
            lineBreak=b.BREAK,
        ).encode(x=x, y=y, text="label:N")  # fmt: skip
        picture = b.layered(bands, texts, names).properties(
            width=size.width - 6, height=b.row_height(size) * len(ordered)
        )
        return b.configured(picture)

    note = _("The broader the band, the more people. {more}").format(
        more=b.more_note(sum(t.verdict is not None for t in findings.themes), len(shown))
    )
    return b.framed("grafiek-stroom", title, note.strip(), make)
