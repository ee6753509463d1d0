"""Where gehoord keeps things on disk: atomic writes, locks, hashes and the embedding cache.

Everything here survives being interrupted: a file is either the old one or the new one, never a
half, and the embedding cache keeps what was encoded before the interruption.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.core.cache_folder import cache_dir
from pipeline.core.drafts import draft, put_in_place, sync
from pipeline.core.errors import DataProblem, in_words
from pipeline.core.locale import gettext as _

_READ_BLOCK = 1 << 20  # bytes; a megabyte at a time keeps memory flat for any file
_LOOKUP_BLOCK = 500  # keys in one query; SQLite allows 999 parameters everywhere
BUSY_SECONDS = 60.0  # seconds a second process waits for the first one's write
_UNIT_TOLERANCE = 1e-3  # float32 rounding over 1,024 dimensions stays a hundred times below
_SCHEMA = "CREATE TABLE IF NOT EXISTS vectors (text_sha256 BLOB PRIMARY KEY, vector BLOB NOT NULL)"


def atomic_write_bytes(path: Path, data: bytes) -> None:
    """Write the file whole or not at all; its folder is made when absent.

    The bytes go to a neighbour first and are renamed over the target, so that a reader (or a
    power cut) sees the old file or the new one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with draft(path.parent) as folder:
        new = folder / "new"
        with new.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        put_in_place(new, path)
    sync(path.parent)


def atomic_write_text(path: Path, data: str) -> None:
    """Write the text as UTF-8 with its line ends untouched, whole or not at all."""
    atomic_write_bytes(path, data.encode("utf-8"))


def sha256_file(path: Path) -> str:
    """The SHA-256 of the file's bytes, 64 hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_READ_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def sha256_text(text: str) -> bytes:
    """The SHA-256 of a text, 32 bytes; lone surrogates (broken input) are hashed as they are."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def make_folder(folder: Path) -> None:
    """Make a folder for the cache, for its owner only; a problem with its mend when that fails."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as fault:
        raise DataProblem(
            where=str(folder),
            found=_("the folder cannot be made: {fault}").format(fault=in_words(fault)),
            mend=_("set GEHOORD_CACHE to a folder you may write in"),
        ) from fault


@contextmanager
def locked(path: Path, *, timeout: float = 600.0) -> Iterator[None]:
    """Hold the lock file at ``path``; other processes wait, at most ``timeout`` seconds.

    Raises: DataProblem when another process holds it longer than that.
    """
    from filelock import FileLock, Timeout

    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(path, timeout=timeout):
            yield
    except Timeout as fault:
        raise DataProblem(
            where=str(path),
            found=_("another process has held this lock for too long"),
            mend=_("wait for the other run to end, or stop it"),
        ) from fault


@contextmanager
def opened_cache(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that commits when all went well; no room or no rights becomes a problem."""
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as connection, connection:
            yield connection
    except sqlite3.OperationalError as fault:
        raise DataProblem(
            where=str(path),
            found=_("the cache cannot be used: {fault}").format(fault=fault),
            mend=_("make room there, or set GEHOORD_CACHE to a folder you may write in"),
        ) from fault


def in_blocks(keys: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    """The keys in blocks that fit one query."""
    for first in range(0, len(keys), _LOOKUP_BLOCK):
        yield keys[first : first + _LOOKUP_BLOCK]


class CacheFile:
    """An SQLite file for its owner only, which may always be lost.

    A damaged one is set aside (``.damaged``) and begun again; one that somebody cleaned meanwhile
    is made anew, empty.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        make_folder(path.parent)
        try:
            self._create()
        except sqlite3.DatabaseError:
            self._begin_again()

    def _create(self) -> None:
        """Make the tables that are not there, and read of each; for its owner alone."""
        raise NotImplementedError

    def _begin_again(self) -> None:
        self.path.replace(self.path.with_suffix(".damaged"))
        self._create()

    def _opened(self) -> AbstractContextManager[sqlite3.Connection]:
        if not self.path.is_file():
            make_folder(self.path.parent)
            self._create()
        return opened_cache(self.path)


class EmbeddingCache(CacheFile):
    """Vectors by text, for one encoder at one revision; kept in one SQLite file.

    Holds the SHA-256 of each text and its vector, never the text. Several processes may use it
    at once. A vector that was put is there after an interruption. SQLite is used because it gives
    all three, stores plain bytes (nothing that executes when read), and finds 1 in 100,000
    without reading the others. Vectors tell something of their texts: the file has mode 0600.

    Args: name, revision and dim of the encoder; folder for the file, by default
        ``cache_dir()/embeddings``.
    """

    def __init__(self, name: str, revision: str, dim: int, *, folder: Path | None = None) -> None:
        self.dim = dim
        key = hashlib.sha256(f"{name}\n{revision}\n{dim}".encode()).hexdigest()[:16]
        plain = "".join(char if char.isalnum() or char in "-." else "-" for char in name)[-60:]
        super().__init__((folder or cache_dir() / "embeddings") / f"{plain}-{key}.sqlite")

    def get(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors (dim,) of those texts that are known, by text."""
        by_hash = {sha256_text(text): text for text in texts}
        rows: list[tuple[bytes, bytes]] = []
        try:
            with self._opened() as connection:
                for block in in_blocks(list(by_hash)):
                    marks = ",".join("?" * len(block))  # nothing but question marks is put in
                    query = (
                        f"SELECT text_sha256, vector FROM vectors WHERE text_sha256 IN ({marks})"  # noqa: S608
                    )
                    rows += connection.execute(query, block)
        except sqlite3.DatabaseError:  # damaged since it was opened
            self._begin_again()
            return {}
        vectors = {by_hash[key]: np.frombuffer(blob, dtype="<f4") for key, blob in rows}
        # what is no unit vector any more is made again
        return {
            text: vector
            for text, vector in vectors.items()
            if vector.shape == (self.dim,) and abs(float(vector @ vector) - 1) < _UNIT_TOLERANCE
        }

    def put(self, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        """Keep these vectors (dim,) by text; on disk when this returns.

        Raises: ValueError for a vector of another length; then none is kept.
        """
        if any(vector.shape != (self.dim,) for vector in vectors.values()):
            raise ValueError(f"a vector is not {self.dim} long")
        rows = [
            (sha256_text(text), vector.astype("<f4").tobytes()) for text, vector in vectors.items()
        ]
        with self._opened() as connection:
            connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)

    def __len__(self) -> int:
        with self._opened() as connection:
            return int(connection.execute("SELECT count(*) FROM vectors").fetchone()[0])

    def _create(self) -> None:
        with opened_cache(self.path) as connection:
            connection.execute(_SCHEMA)
            connection.execute("SELECT text_sha256 FROM vectors LIMIT 1").fetchone()
        self.path.chmod(0o600)


def now() -> str:
    """This moment as it is stored, ISO 8601 with its zone."""
    return datetime.now().astimezone().isoformat("T", "seconds")
