"""After one person is forgotten her words are looked for in everything that commands wrote."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest

from tests.shell import typed
from tests.small_corpus import small_corpus

pytestmark = pytest.mark.slow
# What one parent says; each piece stands nowhere else.
HERS = (
    "Ik merk dat de taxi van onze straat altijd dertien minuten voor zonsopgang toetert",
    "Wij kregen het besluit pas toen de kastanjes voor de derde keer bloeiden",
)
PIECES = ("dertien minuten voor zonsopgang", "kastanjes voor de derde keer", "taxi van onze straat")


def _gehoord(*arguments: object) -> str:
    code, screen = typed(*arguments)
    assert code in (0, None), (arguments, screen[-800:])
    return screen


def _holding(folder: Path) -> list[str]:
    """Files under a folder in which a piece of hers stands; zips and workbooks opened."""
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        blobs = [path.read_bytes()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as parts:
                blobs += [parts.read(name) for name in parts.namelist()]
        if any(piece.encode("utf-8") in blob for blob in blobs for piece in PIECES):
            found.append(str(path.relative_to(folder)))
    return found


def test_nothing_that_gehoord_wrote_holds_the_words_of_whoever_is_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GEHOORD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("GEHOORD_MODELS", str(tmp_path / "models"))
    (tmp_path / "corpora").mkdir()
    corpus = small_corpus(tmp_path / "corpora" / "klein")
    with (corpus / "ronde-1.csv").open("a", encoding="utf-8") as lines:  # a round, a pseudonym
        lines.writelines(f"999;ouder;{text}\n" for text in HERS)
    one, two = Path("reports/klein/een"), Path("reports/klein/twee")
    _gehoord("analyse", "corpora/klein", "--out", one)
    _gehoord("review", one, "--out", one / "review.xlsx", "--who", "Tester")
    _gehoord("analyse", "corpora/klein", "--out", two, "--since", one)
    for edition in ("openbaar", "projectteam"):
        _gehoord("report", two, "--edition", edition, "--format", "all")
    for command in ("bouwstenen", "reactienota"):
        _gehoord(command, two)
    _gehoord("export", two, "--qdpx", two / "run.qdpx")
    _gehoord("compare", one, two, "--out", "reports/klein/compare", "--format", "all")
    _gehoord("train", "corpora/klein", "--name", "proef")
    before = _holding(tmp_path)
    assert len([name for name in before if name.startswith("reports/")]) >= 8, before
    with (two / "tables" / "responses.csv").open(encoding="utf-8", newline="") as lines:
        who = next(row for row in csv.DictReader(lines) if PIECES[0] in row["text"])
    told = json.loads(_gehoord("vergeet", "klein", "--deelnemer", who["respondent_id"], "--json"))
    after = _holding(tmp_path)
    print(f"files that held her words: {len(before)}, after: {sorted(after)}")
    assert set(told["runs"]) == {"een", "twee"}
    assert all(of["mensen"][0] - of["mensen"][1] == 1 for of in told["runs"].values())
    assert any("report" in name and "openbaar" in name for name in told["published"])
    inputs = ["corpora/klein/ronde-1.csv"]
    told_of = [name for name in after if any(name in line for line in told["left"])]
    assert set(after) - set(told_of) == set(inputs)
    assert all(name.startswith("models/") for name in told_of)
    _gehoord("verify", two)
