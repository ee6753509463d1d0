"""Findings out, as people read them."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.analysis import Analysis
from pipeline.settings import ReportSettings


def render(
    analysis: Analysis,
    settings: ReportSettings,
    lang: str = "nl",
    *,
    edition: str = "projectteam",
    previous: Analysis | None = None,
    focus: Mapping[str, str] | None = None,
) -> dict[str, bytes]:
    """Every report of a run: file name -> content.

    Args: edition as in ``pipeline.findings.EDITIONS``; the project team's has the plain name, the
        others carry theirs, so that one never overwrites another. previous: see ``findings.build``.
    """
    from pipeline.findings import build
    from pipeline.report.html import to_html

    findings = build(analysis, settings, edition, previous, focus=focus)
    name = "report" if edition == "projectteam" else f"report-{edition}"
    return {f"{name}.html": to_html(findings, lang).encode("utf-8")}
