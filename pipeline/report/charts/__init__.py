"""The pictures: specifications in Vega-Lite, each with a title that says what is to be seen.

Colours are told apart by colour-blind readers (after Okabe and Ito) and never the only sign:
numbers, shapes and words carry the same. Every picture exists wide (page) and narrow (telephone).
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.findings.records import Findings
from pipeline.report.charts.base import Chart
from pipeline.report.charts.map import map_of_statements
from pipeline.report.charts.trends import trends
from pipeline.report.charts.voices import roles
from pipeline.report.svg import drawing_to_png, standing

__all__ = ["Chart", "draw", "export"]


def draw(findings: Findings) -> dict[str, Chart | None]:
    """Every picture that has something to show, by name; None for the others."""
    makers = {"roles": roles, "trends": trends, "map": map_of_statements}
    return {name: make(findings) for name, make in makers.items()}


def export(findings: Findings, drawn: Mapping[str, Chart | None] | None = None) -> dict[str, bytes]:
    """Every picture as SVG and PNG: file name -> content. drawn: where somebody drew them."""
    files: dict[str, bytes] = {}
    for name, chart in (draw(findings) if drawn is None else drawn).items():
        if chart is not None:
            files[f"{name}.svg"] = standing(chart.wide).encode("utf-8")
            files[f"{name}.png"] = drawing_to_png(chart.wide)
    return files
