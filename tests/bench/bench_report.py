"""What reports cost: ``python -m tests.bench.bench_report [STATEMENTS]`` (100,000 unless told).

Prints the share of a run on the demo that goes into its reports, on new data and once vectors are
cached; and page and spreadsheet at the size of the demo and at that of STATEMENTS. All in CPU
seconds of every thread: a machine at work on other things tells nearly the same ratio.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

import cli
from pipeline.core.analysis import Analysis
from pipeline.core.settings import ReportSettings
from pipeline.report import rendering
from pipeline.runs import folder as runs
from tests.conftest import ROOT

IDS = ("response_id", "respondent_id", "statement_id")
_INSIDE = "--inside"  # as first argument: be the run that is measured
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


def of_run(folder: Path, cache: Path) -> tuple[float, float]:
    """CPU seconds of the demo in a process of its own, and those that went into its reports."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.bench.bench_report", _INSIDE, str(folder)],
        check=True,
        cwd=ROOT,
        env={**os.environ, "GEHOORD_CACHE": str(cache)},
        stdout=subprocess.PIPE,
        text=True,
    )
    whole, reports = told.stdout.split()[-2:]
    return float(whole), float(reports)


def inside(folder: str) -> None:
    """Run the demo here and print both. To its reports belongs reading the tables back for them."""
    spent = 0.0

    def timed(work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **more: Any) -> Any:
            nonlocal spent
            began = cpu()
            try:
                return work(*args, **more)
            finally:
                spent += cpu() - began

        return run

    runs.load_run, rendering.render = timed(runs.load_run), timed(rendering.render)
    try:
        cli.main(["--quiet", "demo", "--out", folder])
    except SystemExit as left:
        if left.code:
            raise
    print(cpu(), spent)


def cpu() -> float:
    """CPU seconds since this process began, of it and of all it started."""
    return sum(os.times()[:4])


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        for name in ("first run", "vectors cached"):
            run = Path(folder) / name
            whole, reports = of_run(run, Path(folder) / "cache")
            print(f"reports of the demo, {name:<15} {reports / whole:8.1%} of the run  "
                  f"{reports:.1f} of {whole:.1f} CPU seconds")  # fmt: skip
        analysis = runs.load_run(run)
    small = len(analysis.tables["statements"])
    for kind in ("html", "xlsx"):
        each = [made(kind, enlarged(analysis, size)) for size in (small, n)]
        ratio = (each[1] / n) / (each[0] / small)
        print(f"{kind}: time per statement, large to small  {ratio:8.2f}")


def made(kind: str, analysis: Analysis) -> float:
    """CPU seconds that one format takes; prints them."""
    seconds, size = cost(
        lambda: rendering.render(analysis, ReportSettings(), "nl", formats=(kind,))
    )
    n = len(analysis.tables["statements"])
    print(f"{kind} of {n:>9,} statements     {seconds:8.1f} CPU seconds  {size:8.1f} MB")
    return seconds


if __name__ == "__main__":
    if sys.argv[1:2] == [_INSIDE]:
        inside(sys.argv[2])
    else:
        main()
