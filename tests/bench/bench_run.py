"""`make bench-scale`: what a whole run costs beside pure encoding, per stage, on invented answers.

Run as ``python -m tests.bench.bench_run [--large] [--json FILE] [NUMBER ...]``. Per size, each in
a process of its own: pure encoding of the run's own statements, a cold run, the same once more
with everything kept, and the run with one per cent more answers. CPU seconds are what to compare:
wall seconds depend on who else uses the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.bench.responses import ROOT, write_corpus

SIZES = (2_000, 20_000)
LARGE = 100_000  # an hour or more on two cores: only when asked for
MORE = 0.01  # share of answers added for the last run


def main(arguments: list[str] | None = None) -> int:
    """Print the figures of every size, and keep them as JSON where asked."""
    parser = argparse.ArgumentParser(prog="bench_run", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, help="answers; default 2000 20000")
    parser.add_argument("--large", action="store_true", help="100,000 answers as well")
    parser.add_argument("--json", type=Path, help="file for the figures")
    chosen = parser.parse_args(arguments)
    sizes = [*(chosen.sizes or SIZES), *([LARGE] if chosen.large else [])]
    figures = {"machine": machine(), "sizes": {}}
    for n in sizes:
        figures["sizes"][str(n)] = found = measure(n)
        print("\n".join(lines(n, found)), flush=True)
        if chosen.json:
            chosen.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    return 0


def machine() -> dict[str, str]:
    """What the figures were taken on."""
    packages = ("numpy", "pandas", "onnxruntime", "spacy", "scikit-learn")
    return {
        "processor": platform.machine(),
        "cores": str(os.cpu_count()),
        "python": platform.python_version(),
        **{name: version(name) for name in packages},
    }


def measure(n: int) -> dict[str, Any]:
    """Passes of a cold run, a cached one and one with 1 % more; and pure encoding in between."""
    with tempfile.TemporaryDirectory(prefix="gehoord-bench-") as place:
        folder = Path(place)
        environment = {**os.environ, "GEHOORD_CACHE": str(folder / "cache"), "GEHOORD_LANG": "en"}
        corpus = write_corpus(folder / "corpus", n)
        cold = run(corpus, folder / "cold", environment)
        cached = run(corpus, folder / "cached", environment)
        more = run(
            write_corpus(folder / "more", n + round(MORE * n)), folder / "added", environment
        )
        encoding = python("tests.bench.bench_run_encoding", [str(folder / "cold")], environment)
    return {"encoding": encoding, "cold": cold, "cached": cached, "one_per_cent_more": more}


def run(
    corpus: Path,
    out: Path,
    environment: dict[str, str],
    program: Sequence[str] = (str(ROOT / "cli.py"),),
) -> dict[str, Any]:
    """What every stage of a run cost. Args: program: gehoord, as Python is told to run it."""
    command = (sys.executable, *program, "--lang", "en", "--quiet", "analyse")
    whole = (*command, str(corpus), "--out", str(out))
    subprocess.run(whole, cwd=ROOT, env=environment, check=True)
    passes = json.loads((out / "run.json").read_text("utf-8"))["record"]["stages"]
    return {
        "cpu": round(sum(use["cpu"] for use in passes), 1),
        "wall": round(sum(use["wall"] for use in passes), 1),
        "peak_mb": max(use["peak_mb"] or 0.0 for use in passes),
        "passes": passes,
    }


def python(module: str, arguments: Sequence[str], environment: dict[str, str]) -> dict[str, Any]:
    """What a module prints as JSON."""
    ended = subprocess.run(
        (sys.executable, "-m", module, *arguments),
        cwd=ROOT, env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def lines(n: int, found: dict[str, Any]) -> list[str]:
    """The figures of one size as people read them."""
    pure = found["encoding"]["cpu"]
    shown = [
        f"== {n:,} answers, {found['encoding']['statements']:,} different statements; "
        f"pure encoding {pure:.1f} CPU-s",
        f"{'run':20} {'CPU-s':>8} {'wall':>8} {'MB':>7} {'x encoding':>10}",
    ]
    for name in ("cold", "cached", "one_per_cent_more"):
        used = found[name]
        ratio = used["cpu"] / pure
        shown.append(
            f"{name:20} {used['cpu']:8.1f} {used['wall']:8.1f} {used['peak_mb']:7.0f} {ratio:10.2f}"
        )
    shown.append("stages of the cold run:")
    for use in found["cold"]["passes"]:
        peak = use["peak_mb"] or 0.0
        shown.append(f"  {use['stage']:42} {use['cpu']:8.1f} {use['wall']:8.1f} {peak:7.0f}")
    return shown


if __name__ == "__main__":
    sys.exit(main())
