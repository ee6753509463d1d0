"""A whole cold run, watched from outside: nothing reaches the network, nothing lies elsewhere."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document

from tests.conftest import ROOT
from tests.small_corpus import small_corpus
from tests.stories.watch import Watched, watch

pytestmark = pytest.mark.slow

# What a library that reports to its maker does: it calls home, and leaves a file in the home.
TELLTALE = """
import pathlib, socket
(pathlib.Path.home() / "device-id").write_text("1")
try:
    socket.create_connection(("127.0.0.1", 9), timeout=1)
except OSError:
    pass
"""


def _environment(home: Path) -> dict[str, str]:
    """A user who never ran anything: an empty home, an empty cache, a folder for what passes."""
    for name in ("cache", "temporary"):
        (home / name).mkdir(parents=True)
    own = {
        "HOME": str(home),
        "TMPDIR": str(home / "temporary"),
        "GEHOORD_CACHE": str(home / "cache"),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",  # the interpreter's own habit, none of ours
    }
    switches = ("ORT_DISABLE_TELEMETRY", "HF_HUB_OFFLINE", "DO_NOT_TRACK", "NUMBA_CACHE_DIR")
    kept = {k: v for k, v in os.environ.items() if k not in switches and not k.startswith("XDG_")}
    return {**kept, **own}


def test_the_watcher_sees_a_call_home_and_a_file_in_the_home(tmp_path: Path) -> None:
    home = tmp_path / "home"
    watched = watch([sys.executable, "-c", TELLTALE], tmp_path, cwd=ROOT, env=_environment(home))
    assert watched.code == 0, watched.output
    assert any("127.0.0.1" in call for call in watched.network)
    assert watched.outside(home / "cache", home / "temporary") == [home / "device-id"]


def test_a_cold_run_speaks_to_no_network_and_writes_in_our_own_folders_only(tmp_path: Path) -> None:
    home, out = tmp_path / "home", tmp_path / "out"
    watched = watch(
        [sys.executable, "cli.py", "demo", "--out", out / "run"],
        tmp_path,
        cwd=ROOT,
        env=_environment(home),
    )
    assert watched.code == 0, watched.output[-2000:]
    assert watched.n_calls > 1000, "the watcher looked at nothing"
    assert (out / "run" / "report.html").is_file()
    assert watched.network == ()
    assert watched.outside(out, home / "cache", home / "temporary") == []


# Everything a user can ask for, in the order of a year's work; "{who}" is one respondent.
COMMANDS = (
    "init corpora/klein --print",
    "init losse-map",
    "uitleg",
    "check corpora/klein",
    "plan read plan.docx --out plan-nieuw.toml",
    "plan diff corpora/klein/plan.toml plan-nieuw.toml --out diff",
    "analyse corpora/klein --out reports/klein/een",
    "start los --no-open",
    "show klein",
    "verify klein",
    "verify --strict reports/klein/een/report.html",
    *(
        f"report klein --edition {edition} --format {form} --out uit/{edition}"
        for edition, form in (
            ("bestuur", "docx"),
            ("deelnemers", "html"),
            ("openbaar", "all"),
            ("projectteam", "xlsx"),
            ("bijlage", "html"),
        )
    ),
    "report klein --format html",
    "review klein --out review.xlsx --who Tester",
    "review klein --from review.xlsx --who Tester",
    "bouwstenen klein --out uit",
    "reactienota klein --out uit",
    "reactienota klein --from uit/reactienota.xlsx --who Tester",
    "promises klein",
    "export klein --qdpx uit/run.qdpx",
    "train corpora/klein --name proef",
    "analyse corpora/klein --model proef --out reports/klein/twee",
    "compare reports/klein/een reports/klein/twee --out uit/compare --format all",
    "follow reports/klein/twee",
    "rerun reports/klein/een --out reports/klein/drie",
    "vergeet klein --deelnemer {who} --dry-run",
    "vergeet klein --deelnemer {who}",
    "verify klein --afresh",
    "settings",
    "cache",
    "cache --clean",
)


def _workplace(folder: Path) -> Path:
    """A folder as she has it: a corpus, a loose folder of files, a plan in Word."""
    (folder / "corpora").mkdir(parents=True)
    (folder / "reports").mkdir()
    corpus = small_corpus(folder / "corpora" / "klein")
    for name in ("los", "losse-map"):
        (folder / name).mkdir()
        shutil.copy(corpus / "ronde-1.csv", folder / name / "enquete.csv")
    document = Document()
    document.add_heading("Ondersteuningsplan", 1)
    document.add_heading("Pijler 1 Dichtbij", 2)
    document.add_paragraph("1.1 Doel: Leerlingen komen op tijd op school met het vervoer.")
    document.save(str(folder / "plan.docx"))
    shutil.copy(folder / "plan.docx", folder / "los" / "plan.docx")
    return folder


def test_no_command_speaks_to_a_network_or_writes_elsewhere(tmp_path: Path) -> None:
    home, work = tmp_path / "home", _workplace(tmp_path / "work")
    environment = {**_environment(home), "GEHOORD_LANG": "nl"}
    own = (work, home / "cache", home / "temporary")
    seen: dict[str, Watched] = {}
    for command in COMMANDS:
        who = _somebody(work / "reports" / "klein" / "een") if "{who}" in command else ""
        asked = command.format(who=who).split()
        seen[command] = watch(
            [sys.executable, str(ROOT / "cli.py"), *asked], tmp_path, cwd=work, env=environment
        )
    faulty = {name: one.output[-600:] for name, one in seen.items() if one.code not in (0, 1)}
    assert not any("Traceback" in one.output for one in seen.values())
    assert faulty == {}
    assert {name: one.network for name, one in seen.items() if one.network} == {}
    outside = {name: one.outside(*own) for name, one in seen.items() if one.outside(*own)}
    calls = sum(one.n_calls for one in seen.values())
    print(f"commands watched: {len(seen)}, system calls: {calls}, to a network: 0")
    assert outside == {}


def _somebody(run: Path) -> str:
    with (run / "tables" / "responses.csv").open(encoding="utf-8", newline="") as lines:
        return next(csv.DictReader(lines))["respondent_id"]


@pytest.mark.parametrize("name", ["nl", "sentence-transformers/all-MiniLM-L6-v2"])
def test_models_that_are_not_there_are_told_in_three_lines_where_no_network_is(
    tmp_path: Path, name: str
) -> None:
    """The one command that asks for the network; it asks, is refused, and says so in words."""
    home, work = tmp_path / "home", tmp_path / "work"
    work.mkdir()
    offline = shutil.which("unshare")
    if (
        offline is None
        or subprocess.run([offline, "-rn", "true"], check=False, capture_output=True).returncode
    ):
        pytest.skip("no network namespace may be made here")
    done = subprocess.run(
        [offline, "-rn", sys.executable, str(ROOT / "cli.py"), "models", "fetch", name],
        cwd=work,
        env={**_environment(home), "GEHOORD_LANG": "nl"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    told = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    assert done.returncode == 1, told
    assert "Traceback" not in "".join(told)
    assert len(told) == 3, told
    assert not list(work.iterdir())
