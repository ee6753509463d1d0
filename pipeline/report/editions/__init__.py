"""Editions written for their reader, as blocks: one file for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.findings.records import Findings
from pipeline.report.editions.bestuur import for_the_board
from pipeline.report.editions.deelnemers import for_participants
from pipeline.report.editions.openbaar import for_the_public
from pipeline.report.editions.parts import Edition

WRITTEN: Mapping[str, Callable[[Findings], Edition]] = {
    "bestuur": for_the_board,
    "deelnemers": for_participants,
    "openbaar": for_the_public,
}


def written(findings: Findings) -> Edition:
    """The edition of these findings. Raises: KeyError for one that is a book of chapters."""
    return WRITTEN[findings.edition](findings)
