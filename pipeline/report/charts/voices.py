"""Who spoke of what, and when: themes by size, by role, over the rounds."""

from __future__ import annotations

from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.findings.records import Findings, Life
from pipeline.report import wording as w
from pipeline.report.charts import base as b

_NARROW_ROLES = 12  # columns on a telephone: more leave no room for two digits


def themes(findings: Findings) -> b.Chart | None:
    """The largest themes by people, coloured by their state."""
    shown = findings.themes[: b.MOST]
    if len(shown) < 2:
        return None
    with_plan = findings.plan is not None
    first = shown[0]
    title = _("{label} is the theme most people spoke of: {people}").format(
        label=w.quoted(first.label), people=w.people(first.n_people)
    )

    def make(size: b.Size) -> b.Spec:
        names = b.named(shown, size)
        order = list(names.values())
        rows = [
            {
                "label": names[t.theme_id],
                "n": t.n_people,
                "text": w.number(t.n_people),
                "state": b.state_word(b.state(t)),
            }
            for t in shown
        ]
        y = b.rows_of(order)
        states = b.nominal(
            "state", scale=b.state_scale([b.state(t) for t in shown]), legend=b.columns(size)
        )
        bars = b.layer(
            rows,
            {"type": "bar", "height": 17},
            x=b.quantity("n", axis=None, scale={"domainMax": first.n_people * 1.14}),
            y=y,
            color=states if with_plan else {"value": b.ACCENT},
        )
        look = {"type": "text", "align": "left", "dx": 5, "fontSize": 13, "color": b.INK}
        text = b.layer(rows, look, x=b.quantity("n"), y=y, text=b.nominal("text"))
        return b.picture(
            bars,
            text,
            *b.names_at_left(order, size),
            width=size.plot,
            height=b.step(b.row_height(size)),
        )

    note = b.more_note(len(findings.themes), len(shown))
    return b.framed("grafiek-themas", title, note, make)


def roles(findings: Findings) -> b.Chart | None:
    """Theme beside role: people, and the share of the role."""
    shown = [theme for theme in findings.themes if theme.roles][: b.MOST]
    if not shown or len(findings.roles) < 2:
        return None
    best = max(
        ((cell.share or 0.0, cell.key, theme) for theme in shown for cell in theme.roles),
        key=lambda found: (found[0], found[1], found[2].theme_id),
    )
    title = _(
        "What people spoke of differs by role; most of all for {role}: {label} ({share})"
    ).format(role=best[1], label=w.quoted(best[2].label), share=w.percent(best[0]))

    def make(size: b.Size) -> b.Spec:
        names = b.named(shown, size)
        order = list(names.values())
        wide = size is b.WIDE
        roles = [cell.key for cell in findings.roles][: None if wide else _NARROW_ROLES]
        rows = [
            {
                "label": names[theme.theme_id],
                "role": cell.key,
                "share": cell.share,
                "text": "" if cell.n == 0 else w.cell(cell),
                "dark": bool(cell.share and cell.share > 0.36),
            }
            for theme in shown
            for cell in theme.roles
            if cell.key in roles
        ]
        axis = {
            "title": None, "orient": "top", "labelAngle": -40 if wide else -90,
            "labelAlign": "left", "labelFontSize": 13 if wide else 12, "grid": False,
        }  # fmt: skip
        x = b.nominal("role", sort=roles, axis=axis)
        letters = 12 if wide or len(roles) < 8 else 10
        return b.heat(rows, x, order, size, darkest=0.5, margin=4, letters=letters)

    note = _("Numbers are people. The darker, the larger the share of that role that spoke of it.")
    note += " " + _("White: too few people to show. Empty: nobody.")
    if len(findings.roles) > _NARROW_ROLES:
        note += " " + _("A narrow screen shows the {n} largest roles; the table shows all.").format(
            n=_NARROW_ROLES
        )
    return b.framed("grafiek-rollen", title, note, make)


