"""Themes over the trimesters of the school years."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.core.locale import gettext as _
from pipeline.findings.records import Findings
from pipeline.findings.theme_records import Trend
from pipeline.report import meaning
from pipeline.report import wording as w
from pipeline.report.charts import base as b

_MARKED = 0.05  # of who spoke: a smaller change is no finding
_DARK = 0.18  # of who spoke, from which the number on a cell is written in white


def _title(findings: Findings, shown: Sequence[Trend]) -> str:
    """The largest change between the first and the last trimester, where it is one.

    Numbers that are withheld may hide a larger one: the title speaks of those that are shown.
    """
    changes = [
        (abs(last - first), trend, first, last)
        for trend in shown
        for first, last in [(trend.shares[0], trend.shares[-1])]
        if first is not None and last is not None
    ]
    largest = max(changes, key=lambda change: (change[0], change[1].theme_id), default=None)
    if largest is None or largest[0] < _MARKED:
        return _("What people spoke of, trimester after trimester")
    _change, trend, first, last = largest
    return _("Changed most of the numbers shown: {label}, from {first} to {last}").format(
        label=w.quoted(findings.theme(trend.theme_id).label),
        first=w.percent(first),
        last=w.percent(last),
    )


def trends(findings: Findings) -> b.Chart | None:
    """Theme beside trimester: people, and their share of who spoke then."""
    over_time = findings.trends
    if over_time is None or "terugkerend" not in findings.chapters:
        return None
    shown = [trend for trend in over_time.themes if any(n != 0 for n in trend.people)][: b.MOST]
    if not shown:
        return None
    title = _title(findings, shown)

    def make(size: b.Size) -> b.Spec:
        names = b.named([findings.theme(trend.theme_id) for trend in shown], size)
        order = list(names.values())
        heads = [
            meaning.period(period) if size is b.WIDE else meaning.period_short(period)
            for period in over_time.periods
        ]
        rows = [
            {
                "label": names[trend.theme_id],
                "period": heads[index],
                "share": trend.shares[index],
                "text": "×" if n is None else w.number(n) if n else "",
                "dark": bool((trend.shares[index] or 0.0) > _DARK),
            }
            for trend in shown
            for index, n in enumerate(trend.people)
        ]
        axis = {
            "title": None, "orient": "top", "labelAngle": -25, "labelAlign": "left", "grid": False,
        }  # fmt: skip
        x = b.nominal("period", sort=heads, axis=axis)
        return b.heat(rows, x, order, size, darkest=0.25, margin=40)

    note = _(
        "Numbers are people. The darker, the larger the share of who spoke in that trimester. ×: "
        "too few people to show. Empty: nobody."
    )
    more = b.more_note(len(findings.themes), len(shown))
    return b.framed("grafiek-trimesters", title, f"{note} {more}".strip(), make)
