"""Editions written for their reader, as blocks: one file for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.findings.records import Findings
from pipeline.report.editions.annex import the_annex
from pipeline.report.editions.bestuur import for_the_board
from pipeline.report.editions.deelnemers import for_participants
from pipeline.report.editions.openbaar import for_the_public
from pipeline.report.editions.parts import Edition
from pipeline.report.editions.projectteam import for_the_team

WRITTEN: Mapping[str, Callable[[Findings], Edition]] = {
    "projectteam": for_the_team,
    "bestuur": for_the_board,
    "openbaar": for_the_public,
    "deelnemers": for_participants,
    "bijlage": the_annex,
}


def written(findings: Findings) -> Edition:
    """The edition of these findings."""
    return WRITTEN[findings.edition](findings)
