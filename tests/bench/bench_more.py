"""`python -m tests.bench.bench_more 20000`: one per cent more answers beside a full run.

Reading meaning is three quarters of a full run and does not depend on what was read before. So the
full run is made with the stand-in under the names of the real encoders, which lays vectors ready
in their caches; then comes the run with one per cent more, in which they read what is new. What
reading everything costs them is told by every tenth text of the run, read by each. CPU seconds of
stages, the command's start left out on both sides.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.bench.bench_run import MORE, machine, python, run
from tests.bench.responses import write_corpus

_EVERY = 10  # which texts tell what all cost to read
_READING = ("Reading meaning", "Reading meaning in context")


def main(arguments: list[str] | None = None) -> int:
    """Print where the seconds of both go, and keep them as JSON where asked."""
    parser = argparse.ArgumentParser(prog="bench_more", description=__doc__)
    parser.add_argument("n", type=int, help="answers")
    parser.add_argument("--json", type=Path, help="file for the figures")
    chosen = parser.parse_args(arguments)
    found = measure(chosen.n)
    print("\n".join(lines(found)), flush=True)
    if chosen.json:
        figures = {"machine": machine(), "answers": chosen.n, **found}
        chosen.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    return 0


def measure(n: int) -> dict[str, Any]:
    """Passes of the full run but for reading, of the one with 1 % more, and what reading costs."""
    with tempfile.TemporaryDirectory(prefix="gehoord-bench-") as place:
        folder = Path(place)
        environment = {**os.environ, "GEHOORD_CACHE": str(folder / "cache"), "GEHOORD_LANG": "en"}
        laid = ("-m", "tests.bench.stand_in", "--as-real")
        full = run(write_corpus(folder / "all", n), folder / "full", environment, laid)
        corpus = write_corpus(folder / "more", n + round(MORE * n))
        more = run(corpus, folder / "added", environment)
        drawn = (str(folder / "full"), str(_EVERY))
        encoding = python("tests.bench.bench_run_encoding", drawn, environment)
    return {"full": full, "one_per_cent_more": more, "encoding_of_a_tenth": encoding}


def lines(found: Mapping[str, Any]) -> list[str]:
    """Per stage the CPU seconds of both runs; last their share."""
    full, more = (by_stage(found[name]) for name in ("full", "one_per_cent_more"))
    reading = _EVERY * found["encoding_of_a_tenth"]["cpu"]
    rest = sum(cpu for stage, cpu in full.items() if stage not in _READING)
    added = sum(more.values())
    shown = [f"{'stage':42} {'full':>8} {'1 % more':>8}"]
    for stage in more:
        whole = "" if stage in _READING else f"{full.get(stage, 0.0):.1f}"
        shown.append(f"{stage:42} {whole:>8} {more[stage]:8.1f}")
    shown.append(f"{'reading everything, by a tenth of it':42} {reading:8.1f}")
    shown.append(f"{'together':42} {rest + reading:8.1f} {added:8.1f}")
    shown.append(f"1 % more costs {added / (rest + reading):.1%} of a full run")
    return shown


def by_stage(found: Mapping[str, Any]) -> dict[str, float]:
    """CPU seconds per stage, its passes added up."""
    spent: Counter[str] = Counter()
    for use in found["passes"]:
        spent[use["stage"]] += use["cpu"]
    return dict(spent)


if __name__ == "__main__":
    sys.exit(main())
