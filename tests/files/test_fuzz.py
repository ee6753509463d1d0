"""The fuzzer reads what it is there to read: a stand-in for atheris gives it the seeds alone."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.files import fuzz

STAND_IN = """
import contextlib, itertools, pathlib, subprocess

subprocess.run = None  # a new interpreter for each file: ten files in a minute

def instrument_imports(include):
    return contextlib.nullcontext()

def Setup(arguments, once):
    global given
    given = once, sorted(pathlib.Path(arguments[-1]).iterdir())

def Fuzz():
    once, paths = given
    for path in itertools.cycle(paths):
        once(path.read_bytes())
"""


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module called atheris, in front of whatever is installed, and a folder for finds."""
    (tmp_path / "atheris.py").write_text(STAND_IN)
    root = str(Path(fuzz.__file__).parents[2])
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(tmp_path), root)))
    return tmp_path


@pytest.mark.parametrize(
    "reader", [".csv", ".sav"]
)  # in this process, and in one of bounded memory
def test_each_kind_of_reader_reads_its_seeds(stand_in: Path, reader: str) -> None:
    assert fuzz.every_turn(4, 0, stand_in, (reader,)) == 4
    (turn,) = json.loads((stand_in / "totals.json").read_text("utf-8")).values()
    assert turn == {"reader": reader, "executions": 4, "finds": {}}


def test_a_fuzzer_that_read_nothing_says_so(
    stand_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (stand_in / "atheris.py").write_text("raise ImportError")
    monkeypatch.setattr(fuzz, "MOST_ENDS", 1)
    with pytest.raises(SystemExit, match="nothing was read"):
        fuzz.every_turn(4, 0, stand_in, (".csv",))
