"""Which reports a run is rendered to; every one from the same findings."""

from __future__ import annotations

from pipeline.analysis import Analysis
from pipeline.settings import ReportSettings


def render(
    analysis: Analysis, settings: ReportSettings, language: str, *, edition: str = "projectteam"
) -> dict[str, bytes]:
    """The reports of a run, file name -> content."""
    from pipeline.findings import build
    from pipeline.report.html import to_html

    findings = build(analysis, settings, edition)
    name = "report.html" if edition == "projectteam" else f"report-{edition}.html"
    return {name: to_html(findings, language).encode("utf-8")}
