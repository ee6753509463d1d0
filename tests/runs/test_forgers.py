"""Forgers with what they have: every file of a run, every hash, a key of their own, other runs."""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import hashlib
import io
import json
import os
import random
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pipeline.core.errors import DataProblem, DataProblems
from pipeline.findings.records import EDITIONS
from pipeline.report.rendering import render, report_settings
from pipeline.runs.folder import load_run, save_run
from pipeline.runs.rendered import Recipe, Rendered, keep_rendered, read_rendered
from pipeline.runs.seal import SEAL_FILE, put_seal, secret_of
from pipeline.runs.verify import verify_run
from pipeline.runs.verify_files import check_reports, check_seal
from pipeline.runs.verify_folder import held_against, inputs_of
from tests.report.example import example
from tests.runs.test_verify_files import holding, keyed_corpus

pytestmark = pytest.mark.slow

FORMATS = ("html", "docx", "xlsx", "json")
THEIR_KEY = b"\x07" * 32
PDF = b"%PDF-1.7\n1 0 obj << /Title (Wat wij hoorden: 37 mensen) >> endobj\n%%EOF\n"
HOUSE = "report-huisstijl.docx"


@dataclasses.dataclass(frozen=True)
class Place:
    """A sealed run with every edition of its report, and the corpus that holds the key."""

    run: Path
    other: Path  # a run of the same corpus, sealed with the same key
    corpus: Path
    reports: Mapping[str, Mapping[str, bytes]]  # edition -> file name -> content


