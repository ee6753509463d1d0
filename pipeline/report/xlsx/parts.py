"""Values and columns that several sheets share."""

from __future__ import annotations

from pipeline.core.locale import gettext as _
from pipeline.findings.records import Cell, Findings
from pipeline.report import wording as w
from pipeline.report.xlsx.layout import Column, Value


def yes(value: bool) -> str:
    """Yes or no."""
    return _("yes") if value else _("no")


def cell(one: Cell, min_group: int) -> Value:
    """A number of people, or the sign for a withheld one."""
    return one.n if one.n is not None else w.cell(one, min_group)


def marked(n: int | None, findings: Findings) -> Value:
    """A number, or that it is under the threshold."""
    return n if n is not None else w.under(findings.method.min_group)


def theme_name() -> tuple[Column, Column]:
    """The first two columns of a sheet on themes."""
    return (
        Column(_("Code"), _("Code of the theme."), width=8),
        Column(_("Theme"), _("Name of the theme."), width=38),
    )
