"""A wheel holds all that gehoord needs, and runs in another folder without the source tree."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

from pipeline.runs.environment import code_digest, copy_source
from tests.conftest import ROOT
from tests.small_corpus import small_corpus

pytestmark = pytest.mark.slow

SHARE = f"gehoord-{version('gehoord')}.data/data/share/gehoord/"
NOT_NEEDED = {"README.md", "build.py"}  # of the letters in the report, and of the demo's making


def run(*command: str | Path, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(one) for one in command],
        cwd=cwd,
        env={**os.environ, "GEHOORD_LANG": "en", **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built as pip builds it, from a copy of the tree; the packages to build with are here."""
    folder = tmp_path_factory.mktemp("wheel")
    tree = copy_source(ROOT, folder / "source")
    pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation")
    run(*pip, "--wheel-dir", folder / "dist", tree, cwd=folder)
    (built,) = (folder / "dist").glob("gehoord-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel put in a folder of its own; the packages it needs are those of this environment."""
    target = tmp_path_factory.mktemp("installed")
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index")
    run(*pip, "--target", target, wheel, cwd=target)
    return target


def gehoord(installed: Path, *arguments: str, cwd: Path) -> str:
    return run(sys.executable, "-m", "cli", *arguments, cwd=cwd, PYTHONPATH=str(installed)).stdout


def test_everything_that_is_read_at_run_time_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    code = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "pipeline").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name not in NOT_NEEDED
    }
    assert len(code) > 250
    assert sorted(code - inside) == []
    card = json.loads((ROOT / "models/nl/card.json").read_text("utf-8"))
    assert len(card["files"]) > 10
    for name in ("card.json", "LICENSE", *card["files"]):
        assert f"{SHARE}models/nl/{name}" in inside, name
    demo = {path.name for path in (ROOT / "corpora/voorbeeld").iterdir() if path.is_file()}
    assert sorted(one for one in demo if f"{SHARE}corpora/voorbeeld/{one}" not in inside) == []
    assert f"{SHARE}constraints.txt" in inside


def test_nothing_of_what_people_keep_beside_the_code_is_in_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = archive.namelist()
    rooms = {name.removeprefix(SHARE).split("/")[0] for name in inside if name.startswith(SHARE)}
    assert rooms == {"constraints.txt", "corpora", "models"}
    tops = {name.split("/")[0] for name in inside if "gehoord-" not in name}
    assert tops == {"cli.py", "gehoord", "pipeline"}


def test_what_was_installed_is_the_same_code_and_knows_its_lock(
    installed: Path, tmp_path: Path
) -> None:
    printed = gehoord(installed, "--version", cwd=tmp_path)
    assert code_digest()[:12] in printed
    assert "lock -" not in printed


def test_the_demo_corpus_came_along(installed: Path, tmp_path: Path) -> None:
    found = json.loads(gehoord(installed, "check", "voorbeeld", "--json", cwd=tmp_path))
    assert found["problems"] == []
    assert len(found["sources"]) >= 4


def test_an_analysis_runs_in_another_folder_with_the_dutch_pipeline_of_the_wheel(
    installed: Path, tmp_path: Path
) -> None:
    small_corpus(tmp_path / "klein")
    gehoord(installed, "--quiet", "analyse", "klein", "--out", "run", cwd=tmp_path)
    record = json.loads((tmp_path / "run/run.json").read_text("utf-8"))["record"]
    assert record["code"] == code_digest()
    assert (tmp_path / "run/report.html").stat().st_size > 100_000
    gehoord(installed, "verify", "run", cwd=tmp_path)


STUDY = """from gehoord import CodeMatcher, Plan, Settings, analyse, load_model, read_corpus, train

def study(folder: str) -> str:
    corpus = read_corpus(folder)
    settings = Settings().changed({"embed": {"encoder": "fast"}})
    run = analyse(corpus, Plan.from_dict({"pillars": []}), settings=settings, progress=True)
    kept = train(corpus).keep("study")
    load_model(str(kept.reference)).place(["De taxi komt te laat."])
    matcher: CodeMatcher = CodeMatcher(ridge=1.0)
    page: bytes = run.report("docx")
    wrong: int = run.report("html")
    run.reprot("html")
    return f"{run!r} {matcher} {len(page)} {wrong}"
"""


def test_a_script_of_a_user_is_checked_strictly_against_what_pip_installed(
    wheel: Path, tmp_path: Path
) -> None:
    """In an environment with nothing but the wheel: the types are those it brings itself."""
    pytest.importorskip("mypy")
    run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    python = next((tmp_path / "venv").glob("[bS]*/python*"))
    run(python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=tmp_path)
    (tmp_path / "study.py").write_text(STUDY, "utf-8")
    mypy = (sys.executable, "-m", "mypy", "--strict", "--python-executable", str(python))
    ran = subprocess.run(
        [*mypy, "study.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    faults = [line for line in ran.stdout.splitlines() if ": error:" in line]
    assert [line.split(":")[1] for line in faults] == ["11", "12"], ran.stdout
    assert 'expression has type "str", variable has type "int"' in faults[0]
    assert '"Run" has no attribute "reprot"' in faults[1]
