"""What a run was made with, written down so that it can be built again; no network here."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

import cli
from pipeline.core.errors import DataProblem
from pipeline.core.shipped import SOURCE, shipped, source_tree
from pipeline.runs import environment
from tests.conftest import ROOT


def test_everything_a_run_needs_is_recorded_and_nothing_beside_it() -> None:
    found = environment.packages_here()
    assert {"gehoord", "python", "numpy", "spacy", "onnxruntime", "tokenizers"} <= set(found)
    assert not {"pytest", "ruff", "mypy"} & set(found)
    assert list(found) == sorted(found)


def test_the_lock_pins_every_package_but_ourselves() -> None:
    lock = environment.lock_of({"gehoord": "1", "python": "3.12.1", "b": "2.1+cpu", "a": "1.0"})
    assert lock == "a==1.0\nb==2.1\n"


def test_a_run_of_before_packages_were_recorded_takes_the_lock_that_is_shipped() -> None:
    assert environment.lock_of({}) == (ROOT / "constraints.txt").read_text("utf-8")


def test_every_package_of_a_run_is_in_the_lock_that_is_shipped() -> None:
    from packaging.utils import canonicalize_name

    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    locked = {canonicalize_name(line.partition("==")[0]) for line in lines if "==" in line}
    assert len(locked) > 100
    assert set(environment.packages_here()) - locked == {"gehoord", "python"}


def test_an_edit_of_the_code_shows_and_a_new_line_end_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def digest(**files: bytes) -> str:
        root = tmp_path / str(len(list(tmp_path.iterdir())))
        for name, content in files.items():
            path = root / "pipeline" / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        monkeypatch.setattr(environment, "ROOT", root)
        environment.code_digest.cache_clear()
        return environment.code_digest()

    try:
        first = digest(a=b"x = 1\n", report__b=b"y")
        assert digest(a=b"x = 1\r\n", report__b=b"z") == first
        assert digest(a=b"x = 2\n", report__b=b"y") != first
    finally:
        environment.code_digest.cache_clear()


def test_a_copy_of_the_source_holds_no_data_of_people(tmp_path: Path) -> None:
    tree = environment.copy_source(ROOT, tmp_path / "copy")
    assert {path.name for path in (tree / "corpora").iterdir()} == {"voorbeeld"}
    assert {path.name for path in (tree / "models").iterdir()} == {"nl", "reader"}
    assert not list(tree.rglob("__pycache__"))
    assert all((tree / name).exists() for name in SOURCE)


def test_a_source_that_is_not_there_is_refused_before_anything_is_built(tmp_path: Path) -> None:
    with pytest.raises(DataProblem) as fault:
        environment.build(tmp_path / "new", "", tmp_path / "nowhere")
    assert "--source" in fault.value.mend
    assert not (tmp_path / "new").exists()


def test_nothing_of_this_environment_leaks_into_the_fresh_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    monkeypatch.setenv("GEHOORD_CACHE", str(tmp_path / "mine"))
    (tmp_path / "mine" / "hub").mkdir(parents=True)
    found = environment.outside(tmp_path / "new")
    assert "PYTHONPATH" not in found
    assert found["GEHOORD_CACHE"] == str(tmp_path / "new")
    assert (tmp_path / "new" / "hub").resolve() == tmp_path / "mine" / "hub"


def test_what_pip_says_when_it_fails_is_passed_on() -> None:
    with pytest.raises(DataProblem) as fault:
        environment._run([sys.executable, "-c", "import sys; sys.exit('geen netwerk')"])
    assert "geen netwerk" in fault.value.found


def test_what_was_shipped_is_found_in_the_source_tree() -> None:
    assert source_tree() == ROOT
    assert shipped("models/nl") == ROOT / "models" / "nl"


def test_version_says_python_lock_and_code(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["--lang", "en", "--version"])
    printed = capsys.readouterr().out
    assert left.value.code == 0
    assert printed.startswith("gehoord ")
    assert platform.python_version() in printed
    assert environment.lock_digest()[:12] in printed


def test_help_by_one_letter_goes_to_stdout_and_is_no_fault() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cli", "-h"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "analyse" in done.stdout
    assert "\x1b" not in done.stdout
