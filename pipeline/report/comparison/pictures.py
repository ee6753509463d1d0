"""The pictures of a comparison: how large each theme was and is, and which became which."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.core.locale import gettext as _
from pipeline.findings.comparison_records import Comparison
from pipeline.report import alignment
from pipeline.report import wording as w
from pipeline.report.charts import Chart
from pipeline.report.charts.shifts import shifts


def pictures(comparison: Comparison) -> Mapping[str, Chart | None]:
    """Every picture that has something to show, by name."""
    return {"shifts": shifts(comparison), "alignment": flows(comparison)}


def flows(comparison: Comparison) -> Chart | None:
    """Ribbons between the themes of both runs; only where they hold the same statements."""
    if not comparison.flows:
        return None
    none = {"": _("without a theme")}
    same = {
        shift.before.theme_id: shift.after.theme_id
        for shift in comparison.shifts
        if shift.before is not None and shift.after is not None
    }
    title = _("Of {n} statements in both runs {moved} went elsewhere than their theme").format(
        n=w.number(comparison.n_both), moved=w.number(comparison.n_moved)
    )
    svg = alignment.to_svg(
        {(before, after): n for before, after, n in comparison.flows},
        {
            side: {code: w.bare(label) for code, label in {**labels, **none}.items()}
            for side, labels in (
                ("before", comparison.labels_before),
                ("after", comparison.labels_after),
            )
        },
        same,
        (_("Earlier"), _("Now")),
        title,
        legend=(_("the theme goes on"), _("statements that went elsewhere")),
    )
    note = _("A ribbon is as broad as the statements that went from one theme to the other; the "
             "table below says the same.")  # fmt: skip
    return Chart("grafiek-herkomst", title, note, svg, "", {})
