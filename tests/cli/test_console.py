"""How a command ends that is stopped, that nobody reads to the end, or that the system refuses."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.corpus.corpus import check_corpus
from pipeline.files.guard import as_file_name, is_file_name
from pipeline.review.web import door
from tests.conftest import ROOT
from tests.small_corpus import TOML, small_corpus

WAITING = """
import os, signal, sys
from pipeline.cli import console
console.listen_to_the_system()
def command():
    os.kill(os.getpid(), signal.SIGTERM)
    signal.pause()
sys.exit(console._run(command))
"""
FULL = """
import sys
from pipeline.cli import console
def command():
    raise OSError(28, "No space left on device", "/a/b")
sys.exit(console._run(command))
"""


def _python(code: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "GEHOORD_LANG": "nl", **settings},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


@pytest.mark.skipif(not hasattr(signal, "pause"), reason="Windows has no SIGTERM of this kind")
def test_a_command_that_the_system_stops_says_so() -> None:
    done = _python(WAITING)
    assert done.returncode == 143
    assert "Traceback" not in done.stderr and "opnieuw" in done.stderr


def test_a_full_disk_is_a_fault_with_its_mend() -> None:
    done = _python(FULL)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr and "/a/b" in done.stderr and "ruimte" in done.stderr


def test_a_reader_who_has_seen_enough_is_no_fault() -> None:
    command = f"{sys.executable} cli.py --quiet settings | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_terminal_without_accents_gets_no_traceback() -> None:
    code = "import sys, cli; cli.main(['uitleg', 'plan.toml'])"
    done = _python(code, PYTHONIOENCODING="ascii", LC_ALL="C")
    assert done.returncode == 0 and "Traceback" not in done.stderr


def test_the_token_of_the_review_page_is_in_no_command_line(tmp_path: Path) -> None:
    with door("http://127.0.0.1:1/?token=geheim") as page:
        assert "geheim" not in page.as_uri()
        assert "geheim" in page.read_text("utf-8")
        assert page.stat().st_mode & 0o077 == 0
    assert not page.exists()


@pytest.mark.parametrize(
    "name", ["../weg", "/elders/x", "a/b", "a\\b", "con", "a:b", "a.", " a", "a" * 300]
)
def test_a_path_is_no_name_of_a_corpus(tmp_path: Path, name: str) -> None:
    assert not is_file_name(name)
    folder = small_corpus(tmp_path / "klein")
    text = TOML.replace('name = "klein"', f"name = '{name}'")
    (folder / "corpus.toml").write_text(text, "utf-8")
    (problem,) = check_corpus(folder).problems
    assert "[corpus]" in problem.where


@pytest.mark.parametrize("name", ["klein", "Samen Sterk 2024-2028", "plan.v2", "Fryslân"])
def test_a_plain_word_is_one(name: str) -> None:
    assert is_file_name(name)


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("Ronde 1", "Ronde 1"),
        ("De Wilgen & co é", "De Wilgen & co é"),
        ("map met punt.", "map met punt"),
        ("wat? anders: meer", "wat anders meer"),
        ("CON", "inspraak"),
        ("...", "inspraak"),
        ("x" * 300, "x" * 120),
    ],
)
def test_the_name_of_any_folder_becomes_one_that_a_folder_may_have(folder: str, name: str) -> None:
    assert as_file_name(folder, "inspraak") == name
    assert is_file_name(as_file_name(folder, "inspraak"))


def test_a_name_that_the_system_is_not_set_to_know_is_told_in_words() -> None:
    code = (
        "import sys\nfrom pipeline.cli import console\n"
        "sys.getfilesystemencoding = lambda: 'ascii'\n"
        "def refused():\n    raise UnicodeEncodeError('ascii', 'enqu\\xeate.csv', 4, 5, 'no')\n"
        "console.listen_to_the_system()\nsys.exit(console._run(refused))"
    )
    said = _python(code, PYTHONIOENCODING="ascii")
    assert said.returncode == 1 and "Traceback" not in said.stderr
    assert "enqu?te.csv" in said.stderr and "PYTHONUTF8=1" in said.stderr