def _in_every_round(every: int, shown: int, total: int) -> str:
    """The finding of the picture of lives, as its title says it."""
    if every == shown > 1:
        return _("All {n} themes shown were heard in every round").format(n=w.number(every))
    text = ngettext(
        "{n} of the {total} largest recurring themes was heard in every round",
        "{n} of the {total} largest recurring themes were heard in every round",
        every,
    )
    if shown == total:
        text = ngettext(
            "{n} of the {total} recurring themes was heard in every round",
            "{n} of the {total} recurring themes were heard in every round",
            every,
        )
    return text.format(n=w.number(every), total=w.number(shown))


def _heard(one: Life) -> bool:
    """Whether it was heard then: a theme gone quiet, or not yet begun, may still have a voice."""
    return one.life not in ("silent", "resolved", "") and one.n_people != 0


def _life_word(code: str) -> str:
    """State in a round; of a theme that had not begun, that a voice or two did speak of it."""
    return w.life(code) if code else _("hardly heard")


def life(findings: Findings) -> b.Chart | None:
    """The largest recurring themes, round after round."""
    recurring = [theme for theme in findings.themes if theme.recurring and theme.life]
    shown = recurring[: b.MOST]
    if not shown or len(findings.rounds) < 2:
        return None
    every = sum(all(_heard(one) for one in theme.life) for theme in shown)
    title = _in_every_round(every, len(shown), len(recurring))

    def make(size: b.Size) -> b.Spec:
        names = b.named(shown, size)
        order = list(names.values())
        titles = [w.round_name(round_.round_id) for round_ in findings.rounds]
        if size is b.WIDE:
            titles = [
                f"{w.round_name(round_.round_id)} ({round_.date[:4]})" for round_ in findings.rounds
            ]
        rounds = dict(zip((round_.round_id for round_ in findings.rounds), titles, strict=True))
        rows = [
            {
                "label": names[theme.theme_id],
                "round": rounds[one.round_id],
                "n": one.n_people if one.n_people is not None else 1,
                "text": w.WITHHELD
                if one.n_people is None
                else (w.number(one.n_people) if one.n_people else "–"),
                "life": _life_word(one.life),
                "big": bool(one.n_people and one.n_people >= 9),
            }
            for theme in shown
            for one in theme.life
        ]
        present = {one.life for theme in shown for one in theme.life if one.n_people != 0}
        words = {
            _life_word(one): colour for one, colour in b.LIFE_COLOURS.items() if one in present
        }
        axis = {"title": None, "orient": "top", "labelAngle": 0, "grid": False, "labelPadding": 10}
        axes: b.Spec = {"x": b.nominal("round", sort=titles, axis=axis), "y": b.rows_of(order)}
        dots = b.layer(
            rows,
            {"type": "circle", "opacity": 1},
            where="datum.n > 0",
            **axes,
            size=b.quantity(
                "n", scale={"type": "sqrt", "rangeMin": 60, "rangeMax": 800}, legend=None
            ),
            color=b.nominal(
                "life",
                scale={"domain": list(words), "range": list(words.values())},
                legend=b.columns(size),
            ),
        )
        line = {"type": "line", "color": b.LINE, "strokeWidth": 2}
        numbers = {
            "datum.big": {"fontSize": 12, "color": "white"},
            "!datum.big && datum.n > 0": {
                "fontSize": 12, "color": b.INK, "align": "left", "dx": 13,
            },
            "datum.n == 0": {"fontSize": 15, "color": b.SOFT},
        }  # fmt: skip
        return b.picture(
            b.layer(rows, line, **axes, detail=b.nominal("label")),
            dots,
            *(
                b.layer(rows, {"type": "text", **look}, where=where, **axes, text=b.nominal("text"))
                for where, look in numbers.items()
            ),
            *b.names_at_left(order, size),
            width=size.plot - 30,
            height=b.step(b.row_height(size) + 4),
        )

    note = _("The larger the dot, the more people. {more}").format(
        more=b.more_note(len(recurring), len(shown))
    )
    if any(one.life == "silent" for theme in shown for one in theme.life):
        note = f"{note.strip()} {_('Gone quiet: hardly heard in that round, or not at all.')}"
    return b.framed("grafiek-verloop", title, note.strip(), make)
