"""Two runs side by side as reports: the same formats as a run's own."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from pipeline.cli.rendering import report_settings
from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.findings import build
from pipeline.findings.comparison import EDITIONS, Aligned, Comparison, compare
from pipeline.report import comparison as report
from pipeline.report import edits_between

if TYPE_CHECKING:
    from pipeline.cli.model_comparison import Compared
    from pipeline.report.branding import House


def comparison(
    first: Analysis, second: Analysis, found: Compared, edition: str = "projectteam"
) -> Comparison:
    """What two runs found, side by side. Raises: DataProblem for an edition without comparison."""
    if edition not in EDITIONS:
        raise DataProblem(
            where=f"--edition {edition}",
            found=_("two runs are not compared in this edition"),
            expected=", ".join(EDITIONS),
            mend=_("give one of these"),
        )
    sides = [build(one, report_settings(one.record.settings), edition) for one in (first, second)]
    both = bool(found.texts)  # else themes were paired by meaning
    aligned = Aligned(
        pairs=found.pairs,
        themes_before=found.first.themes if both else {},
        themes_after=found.second.themes if both else {},
        moved=[
            (str(row.statement_id), str(row.before), str(row.expected), str(row.after))
            for row in found.moved.itertuples()
        ],
        texts=found.texts,
    )
    edits = edits_between(first.plan, second.plan) if first.plan and second.plan else []
    return compare(sides[0], sides[1], aligned, edits)


def render(
    found: Comparison, language: str, formats: Collection[str], house: House | None = None
) -> dict[str, bytes]:
    """The reports of a comparison: format -> content."""
    made: dict[str, bytes] = {}
    if "html" in formats:
        made["html"] = report.to_html(found, language).encode("utf-8")
    if "docx" in formats:
        made["docx"] = report.to_docx(found, language, house=house)
    if "xlsx" in formats:
        made["xlsx"] = report.to_xlsx(found, language, house=house)
    if "json" in formats:
        made["json"] = report.to_json(found)
    return made
