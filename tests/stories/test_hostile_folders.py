"""Forty folders that somebody means ill with: init, check and analyse end in words, and in time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.files.hostile import HOSTILE, MARKUP, built

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="pipes, sockets and links as Unix has them"),
]
LIMIT = 120  # seconds of one command, on a machine that does other things too
MEMORY = 6 << 30  # bytes
ENDED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
sys.argv = ["gehoord", *sys.argv[2:]]
import cli
cli.main()
"""


def _run(work: Path, *arguments: str) -> tuple[int, str]:
    """How a command ended and what it said; past its time it is stopped, and that is a fault."""
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "GEHOORD_LANG": "nl", "HOME": str(work / "thuis"),
        "GEHOORD_CACHE": str(work / "cache"), "TMPDIR": str(work / "tijdelijk"),
    }  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-c", ENDED, str(MEMORY), *arguments], cwd=work, env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    ) as command:  # fmt: skip
        try:
            told, _ = command.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(command.pid, signal.SIGKILL)
            told, _ = command.communicate()
            return -1, told.decode("utf-8", "replace")
    return command.returncode, told.decode("utf-8", "replace")


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_folder_ends_in_words_in_time_and_nothing_gets_out(
    name: str, tmp_path: Path
) -> None:
    work = tmp_path / "werk"
    for part in ("thuis", "cache", "tijdelijk", "reports", "corpora"):
        (work / part).mkdir(parents=True)
    built(name, work / "map")
    for arguments in (("init", "map"), ("check", "map"), ("analyse", "map", "--out", "uit")):
        code, told = _run(work, *arguments)
        assert code in (0, 1, 2, 3), (arguments, code, told[-1500:])
        assert "Traceback" not in told, (arguments, told[-1500:])
        assert "root:x:" not in told
        assert "\x1b[2J" not in told  # what clears a screen does not reach it
    assert not list(tmp_path.rglob("*ontsnapt*")) or name.startswith("names_that")
    assert not Path("/tmp/ontsnapt.csv").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["werk"]
    for path in (work / "uit").rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert b"root:x:" not in data
        assert path.suffix != ".html" or MARKUP.encode() not in data


def test_there_are_forty_of_them() -> None:
    assert len(HOSTILE) >= 40
