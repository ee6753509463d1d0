"""Killed at a hundred moments: what was there stays whole, and the next run sweeps the rest."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.core.drafts import ROOM
from tests.conftest import ROOT

KILLS = 100
# Writes a run and a log again and again, as a command does: a folder as a whole, and a file.
WRITER = """
import sys
from pathlib import Path
from pipeline.core.store import atomic_write_text
from pipeline.review import appended
from pipeline.review.log import add_to_log
from pipeline.review.run_view import ReviewedRun
from pipeline.core.tables import JUDGEMENTS
from pipeline.runs.folder import save_run
from tests.review.example import example
folder = Path(sys.argv[1])
analysis = example()
known = ReviewedRun(analysis, JUDGEMENTS.empty())
for number in range(int(sys.argv[2]), 10**9):
    if number == int(sys.argv[2]) + 1:  # everything is imported: what follows is the writing
        print("ready", flush=True)
    save_run(analysis, folder / f"run-{number}", render=lambda run: {"report.html": b"x" * 300_000})
    atomic_write_text(folder / "last.txt", str(number) * 20_000)
    made = [known.judgement("label", "T01", f"naam {number}")]
    add_to_log(folder / "judgements.csv",
               lambda log: appended(log, made, who="A", when="2026-01-06"))
"""


def _killed(folder: Path, first: int, after: float) -> None:
    """The writer, killed so many seconds after it began to write."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), str(first)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    time.sleep(after)
    process.kill()
    process.wait()


def _whole(folder: Path, known: dict[str, str]) -> dict[str, str]:
    """A digest of every run that stands there; those not known before are read as a whole."""
    from pipeline.runs.folder import load_run

    digests = {}
    for run in sorted(folder.glob("run-*")):
        if run.name not in known:
            load_run(run)  # every table against the hash in its record
        assert (run / "report.html").stat().st_size == 300_000
        digests[run.name] = hashlib.sha256((run / "run.json").read_bytes()).hexdigest()
    return digests


@pytest.mark.slow
def test_a_hundred_kills_lose_nothing_and_leave_nothing_behind(tmp_path: Path) -> None:
    from pipeline.core.drafts import draft
    from pipeline.review.log import read_log

    draws = random.Random(16)
    before: dict[str, str] = {}
    left = 0
    for kill in range(KILLS):
        _killed(tmp_path, 1_000_000 * kill, draws.uniform(0.0, 0.4))
        now = _whole(tmp_path, before)
        assert before.items() <= now.items()  # what was there stays as it was
        before = now
        if (tmp_path / "last.txt").exists():
            text = (tmp_path / "last.txt").read_text()
            assert text == text[: len(text) // 20_000] * 20_000  # whole, not the half of one
        assert len(read_log(tmp_path / "judgements.csv")) <= len(before)
        left += (tmp_path / ROOM).exists()
    assert left > 5  # it was killed in the middle, often enough to tell
    assert len(before) > KILLS
    with draft(tmp_path):
        pass
    names = {path.name for path in tmp_path.iterdir()}
    assert ROOM not in names
    assert {name for name in names if name.startswith(".")} <= {".judgements.csv.lock"}
