"""What the titles of the pictures claim, and what a telephone shows of them."""

from __future__ import annotations

from dataclasses import replace

from pipeline.core.locale import spoken_in
from pipeline.findings.records import Findings
from pipeline.findings.theme_records import Period, Trend, Trends
from pipeline.report.charts.trends import trends
from pipeline.report.charts.voices import roles

YEARS = (Period("2023-1", 2023, 1, 100), Period("2024-1", 2024, 1, 100))


def _told(findings: Findings, *shares: tuple[float | None, float | None]) -> str:
    found = tuple(
        Trend(theme.theme_id, tuple(None if n is None else round(100 * n) for n in pair), pair)
        for theme, pair in zip(findings.themes, shares, strict=False)
    )
    with spoken_in("en"):
        chart = trends(replace(findings, trends=Trends(YEARS, found, 0)))
    assert chart is not None
    return chart.title


def test_the_largest_change_is_told_also_where_it_is_a_fall(findings: Findings) -> None:
    title = _told(findings, (0.30, 0.10), (0.05, 0.13))
    assert findings.themes[0].label in title
    assert "from 30% to 10%" in title


def test_a_change_of_a_point_is_no_finding(findings: Findings) -> None:
    assert _told(findings, (0.07, 0.08), (0.10, 0.10)).startswith("What people spoke of")


def test_a_withheld_number_claims_nothing(findings: Findings) -> None:
    assert _told(findings, (None, 0.40), (0.10, None)).startswith("What people spoke of")


def test_a_telephone_shows_as_many_roles_as_fit(findings: Findings) -> None:
    chart = roles(findings)
    assert chart is not None
    shown = [cell.key for cell in findings.roles][:12]
    assert all(f">{role}<" in chart.narrow for role in shown)
