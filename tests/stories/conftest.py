"""One run of the main job, made once and read by every story; with the network out of reach."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import ROOT

# Whoever asks for a connection or a name is told off; the story that runs under it is offline.
BLOCKED = """
import socket, sys
def refuse(*args, **kwargs):
    raise OSError("the network was asked for")
socket.socket.connect = refuse
socket.socket.connect_ex = refuse
socket.getaddrinfo = refuse
socket.create_connection = refuse
sys.argv = ["gehoord", *sys.argv[1:]]
import cli
cli.main()
"""


def gehoord(
    *arguments: str | Path, cwd: Path = ROOT, code: int = 0
) -> subprocess.CompletedProcess[str]:
    """Run a command as a user does, in a process of its own, without a network."""
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED, *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "GEHOORD_LANG": "nl", "COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr[-2000:] + done.stdout[-500:]
    return done


def read_files(folder: Path, names: Sequence[str]) -> dict[str, bytes]:
    """The bytes of these files of a run."""
    return {name: (folder / name).read_bytes() for name in names}


@pytest.fixture(scope="session")
def demo_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one run of `gehoord demo`; what was said meanwhile lies beside it."""
    folder = tmp_path_factory.mktemp("demo") / "run"
    done = gehoord("demo", "--out", folder)
    (folder.parent / "said.txt").write_text(done.stdout + done.stderr, "utf-8")
    return folder
