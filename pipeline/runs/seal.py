"""A run's seal: whoever alters the record and mends every hash in it still lacks the key.

The key is the one of the corpus, kept beside the inputs and never in a run.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from pathlib import Path

from pipeline.core.errors import DataProblem
from pipeline.core.store import atomic_write_text
from pipeline.corpus.keys import corpus_key

SEAL_FILE = "seal.txt"
_FOR = b"gehoord: seal of a run\n"  # the key has another use too: what is made with it differs
_FOR_REPORT = b"gehoord: seal of a report\n"


def secret_of(corpus: Path) -> bytes:
    """The secret in the folder of a corpus; b"" where there is none that can be read."""
    try:
        key = corpus_key(corpus, keep=False)
    except DataProblem:
        return b""
    return key.secret if key.state == "kept" else b""


def put_seal(folder: Path, secret: bytes) -> None:
    """Seal the record in the folder of a run as it stands now; nothing without a secret."""
    if secret:
        atomic_write_text(folder / SEAL_FILE, _seal(folder, secret) + "\n")


def is_sealed(folder: Path) -> bool:
    """Whether a run was sealed when it was made."""
    return (folder / SEAL_FILE).is_file()


def seal_holds(folder: Path, secret: bytes) -> bool:
    """Whether the run's record is the one that was sealed with this secret."""
    try:
        kept = (folder / SEAL_FILE).read_text("ascii").strip()
        return hmac.compare_digest(kept, _seal(folder, secret))
    except (OSError, ValueError):
        return False


def report_seal(folder: Path, note: Mapping[str, object], secret: bytes) -> str:
    """64 hexadecimal digits over the note on one report of the run in this folder; "" without key.

    The record's own seal does not reach the reports: they are written again later, with other
    templates, by other versions. What the run's id is not part of could come from another run.
    """
    if not secret:
        return ""
    try:
        record = json.loads((folder / "run.json").read_text("utf-8"))["record"]
        sealed = json.dumps([record["run_id"], note], sort_keys=True, ensure_ascii=False)
    except (OSError, ValueError, LookupError, TypeError):
        return ""
    return hmac.new(secret, _FOR_REPORT + sealed.encode("utf-8"), hashlib.sha256).hexdigest()


def _seal(folder: Path, secret: bytes) -> str:
    """64 hexadecimal digits over the bytes of run.json."""
    return hmac.new(secret, _FOR + (folder / "run.json").read_bytes(), hashlib.sha256).hexdigest()
