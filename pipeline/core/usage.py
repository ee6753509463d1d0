"""What a piece of work cost: wall seconds, CPU seconds of this process and its children, memory.

Peak memory of a stage can be told apart where the system lets a process reset its high-water mark
(Linux); elsewhere it is the highest of the process so far, and ``None`` where nothing tells.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

_MB = 1024  # kB
_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_RESET_PEAK = "5"  # proc(5): sets the peak resident set back to what is resident now


@dataclass(frozen=True)
class StageUse:
    """One pass of one stage.

    Attributes: wall, cpu: seconds; cpu counts every thread, and child processes that have ended.
        peak_mb: most memory held at once, in MB; None where the system does not tell.
    """

    stage: str
    wall: float
    cpu: float
    peak_mb: float | None

    def as_dict(self) -> dict[str, object]:
        """The figures by name, for run.json."""
        return asdict(self)


class Meter:
    """Measures from its making until ``read``."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), cpu_seconds()
        if _RESET.exists():
            try:
                _RESET.write_text(_RESET_PEAK)
            except OSError:  # a hardened container: the peak is then that of the whole process
                return

    def read(self, stage: str) -> StageUse:
        """What this stage used since the meter was made."""
        return StageUse(
            stage,
            round(time.perf_counter() - self._wall, 2),
            round(cpu_seconds() - self._cpu, 2),
            peak_mb(),
        )


def cpu_seconds() -> float:
    """CPU seconds of this process, all threads, and of its children that have ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def peak_mb() -> float | None:
    """The most memory this process held at once, in MB, since the mark was last reset."""
    if _STATUS.exists():
        for line in _STATUS.read_text("ascii", "replace").splitlines():
            if line.startswith("VmHWM:"):
                return round(int(line.split()[1]) / _MB, 1)
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (_MB * _MB if sys.platform == "darwin" else _MB), 1)


def give_back() -> None:
    """Return memory that is free to the system, where the C library keeps it (glibc)."""
    gc.collect()
    if sys.platform == "linux":
        import ctypes

        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)


def wall_by_stage(passes: Iterable[StageUse]) -> dict[str, float]:
    """Wall seconds of every stage, its passes added up."""
    spent: dict[str, float] = {}
    for use in passes:
        spent[use.stage] = round(spent.get(use.stage, 0.0) + use.wall, 2)
    return spent