@pytest.fixture(scope="module")
def place(voorbeeld: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("forgers")
    corpus = keyed_corpus(folder)
    secret = secret_of(corpus)
    whole = holding(example(voorbeeld, keep=20), corpus)
    for name in ("run", "other"):
        record = dataclasses.replace(whole.record, run_id=name)
        save_run(dataclasses.replace(whole, record=record), folder / name, secret=secret)
    reports: dict[str, Mapping[str, bytes]] = {}
    run = load_run(folder / "run")
    for edition in EDITIONS:
        made = render(
            run, report_settings(run.record.settings), "nl", edition=edition, formats=FORMATS
        )
        reports[edition] = {name: data for name, data in made.items() if "/" not in name}
        _write(folder / "run", reports[edition], Recipe(edition), secret)
    _write(folder / "run", {"report.pdf": PDF}, Recipe(), secret)
    _write(folder / "run", {HOUSE: reports["projectteam"]["report.docx"]}, HOUSE_STYLE, secret)
    other = {"report.html": reports["projectteam"]["report.html"].replace(b"mensen", b"inwoners")}
    _write(folder / "other", other, dataclasses.replace(Recipe(), own_house=True), secret)
    return Place(folder / "run", folder / "other", corpus, reports)


HOUSE_STYLE = dataclasses.replace(Recipe(), own_house=True)


def _write(run: Path, files: Mapping[str, bytes], recipe: Recipe, secret: bytes) -> None:
    for name, data in files.items():
        (run / name).write_bytes(data)
    keep_rendered(run, files, recipe, secret=secret)


def _found(place: Place, run: Path) -> bool:
    def again(recipe: Recipe, endings: frozenset[str]) -> Mapping[str, bytes]:
        return place.reports[recipe.edition]

    try:
        analysis = load_run(run)
        cheap = (check_seal(run, analysis, place.corpus), check_reports(run, again, place.corpus))
        with contextlib.suppress(LookupError):  # an edition that is none: told below
            if any(outcome.fault for outcomes in cheap for outcome in outcomes):
                return True  # the same checks as below, without counting every table
        return not verify_run(analysis, run, again, place.corpus).holds
    except (DataProblem, DataProblems):
        return True


def _another(data: bytes, draw: random.Random) -> bytes:
    """One letter or digit another one."""
    places = [at for at, byte in enumerate(data) if chr(byte).isascii() and chr(byte).isalnum()]
    at = draw.choice(places)
    kin = b"0123456789" if chr(data[at]).isdigit() else b"abcdefghijklmnopqrstuvwxyz"
    return data[:at] + bytes([draw.choice([b for b in kin if b != data[at]])]) + data[at + 1 :]


def _rows(data: bytes, draw: random.Random) -> bytes:
    """A row left out, doubled, made up from two others, or two rows in each other's place."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))
    first = draw.randrange(1, len(rows))
    kind = draw.randrange(4) if len(rows) > 2 else draw.randrange(2)
    if kind == 0:
        del rows[first]
    elif kind == 1:
        rows.insert(first, rows[first])
    elif kind == 2:
        second = draw.choice([at for at in range(1, len(rows)) if at != first])
        rows.append([*rows[first][:1], *rows[second][1:]])
    else:
        second = draw.choice([at for at in range(1, len(rows)) if at != first])
        rows[first], rows[second] = rows[second], rows[first]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8")


def _invented(data: bytes, draw: random.Random) -> bytes:
    """A table that was empty gets a row: a decision nobody took, a promise nobody made."""
    names = next(csv.reader(io.StringIO(data.decode("utf-8"))))
    values = ["1" if name.startswith("n_") else f"{name}{draw.randrange(99)}" for name in names]
    return data.rstrip(b"\n") + b"\n" + ",".join(values).encode("utf-8") + b"\n"


def _mended(run: Path, name: str, *, seal: bool) -> None:
    """Every hash made right again; with `seal` sealed as well, with the forger's own key."""
    digest = hashlib.sha256((run / name).read_bytes()).hexdigest()
    record = json.loads((run / "run.json").read_text("utf-8"))
    if name.startswith("tables/"):
        record["tables"][Path(name).stem] = digest
    if name == "plan.json":
        record["plan"] = digest
    if name.startswith(("tables/", "plan")):
        (run / "run.json").write_text(json.dumps(record, ensure_ascii=False, indent=1), "utf-8")
    if name.startswith("report"):
        note = read_rendered(run)[name]
        _noted(run, name, dataclasses.replace(note, sha256=digest), seal=seal)
    if seal:
        put_seal(run, THEIR_KEY)


def _noted(run: Path, name: str, note: Rendered, *, seal: bool) -> None:
    notes = json.loads((run / "rendered.json").read_text("utf-8"))
    mark = note.sealed(run, name, THEIR_KEY) if seal else note.seal
    notes[name] = {**dataclasses.asdict(note), "seal": mark}
    (run / "rendered.json").write_text(json.dumps(notes, default=dict), "utf-8")


def _alter(run: Path, name: str, how: Callable[[bytes, random.Random], bytes], n: int) -> None:
    (run / name).write_bytes(how((run / name).read_bytes(), random.Random(n)))
    if name not in ("run.json", "rendered.json", SEAL_FILE):
        _mended(run, name, seal=bool(n % 2))
    elif n % 2 and name != SEAL_FILE:
        put_seal(run, THEIR_KEY)


def _excused(run: Path, name: str, n: int) -> None:
    """A report altered, and its note says why it cannot be made again: four excuses."""
    data = _another((run / name).read_bytes(), random.Random(n))
    (run / name).write_bytes(data)
    note = dataclasses.replace(read_rendered(run)[name], sha256=hashlib.sha256(data).hexdigest())
    own = dataclasses.replace(note.recipe, own_house=True)
    excuses = (
        dataclasses.replace(note, recipe=own),
        dataclasses.replace(note, writer="0" * 64),
        dataclasses.replace(note, recipe=own, seal=""),
        dataclasses.replace(note, writer="", seal="0" * 64),
    )
    _noted(run, name, excuses[n % len(excuses)], seal=False)


def _other_run(run: Path, place: Place, n: int) -> None:
    """A report of another run with the note that was truly sealed for it, or its whole record."""
    if n % 2:
        notes = json.loads((run / "rendered.json").read_text("utf-8"))
        notes["report.html"] = json.loads((place.other / "rendered.json").read_text("utf-8"))[
            "report.html"
        ]
        (run / "rendered.json").write_text(json.dumps(notes), "utf-8")
    else:
        shutil.copy(place.other / SEAL_FILE, run / SEAL_FILE)
    shutil.copy(place.other / "report.html", run / "report.html")


def _stripped(run: Path, n: int) -> None:
    """What would tell of it thrown away: the notes, the seal; or a report put beside the rest."""
    if n % 4 == 3:  # the seal, and that there was a key
        (run / SEAL_FILE).unlink()
        record = json.loads((run / "run.json").read_text("utf-8"))
        record["title"] = "Een ander plan"
        (run / "run.json").write_text(json.dumps(record), "utf-8")
    elif n % 3 == 0:
        (run / "report.html").write_bytes(b"<p>Alle ouders zijn tevreden.</p>")
        (run / "rendered.json").unlink()
    elif n % 3 == 1:
        (run / "report-extra.pdf").write_bytes(PDF)
    else:
        (run / "report.html").write_bytes(b"<p>Alle ouders zijn tevreden.</p>")
        (run / "rendered.json").write_text("{}", "utf-8")


def _forgeries(place: Place, run: Path, n: int) -> str:
    """Forge a run in the way of this number; returns the kind."""
    tables = [f"tables/{path.name}" for path in sorted((run / "tables").glob("*.csv"))]
    filled = [name for name in tables if (run / name).read_bytes().count(b"\n") > 1]
    empty = [name for name in tables if name not in filled]
    reports = sorted(read_rendered(run))
    turn = n // 10
    match n % 10:
        case 0:
            _alter(run, "run.json", _another, n)
            return "run.json"
        case 1:
            _alter(run, reports[turn % len(reports)], _another, n)
            return "reports"
        case 2:
            _alter(run, filled[turn % len(filled)], _another, n)
            return "a letter of a table"
        case 3:
            _alter(run, filled[turn % len(filled)], _rows, n)
            return "rows of a table"
        case 4:
            _alter(run, empty[turn % len(empty)], _invented, n)
            return "a row in an empty table"
        case 5:
            _alter(run, ("plan.json", SEAL_FILE)[turn % 2], _another, n)
            return "plan and seal"
        case 6 | 7:
            _excused(run, reports[turn % len(reports)], n)
            return "reports with an excuse"
        case 8:
            _other_run(run, place, turn)
            return "parts of another run"
        case _:
            _stripped(run, turn)
            return "notes thrown away"


def _tried(place: Place, numbers: range, folder: Path) -> tuple[Counter[str], list[str]]:
    tried, missed = Counter[str](), []
    for n in numbers:
        run = folder / "run"
        shutil.copytree(place.run, run)
        kind = _forgeries(place, run, n)
        tried[kind] += 1
        if not _found(place, run):
            missed.append(f"{n}: {kind}")
        shutil.rmtree(run)
    return tried, missed


def test_a_run_that_nobody_touched_holds_with_every_edition_of_its_report(place: Place) -> None:
    assert len(read_rendered(place.run)) >= 20
    assert not _found(place, place.run)


def test_every_forgery_is_found(place: Place, tmp_path: Path) -> None:
    n = int(os.environ.get("GEHOORD_FORGERIES", "60"))  # 300 take some four minutes
    tried, missed = _tried(place, range(1_000, 1_000 + n), tmp_path)
    print(f"forgeries tried: {sum(tried.values())}, found: {n - len(missed)}", dict(tried))
    assert len(tried) == 9
    assert missed == []


def test_every_letter_of_the_notes_and_the_seal_counts_or_excuses_nothing(
    place: Place, tmp_path: Path
) -> None:
    """A note changed alone takes nothing away: the report it speaks of is as it was written."""
    found = 0
    for n in range(40):
        run = tmp_path / "run"
        shutil.copytree(place.run, run)
        before = {name: (run / name).read_bytes() for name in read_rendered(run)}
        _alter(run, "rendered.json", _another, n)
        found += _found(place, run)
        assert before == {name: (run / name).read_bytes() for name in before}
        shutil.rmtree(run)
    print(f"letters of rendered.json tried: 40, found: {found}")
    assert found >= 32  # the rest stands in notes on reports that were made again to the byte


def test_a_report_that_came_back_altered_is_never_taken_for_ours(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.runs.verify_folder.maker", lambda *_: _of(place))
    known = altered = 0
    for name, note in sorted(read_rendered(place.run).items()):
        data, back = (place.run / name).read_bytes(), tmp_path / f"terug{Path(name).suffix}"
        back.write_bytes(data)
        assert held_against(back, place.run, place.corpus)[0], (name, note.recipe)
        known += 1
        for n in range(2):
            back.write_bytes(_another(data, random.Random(n)))
            names, where = held_against(back, place.run, place.corpus)
            assert names == () and where, (name, n)
            altered += 1
    print(f"reports that came back: {known} known; altered: {altered}, found: {altered}")
    assert inputs_of(load_run(place.run), place.corpus) == place.corpus


def _of(place: Place) -> Callable[[Recipe, frozenset[str]], Mapping[str, bytes]]:
    return lambda recipe, endings: {
        name: data
        for name, data in place.reports[recipe.edition].items()
        if Path(name).suffix.lstrip(".") in endings
    }
