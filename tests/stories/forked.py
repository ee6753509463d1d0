"""Commands that begin at once: a process that has imported everything forks a child for each.

A kill then falls while a command is at work and not while Python is importing, and a hundred of
them take minutes less.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from tests.conftest import ROOT

_SERVER = """
import json, os, sys
exec(sys.argv[1])  # imports, and `work(arguments)`
for line in sys.stdin:
    told, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.read(told, 1)  # after its number was told
        code = 1
        try:
            code = int(work(json.loads(line)) or 0)
        except SystemExit as left:
            code = int(left.code or 0)
        finally:
            sys.stdout.flush()
            os._exit(code)
    print(pid, flush=True)
    os.write(tell, b"x")
    os.close(told)
    os.close(tell)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
"""


class Forked:
    """Children of one process that has imported what they need; one at a time."""

    def __init__(self, code: str, env: Mapping[str, str]) -> None:
        self._server = subprocess.Popen(
            [sys.executable, "-c", _SERVER, code], cwd=ROOT, env=dict(env), bufsize=0,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def __enter__(self) -> Forked:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.kill()
        self._server.wait()

    def run(self, *arguments: str | Path, within: float | None, after: str = "") -> int:
        """Run a child, killed so many seconds after it began (or said ``after``).

        Returns: its exit code, or minus the signal that ended it.
        """
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps([str(one) for one in arguments]).encode() + b"\n")
        pid = int(self._line())
        if after:
            assert self._line() == after
        if within is not None:
            began = time.monotonic()
            while not self._has_line() and time.monotonic() - began < within:
                time.sleep(0.005)
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return int(self._line())

    def _line(self) -> str:
        assert self._server.stdout is not None
        return self._server.stdout.readline().decode().strip()

    def _has_line(self) -> bool:
        return bool(select.select([self._server.stdout], [], [], 0)[0])
