"""A forged run is found: three hundred seeded changes, over every kind of file, hashes mended."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import io
import json
import os
import random
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem
from pipeline.core.store import sha256_file
from pipeline.core.tables import COVERAGE, MASKED
from pipeline.corpus.keys import KEY_NAME
from pipeline.report.rendering import render, report_settings
from pipeline.runs.folder import load_run, save_run
from pipeline.runs.rendered import Recipe
from pipeline.runs.seal import secret_of
from pipeline.runs.verify import Verified, verify_run
from pipeline.runs.verify_files import check_seal, run_named_in
from pipeline.runs.verify_folder import held_against, verified
from tests.report.example import example

FORMATS = ("html", "docx", "xlsx", "json")
REPORTS = tuple(f"report.{ending}" for ending in FORMATS)
KEYLESS = 60  # changes of a run of which the key is not at hand


@dataclasses.dataclass(frozen=True)
class Place:
    """A sealed run with its reports, and the corpus that holds the key."""

    run: Path
    corpus: Path
    reports: Mapping[str, bytes]


@pytest.fixture(scope="module")
def place(voorbeeld: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("verify")
    corpus = keyed_corpus(folder)
    save_run(holding(example(voorbeeld, keep=60), corpus), folder / "run", render=_render,
             secret=secret_of(corpus))  # fmt: skip
    reports = {name: (folder / "run" / name).read_bytes() for name in REPORTS}
    return Place(folder / "run", corpus, reports)


def keyed_corpus(folder: Path) -> Path:
    """A corpus in this folder that has a key to seal with, and nothing to read."""
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / KEY_NAME).write_text("# key\n" + "ab" * 32 + "\n", "utf-8")
    (corpus / "corpus.toml").write_text("", "utf-8")
    return corpus


def holding(run: Analysis, corpus: Path) -> Analysis:
    """The example as a run leaves it: evidence on both sides, and inputs that are at hand."""
    goal = next(iter(run.codebooks)).codes[0].code_id
    coverage = run.table(COVERAGE).copy()
    coverage["passage_ids"] = [tuple(one) or (goal,) for one in coverage["passage_ids"]]
    coverage["decided_by"] = "model"
    masked = run.table(MASKED).iloc[:0]
    (corpus / "enquete.csv").write_text("antwoord\nniets\n", "utf-8")
    sources = {"enquete.csv": sha256_file(corpus / "enquete.csv")}
    return dataclasses.replace(
        run,
        record=dataclasses.replace(run.record, sources=sources),
        tables={**run.tables, "coverage": coverage, "masked": masked},
    )


def _render(analysis: Analysis) -> Mapping[str, bytes]:
    return render(analysis, report_settings(analysis.record.settings), "nl")


def _checked(place: Place, run: Path) -> Verified:
    """The run verified; what its reports would be is known, where its tables were left alone."""

    def again(recipe: Recipe, endings: frozenset[str]) -> Mapping[str, bytes]:
        return place.reports

    try:
        return verify_run(load_run(run), run, again, place.corpus)
    except DataProblem as fault:
        return Verified({}, (fault.found,))


def _mend(run: Path, name: str) -> None:
    """Mend every hash that anybody without the key can mend."""
    digest = hashlib.sha256((run / name).read_bytes()).hexdigest()
    record = json.loads((run / "run.json").read_text("utf-8"))
    if name.startswith("tables/"):
        record["tables"][Path(name).stem] = digest
    if name == "plan.json":
        record["plan"] = digest
    if name in REPORTS:
        notes = json.loads((run / "rendered.json").read_text("utf-8"))
        notes[name]["sha256"] = digest
        (run / "rendered.json").write_text(json.dumps(notes), "utf-8")
    else:
        (run / "run.json").write_text(json.dumps(record, ensure_ascii=False, indent=1), "utf-8")


def _other_letter(data: bytes, draw: random.Random) -> bytes:
    """One letter or digit another one: 3 people 4, "niet" "biet"."""
    places = [i for i, byte in enumerate(data) if chr(byte).isascii() and chr(byte).isalnum()]
    place = draw.choice(places)
    kin = b"0123456789" if chr(data[place]).isdigit() else b"abcdefghijklmnopqrstuvwxyz"
    other = draw.choice([byte for byte in kin if byte != data[place]])
    return data[:place] + bytes([other]) + data[place + 1 :]


def _in_zip(data: bytes, draw: random.Random) -> bytes:
    """The same letter changed in one part of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    name = draw.choice(sorted(name for name in parts if name.endswith(".xml")))
    parts[name] = _other_letter(parts[name], draw)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part, content in parts.items():
            new.writestr(part, content)
    return out.getvalue()


