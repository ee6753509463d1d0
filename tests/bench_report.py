"""What reports cost: ``python -m tests.bench_report [STATEMENTS]`` (100,000 unless told).

Prints the share of a run on the demo that goes into its reports, and the page for the browser at
the size of the demo and at that of STATEMENTS, as CPU seconds, megabytes and their ratio.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd

from pipeline.analysis import Analysis
from pipeline.commands.rendering import render
from pipeline.runs import load_run
from pipeline.settings import ReportSettings
from tests.conftest import ROOT

IDS = ("response_id", "respondent_id", "statement_id")
GROWN = ("responses", "statements", "assignments", "stances", "projection")


def enlarged(analysis: Analysis, n: int) -> Analysis:
    """The run with its input repeated until it has n statements, each copy under ids of its own."""
    copies = -(-n // len(analysis.tables["statements"]))
    tables = {
        name: pd.concat([_copy(analysis.tables[name], at) for at in range(copies)])
        for name in GROWN
        if name in analysis.tables
    }
    return replace(analysis, tables={**analysis.tables, **tables})


def _copy(frame: pd.DataFrame, at: int) -> pd.DataFrame:
    if at == 0:
        return frame
    return frame.assign(**{one: frame[one] + f"+{at}" for one in IDS if one in frame.columns})


def cost(work: Callable[[], dict[str, bytes]]) -> tuple[float, float]:
    """CPU seconds and megabytes of what is made."""
    began = time.process_time()
    made = work()
    return time.process_time() - began, sum(map(len, made.values())) / 1e6


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "run"
        subprocess.run(
            [sys.executable, str(ROOT / "cli.py"), "--quiet", "demo", "--out", str(run)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        analysis = load_run(run)
    settings = ReportSettings()
    began = time.perf_counter()
    render(analysis, settings, "nl")
    took = time.perf_counter() - began
    whole = sum(analysis.record.seconds.values()) + took
    print(f"reports of the demo, all formats     {took / whole:8.1%} of the run")
    small = len(analysis.tables["statements"])
    sizes: dict[int, tuple[float, float]] = {}
    for each in (small, n):
        grown = enlarged(analysis, each)
        sizes[each] = cost(lambda grown=grown: render(grown, settings, "nl", formats=("html",)))
        seconds, size = sizes[each]
        print(f"page for {each:>9,} statements     {seconds:8.1f} CPU seconds  {size:8.1f} MB")
    ratio = (sizes[n][0] / n) / (sizes[small][0] / small)
    print(f"time per statement, large to small  {ratio:8.2f}")


if __name__ == "__main__":
    main()
