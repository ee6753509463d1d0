"""Drafts: whole or not at all, in one folder of ours, and swept after a kill."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.core.drafts import ROOM, draft, try_writing
from pipeline.core.errors import DataProblem
from pipeline.core.store import atomic_write_text
from tests.conftest import ROOT

KILLED = """
import os, signal, sys
from pathlib import Path
from pipeline.core.drafts import draft
with draft(Path(sys.argv[1])) as room:
    (room / "half").write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def _entries(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_nothing_is_left_of_a_draft_that_ended(tmp_path: Path) -> None:
    with draft(tmp_path) as room:
        (room / "a").write_text("a")
        assert _entries(tmp_path) == [ROOM]
    assert _entries(tmp_path) == []


def test_a_draft_of_a_killed_process_is_swept_by_the_next(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], cwd=ROOT, check=False)
    assert len(list((tmp_path / ROOM).glob("*/half"))) == 1
    atomic_write_text(tmp_path / "report.txt", "heel")
    assert _entries(tmp_path) == ["report.txt"]


def test_a_draft_that_another_process_holds_stays(tmp_path: Path) -> None:
    with draft(tmp_path) as mine, draft(tmp_path) as other:
        (mine / "a").write_text("a")
        assert mine != other
        atomic_write_text(tmp_path / "b", "b")
        assert (mine / "a").read_text() == "a"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_told_before_the_work(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(DataProblem) as told:
        try_writing(tmp_path / "run")
    assert told.value.mend


def test_a_file_in_the_place_of_a_folder_is_told_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("no folder")
    with pytest.raises(DataProblem) as told:
        try_writing(tmp_path / "reports" / "run")
    assert told.value.mend
    assert _entries(tmp_path) == ["reports"]


def test_trying_leaves_nothing(tmp_path: Path) -> None:
    try_writing(tmp_path / "reports" / "klein" / "run")
    assert _entries(tmp_path) == []


def test_a_disk_that_runs_full_is_told_with_the_place_though_the_system_names_none(
    tmp_path: Path,
) -> None:
    with pytest.raises(DataProblem) as told, draft(tmp_path):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert told.value.where == str(tmp_path)
    assert told.value.mend and os.strerror(errno.ENOSPC) not in told.value.found
    with pytest.raises(BrokenPipeError), draft(tmp_path):
        raise BrokenPipeError
    assert _entries(tmp_path) == []
