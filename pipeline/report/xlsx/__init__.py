"""The report as a spreadsheet: every table of the findings, and a sheet that explains them."""

from __future__ import annotations

from pipeline.core import locale as words_of
from pipeline.core.locale import gettext as _
from pipeline.findings.records import Findings
from pipeline.report import context
from pipeline.report import wording as w
from pipeline.report.branding import House
from pipeline.report.json import as_shown
from pipeline.report.xlsx.layout import Cover
from pipeline.report.xlsx.sheets import sheets
from pipeline.report.xlsx.write import book


def to_xlsx(findings: Findings, lang: str = "nl", *, house: House | None = None) -> bytes:
    """The report as .xlsx; the same findings give the same bytes.

    Numbers are numbers, shares are shares of 1; a withheld number is a text such as <5 or ×.
    """
    before = words_of.language()
    words_of.use_language(lang)
    try:
        return book(_cover(findings), sheets(as_shown(findings)), house or House())
    finally:
        words_of.use_language(before)


def _cover(findings: Findings) -> Cover:
    facts = (
        (_("Organisation"), findings.organisation),
        (_("Edition"), w.edition(findings.edition)),
        (_("Plan"), context.plan_name(findings.plan) if findings.plan else "–"),
        (_("Made"), context.run_line(findings)),
        (
            _("In short"),
            " ".join(filter(None, (context.intro(findings), context.doubtful(findings)))),
        ),
        *cautions(findings.method.min_group),
    )
    return Cover(findings.title, w.edition(findings.edition), findings.method.made_at, facts)


def cautions(min_group: int) -> tuple[tuple[str, str], ...]:
    """What a reader of any of our spreadsheets must know."""
    return (
        (
            _("This is not an opinion poll"),
            _("People chose themselves whether to respond. Numbers count people who spoke, not "
              "what the region thinks."),
        ),
        (
            _("Withheld numbers"),
            _(
                "Groups under {n} people are not broken out. A × stands for a number that is kept "
                "back: it is small, or a small one could be found with it."
            ).format(n=min_group),
        ),
        (
            _("Long texts"),
            _("A cell holds 32,000 characters of a text; a longer one ends in […] and is whole "
              "in the report for the browser."),
        ),
    )  # fmt: skip
