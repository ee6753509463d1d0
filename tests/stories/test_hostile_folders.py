"""Forty folders that somebody means ill with: init, check and analyse end in words, and in time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.files.hostile import ESCAPED, HOSTILE, MARKUP, built

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="pipes, sockets and links as Unix has them"),
]
SHARE = int(os.environ.get("GEHOORD_HOSTILE", "2"))  # one in so many; 1 tries them all
TRIED = sorted(HOSTILE)[::SHARE]
LIMIT = 240  # seconds of one command, on a machine that does other things too
COMMANDS = (["init", "map"], ["check", "map"], ["analyse", "map", "--out", "uit"])
# Every command in a process of its own, forked when all is imported; past its time it is stopped.
DRIVER = """
import json, os, resource, signal, sys, time, traceback
from pathlib import Path
limit, commands, works = json.loads(sys.argv[1])
import cli, pipeline.cli.analyse, pipeline.cli.init
import pipeline.report.rendering, pipeline.runs.whole_run
resource.setrlimit(resource.RLIMIT_DATA, (8 << 30,) * 2)

def child(work, arguments, said):
    os.setsid()
    os.chdir(work)
    os.environ.update(GEHOORD_CACHE=work + "/cache", TMPDIR=work + "/tijdelijk", HOME=work)
    out = os.open(said, os.O_WRONLY | os.O_CREAT)
    os.dup2(out, 1)
    os.dup2(out, 2)
    code = 99
    try:
        cli.main(list(arguments))
    except SystemExit as left:
        code = int(left.code or 0)
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)

def refused(work):  # nothing but the ordinary file was read: its run is that of the others
    said = Path(f"{work}/gezegd-1.txt").read_text("utf-8", "replace")
    return said.count("meteen terzijde") == 1

for number, arguments in enumerate(commands):
    for work in works:
        if number == 2 and refused(work):
            continue
        began = time.monotonic()
        pid = os.fork()
        if pid == 0:
            child(work, arguments, f"{work}/gezegd-{number}.txt")
        code = None
        while code is None:
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                code = os.waitstatus_to_exitcode(status)
            elif time.monotonic() - began > limit:
                os.killpg(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
                code = -1000
            else:
                time.sleep(0.05)
        told = [code, round(time.monotonic() - began, 1)]
        Path(f"{work}/einde-{number}.json").write_text(json.dumps(told))
"""


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every folder built and every command run in it; what came of it lies beside it."""
    place = tmp_path_factory.mktemp("hostile")
    for name in TRIED:
        for part in ("cache", "tijdelijk", "reports", "corpora"):
            (place / name / part).mkdir(parents=True)
        built(name, place / name / "map")
    asked = json.dumps([LIMIT, COMMANDS, [str(place / name) for name in TRIED]])
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "GEHOORD_LANG": "nl"}
    subprocess.run([sys.executable, "-c", DRIVER, asked], env=environment, cwd=ROOT, check=True)
    return place


@pytest.mark.parametrize("name", TRIED)
def test_a_hostile_folder_ends_in_words_in_time_and_nothing_gets_out(
    name: str, works: Path
) -> None:
    work = works / name
    for number, arguments in enumerate(COMMANDS):
        if number == 2 and not (work / "einde-2.json").exists():
            continue
        code, _seconds = json.loads((work / f"einde-{number}.json").read_text("utf-8"))
        told = (work / f"gezegd-{number}.txt").read_text("utf-8", "replace")
        assert code in (0, 1, 2, 3), (arguments, code, told[-1500:])
        assert "Traceback" not in told, (arguments, told[-1500:])
        assert told.strip()
        assert "root:x:" not in told
        assert "\x1b[2J" not in told  # what clears a screen does not reach it
    out = [path.name for path in work.rglob("*ontsnapt*") if path.parent.name != "map"]
    assert out == []
    assert not ESCAPED.exists()
    for path in (work / "uit").rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert b"root:x:" not in data
        assert path.suffix != ".html" or MARKUP.encode() not in data


def test_there_are_forty_of_them() -> None:
    assert len(HOSTILE) >= 40


def test_most_of_what_is_meant_ill_is_refused_and_the_rest_analysed(works: Path) -> None:
    analysed = [name for name in TRIED if (works / name / "einde-2.json").exists()]
    assert len(TRIED) // 5 <= len(analysed) < len(TRIED)
