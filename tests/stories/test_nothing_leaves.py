"""A whole cold run, watched from outside: nothing reaches the network, nothing lies elsewhere."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.stories.watch import watch

pytestmark = pytest.mark.slow

# What a library that reports to its maker does: it calls home, and leaves a file in the home.
TELLTALE = """
import pathlib, socket
(pathlib.Path.home() / "device-id").write_text("1")
try:
    socket.create_connection(("127.0.0.1", 9), timeout=1)
except OSError:
    pass
"""


def _environment(home: Path) -> dict[str, str]:
    """A user who never ran anything: an empty home, an empty cache, a folder for what passes."""
    for name in ("cache", "temporary"):
        (home / name).mkdir(parents=True)
    own = {
        "HOME": str(home),
        "TMPDIR": str(home / "temporary"),
        "GEHOORD_CACHE": str(home / "cache"),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",  # the interpreter's own habit, none of ours
    }
    switches = ("ORT_DISABLE_TELEMETRY", "HF_HUB_OFFLINE", "DO_NOT_TRACK", "NUMBA_CACHE_DIR")
    kept = {k: v for k, v in os.environ.items() if k not in switches and not k.startswith("XDG_")}
    return {**kept, **own}


def test_the_watcher_sees_a_call_home_and_a_file_in_the_home(tmp_path: Path) -> None:
    home = tmp_path / "home"
    watched = watch([sys.executable, "-c", TELLTALE], tmp_path, cwd=ROOT, env=_environment(home))
    assert watched.code == 0, watched.output
    assert any("127.0.0.1" in call for call in watched.network)
    assert watched.outside(home / "cache", home / "temporary") == [home / "device-id"]


def test_a_cold_run_speaks_to_no_network_and_writes_in_our_own_folders_only(tmp_path: Path) -> None:
    home, out = tmp_path / "home", tmp_path / "out"
    watched = watch(
        [sys.executable, "cli.py", "demo", "--out", out / "run"],
        tmp_path,
        cwd=ROOT,
        env=_environment(home),
    )
    assert watched.code == 0, watched.output[-2000:]
    assert watched.n_calls > 1000, "the watcher looked at nothing"
    assert (out / "run" / "report.html").is_file()
    assert watched.network == ()
    assert watched.outside(out, home / "cache", home / "temporary") == []
