"""What is kept on disk is whole, private and survives an interruption."""

from __future__ import annotations

import hashlib
import multiprocessing
import sqlite3
import stat
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from pipeline.core import store
from pipeline.core.cache_folder import cache_dir
from pipeline.core.errors import DataProblem
from pipeline.core.store import EmbeddingCache

SECRET = "Mijn dochter zit al een jaar thuis"


def vector(seed: int, dim: int = 4) -> np.ndarray:
    values = np.random.default_rng(seed).normal(size=dim).astype(np.float32)
    return values / np.linalg.norm(values)


def cache_in(folder: Path, name: str = "e", revision: str = "1") -> EmbeddingCache:
    return EmbeddingCache(name, revision, 4, folder=folder)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "new" / "report.html"
    store.atomic_write_text(target, "één\r\nregel")
    assert target.read_bytes() == "één\r\nregel".encode()
    with pytest.raises(UnicodeEncodeError):
        store.atomic_write_text(target, "half \ud800")
    assert target.read_bytes() == "één\r\nregel".encode()
    assert [path.name for path in target.parent.iterdir()] == ["report.html"]


def test_an_interrupted_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.txt"
    store.atomic_write_text(target, "old")

    def interrupted(_handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(store.os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        store.atomic_write_text(target, "new")
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_the_hash_of_a_file_is_its_sha256(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x" * 3_000_000)
    assert store.sha256_file(path) == hashlib.sha256(b"x" * 3_000_000).hexdigest()


def test_the_cache_folder_is_where_the_user_wants_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEHOORD_CACHE", str(tmp_path / "here"))
    assert cache_dir() == tmp_path / "here"
    monkeypatch.delenv("GEHOORD_CACHE")
    assert cache_dir().name == "gehoord"


def test_a_vector_comes_back_bit_for_bit(tmp_path: Path) -> None:
    cache_in(tmp_path).put({SECRET: vector(1), "ander": vector(2)})
    found = cache_in(tmp_path).get(["onbekend", SECRET])
    assert list(found) == [SECRET]
    assert found[SECRET].tobytes() == vector(1).tobytes()


def test_more_texts_than_one_query_holds_are_all_found(tmp_path: Path) -> None:
    texts = {f"tekst {i}": vector(i) for i in range(1234)}
    cache = cache_in(tmp_path)
    cache.put(texts)
    assert cache.get(list(texts)).keys() == texts.keys()
    assert len(cache) == 1234


def test_another_encoder_or_revision_finds_nothing(tmp_path: Path) -> None:
    cache_in(tmp_path).put({"a": vector(1)})
    assert cache_in(tmp_path, revision="2").get(["a"]) == {}
    assert cache_in(tmp_path, name="f").get(["a"]) == {}


def test_no_text_is_in_the_cache_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    cache = cache_in(tmp_path / "c")
    cache.put({SECRET: vector(1)})
    content = b"".join(path.read_bytes() for path in (tmp_path / "c").iterdir())
    assert hashlib.sha256(SECRET.encode()).digest() in content
    assert SECRET.encode() not in content
    assert b"dochter" not in content
    assert stat.S_IMODE(cache.path.stat().st_mode) == 0o600


def test_a_vector_of_the_wrong_length_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not 4 long"):
        cache_in(tmp_path).put({"a": vector(1, dim=5)})


def test_a_damaged_cache_is_set_aside_and_begun_again(tmp_path: Path) -> None:
    path = cache_in(tmp_path).path
    path.write_bytes(b"no database at all" * 100)
    cache = cache_in(tmp_path)
    assert cache.get(["a"]) == {}
    cache.put({"a": vector(1)})
    assert len(cache) == 1
    assert path.with_suffix(".damaged").is_file()


def test_damage_that_comes_later_is_set_aside_too(tmp_path: Path) -> None:
    cache = cache_in(tmp_path)
    cache.put({"a": vector(1)})
    cache.path.write_bytes(b"no database at all" * 100)
    assert cache.get(["a"]) == {}
    cache.put({"a": vector(1)})
    assert list(cache.get(["a"])) == ["a"]


def test_a_vector_that_is_no_longer_one_is_not_handed_out(tmp_path: Path) -> None:
    cache = cache_in(tmp_path)
    cache.put({"a": vector(1), "b": vector(2), "c": vector(3)})
    wrong = (
        np.full(4, np.nan, "<f4").tobytes(),
        (vector(2) * 3).tobytes(),
        vector(3).tobytes()[:8],
    )
    with sqlite3.connect(cache.path) as connection:
        for text, blob in zip("abc", wrong, strict=True):
            key = hashlib.sha256(text.encode()).digest()
            connection.execute("UPDATE vectors SET vector = ? WHERE text_sha256 = ?", (blob, key))
    assert cache.get(["a", "b", "c"]) == {}
    cache.put({"a": vector(1)})
    assert list(cache.get(["a", "b"])) == ["a"], "a mended vector takes the place of the wrong one"


def test_a_folder_that_cannot_be_made_is_a_problem_with_a_mend(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DataProblem) as caught:
        cache_in(tmp_path / "file" / "cache")
    assert "GEHOORD_CACHE" in caught.value.mend


def test_a_failed_put_keeps_nothing_of_it(tmp_path: Path) -> None:
    cache = cache_in(tmp_path)
    with sqlite3.connect(cache.path) as connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON vectors WHEN (SELECT count(*) FROM vectors) = 2 "
            "BEGIN SELECT raise(ABORT, 'full'); END"
        )
    with pytest.raises(sqlite3.IntegrityError):
        cache.put({str(i): vector(i) for i in range(3)})
    assert len(cache) == 0


def _put_many(folder: Path, first: int) -> int:
    for i in range(first, first + 50):
        cache_in(folder).put({f"tekst {i}": vector(i)})
    return first


def test_several_processes_write_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        list(pool.map(_put_many, [tmp_path] * 2, [0, 25]))
    cache = cache_in(tmp_path)
    assert len(cache) == 75
    assert cache.get(["tekst 74"])["tekst 74"].tobytes() == vector(74).tobytes()


def test_a_lock_that_is_held_is_a_problem_with_a_mend(tmp_path: Path) -> None:
    lock = tmp_path / "x.lock"
    with store.locked(lock), pytest.raises(DataProblem) as caught, store.locked(lock, timeout=0.1):
        pass
    assert caught.value.mend


def test_a_cache_that_is_cleaned_while_a_run_uses_it_goes_on_empty(tmp_path: Path) -> None:
    cache = cache_in(tmp_path / "vectors")
    cache.put({"eerste": vector(1)})
    cache.path.unlink()
    cache.path.parent.rmdir()
    assert cache.get(["eerste"]) == {}
    cache.put({"tweede": vector(2)})
    assert list(cache_in(tmp_path / "vectors").get(["eerste", "tweede"])) == ["tweede"]
