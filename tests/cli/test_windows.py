"""What a Windows laptop lacks stands in no command's way."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT

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
