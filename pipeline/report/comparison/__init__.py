"""Two runs side by side as page, Word document, spreadsheet and JSON, all from one record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipeline.core import locale as words_of
from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.findings.build import build
from pipeline.findings.comparison import EDITIONS, compare
from pipeline.findings.comparison_records import Comparison
from pipeline.findings.plans import edits
from pipeline.report.branding import House
from pipeline.report.comparison.page import page
from pipeline.report.comparison.paper import document
from pipeline.report.comparison.pictures import pictures
from pipeline.report.comparison.sheets import workbook
from pipeline.report.json import record_json
from pipeline.report.rendering import report_settings

if TYPE_CHECKING:
    from pipeline.report.charts import Chart
    from pipeline.themes.alignment import Alignment

SCHEMA = "gehoord-comparison/1"


def of_runs(
    first: Analysis, second: Analysis, alignment: Alignment, edition: str = "projectteam"
) -> Comparison:
    """What two runs found, side by side. Raises: DataProblem for an edition without comparison."""
    if edition not in EDITIONS:
        raise DataProblem(
            where=f"--edition {edition}",
            found=_("two runs are not compared in this edition"),
            expected=", ".join(EDITIONS),
            mend=_("give one of these"),
        )
    sides = [build(run, report_settings(run.record.settings), edition) for run in (first, second)]
    return compare(sides[0], sides[1], alignment, edits(second.plan, first.plan))


def to_html(comparison: Comparison, lang: str = "nl", *, house: House | None = None) -> str:
    """The comparison as one self-contained page."""
    with words_of.spoken_in(lang):
        return page(comparison, lang, drawn(comparison), house or House())


def to_docx(comparison: Comparison, lang: str = "nl", *, house: House | None = None) -> bytes:
    """The comparison as a Word document."""
    with words_of.spoken_in(lang):
        return document(comparison, lang, house or House(), drawn(comparison))


def to_xlsx(comparison: Comparison, lang: str = "nl", *, house: House | None = None) -> bytes:
    """The comparison as a spreadsheet; every statement that moved is in it."""
    with words_of.spoken_in(lang):
        return workbook(comparison, lang, house or House())


def to_json(comparison: Comparison) -> bytes:
    """The comparison for other programs: codes, not words."""
    return record_json(comparison, SCHEMA)


def drawn(comparison: Comparison) -> Mapping[str, Chart | None]:
    """Both pictures in the language spoken now."""
    return pictures(comparison)
