"""`make bench`: every figure this project quotes, measured in one run on this machine.

Speed is given as ratios and shares measured here, quality against gold sets. Sets that are not in
the project are looked for in ``../shared`` (or $GEHOORD_SHARED) and skipped where absent.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import CASES, ROOT

SHARED = Path(os.environ.get("GEHOORD_SHARED", ROOT.parent / "shared")) / "data"
OWN = (
    ("corpus", ROOT / "corpora" / "voorbeeld", "--details"),
    ("segments", CASES / "segments.jsonl", "--split", "test"),
    ("masking", CASES / "masking.jsonl", "--split", "test"),
    ("stances", CASES / "stances.jsonl", "--split", "test"),
    ("prepare", "--n", "10000"),
)
MATCH = ("zorgstemwijzer", "stemwijzer2017", "stemwijzer_go")
TREEBANKS = ("alpino-test", "lassysmall-test")
SCRIPTS = (
    "tests.bench.bench_themes",
    "tests.bench.bench_company",
    "tests.bench.bench_scale",
    "tests.bench.bench_plans",
    "tests.bench.bench_report",
)


def commands() -> Iterator[tuple[str, ...]]:
    """What is run, one after the other, each as a user would."""
    gehoord = (sys.executable, str(ROOT / "cli.py"), "evaluate")
    for arguments in OWN:
        yield (*gehoord, *map(str, arguments))
    for name in MATCH:
        goals = str(SHARED / f"{name}_goals.json")
        yield (*gehoord, "match", str(SHARED / f"{name}.jsonl"), "--goals", goals)
    sets = [str(SHARED / f"{name}.jsonl") for name in MATCH]
    banks = [str(SHARED / "ud" / f"{name}.conllu") for name in TREEBANKS]
    yield (*gehoord, "installed", *sets, *banks)
    for script in SCRIPTS:
        yield (sys.executable, "-m", script)


def main() -> int:
    """Run all of them; a part that fails does not keep the others from being measured."""
    failed = 0
    for command in commands():
        absent = [one for one in command if one.startswith(str(SHARED)) and not Path(one).exists()]
        shown = " ".join(Path(one).name if os.sep in one else one for one in command[1:])
        print(f"\n== {shown}", flush=True)
        if absent:
            print("skipped: not on this machine", flush=True)
            continue
        failed += subprocess.run(command, cwd=ROOT, check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
