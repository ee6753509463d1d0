"""`gehoord cache` shows what is kept, bounds it and cleans it, and touches nothing else."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from pipeline.cli.cache import cache
from pipeline.core.work_cache import Step, WorkCache, bounded


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GEHOORD_CACHE", str(tmp_path))
    WorkCache().put(Step("mask"), {f"tekst {n}": "x" * 900 for n in range(3_000)})
    (tmp_path / "hub").mkdir()
    (tmp_path / "hub" / "encoder.bin").write_text("fetched")
    return tmp_path


def shown(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_it_shows_how_much_each_step_keeps(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cache(as_json=True)
    found = shown(capsys)
    assert found["folder"] == str(folder)
    assert found["steps"] == {"mask": [3000, 2.6]}


def test_a_bound_drops_what_is_above_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cache(most=1, as_json=True)
    found = shown(capsys)
    assert isinstance(found["dropped"], int) and found["dropped"] > 0
    assert (folder / "work" / "work.sqlite").stat().st_size <= 1 << 20


def test_a_bound_holds_for_vectors_too_and_drops_work_before_them(folder: Path) -> None:
    vectors = folder / "embeddings"
    vectors.mkdir()
    for age, name in enumerate(("new", "old")):
        (vectors / name).write_bytes(b"0" * (1 << 20))
        os.utime(vectors / name, (1_000_000 - age, 1_000_000 - age))
    bounded(folder, 2.5)
    assert WorkCache().path.stat().st_size <= 1 << 19
    assert [path.name for path in sorted(vectors.iterdir())] == ["new", "old"]
    bounded(folder, 1.5)
    assert [path.name for path in vectors.iterdir()] == ["new"]
    assert (folder / "hub" / "encoder.bin").is_file()


def test_cleaning_drops_work_and_leaves_encoders(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cache(clean=True, as_json=True)
    assert shown(capsys)["steps"] == {}
    assert (folder / "hub" / "encoder.bin").is_file()
