"""The key of a corpus: without it nobody can tell from a mailing list who a pseudonym is.

A hash alone hides nobody: whoever holds the list of addresses hashes them all and compares. So each
corpus has a secret of 32 bytes beside its inputs, and a pseudonym is an HMAC with it. The key never
enters a run; a run's record holds only the SHA-256 of its file, as of every input.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import textwrap
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.drafts import draft, sync
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _

KEY_NAME = ".gehoord-key"
_BYTES = 32


@dataclass(frozen=True)
class Key:
    """What pseudonyms are made with.

    Attributes: state: kept (it stood there), made (now, beside the inputs), passing (not kept).
    """

    secret: bytes
    state: str

    def pseudonym(self, digest: str) -> str:
        """A respondent under a name that says nothing without the key; the same, the same voice."""
        code = hmac.new(self.secret, digest.encode(), hashlib.sha256)
        return f"p{code.hexdigest()[:12]}"


def corpus_key(folder: Path, *, keep: bool) -> Key:
    """The key of the corpus in this folder.

    Args: keep: make one, once, where there is none; else one that serves only now.
    Raises: DataProblem when the key's file holds no key.
    """
    path = folder / KEY_NAME
    if path.is_file():
        return Key(_read(path), "kept")
    secret = secrets.token_bytes(_BYTES)
    if not keep:
        return Key(secret, "passing")
    try:
        written = _write_once(path, f"{_explained()}{secret.hex()}\n".encode())
    except (OSError, DataProblem):  # one may only read there: the work goes on, the run says so
        return Key(secret, "passing")
    return Key(secret, "made") if written else Key(_read(path), "kept")


def _read(path: Path) -> bytes:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        lines = []
    keys = [line.strip() for line in lines if not line.startswith("#") and line.strip()]
    if len(keys) == 1 and re.fullmatch(r"[0-9a-f]{64}", keys[0]):
        return bytes.fromhex(keys[0])
    raise DataProblem(
        where=str(path),
        found=_("this file holds no key for pseudonyms"),
        expected=_("one line of 64 characters 0-9 and a-f, as gehoord wrote it"),
        mend=_("put the file of then back; or remove it, and all respondents get new pseudonyms"),
    )


def _explained() -> str:
    text = _(
        "Key of gehoord for the pseudonyms of this corpus. Keep this file with the exports and do "
        "not share it: whoever has it can check with a list of addresses who wrote what. Without "
        "it everybody gets another pseudonym in a next analysis."
    )
    return "".join(f"# {line}\n" for line in textwrap.wrap(text, 96))


def _write_once(path: Path, content: bytes) -> bool:
    """Write the file whole, for its owner only, unless it is there; whether it was written."""
    with draft(path.parent) as room:
        new = room / "key"
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(new, path)  # of two processes at once, one wins and the other reads its key
        except FileExistsError:
            return False
        except OSError:  # a disk without links
            if path.exists():
                return False
            new.replace(path)
    sync(path.parent)
    return True
