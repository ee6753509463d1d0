"""What was worked out per text before, kept by content: the text, and everything that decides.

One SQLite file, for its owner only. A key is a keyed hash of the step (its settings, its code, its
model) and the text, with a secret of this cache, so that a guessed text cannot be looked up in a
copy of the keys. Values never hold what was said unmasked: that is for the steps to see to, and a
test does. Several processes may use it at once; a damaged file is set aside and begun again.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import time
import zlib
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from numpy.typing import NDArray
from safetensors.numpy import load as load_arrays
from safetensors.numpy import save as dump_arrays

from pipeline.core.cache_folder import cache_dir
from pipeline.core.store import BUSY_SECONDS, CacheFile, in_blocks, opened_cache

_KEY_BYTES = 20  # of a hash; two of ten million texts meet with a chance below 1e-33
_WHOLES = 12  # outcomes over all texts together, kept per step: a few corpora, a few plans
_DAY = 86_400  # seconds; use is noted by day, so that reading hardly ever writes
_SCHEMA = """
CREATE TABLE IF NOT EXISTS secret (value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS steps (name TEXT, digest TEXT, parts TEXT, used REAL,
    PRIMARY KEY (name, digest));
CREATE TABLE IF NOT EXISTS whole (key BLOB PRIMARY KEY, step TEXT, used REAL, value BLOB);
CREATE TABLE IF NOT EXISTS work (key BLOB PRIMARY KEY, step TEXT, day INTEGER, value TEXT) WITHOUT ROWID;
"""  # noqa: E501
_MB = 1 << 20
_FOLDERS = ("work", "embeddings", "partitions")  # the last: of a run on a cluster that broke off


@dataclass(frozen=True)
class Step:
    """A piece of work on one text, and all that its outcome depends on beside the text.

    Attributes: parts: what decides, by name, e.g. ``{"code": …, "model": …, "settings": …}``.
    """

    name: str
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Differs as soon as one of the parts does."""
        return hashlib.sha256(
            json.dumps([self.name, sorted(self.parts.items())]).encode()
        ).hexdigest()


class WorkCache(CacheFile):
    """Outcomes of steps by text. Args: folder for the file, by default ``cache_dir()/work``."""

    def __init__(self, *, folder: Path | None = None) -> None:
        self._secret = b""  # kept for a file that is cleaned while it is in use
        super().__init__((folder or cache_dir() / "work") / "work.sqlite")

    def get(self, step: Step, texts: Sequence[str]) -> dict[str, str]:
        """The outcomes that are known, by text."""
        by_key = {self._key(step, text): text for text in texts}
        today = int(time.time() // _DAY)
        values: dict[str, str] = {}
        with self._opened() as connection:
            for block in in_blocks(list(by_key)):
                marks = ",".join("?" * len(block))  # nothing but question marks is put in
                query = f"SELECT key, value, day FROM work WHERE key IN ({marks})"  # noqa: S608
                rows = connection.execute(query, block).fetchall()
                values.update((by_key[key], value) for key, value, _day in rows)
                stale = [(today, key) for key, _value, day in rows if day < today]
                connection.executemany("UPDATE work SET day = ? WHERE key = ?", stale)
        return values

    def put(self, step: Step, outcomes: Mapping[str, str]) -> None:
        """Keep these outcomes by text; on disk when this returns."""
        today = int(time.time() // _DAY)
        rows = [
            (self._key(step, text), step.name, today, value) for text, value in outcomes.items()
        ]
        with self._opened() as connection:
            connection.executemany("INSERT OR REPLACE INTO work VALUES (?, ?, ?, ?)", rows)

    def get_whole(self, step: Step, content: str) -> dict[str, NDArray[Any]] | None:
        """The arrays that came of a step over all texts together. Args: content: a digest."""
        key = self._key(step, content)
        with self._opened() as connection:
            query = "UPDATE whole SET used = ? WHERE key = ? RETURNING value"
            row = connection.execute(query, (time.time(), key)).fetchone()
        return None if row is None else load_arrays(zlib.decompress(row[0]))

    def put_whole(self, step: Step, content: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Keep these arrays, and of this step no more than the twelve used last; numbers only."""
        value = zlib.compress(dump_arrays(dict(arrays)), 1)
        row = (self._key(step, content), step.name, time.time(), value)
        old = (
            "DELETE FROM whole WHERE step = ? AND key NOT IN "
            "(SELECT key FROM whole WHERE step = ? ORDER BY used DESC LIMIT ?)"
        )
        with self._opened() as connection:
            connection.execute("INSERT OR REPLACE INTO whole VALUES (?, ?, ?, ?)", row)
            connection.execute(old, (step.name, step.name, _WHOLES))

    def note(self, step: Step) -> None:
        """Remember that this step ran as it is now, for ``changed_since``."""
        row = (step.name, step.digest, json.dumps(dict(step.parts)), time.time())
        with self._opened() as connection:
            connection.execute("INSERT OR REPLACE INTO steps VALUES (?, ?, ?, ?)", row)

    def changed_since(self, step: Step) -> list[str] | None:
        """Names of the parts that differ from the step's last run; None when it never ran."""
        query = "SELECT parts FROM steps WHERE name = ? ORDER BY used DESC LIMIT 1"
        with self._opened() as connection:
            row = connection.execute(query, (step.name,)).fetchone()
        if row is None:
            return None
        before: dict[str, str] = json.loads(row[0])
        names = sorted({*before, *step.parts})
        return [name for name in names if before.get(name) != step.parts.get(name)]

    def sealed(self, text: str) -> str:
        """A digest that nobody can guess a text by who has no secret of this cache."""
        return self._key(Step("sealed"), text).hex()

    def sizes(self) -> dict[str, tuple[int, int]]:
        """Per step: outcomes kept, and characters in them."""
        query = (
            "SELECT step, count(*), sum(length(value)) FROM (SELECT step, value FROM work "
            "UNION ALL SELECT step, value FROM whole) GROUP BY step ORDER BY step"
        )
        with self._opened() as connection:
            return {str(name): (int(n), int(size)) for name, n, size in connection.execute(query)}

    def bound(self, megabytes: float) -> int:
        """Drop what was used longest ago until the file is no larger. Returns: outcomes dropped."""
        dropped = 0
        while self.path.stat().st_size > megabytes * _MB and self.sizes():
            with self._opened() as connection:
                query = (
                    "DELETE FROM work WHERE key IN (SELECT key FROM work ORDER BY day, key LIMIT "
                    "(SELECT 1 + count(*) / 4 FROM work))"
                )
                dropped += connection.execute(query).rowcount
                dropped += connection.execute("DELETE FROM whole").rowcount  # made again in seconds
            with closing(sqlite3.connect(self.path, timeout=BUSY_SECONDS)) as connection:
                connection.execute("VACUUM")
        return dropped

    def _key(self, step: Step, text: str) -> bytes:
        content = f"{step.digest}\n{text}".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(content, digest_size=_KEY_BYTES, key=self._secret).digest()

    def _create(self) -> None:
        with opened_cache(self.path) as connection:
            connection.executescript(_SCHEMA)
            connection.execute("BEGIN IMMEDIATE")  # two first runs at once agree on one secret
            row = connection.execute("SELECT value FROM secret").fetchone()
            if row is None:
                row = (self._secret or os.urandom(32),)
                connection.execute("INSERT INTO secret VALUES (?)", row)
        self.path.chmod(0o600)
        self._secret = bytes(row[0])


def kept(folder: Path) -> dict[str, Any]:
    """Work per step, and the files of vectors, with their sizes in MB."""
    steps = {name: (n, round(size / _MB, 1)) for name, (n, size) in WorkCache().sizes().items()}
    files = {
        path.relative_to(folder).as_posix(): round(path.stat().st_size / _MB, 1)
        for path in _files(folder)
    }
    return {"folder": str(folder), "steps": steps, "files": files}


def _files(folder: Path) -> list[Path]:
    """What this command may drop: work and vectors, never an encoder that was fetched."""
    paths = [path for name in _FOLDERS for path in (folder / name).glob("*")]
    return sorted(path for path in paths if path.is_file())


def bounded(folder: Path, megabytes: float) -> int:
    """Drop until all that is kept is no larger. Returns: outcomes and files dropped.

    Work goes first, what was used longest ago before the rest; then whole files of vectors, the
    one written longest ago first: to read meaning again costs more than all else.
    """
    most = megabytes * _MB
    vectors = [path for path in _files(folder) if path.name != "work.sqlite"]
    room = most - sum(path.stat().st_size for path in vectors)
    dropped = WorkCache().bound(max(room / _MB, 0.0))
    for path in sorted(vectors, key=lambda path: (path.stat().st_mtime, path.name)):
        if sum(entry.stat().st_size for entry in _files(folder)) > most:
            path.unlink()
            dropped += 1
    return dropped


def emptied(folder: Path) -> int:
    """Drop everything that is kept of earlier work. Returns: files dropped."""
    files = _files(folder)
    for path in files:
        path.unlink()
    return len(files)
