"""A plan whose text is one paragraph, or nothing but lines, is read in proportion to its length.

Ratios of processor time; with `-m slow -s` pytest prints them.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pipeline.plan.reading.document import read_plan_document

SMALL, LARGE = 40_000, 200_000  # characters
_FLOOR = 0.1  # seconds; below it the clock's own steps decide the ratio
_MOST = 14.0  # for five times the text: linear is 5, quadratic 25
_HEAD = "# Plan\n\n## Speerpunt 1: Plek\n\nDoel 1.1: een plek\n\n"
SHAPES = (
    "a", "plek ", "plek; ", "1.2 ", "plek\n", "- plek\n", "1.2 Doel: plek\n", "# plek\n",
    "We openen een loket. Het loket is er voor ouders. ",
    "Doel: een plek voor elk kind. Hoe: we openen een loket. ",
)  # fmt: skip


def _spent(path: Path, shape: str, size: int) -> float:
    path.write_text(_HEAD + (shape * (size // len(shape) + 1))[:size] + "\n", "utf-8")
    start = time.process_time()
    read_plan_document(path)
    return max(time.process_time() - start, _FLOOR)


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_five_times_the_plan_takes_about_five_times_the_work(shape: str, tmp_path: Path) -> None:
    small, large = (_spent(tmp_path / "plan.txt", shape, size) for size in (SMALL, LARGE))
    print(f"{shape!r}: {small:.2f} s, {large:.2f} s")
    assert large / small < _MOST
