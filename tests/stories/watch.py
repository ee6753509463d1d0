"""Watches a command from outside its process: which sockets it speaks to, which files it changes.

`strace -f` sees system calls of every thread and child, C++ as well as Python: a library that
reports to its maker behind Python's back does not get past it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

_CALLS = "%network,open,openat,openat2,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,mknod,mknodat,truncate"  # noqa: E501
_SPEAKS = re.compile(r"\b(?:connect|sendto|sendmsg|sendmmsg)\(")
_INTERNET = re.compile(r"sa_family=(?!AF_UNIX|AF_UNSPEC|AF_NETLINK)\w+")
_CHANGES = re.compile(r"\b(?:creat|mkdir|mkdirat|rename\w*|link\w*|symlink\w*|mknod\w*|truncate)\(")
_WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_TMPFILE")
_PATH = re.compile(r'(?:(?:AT_FDCWD|\d+)(?:<[^>]*>)?, )?"((?:[^"\\]|\\.)*)"')
_FAILED = re.compile(r"= -1 E(?:NOENT|EXIST|ACCES|ROFS|ISDIR|NOTDIR)\b")


@dataclass(frozen=True)
class Watched:
    """What a command did: calls that speak to a network, and paths it made or opened to write."""

    code: int
    output: str
    n_calls: int
    network: tuple[str, ...]
    changed: tuple[Path, ...]

    def outside(self, *folders: Path) -> list[Path]:
        """Changed paths that lie in none of these folders."""
        own = [Path("/proc"), *(folder.resolve() for folder in folders)]  # /proc is no disk
        return sorted({p for p in self.changed if not any(p.is_relative_to(f) for f in own)})


def watch(
    command: Sequence[str | Path], folder: Path, *, cwd: Path, env: Mapping[str, str]
) -> Watched:
    """Run a command under strace; skips where that is absent or not allowed.

    Args: folder: where strace's own record goes.
    """
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not on this machine")
    follow = [strace, "-f", "--seccomp-bpf"]  # stops at the calls asked for only: half the time
    if not _may(follow, folder):
        follow = [strace, "-f"]
    if not _may(follow, folder):
        pytest.skip("strace may not follow processes here")
    record = folder / "calls.txt"
    done = subprocess.run(
        [*follow, "-qq", "-s", "400", "-e", f"trace={_CALLS}", "-o", record, *command],
        cwd=cwd,
        env=dict(env),
        capture_output=True,
        text=True,
        check=False,
    )
    lines = record.read_text("utf-8", "replace").splitlines()
    return Watched(
        done.returncode,
        done.stdout + done.stderr,
        len(lines),
        tuple(line for line in lines if _SPEAKS.search(line) and _INTERNET.search(line)),
        tuple(_changed(lines, cwd)),
    )


def _may(follow: Sequence[str], folder: Path) -> bool:
    """Whether strace follows a process here, asked in this way."""
    probe = [*follow, "-o", str(folder / "probe"), "true"]
    return not subprocess.run(probe, check=False, capture_output=True).returncode


def _changed(lines: Sequence[str], cwd: Path) -> list[Path]:
    changed = []
    for line in lines:
        makes = _CHANGES.search(line)
        if not makes and not (re.search(r"\bopen(?:at2?)?\(", line) and _WRITES.search(line)):
            continue
        paths = _PATH.findall(line)
        if paths and not _FAILED.search(line):
            changed += [(cwd / path).resolve() for path in paths]
    return [path for path in changed if not path.is_relative_to("/dev")]
