"""Who spoke of what: concerns by role."""

from __future__ import annotations

from pipeline.core.locale import gettext as _
from pipeline.findings.records import Findings
from pipeline.report import wording as w
from pipeline.report.charts import base as b
from pipeline.report.roles import people_of

_TOLD = 0.4  # of the cells: with fewer the picture is mostly what may not be told
_NARROW_ROLES = 12  # columns on a telephone: more leave no room for two digits


def roles_are_told(findings: Findings) -> bool:
    """Whether enough numbers per role may be told for a picture of them."""
    shown = [theme for theme in findings.themes if theme.roles][: b.MOST]
    cells = [cell for theme in shown for cell in theme.roles if cell.n != 0]
    told = sum(cell.n is not None for cell in cells)
    return bool(told) and told >= _TOLD * len(cells) and len(findings.roles) > 1


def roles(findings: Findings) -> b.Chart | None:
    """Theme beside role: people, and the share of the role."""
    shown = [theme for theme in findings.themes if theme.roles][: b.MOST]
    if not roles_are_told(findings):
        return None
    best = max(
        ((cell.share or 0.0, cell.key, theme) for theme in shown for cell in theme.roles),
        key=lambda found: (found[0], found[1], found[2].theme_id),
    )
    title = _("Who says what? Of the {role}, {share} named {label}").format(
        role=people_of(best[1]), label=w.quoted(best[2].label), share=w.percent(best[0])
    )

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

    note = _(
        "The numbers count people. The darker, the larger the share of that role that spoke of it."
    )
    note += " " + _("×: too few people to show. Empty: nobody.")
    if len(findings.roles) > _NARROW_ROLES:
        note += " " + _("A narrow screen shows the {n} largest roles; the table shows all.").format(
            n=_NARROW_ROLES
        )
    return b.framed("grafiek-rollen", title, note, make)
