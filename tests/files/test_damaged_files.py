"""Any file may arrive damaged: that is a fault with a mend, never a crash."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from pipeline.corpus.corpus import check_corpus
from tests.files.fuzz import outcome
from tests.files.make_files import corpus_of
from tests.files.nasty import BUILDERS

BIG = {name for name in BUILDERS if "endless" in name or "thousand" in name or "bomb" in name}
TEXTS = (".docx", ".odt", ".pdf", ".txt", ".md")
MUTATIONS = 12  # per file; 40 per file were run when this was written


def mutated(raw: bytes, rng: random.Random) -> bytes:
    found = bytearray(raw)
    for _n in range(rng.choice([1, 3, 10, 40])):
        if not found:
            break
        at, choice = rng.randrange(len(found)), rng.random()
        if choice < 0.5:
            found[at] = rng.randrange(256)
        elif choice < 0.7:
            del found[at : at + rng.randrange(1, 50)]
        elif choice < 0.9:
            found[at:at] = rng.randbytes(rng.randrange(1, 20))
        else:
            del found[at:]
    return bytes(found)


def mutated_part(raw: bytes, rng: random.Random) -> bytes:
    """A sound zip with one damaged XML part: what the XML readers then see."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except zipfile.BadZipFile:
        return mutated(raw, rng)
    name = rng.choice(sorted(one for one in parts if one.endswith(".xml")))
    parts[name] = mutated(parts[name], rng)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for one, content in parts.items():
            archive.writestr(one, content)
    return target.getvalue()


def damaged(name: str, folder: Path, times: int) -> int:
    """Read the file damaged in so many ways; returns how often it was a fault."""
    BUILDERS[name](folder / name)
    (path,) = folder.iterdir()
    corpus_of(folder, path.name, kind="meeting" if path.suffix in TEXTS else "survey")
    raw, rng, faults = path.read_bytes(), random.Random(name), 0
    for _n in range(times):
        change = mutated_part if rng.random() < 0.5 else mutated
        path.write_bytes(change(raw, rng))
        problems = check_corpus(folder).problems
        assert all(one.where and one.found for one in problems)
        faults += bool(problems)
    return faults


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(BUILDERS) - BIG))
def test_a_damaged_file_never_crashes_the_reader(name: str, tmp_path: Path) -> None:
    damaged(name, tmp_path, MUTATIONS)


FINDS = sorted((Path(__file__).parent / "finds").iterdir())


@pytest.mark.parametrize("find", FINDS, ids=[path.name for path in FINDS])
def test_what_the_fuzzer_found_is_a_fault_now(find: Path, tmp_path: Path) -> None:
    path = tmp_path / f"file{find.suffix}"
    path.write_bytes(find.read_bytes())
    assert outcome(path) == ""


def test_the_fuzzer_sees_a_reader_that_gives_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Able to fail: an exception that is no fault has a place in the code."""
    monkeypatch.setattr("pipeline.corpus.readers.size_problem", lambda path, where: 1 // 0)
    (tmp_path / "file.csv").write_text("reactie\nHet busje komt te laat\n", "utf-8")
    assert outcome(tmp_path / "file.csv").startswith("ZeroDivisionError-")


def test_damage_is_told(tmp_path: Path) -> None:
    assert damaged("xlsx_title_block", tmp_path, 12) >= 4
