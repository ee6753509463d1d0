"""A privacy officer: details of people planted in every field are looked for in all we write."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.core.drafts import ROOM
from pipeline.core.tables import RESPONSES, THEMES
from pipeline.review.log import beside
from pipeline.review.web import Desk, address, server
from pipeline.runs.folder import load_run
from tests.conftest import ROOT
from tests.planted import Planted, details, found_in
from tests.planted_corpus import BESIDE, JUDGED, plan_document, planted_corpus
from tests.review.test_workbook import fill
from tests.shell import typed

OUTSIDE = ("openbaar", "deelnemers", "compare-openbaar", "bouwstenen", "nota")
EDITIONS = ("openbaar", "deelnemers", "bestuur", "bijlage", "projectteam")
FORMATS = ("html", "docx", "xlsx", "json", "svg", "png", "pdf")
# Needles that stand in what the team reads or keeps, and why; a mend fails the test too.
KNOWN_INSIDE: dict[str, str] = {
    "Wolthuis": "a reviewer's own remark, in the log, the workbook and the run",
    "Boonstra": "who judged, in the log and the workbook",
    **dict.fromkeys(
        ("Wiersinga", "Oosterbaan", "Emerentia", "Zandstra", "Bolhuis"),
        "init --print: her own file and column names, on her own screen",
    ),
}
# Killed at the moment that a finished run takes its place: everything lies there as a draft.
KILLED = """
import os, sys
from pathlib import Path
replace = Path.replace
Path.replace = lambda new, to: os.kill(os.getpid(), 9) if new.is_dir() else replace(new, to)
import cli
cli.main(sys.argv[1:])
"""


class Office:
    """Where the commands are run; keeps what each says on the screen."""

    def __init__(self, folder: Path) -> None:
        self.corpus, self.out = folder / "corpus", folder / "out"
        self.run = self.out / "run"
        self.planted = [*planted_corpus(self.corpus), *JUDGED]
        self.out.mkdir()
        self._said = 0
        self.failed: dict[str, str] = {}

    def gehoord(self, *arguments: object) -> None:
        """Run one command in this process; its screen becomes a file among the rest."""
        code, screen = typed(*arguments)
        self._said += 1
        name = f"screen-{self._said:02d}-{arguments[0]}.txt"
        (self.out / name).write_text(screen, "utf-8")
        if code:
            self.failed[" ".join(map(str, arguments))] = screen[-1500:]

    def write_all(self) -> None:
        """Everything that every command writes and says about the planted corpus."""
        self._read()
        self._judge()
        self._hand_out()
        self._model()
        self._interrupted()
        self._forget()

    def _read(self) -> None:
        document = plan_document(self.corpus.parent)
        self.gehoord("plan", "read", document, "--out", self.out / "plan-nieuw.toml")
        self.gehoord("plan", "check", self.corpus / "plan.toml")
        self.gehoord("init", self.corpus, "--print")
        self.gehoord("check", self.corpus)
        self.gehoord("analyse", self.corpus, "--dry-run")
        self.gehoord("analyse", self.corpus, "--out", self.run, "--verbose")
        self.gehoord("show", self.run)
        self.gehoord("show", self.run, "--terzijde")

    def _judge(self) -> None:
        book, theme = self.out / "review.xlsx", load_run(self.run).table(THEMES)["theme_id"].iloc[0]
        self.gehoord("review", self.run, "--out", book)
        fill(book, ("T", (theme,), "remark", JUDGED[0].text))
        self.gehoord("review", self.run, "--from", book, "--who", JUDGED[1].text)
        desk = Desk(load_run(self.run), beside(self.run), JUDGED[1].text, 40)
        with server(desk) as bound:
            threading.Thread(target=bound.serve_forever, daemon=True).start()
            place = address(bound, desk)
            rows = urllib.request.Request(
                place.partition("?")[0] + "rows", headers={"X-Token": desk.token}
            )
            for name, asked in (("page.html", place), ("rows.json", rows)):
                with urllib.request.urlopen(asked) as answer:
                    (self.out / f"web-{name}").write_bytes(answer.read())
            bound.shutdown()
        self.gehoord("analyse", self.corpus, "--out", self.out / "run-2", "--since", self.run)
        self.gehoord("follow", self.out / "run-2")
        self.run = self.out / "run-2"

    def _hand_out(self) -> None:
        formats = [f"--format={ending}" for ending in FORMATS]
        for edition in EDITIONS:
            self.gehoord(
                "report", self.run, "--edition", edition, *formats, "--out", self.out / edition
            )
        for chosen in ("--role=ouder", "--round=1"):
            out = self.out / f"deelnemers{chosen}"
            self.gehoord("report", self.run, "--edition=deelnemers", chosen, "--out", out)
        self.gehoord("report", self.run, "--pages")
        self.gehoord("bouwstenen", self.run, "--out", self.out / "bouwstenen")
        self.gehoord("reactienota", self.run, "--out", self.out / "nota")
        self.gehoord("promises", self.run)
        self.gehoord("export", self.run, "--qdpx", self.out / "run.qdpx")
        self.gehoord("plan", "frames", self.run, "--codebook", "kwesties")
        self.gehoord(
            "plan", "diff", self.corpus / "plan.toml", self.out / "plan-nieuw.toml",
            "--run", self.run, "--out", self.out / "plan-diff",
        )  # fmt: skip
        first = self.out / "run"
        for edition in ("openbaar", "projectteam"):
            self.gehoord(
                "compare", first, self.run, f"--edition={edition}", "--format=all",
                "--out", self.out / f"compare-{edition}",
            )  # fmt: skip
        self.gehoord("verify", self.run)
        self.gehoord("rerun", self.run, "--corpus", self.corpus)

    def _model(self) -> None:
        self.gehoord("train", self.corpus, "--name", "geplant")
        self.gehoord("train", self.corpus, "--name", "geplant", "--seed", 7)
        self.gehoord("models", "list")
        self.gehoord("models", "show", "geplant@1")
        self.gehoord(
            "models", "compare", "geplant@1", "geplant@2", "--on", self.corpus,
            "--out", self.out / "models-compare",
        )  # fmt: skip
        placed = self.out / "run-placed"
        self.gehoord("analyse", self.corpus, "--model", "geplant@1", "--out", placed)

    def _interrupted(self) -> None:
        killed = subprocess.run(
            [sys.executable, "-c", KILLED, "analyse", str(self.corpus), "--out",
             str(self.out / "killed" / "run")],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
        )  # fmt: skip
        assert killed.returncode == -9
        assert list((self.out / "killed" / ROOM).rglob("run.json"))

    def _forget(self) -> None:
        responses = load_run(self.run).table(RESPONSES)
        person = responses["respondent_id"].iloc[0]
        self.gehoord("cache")
        shutil.copytree(self.run, self.out / "forgotten" / "run")
        self.gehoord("vergeet", self.out / "forgotten", "--deelnemer", person)


def _outside(places: Sequence[str]) -> bool:
    return any(place.startswith(OUTSIDE) for place in places)


@pytest.mark.slow
def test_no_planted_detail_is_in_anything_an_outsider_reads_and_the_rest_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "out" / "cache"))
    monkeypatch.setenv("GEHOORD_MODELS", str(tmp_path / "out" / "models"))
    office = Office(tmp_path)
    office.write_all()
    assert office.failed == {}
    planted = office.planted
    assert len({detail.needle for detail in planted}) == len(planted) >= 195
    assert len({detail.form for detail in planted}) >= 50
    written = [path for path in office.out.rglob("*") if path.is_file()]
    assert len(written) >= 150
    found = found_in(office.out, planted)
    print(json.dumps({needle: sorted(places) for needle, places in found.items()}, indent=1))
    assert {n: p for n, p in found.items() if _outside(sorted(p))} == {}
    assert set(found) == set(KNOWN_INSIDE), found


def test_the_search_finds_what_stands_in_the_input(tmp_path: Path) -> None:
    """Able to fail: in the corpus itself every detail is found, in tables, zips and mail."""
    planted = planted_corpus(tmp_path / "corpus")
    plan_document(tmp_path / "corpus")
    found = found_in(tmp_path / "corpus", planted)
    assert {one.needle for one in planted} - set(found) == set()
    assert {one.needle for one in details()} <= set(found)


def test_every_kind_of_field_holds_a_detail() -> None:
    fields = {Planted(*detail).form for detail in BESIDE}
    assert {"question", "topic", "meeting", "role", "area", "known issue", "names.toml"} <= fields
