"""What a Windows laptop lacks stands in no command's way."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.corpus.corpus import check_corpus
from tests.conftest import ROOT
from tests.files.make_files import corpus_of

# Import every module of the commands with the modules of Unix alone out of reach.
_IMPORT_ALL = """
import os, pkgutil, sys
for name in ("resource", "fcntl", "pwd", "grp", "termios"):
    sys.modules[name] = None
for name in ("sched_getaffinity", "fork", "getuid", "geteuid"):
    if hasattr(os, name):
        delattr(os, name)
from importlib import import_module
import pipeline.cli
names = [m.name for m in pkgutil.walk_packages(pipeline.cli.__path__, "pipeline.cli.")]
for name in names:
    import_module(name)
from pipeline.cli.app import build
build()
from pipeline.encoders import runtime
print(len(names))
"""


# A package that is not installed: other packages ask sys.modules for it, and must find nothing.
_WITHOUT = """
import sys
class Gone:
    def find_spec(self, name, *_rest):
        if name.partition(".")[0] == "{package}":
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Gone())
"""


def _run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_every_command_is_imported_without_the_modules_of_unix() -> None:
    done = _run(_IMPORT_ALL)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[-1]) >= 30


@pytest.mark.parametrize("package", ["torch", "bertopic", "umap", "sentence_transformers", "onnx"])
def test_no_command_imports_what_only_training_needs(package: str) -> None:
    done = _run(_WITHOUT.format(package=package) + _IMPORT_ALL)
    assert done.returncode == 0, done.stderr


def test_an_old_console_shows_a_plain_mark_for_one_it_lacks() -> None:
    code = (
        "import sys; from pipeline.cli.console import listen_to_the_system as listen; listen();"
        "sys.stdout.write('‘één’ – 3 × … ≥ ☂')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "cp850"},
        check=True,
    )
    assert done.stdout.decode("cp850") == "'één' - 3 × ... >= ?"


def test_a_file_is_found_by_the_path_that_windows_writes(tmp_path: Path) -> None:
    (tmp_path / "ronde").mkdir()
    (tmp_path / "ronde" / "a.csv").write_text("rol;reactie\nouder;Te lang gewacht\n")
    corpus_of(tmp_path, "ronde\\\\a.csv")
    (tmp_path / "corpus.toml").write_text(
        '[corpus]\nname = "x"\n' + (tmp_path / "corpus.toml").read_text()
    )
    checked = check_corpus(tmp_path)
    assert checked.problems == ()
    assert [one.what for one in checked.files] == ["survey"]


def test_the_double_click_of_windows_takes_a_whole_drive_too() -> None:
    lines = (ROOT / "gehoord.cmd").read_text("utf-8").splitlines()
    started = lines.index('gehoord start "%MAP%"')
    assert lines[started - 1] == r'if "%MAP:~-1%"=="\" set "MAP=%MAP%."'  # "D:\" ate the quote
