"""Which reports a run is rendered to; every one from the same findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import plugins
from pipeline.analysis import Analysis
from pipeline.settings import ReportSettings

if TYPE_CHECKING:
    from pipeline.findings import Findings


def render(
    analysis: Analysis, settings: ReportSettings, language: str, *, edition: str = "projectteam"
) -> dict[str, bytes]:
    """The reports of a run, file name -> content."""
    from pipeline.findings import build
    from pipeline.report.html import to_html

    findings = build(analysis, settings, edition)
    name = "report.html" if edition == "projectteam" else f"report-{edition}.html"
    made = {name: to_html(findings, language).encode("utf-8")}
    return added_reports(findings, language, made)


def added_reports(findings: Findings, language: str, made: dict[str, bytes]) -> dict[str, bytes]:
    """The reports with those of installed plug-ins beside them; none is replaced."""
    for name in sorted(plugins.installed(plugins.REPORTS)):
        more = plugins.load(plugins.REPORTS, name)(findings, language)
        made = {**more, **made}
    return made
