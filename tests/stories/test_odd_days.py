"""Days on which a computer is not as it should be: results or a fault in words, no traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.core.drafts import ROOM
from tests.conftest import ROOT
from tests.small_corpus import TOML, small_corpus
from tests.stories.conftest import gehoord

LONGEST = 255  # bytes of a file's name on the disks that people have
# The clock of this process alone, so many seconds away from the real one.
CLOCK = """
import datetime, sys, time
import pandas, pyarrow, onnxruntime  # compiled against the real clock
real, moved = time.time, float(sys.argv[1])
local, day = time.localtime, datetime.datetime
class Day(day):
    @classmethod
    def now(cls, tz=None):
        at = day.now(tz) + datetime.timedelta(seconds=moved)
        return cls(*at.timetuple()[:6], tzinfo=at.tzinfo)
datetime.datetime = Day
time.time = lambda: real() + moved
time.localtime = lambda at=None: local(real() + moved if at is None else at)
sys.argv = ["gehoord", *sys.argv[2:]]
import cli
cli.main()
"""
# No file of more than so many bytes can be written: what a full disk does to whoever writes.
FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
sys.argv = ["gehoord", *sys.argv[2:]]
import cli
cli.main()
"""


def _python(code: str, *arguments: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "GEHOORD_LANG": "nl", **settings},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of the small corpus; the corpus lies beside it."""
    folder = tmp_path_factory.mktemp("odd")
    small_corpus(folder / "corpus")
    gehoord("analyse", folder / "corpus", "--out", folder / "run")
    return folder / "run"


@pytest.mark.slow
@pytest.mark.parametrize("year", [1979, 2110])
def test_a_clock_in_another_century_is_no_fault(run: Path, tmp_path: Path, year: int) -> None:
    moved = (year - 2026) * 365.25 * 86_400
    for command in (
        ("report", run, "--format=docx", "--format=xlsx", "--out", tmp_path / "report"),
        ("reactienota", run, "--out", tmp_path / "nota"),
        ("review", run, "--out", tmp_path / "review.xlsx"),
    ):
        done = _python(CLOCK, str(moved), *command)
        assert "Traceback" not in done.stderr, done.stderr[-1500:]
        assert done.returncode == 0, done.stderr


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such limit")
@pytest.mark.parametrize("room", [0, 4_096, 60_000])
def test_a_full_disk_ends_in_words_and_leaves_nothing(run: Path, tmp_path: Path, room: int) -> None:
    for command in (
        ("report", run, "--format=all", "--out", tmp_path / "report"),
        ("analyse", run.parent / "corpus", "--out", tmp_path / "run"),
    ):
        done = _python(FULL, str(room), *command, XDG_CACHE_HOME=str(tmp_path / "cache"))
        assert "Traceback" not in done.stderr, done.stderr[-1500:]
        assert done.returncode in (0, 1), done.stderr
    assert not (tmp_path / "run").exists()
    assert not list(tmp_path.rglob(ROOM))


@pytest.mark.slow
def test_names_as_long_as_a_disk_allows(tmp_path: Path) -> None:
    folder = tmp_path / ("m" * LONGEST)
    small_corpus(folder)
    longest = "é" * ((LONGEST - 5) // 2) + "a.csv"
    shutil.move(folder / "ronde-1.csv", folder / longest)
    text = TOML.replace('name = "klein"', "").replace("ronde-1.csv", longest)
    (folder / "corpus.toml").write_text(text, "utf-8")
    out = tmp_path / ("u" * LONGEST)
    done = _python("import cli; cli.main()", "analyse", folder, "--out", out)
    assert "Traceback" not in done.stderr, done.stderr[-1500:]
    assert done.returncode == 0, done.stderr
    assert (out / "report.html").is_file()


@pytest.mark.slow
def test_a_system_without_a_language_is_no_fault(tmp_path: Path) -> None:
    corpus = small_corpus(tmp_path / "réacties éé")
    plain = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for command in (
        ("init", corpus, "--print"),
        ("check", corpus),
        ("analyse", corpus, "--out", tmp_path / "ûit"),
        ("report", tmp_path / "ûit", "--edition=openbaar", "--out", tmp_path / "ópenbaar"),
        ("show", tmp_path / "ûit"),
    ):
        done = _python("import cli; cli.main()", *command, **plain)
        assert "Traceback" not in done.stderr, done.stderr[-1500:]
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "ópenbaar" / "report-openbaar.html").is_file()


@pytest.mark.slow
def test_two_runs_in_one_second_stand_side_by_side(run: Path, tmp_path: Path) -> None:
    code = CLOCK.replace(
        "at = day.now(tz) + datetime.timedelta(seconds=moved)",
        "at = day(2026, 1, 5, 10, 0, 0, tzinfo=tz)",
    ).replace("import cli\n", f"import os, cli\nos.chdir({str(tmp_path)!r})\n")
    for _time in range(2):
        done = _python(code, "0", "analyse", run.parent / "corpus")
        assert done.returncode == 0, done.stderr[-1500:]
    names = sorted(
        path.name for path in (tmp_path / "reports" / "klein").iterdir() if path.is_dir()
    )
    assert names == ["2026-01-05-100000", "2026-01-05-100000-2"]


@pytest.mark.slow
def test_two_runs_at_once_with_a_cache_that_is_cleaned_halfway_are_right_or_end_in_words(
    run: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "cache"
    environment = {**os.environ, "GEHOORD_CACHE": str(cache), "GEHOORD_LANG": "nl"}
    at_once = [
        subprocess.Popen(
            [sys.executable, ROOT / "cli.py", "analyse", run.parent / "corpus", "--out", out],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        for out in (tmp_path / "first", tmp_path / "second")
    ]  # fmt: skip
    while any(one.poll() is None for one in at_once):
        if (cache / "embeddings").is_dir():
            shutil.rmtree(cache, ignore_errors=True)  # `gehoord cache --clean`, and rougher
            break
        time.sleep(0.05)
    expected = {path.name: path.read_bytes() for path in (run / "tables").iterdir()}
    for one, name in zip(at_once, ("first", "second"), strict=True):
        _, told = one.communicate()
        assert "Traceback" not in told, told[-1500:]
        assert one.returncode in (0, 1), told  # 1: removed while something was being written
        assert (tmp_path / name).exists() == (one.returncode == 0)
        if one.returncode:
            gehoord("analyse", run.parent / "corpus", "--out", tmp_path / name)
        tables = (tmp_path / name / "tables").iterdir()
        assert {path.name: path.read_bytes() for path in tables} == expected
