"""What a stage cost is measured as processor time, clock time and memory."""

from __future__ import annotations

import time

import pytest

from pipeline.core import usage
from pipeline.core.usage import Meter, StageUse, wall_by_stage


def test_work_counts_as_processor_time_and_waiting_does_not() -> None:
    meter = Meter()
    time.sleep(0.2)
    waited = meter.read("waiting")
    assert waited.wall >= 0.2
    assert waited.cpu < waited.wall
    meter = Meter()
    until = usage.cpu_seconds() + 0.05
    while usage.cpu_seconds() < until:
        sum(range(1000))
    assert meter.read("working").cpu >= 0.05


def test_memory_held_during_a_stage_is_seen_and_not_carried_to_the_next() -> None:
    before = usage.peak_mb()
    if before is None:
        pytest.skip("this system does not tell what a process holds")
    block = bytearray(200 << 20)
    block[::4096] = b"x" * len(block[::4096])
    held = usage.peak_mb()
    assert held is not None
    assert held >= 200
    del block
    Meter()
    later = usage.peak_mb()
    assert later is not None
    assert later <= held


def test_a_stage_that_runs_twice_is_added_up_and_both_passes_are_kept() -> None:
    passes = [StageUse("reading", 1.5, 1.0, 10.0), StageUse("reading", 2.25, 2.0, None)]
    assert wall_by_stage(passes) == {"reading": 3.75}
    assert passes[1].as_dict() == {"stage": "reading", "wall": 2.25, "cpu": 2.0, "peak_mb": None}
