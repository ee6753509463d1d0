"""Somebody who has the folder of a run and no key: hundreds of changes, in every kind of file.

Other than in ``test_forgers`` the files are changed as people change them: a number in a cell, a
word in a sentence, a paragraph left out, a file put beside the rest or in another's place.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import io
import json
import os
import random
import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from pipeline.core.errors import DataProblem, DataProblems
from pipeline.findings.records import EDITIONS
from pipeline.report.rendering import render, report_settings
from pipeline.runs.folder import load_run, save_run
from pipeline.runs.rendered import Recipe, keep_rendered, read_rendered
from pipeline.runs.seal import secret_of
from pipeline.runs.verify import verify_run
from pipeline.runs.verify_files import check_reports, check_seal
from tests.report.example import example
from tests.runs.test_verify_files import holding, keyed_corpus

pytestmark = pytest.mark.slow

FORMATS = ("html", "docx", "xlsx", "json", "svg")
Change = Callable[[bytes, random.Random], bytes]


@dataclasses.dataclass(frozen=True)
class Place:
    """A sealed run with every edition and its pictures, and the corpus that holds the key."""

    run: Path
    corpus: Path
    reports: Mapping[str, Mapping[str, bytes]]


@pytest.fixture(scope="module")
def place(voorbeeld: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("tampering")
    corpus = keyed_corpus(folder)
    secret = secret_of(corpus)
    save_run(holding(example(voorbeeld, keep=20), corpus), folder / "run", secret=secret)
    run = load_run(folder / "run")
    reports: dict[str, Mapping[str, bytes]] = {}
    for edition in EDITIONS:
        reports[edition] = render(
            run, report_settings(run.record.settings), "nl", edition=edition, formats=FORMATS
        )
        for name, data in reports[edition].items():
            (folder / "run" / name).parent.mkdir(exist_ok=True)
            (folder / "run" / name).write_bytes(data)
        keep_rendered(folder / "run", reports[edition], Recipe(edition), secret=secret)
    return Place(folder / "run", corpus, reports)


def _looked(place: Place, run: Path, *, key: bool) -> tuple[bool, str]:
    """Whether a fault was found, and what was said to be unlooked at."""
    corpus = place.corpus if key else None

    def again(recipe: Recipe, endings: frozenset[str]) -> Mapping[str, bytes]:
        return place.reports.get(recipe.edition, {})

    try:
        analysis = load_run(run)
        for outcomes in (check_seal(run, analysis, corpus), check_reports(run, again, corpus)):
            if any(outcome.fault for outcome in outcomes):
                return True, ""
        whole = verify_run(analysis, run, again, corpus)
        return not whole.holds, "\n".join(whole.unchecked)
    except (DataProblem, DataProblems):
        return True, ""


def _in_text(data: bytes, change: Callable[[str], str]) -> bytes:
    return change(data.decode("utf-8")).encode("utf-8")


def _number(data: bytes, draw: random.Random) -> bytes:
    """One more or less of something that is counted."""
    places = list(re.finditer(rb"(?<![\w#.-])\d{1,3}(?![\w.-])", data)) or list(
        re.finditer(rb"\d+", data)
    )
    if not places:  # an empty table: somebody writes a row into it
        return data + b"1,2,3\n"
    at = draw.choice(places)
    other = str(int(at.group()) + draw.choice((1, 10))).encode()
    return data[: at.start()] + other + data[at.end() :]


def _negated(data: bytes, draw: random.Random) -> bytes:
    """ "niet" and "wel" in each other's place; where neither is, a word left out."""
    places = list(re.finditer(rb"\b(?:niet|geen|wel)\b", data))
    if not places:
        places = list(re.finditer(rb"(?<=[a-z] )[a-z]{4,}(?= [a-z])", data))
    if not places:
        return _number(data, draw)
    at = draw.choice(places)
    other = {b"niet": b"wel", b"wel": b"niet", b"geen": b"een"}.get(at.group(), b"")
    return data[: at.start()] + other + data[at.end() :]


