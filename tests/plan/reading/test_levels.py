"""How high headings are, where the letters and the numbers of a document disagree."""

from __future__ import annotations

from pipeline.plan.reading.levels import with_levels
from pipeline.plan.reading.lines import HEADING, PlanLine


def heading(number: str, level: int) -> PlanLine:
    return PlanLine(HEADING, f"Kop {number}", level=level, number=number)


def levels(*lines: PlanLine) -> list[int]:
    return [line.level for line in with_levels(lines)]


def test_a_section_set_smaller_than_its_own_sections_stands_above_them() -> None:
    lines = heading("4", 2), heading("4.2", 4), heading("4.2.1", 3), heading("4.3", 4)
    assert levels(*lines) == [2, 3, 4, 3]


def test_headings_that_follow_their_numbers_keep_their_levels() -> None:
    assert levels(heading("4", 1), heading("4.2", 2), heading("4.2.1", 3)) == [1, 2, 3]
