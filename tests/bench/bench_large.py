"""`python -m tests.bench.bench_large 100000`: a consultation read in parts, seen from outside.

Invents that many short answers as Parquet (one in four says what no other says), analyses them with
the command itself, and looks twice a second how much memory it and its children hold. The encoder
is the bench's stand-in, so what is found says nothing; ``--encoder accurate`` takes the real one.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.core.tables import STATEMENTS
from pipeline.runs.folder import load_run
from tests.bench.bench_run import machine
from tests.bench.responses import ROOT, write_large_corpus

_SECONDS = 0.5  # between two looks
_WORDINGS = 4  # answers to one wording


def main(arguments: list[str] | None = None) -> int:
    """Print what each size cost, and keep it as JSON where asked."""
    parser = argparse.ArgumentParser(prog="bench_large", description=__doc__)
    parser.add_argument("sizes", nargs="+", type=int, help="answers")
    parser.add_argument("--wordings", type=int, help="different answers; default a fourth of them")
    parser.add_argument("--encoder", default="", help="as gehoord knows it; default the stand-in")
    parser.add_argument("--json", type=Path, help="file for the figures")
    chosen = parser.parse_args(arguments)
    figures: dict[str, Any] = {"machine": machine(), "sizes": {}}
    for n in chosen.sizes:
        wordings = chosen.wordings or n // _WORDINGS
        figures["sizes"][str(n)] = found = measure(n, wordings, chosen.encoder)
        told = {key: value for key, value in found.items() if key != "passes"}
        print(json.dumps({"answers": n, **told}), flush=True)
        for use in found["passes"]:
            print(f"  {use['stage']:42} {use['cpu']:8.1f} CPU-s {use['peak_mb'] or 0:7.0f} MB")
        for name, power in growth(figures["sizes"]).items():
            print(f"  {name} grew as the power {power:.2f} of the answers", flush=True)
        if chosen.json:
            chosen.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    return 0


def measure(n: int, wordings: int, encoder: str) -> dict[str, Any]:
    """What a run of so many answers costs and holds."""
    with tempfile.TemporaryDirectory(prefix="gehoord-bench-") as place:
        folder = Path(place)
        corpus = write_large_corpus(folder / "corpus", n, wordings)
        environment = {**os.environ, "GEHOORD_CACHE": str(folder / "cache"), "OMP_NUM_THREADS": "1"}
        module = ["-m", "tests.bench.stand_in"] if not encoder else [str(ROOT / "cli.py")]
        command = [sys.executable, *module, "--lang", "en", "--quiet", "analyse", str(corpus)]
        command += ["--out", str(folder / "run"), *(["--encoder", encoder] if encoder else [])]
        peak, cpu, wall = watched(command, environment)
        record = json.loads((folder / "run" / "run.json").read_text("utf-8"))["record"]
        size = sum(path.stat().st_size for path in (folder / "run").rglob("*") if path.is_file())
        n_statements = len(load_run(folder / "run").table(STATEMENTS))
    return {
        "statements": n_statements, "cpu_ms_per_statement": round(1000 * cpu / n_statements, 3),
        "encoder": record["encoder"], "wordings": wordings, "peak_mb": round(peak / 1024, 1),
        "cpu": round(cpu, 1), "wall": round(wall, 1), "run_mb": round(size / 2**20, 1),
        "passes": record["stages"],
    }  # fmt: skip


def growth(sizes: Mapping[str, Mapping[str, Any]]) -> dict[str, float]:
    """By what power of the answers CPU seconds and memory grew, from the smallest size on."""
    least, most = (pick(map(int, sizes)) for pick in (min, max))
    if least == most:
        return {}
    return {
        name: math.log(sizes[str(most)][key] / sizes[str(least)][key]) / math.log(most / least)
        for name, key in (("CPU seconds", "cpu"), ("memory", "peak_mb"))
    }


def watched(command: list[str], environment: dict[str, str]) -> tuple[int, float, float]:
    """Run it. Returns: kB held at most by it and its children together, CPU and wall seconds."""
    begun, before = time.perf_counter(), os.times()
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    most = 0
    while process.poll() is None:
        most = max(most, sum(map(_held, _family(process.pid))))
        time.sleep(_SECONDS)
    if process.returncode:
        raise SystemExit(process.returncode)
    spent = os.times()
    cpu = spent.children_user + spent.children_system - before.children_user
    return most, cpu - before.children_system, time.perf_counter() - begun


def _family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [one for child in path.read_text().split() for one in _family(int(child))]
        except OSError:  # it ended meanwhile
            continue
    return found


def _held(pid: int) -> int:
    """kB resident."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next(
        (int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")), 0
    )


if __name__ == "__main__":
    sys.exit(main())