def _cut(data: bytes, draw: random.Random) -> bytes:
    return data[: draw.randrange(len(data) // 2, len(data) - 2)]


def _longer(data: bytes, draw: random.Random) -> bytes:
    return data + draw.choice((b"\n", b" ", b"\x00", b"<!-- nagekeken -->", b"\r\n"))


def _empty(data: bytes, draw: random.Random) -> bytes:
    return b""


def _with_mark(data: bytes, draw: random.Random) -> bytes:
    return b"\xef\xbb\xbf" + data


def _other_lines(data: bytes, draw: random.Random) -> bytes:
    """Saved by an editor that ends its lines otherwise."""
    changed = data.replace(b"\n", b"\r\n") if b"\r\n" not in data else data.replace(b"\r\n", b"\n")
    return changed if changed != data else data + b"\n"


def _one_line_less(data: bytes, draw: random.Random) -> bytes:
    lines = data.split(b"\n")
    if len(lines) < 3:
        return _cut(data, draw)
    del lines[draw.randrange(1, len(lines) - 1)]
    return b"\n".join(lines)


def _twice_the_key(data: bytes, draw: random.Random) -> bytes:
    """A word of a record given twice: readers take the last."""
    key = draw.choice(re.findall(rb'\n ("[a-z_]+"): ', data) or [b'"title"'])
    return data.rstrip().removesuffix(b"}") + b", " + key + b': "iets anders"}\n'


def _script(data: bytes, draw: random.Random) -> bytes:
    """What the page says changed by what runs in it, or hidden by how it looks."""
    what = draw.choice(
        (
            b"<script>document.title='Alle ouders zijn tevreden'</script>",
            b"<style>section{display:none}</style>",
            b'<p style="position:fixed">Alle ouders zijn tevreden</p>',
        )
    )
    return data.replace(b"</body>", what + b"</body>", 1)


def _zipped(change: Change, wanted: str) -> Change:
    """The same inside a zip, packed again."""

    def within(data: bytes, draw: random.Random) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
            names = [name for name in old.namelist() if re.search(wanted, name)]
            chosen = draw.choice(names)
            for part in old.infolist():
                content = old.read(part)
                new.writestr(part, change(content, draw) if part.filename == chosen else content)
        return out.getvalue()

    return within


def _one_part_more(data: bytes, draw: random.Random) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as parts:
        parts.writestr(draw.choice(("customXml/item9.xml", "word/vbaProject.bin", "leesmij")), b"x")
    return out.getvalue()


def _zip_comment(data: bytes, draw: random.Random) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as parts:
        parts.comment = b"nagekeken door de bestuurder"
    return out.getvalue()


ANY: tuple[Change, ...] = (_number, _negated, _cut, _longer, _empty, _with_mark, _other_lines)
CHANGES: Mapping[str, tuple[Change, ...]] = {
    ".html": (*ANY, _one_line_less, _script),
    ".json": (*ANY, _one_line_less, _twice_the_key),
    ".csv": (*ANY, _one_line_less),
    ".svg": (*ANY, _script),
    ".txt": (_cut, _longer, _empty, _with_mark),
    ".docx": (
        _zipped(_number, r"document\.xml$"), _zipped(_negated, r"document\.xml$"),
        _zipped(_one_line_less, r"\.xml$"), _one_part_more, _zip_comment, _cut, _longer, _empty,
    ),
    ".xlsx": (
        _zipped(_number, r"sheet\d+\.xml$"), _zipped(_negated, r"(?:sheet\d+|sharedStrings)\.xml$"),
        _zipped(_number, r"workbook\.xml$"), _one_part_more, _zip_comment, _cut, _longer, _empty,
    ),
}  # fmt: skip


def _changes(run: Path, seed: int) -> Iterator[tuple[str, str, Callable[[Path], None]]]:
    """Kind of file, what is done, and how; every kind of change in files of every kind."""
    draw = random.Random(seed)
    files = sorted(path.relative_to(run).as_posix() for path in run.rglob("*") if path.is_file())
    for name in files:
        ending = Path(name).suffix
        kind = "plan" if name == "plan.json" else "record" if "/" not in name else "pictures"
        kind = "tables" if name.startswith("tables") else kind
        kind = ending[1:] if name.startswith("report") else kind
        for change in CHANGES[ending]:

            def alter(folder: Path, name: str = name, change: Change = change) -> None:
                path = folder / name
                before = path.read_bytes()
                after = change(before, random.Random(draw.randrange(1 << 30)))
                path.write_bytes(after if after != before else before + b"#")

            yield kind, f"{name}: {change.__name__}", alter


BESIDE = (  # put into the folder for somebody to open instead of what the run wrote
    "report-bestuur-definitief.html", "report.htm", "Report.html", "REPORT-OPENBAAR.DOCX",
    "report-openbaar.odt", "report.pdf", "report-deelnemers.doc", "report.md", "report.txt",
    "report.html.bak", "report-openbaar", "reports.html", "report/index.html",
    "tables/themes-definitief.csv", "tables/themes.xlsx", "tables/coverage.parquet",
    "pictures-openbaar/themes-2.svg", "pictures/themes.png", "pictures-bestuur/leesmij.html",
)  # fmt: skip


def _moved(run: Path) -> Iterator[tuple[str, str, Callable[[Path], None]]]:
    """Files gone, under another's name, or links to what lies elsewhere."""
    files = sorted(path.relative_to(run).as_posix() for path in run.rglob("*") if path.is_file())
    for name in files:
        if name == "rendered.json":
            continue  # in `test_forgers`
        yield "gone", name, lambda folder, name=name: (folder / name).unlink()
    for edition in EDITIONS:
        for ending in ("html", "docx", "xlsx", "json"):
            tail = "" if edition == "projectteam" else f"-{edition}"
            source = "report-openbaar" if edition != "openbaar" else "report"

            def swap(folder: Path, a: str = f"report{tail}.{ending}",
                     b: str = f"{source}.{ending}") -> None:  # fmt: skip
                shutil.copy(folder / b, folder / a)

            yield "another edition's", f"{edition}.{ending}", swap
    for name in BESIDE:

        def put(folder: Path, name: str = name) -> None:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(b"<p>Alle ouders zijn tevreden.</p>")

        yield "beside the rest", name, put
    if os.name == "posix":
        for name in ("report.html", "tables/themes.csv", "plan.json", "run.json"):

            def link(folder: Path, name: str = name) -> None:
                other = folder.parent / f"elders-{Path(name).name}"
                other.write_bytes(_number((folder / name).read_bytes(), random.Random(7)))
                (folder / name).unlink()
                (folder / name).symlink_to(other)

            yield "a link", name, link


def _mended(run: Path, before: Mapping[str, str]) -> None:
    """Every hash that the run keeps of its files made right again, by who has no key."""
    digests = {
        path.relative_to(run).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in run.rglob("*")
        if path.is_file()
    }
    changed = {name for name in digests if before.get(name) not in (None, digests[name])}
    notes = json.loads((run / "rendered.json").read_text("utf-8"))
    for name in changed & notes.keys():
        notes[name]["sha256"] = digests[name]
    (run / "rendered.json").write_text(json.dumps(notes, indent=1), "utf-8")
    facts = json.loads((run / "run.json").read_text("utf-8"))
    for name in changed:
        if name.startswith("tables/") and Path(name).stem in facts["tables"]:
            facts["tables"][Path(name).stem] = digests[name]
        if name == "plan.json":
            facts["plan"] = digests[name]
    (run / "run.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _file_of(what: str) -> str:
    return what.partition(":")[0]


def _without_meaning(before: Path, after: Path) -> bool:
    """Nothing but the notes or the seal's file was changed, or the record by a space at its end.

    Every report and table is as the run wrote it and was found to be so.
    """
    names = {path.relative_to(before) for path in before.rglob("*") if path.is_file()}
    if names != {path.relative_to(after) for path in after.rglob("*") if path.is_file()}:
        return False
    other = {
        name.as_posix() for name in names
        if (before / name).read_bytes().split() != (after / name).read_bytes().split()
    }  # fmt: skip
    return other <= {"rendered.json"}


def _tried(
    place: Place, folder: Path, some: int, *, key: bool, mend: bool
) -> tuple[Counter[str], list[str]]:
    """What was tried by kind, and what was not found."""
    before = {
        path.relative_to(place.run).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in place.run.rglob("*")
        if path.is_file()
    }
    tried, missed = Counter[str](), []
    every = [*_changes(place.run, some), *_moved(place.run)]
    share = int(os.environ.get("GEHOORD_TAMPERING", "7"))  # one in so many; 1 tries them all
    for number, (kind, what, change) in enumerate(every):
        if number % share != some % share:
            continue
        run = folder / "run"
        shutil.copytree(place.run, run)
        change(run)
        record = (run / "run.json").read_bytes() if (run / "run.json").is_file() else b""
        if mend and record and what.startswith(("tables/", "plan.json", "report", "pictures")):
            with contextlib.suppress(KeyError, ValueError, FileNotFoundError):
                _mended(run, before)
        tried[kind] += 1
        found, unlooked = _looked(place, run, key=key)
        # Without the key the record's seal cannot be looked at, and verify says so
        sealed_only = not key and unlooked and _file_of(what) in ("run.json", "seal.txt")
        if not found and not sealed_only and not _without_meaning(place.run, run):
            missed.append(f"{kind}: {what}")
        shutil.rmtree(run)
    return tried, missed


def test_a_run_that_nobody_touched_holds(place: Place) -> None:
    assert len(read_rendered(place.run)) >= 20
    assert _looked(place, place.run, key=True) == (False, "")


@pytest.mark.parametrize("key", [True, False], ids=["with the key", "without the key"])
def test_what_somebody_changes_without_mending_a_hash_is_found(
    place: Place, tmp_path: Path, key: bool
) -> None:
    tried, missed = _tried(place, tmp_path, 1 + key, key=key, mend=False)
    print(f"tried: {sum(tried.values())}, missed: {len(missed)}", dict(tried), *missed, sep="\n")
    assert sum(tried.values()) >= 50
    assert missed == []


def test_with_the_key_at_hand_it_is_found_though_every_hash_was_mended(
    place: Place, tmp_path: Path
) -> None:
    tried, missed = _tried(place, tmp_path, 3, key=True, mend=True)
    print(f"tried: {sum(tried.values())}, missed: {len(missed)}", dict(tried), *missed, sep="\n")
    assert sum(tried.values()) >= 50
    assert missed == []