def _other_cell(data: bytes, draw: random.Random) -> bytes:
    """One cell of a table another value of its own column, or a number one higher."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))
    while True:
        number, column = draw.randrange(1, len(rows)), draw.randrange(len(rows[0]))
        cell = rows[number][column]
        others = sorted({row[column] for row in rows[1:]} - {cell})
        if cell.isdigit():
            rows[number][column] = str(int(cell) + 1)
        elif others:
            rows[number][column] = draw.choice(others)
        else:
            rows[number][column] = {"true": "false", "false": "true"}.get(cell, cell + "x")
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(rows)
        if out.getvalue().encode("utf-8") != data:
            return out.getvalue().encode("utf-8")


def _change(run: Path, number: int) -> str:
    """Make the seeded change of this number in a run; its hashes mended. Returns what it was."""
    draw = random.Random(number)
    tables = [
        f"tables/{path.name}"
        for path in sorted((run / "tables").glob("*.csv"))
        if path.read_bytes().count(b"\n") > 1
    ]
    kinds: list[tuple[str, Callable[[bytes, random.Random], bytes]]] = [
        ("report.html", _other_letter),
        ("report.json", _other_letter),
        ("report.docx", _in_zip),
        ("report.xlsx", _in_zip),
        ("plan.json", _other_letter),
        ("run.json", _other_letter),
        *[(name, _other_cell) for name in tables],
    ]
    name, change = kinds[number % len(kinds)]
    path = run / name
    path.write_bytes(change(path.read_bytes(), draw))
    if name != "run.json":
        _mend(run, name)
    return f"{number}: {name}"


def _not_found(place: Place, numbers: range, folder: Path) -> list[str]:
    missed = []
    for number in numbers:
        run = folder / f"run-{number}"
        shutil.copytree(place.run, run)
        what = _change(run, number)
        if _checked(place, run).holds:
            missed.append(what)
        shutil.rmtree(run)
    return missed


def test_a_run_left_alone_holds_and_its_reports_are_made_again(place: Place) -> None:
    outcome = verified(place.run, place.corpus)
    assert not outcome.unchecked, outcome.unchecked
    assert not outcome.faults, outcome.faults
    assert outcome.checked["verslagen die opnieuw uit de tabellen zijn gemaakt"] == len(REPORTS)


def test_every_change_is_found_though_its_hash_was_mended(place: Place, tmp_path: Path) -> None:
    assert _not_found(place, range(30), tmp_path) == []


@pytest.mark.slow
def test_each_of_many_changes_is_found(place: Place, tmp_path: Path) -> None:
    n = int(os.environ.get("GEHOORD_CHANGES", "60"))  # 400 take ten minutes
    missed = _not_found(place, range(1_000, 1_000 + n), tmp_path)
    print(f"changes tried: {n}, found: {n - len(missed)}")
    assert missed == []


def test_without_the_key_a_verdict_turned_round_parts_from_the_report(
    place: Place, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    shutil.copytree(place.run, run)
    path = run / "tables" / "coverage.csv"
    path.write_text(path.read_text("utf-8").replace("not_addressed", "addressed"), "utf-8")
    _mend(run, "tables/coverage.csv")
    (place.corpus / KEY_NAME).rename(tmp_path / "away")
    try:
        outcome = verified(run, place.corpus)
    finally:
        (tmp_path / "away").rename(place.corpus / KEY_NAME)
    assert any("report.html" in fault for fault in outcome.faults)
    assert any("sleutel" in text for text in outcome.unchecked)


@pytest.mark.slow
def test_without_the_key_what_is_not_found_changes_no_report(place: Place, tmp_path: Path) -> None:
    """A cell whose change nobody can see in any report is without meaning to who reads them."""
    unseen = 0
    keyless = tmp_path / "corpus"
    shutil.copytree(place.corpus, keyless, ignore=shutil.ignore_patterns(KEY_NAME))
    for number in range(KEYLESS):
        run = tmp_path / f"run-{number}"
        shutil.copytree(place.run, run)
        what = _change(run, number)
        (run / "seal.txt").unlink()
        outcome = verified(run, keyless)
        if outcome.holds:
            unseen += 1
            made = _render(load_run(run))
            assert {name: made[name] for name in REPORTS} == place.reports, what
        shutil.rmtree(run)
    print(f"without the key: {KEYLESS} changes, of which {unseen} not found and in no report")
    assert unseen < KEYLESS // 2


@pytest.mark.parametrize("name", ["run.json", "plan.json", "rendered.json", "seal.txt", *REPORTS,
                                  "tables/statements.csv", "tables/themes.csv"])  # fmt: skip
def test_half_a_file_is_told_and_no_traceback(place: Place, tmp_path: Path, name: str) -> None:
    for share in (0.0, 0.5, 0.9):
        run = tmp_path / f"{share}"
        shutil.copytree(place.run, run)
        data = (run / name).read_bytes()
        (run / name).write_bytes(data[: int(len(data) * share)])
        if name.startswith("tables/"):
            _mend(run, name)
        assert _checked(place, run).faults


def test_a_setting_that_is_gone_is_a_fault_and_no_traceback(place: Place, tmp_path: Path) -> None:
    run = tmp_path / "run"
    shutil.copytree(place.run, run)
    text = (run / "run.json").read_text("utf-8")
    (run / "run.json").write_text(text.replace('"recurrence"', '"recurrense"'), "utf-8")
    (run / "seal.txt").unlink()
    assert any("tellingen" in fault for fault in verified(run, place.corpus).faults)


def test_a_seal_that_is_gone_is_found_also_where_the_key_is_not_at_hand(tmp_path: Path) -> None:
    record = SimpleNamespace(sources={KEY_NAME: "0" * 64})
    run: Any = SimpleNamespace(record=record)
    (outcome,) = check_seal(tmp_path, run, None)
    assert outcome.fault
    (tmp_path / "seal.txt").write_text("0" * 64, "ascii")
    (outcome,) = check_seal(tmp_path, run, None)
    assert outcome.unchecked and not outcome.fault


def test_a_run_without_a_seal_is_found_where_the_corpus_has_a_key(
    place: Place, tmp_path: Path
) -> None:
    record = SimpleNamespace(sources={})
    run: Any = SimpleNamespace(record=record)
    (outcome,) = check_seal(tmp_path, run, place.corpus)
    assert outcome.fault


@pytest.mark.parametrize("excuse", [{"own_house": True}, {"page_numbers": True}])
def test_an_altered_report_is_not_excused_by_a_note_without_a_seal(
    place: Place, tmp_path: Path, excuse: Mapping[str, bool]
) -> None:
    run = tmp_path / "run"
    shutil.copytree(place.run, run)
    (run / "report.html").write_bytes(_other_letter(place.reports["report.html"], random.Random(3)))
    _mend(run, "report.html")
    notes = json.loads((run / "rendered.json").read_text("utf-8"))
    notes["report.html"]["recipe"].update(excuse)
    notes["report.html"]["writer"] = "0" * 64
    (run / "rendered.json").write_text(json.dumps(notes), "utf-8")
    assert any("report.html" in fault for fault in _checked(place, run).faults)


def test_a_report_the_run_did_not_write_is_found(place: Place, tmp_path: Path) -> None:
    run = tmp_path / "run"
    shutil.copytree(place.run, run)
    shutil.copy(run / "report.html", run / "report-openbaar.html")
    assert any("report-openbaar.html" in fault for fault in _checked(place, run).faults)


def test_a_report_that_came_back_is_known_to_the_last_byte(place: Place, tmp_path: Path) -> None:
    back = tmp_path / "teruggekregen.html"
    back.write_bytes(place.reports["report.html"])
    assert held_against(back, place.run) == (("report.html",), "")
    back.write_bytes(_other_letter(place.reports["report.html"], random.Random(1)))
    names, where = held_against(back, place.run)
    assert names == ()
    assert "regel" in where


def test_the_run_of_a_report_is_found_by_the_id_in_it(place: Place, tmp_path: Path) -> None:
    shutil.copytree(place.run, tmp_path / "voorbeeld" / "run")
    for name in ("report.html", "report.xlsx", "report.docx"):
        assert run_named_in(place.reports[name], tmp_path) == tmp_path / "voorbeeld" / "run"
    assert run_named_in(b"PK half a file", tmp_path) is None
