"""Work per text is found again by its text and by all that decides it, and by nothing else."""

from __future__ import annotations

import shutil
import stat
import sys
from pathlib import Path

import pytest

from pipeline.core.work_cache import Step, WorkCache

SPLIT = Step("split", {"code": "a", "split.min_words": "3"})


def test_an_outcome_is_kept_for_another_process_and_another_text_is_unknown(tmp_path: Path) -> None:
    WorkCache(folder=tmp_path).put(SPLIT, {"Meer rust in de klas.": "[1]"})
    again = WorkCache(folder=tmp_path)
    assert again.get(SPLIT, ["Meer rust in de klas.", "Iets anders."]) == {
        "Meer rust in de klas.": "[1]"
    }


@pytest.mark.parametrize(
    "other",
    [
        Step("words", SPLIT.parts),
        Step("split", {"code": "b", "split.min_words": "3"}),
        Step("split", {"code": "a", "split.min_words": "4"}),
    ],
)
def test_another_step_code_or_setting_knows_nothing(other: Step, tmp_path: Path) -> None:
    cache = WorkCache(folder=tmp_path)
    cache.put(SPLIT, {"tekst": "[]"})
    assert cache.get(other, ["tekst"]) == {}


def test_what_changed_since_the_last_run_is_named(tmp_path: Path) -> None:
    cache = WorkCache(folder=tmp_path)
    assert cache.changed_since(SPLIT) is None
    cache.note(SPLIT)
    assert cache.changed_since(SPLIT) == []
    assert cache.changed_since(Step("split", {"code": "a", "split.min_words": "4"})) == [
        "split.min_words"
    ]


def test_a_text_cannot_be_looked_up_in_another_cache_s_keys(tmp_path: Path) -> None:
    keys = set()
    for name in ("mine", "theirs"):
        cache = WorkCache(folder=tmp_path / name)
        keys.add(cache._key(SPLIT, "mijn zoon is ziek"))
        assert b"mijn zoon" not in cache.path.read_bytes()
    assert len(keys) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="modes are not kept there")
def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    assert stat.S_IMODE(WorkCache(folder=tmp_path).path.stat().st_mode) == 0o600


def test_a_damaged_file_is_set_aside_and_begun_again(tmp_path: Path) -> None:
    cache = WorkCache(folder=tmp_path)
    cache.path.write_bytes(b"no database at all" * 100)
    again = WorkCache(folder=tmp_path)
    again.put(SPLIT, {"tekst": "[]"})
    assert again.sizes() == {"split": (1, 2)}
    assert (tmp_path / "work.damaged").is_file()


def test_a_bound_drops_until_the_file_fits(tmp_path: Path) -> None:
    cache = WorkCache(folder=tmp_path)
    cache.put(SPLIT, {f"tekst {n}": "x" * 1000 for n in range(3_000)})
    assert cache.path.stat().st_size > 2 << 20
    dropped = cache.bound(1)
    assert cache.path.stat().st_size <= 1 << 20
    assert 0 < dropped < 3_000
    assert cache.bound(1) == 0


def test_a_cache_that_is_cleaned_while_a_run_uses_it_goes_on_empty(tmp_path: Path) -> None:
    cache = WorkCache(folder=tmp_path / "work")
    cache.put(SPLIT, {"eerste": "[1]"})
    shutil.rmtree(tmp_path / "work")
    assert cache.get(SPLIT, ["eerste"]) == {}
    cache.put(SPLIT, {"tweede": "[2]"})
    assert WorkCache(folder=tmp_path / "work").get(SPLIT, ["eerste", "tweede"]) == {"tweede": "[2]"}
    if sys.platform != "win32":
        assert stat.S_IMODE(cache.path.stat().st_mode) == 0o600
