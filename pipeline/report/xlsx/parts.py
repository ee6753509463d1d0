"""Values and columns that several sheets share."""

from __future__ import annotations

from pipeline.core.locale import gettext as _
from pipeline.findings.records import Cell
from pipeline.report import wording as w
from pipeline.report.xlsx.layout import SheetColumn, Value


def yes(value: bool | None) -> str:
    """Yes or no, or the sign for what is withheld."""
    if value is None:
        return w.WITHHELD
    return _("yes") if value else _("no")


def cell(count: Cell) -> Value:
    """A number of people, or the sign for a withheld one."""
    return count.n if count.n is not None else w.cell(count)


def marked(n: int | None) -> Value:
    """A number of people, or the sign for a withheld one."""
    return n if n is not None else w.WITHHELD


def theme_name() -> tuple[SheetColumn, SheetColumn]:
    """The first two columns of a sheet on themes."""
    return (
        SheetColumn(_("Code"), _("Code of the theme."), width=8),
        SheetColumn(_("Theme"), _("Name of the theme."), "long", 46),
    )
