"""Killed at 140 moments: what was there stays whole, and the next run sweeps the rest."""

from __future__ import annotations

import hashlib
import os
import random
import time
from pathlib import Path

import pytest

from pipeline.core.drafts import ROOM
from tests.conftest import ROOT
from tests.planted_corpus import plan_document
from tests.small_corpus import small_corpus
from tests.stories.forked import Forked

KILLS = 100  # of what writes a run and a log again and again
OF_COMMANDS = 40  # of five commands, each at every stage of its work
# Writes a run and a log again and again, as a command does: a folder as a whole, and a file.
WRITER = """
import sys
from pathlib import Path
from pipeline.core.store import atomic_write_text
from pipeline.review.records import appended
from pipeline.review.log import add_to_log
from pipeline.review.run_view import ReviewedRun
from pipeline.core.tables import JUDGEMENTS
from pipeline.runs.folder import save_run
from tests.review.example import example
analysis = example()
known = ReviewedRun(analysis, JUDGEMENTS.empty())

def work(arguments):
    folder, first = Path(arguments[0]), int(arguments[1])
    for number in range(first, 10**9):
        if number == first + 1:  # the first is there: what follows is the writing
            print("ready", flush=True)
        save_run(analysis, folder / f"run-{number}",
                 render=lambda run: {"report.html": b"x" * 300_000})
        atomic_write_text(folder / "last.txt", str(number) * 20_000)
        made = [known.judgement("label", "T01", f"naam {number}")]
        add_to_log(folder / "judgements.csv",
                   lambda log: appended(log, made, who="A", when="2026-01-06"))
"""
# Any command, with all that they import already there.
COMMAND = """
import os
import cli, pipeline.cli.analyse, pipeline.cli.init, pipeline.cli.plan, pipeline.cli.review
import pipeline.cli.runs, pipeline.report.rendering, pipeline.runs.whole_run

def work(arguments):
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    cli.main(list(arguments))
"""


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


def _command(number: int, folder: Path) -> tuple[str | Path, ...]:
    """Of five commands in turn, each at a place of its own or over what stands there."""
    out = folder / "out"
    if number % 5 == 0:
        fresh = small_corpus(folder / f"fresh-{number}")
        (fresh / "corpus.toml").unlink()
        return ("init", fresh)
    return (
        ("plan", "read", folder / "plan-nieuw.docx", "--out", out / "plan.toml"),
        ("analyse", folder / "corpus", "--out", folder / f"run-{number}"),
        ("report", folder / "run-2", "--edition=openbaar", "--out", out),
        ("review", folder / "run-2", "--out", out / "review.xlsx"),
    )[number % 5 - 1]


def _gehoord(
    gehoord: Forked, command: tuple[str | Path, ...], within: float | None = None
) -> float:
    """Run it, or kill it after so many seconds. Returns: the seconds it took."""
    began = time.monotonic()
    code = gehoord.run(*command, within=within)
    assert within is not None or code == 0, command
    return time.monotonic() - began


@pytest.mark.slow
def test_five_commands_killed_at_forty_moments_leave_what_was_and_are_swept(
    tmp_path: Path,
) -> None:
    small_corpus(tmp_path / "corpus")
    plan_document(tmp_path)
    draws, out = random.Random(16), tmp_path / "out"
    with Forked(COMMAND, _environment(tmp_path)) as gehoord:
        _kill_commands(gehoord, tmp_path, draws)
    swept = [tmp_path, out, tmp_path / "corpus", tmp_path / "fresh-200"]
    assert [folder for folder in swept if (folder / ROOM).exists()] == []


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder / "cache")}


def _kill_commands(gehoord: Forked, tmp_path: Path, draws: random.Random) -> None:
    """Kills of five commands; what stood there is looked at after each."""
    from pipeline.runs.folder import load_run

    out = tmp_path / "out"
    for number in range(5):
        _gehoord(gehoord, _command(number, tmp_path))
    # Measured with everything read once: a kill must fall while the command is at work.
    whole = [_gehoord(gehoord, _command(number, tmp_path)) for number in range(110, 115)]
    inputs = {path: path.read_bytes() for path in (tmp_path / "corpus").iterdir()}
    before = {path.name: path.stat().st_size for path in out.iterdir()}
    assert len(before) >= 5
    finished = 0
    for number in range(5, 5 + OF_COMMANDS):
        command = _command(number, tmp_path)
        _gehoord(gehoord, command, draws.uniform(0.0, whole[number % 5]))
        assert {path: path.read_bytes() for path in inputs} == inputs
        left = {path.name: path.stat().st_size for path in out.iterdir() if path.name != ROOM}
        assert left.keys() == before.keys()
        assert all(abs(left[name] - size) < 50 for name, size in before.items())  # but for dates
        if command[0] == "analyse" and Path(command[-1]).exists():
            load_run(Path(command[-1]))  # whole, or not there
            finished += 1
    for number in range(200, 205):
        _gehoord(gehoord, _command(number, tmp_path))
    assert finished < OF_COMMANDS // 5  # some were killed before the run was there


@pytest.mark.slow
def test_a_hundred_kills_lose_nothing_and_leave_nothing_behind(tmp_path: Path) -> None:
    from pipeline.core.drafts import draft
    from pipeline.review.log import read_log

    draws = random.Random(16)
    before: dict[str, str] = {}
    left = 0
    with Forked(WRITER, _environment(tmp_path)) as writer:
        for kill in range(KILLS):
            within = draws.uniform(0.0, 0.4)
            writer.run(tmp_path, str(1_000_000 * kill), within=within, after="ready")
            now = _whole(tmp_path, before)
            assert before.items() <= now.items()  # what was there stays as it was
            before = now
            if (tmp_path / "last.txt").exists():
                text = (tmp_path / "last.txt").read_text()
                assert text == text[: len(text) // 20_000] * 20_000  # whole, not the half of one
            assert len(read_log(tmp_path / "judgements.csv")) <= len(before)
            left += (tmp_path / ROOM).exists()
    assert left > 5  # it was killed in the middle, often enough to tell
    assert len(before) >= KILLS  # each wrote a run whole before it was killed
    with draft(tmp_path):
        pass
    names = {path.name for path in tmp_path.iterdir()}
    assert ROOM not in names
    assert {name for name in names if name.startswith(".")} <= {".judgements.csv.lock"}
