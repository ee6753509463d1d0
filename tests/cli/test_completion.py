"""The Tab key: a script per shell, and names of commands in answer to it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from pipeline.cli.completion import SHELLS, VARIABLE, completion
from pipeline.core.errors import DataProblem
from tests.conftest import ROOT


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_has_its_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    completion(shell)
    assert VARIABLE in capsys.readouterr().out


def test_another_shell_is_a_fault_that_names_those_there_are() -> None:
    with pytest.raises(DataProblem) as fault:
        completion("tcsh")
    assert "bash" in fault.value.expected


def test_what_begins_as_typed_is_completed() -> None:
    asked = {"COMP_WORDS": "gehoord models pro", "COMP_CWORD": "2", VARIABLE: "complete_bash"}
    ran = subprocess.run(
        [sys.executable, "cli.py"],
        capture_output=True, text=True, check=False, cwd=ROOT, env=os.environ | asked,
    )  # fmt: skip
    assert ran.stdout.split() == ["promote"]
