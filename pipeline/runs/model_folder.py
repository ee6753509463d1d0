"""The folder of a trained model: its files and its card, and that nothing of it was changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.core import store
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _

CARD, READABLE, THEMES_FILE, NUMBERS, TERMS = (
    "card.json", "card.md", "themes.csv", "centres.safetensors", "themes.json",
)  # fmt: skip
_OURS = (READABLE, THEMES_FILE, NUMBERS, TERMS)
_BIGGEST = 1 << 30  # bytes of one file; 60 themes of the default encoder take two megabytes
FORMAT = 1  # of the folder; raised when an older gehoord could not read it
_BIGGEST_CARD = 1 << 24  # bytes; it is read before anything of it can be trusted
_NEEDED = ("format", "name", "version", "encoder", "files", "digest")


def write_card(folder: Path, facts: Mapping[str, Any]) -> None:
    """Put a card into the folder: these facts, the hash of every other file, and its own."""
    files = {file: store.sha256_file(folder / file) for file in _files(folder)}
    card = {**facts, "format": FORMAT, "files": files}
    card["digest"] = _digest(card)
    (folder / CARD).write_bytes(_card_bytes(card))


def _card_bytes(card: Mapping[str, Any]) -> bytes:
    """The one way in which a card is written, so that no byte of it can differ unseen."""
    text = json.dumps(card, ensure_ascii=False, indent=1, sort_keys=True)
    return (text + "\n").encode("utf-8")


def _files(folder: Path) -> list[str]:
    """Everything in the folder but the card, as paths with '/'."""
    files = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    return sorted({path.relative_to(folder).as_posix() for path in files} - {CARD})


def _digest(card: Mapping[str, Any]) -> str:
    """SHA-256 of the card without its own digest: it holds the hash of every other file."""
    rest = {key: value for key, value in card.items() if key != "digest"}
    return hashlib.sha256(json.dumps(rest, ensure_ascii=True, sort_keys=True).encode()).hexdigest()


def verify(folder: Path) -> Mapping[str, Any]:
    """Hold every file against the card; return the card. Raises: DataProblem."""
    card = _card(folder)
    for name in card["files"]:
        parts = Path(name).parts
        if Path(name).is_absolute() or ".." in parts or "\\" in name or ":" in name:
            raise broken(folder, _("a path leads out of the folder: {fault}"), name)
    there = _files(folder)
    for name in there:
        if (folder / name).is_symlink() or not (folder / name).is_file():
            raise broken(folder, _("a path leads out of the folder: {fault}"), name)
    for name in sorted((set(there) ^ set(card["files"])) | (set(_OURS) - set(there))):
        raise broken(folder, _("a file was added or taken away: {fault}"), name)
    for name, expected in sorted(card["files"].items()):
        path = folder / name
        if path.stat().st_size > _BIGGEST or store.sha256_file(path) != expected:
            raise broken(folder, _("a file was altered after training: {fault}"), name)
    return card


def _card(folder: Path) -> dict[str, Any]:
    """The card of a trained model. Raises: DataProblem for one that is altered, broken or newer."""
    path = folder / CARD
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise broken(folder, _("a path leads out of the folder: {fault}"), CARD)
    if path.is_file() and path.stat().st_size > _BIGGEST_CARD:
        raise broken(folder, _("a file was altered after training: {fault}"), CARD)
    try:
        written = path.read_bytes()
        card = json.loads(written.decode("utf-8"))
        if not isinstance(card, dict):
            raise ValueError(type(card).__name__)
        lacking = [key for key in _NEEDED if key not in card]
        files = card["files"] if not lacking else {}
    except (OSError, ValueError, TypeError, RecursionError) as fault:
        raise broken(folder, _("its card.json cannot be read ({fault})"), fault) from fault
    if isinstance(card.get("format"), int) and card["format"] > FORMAT:
        raise DataProblem(
            where=str(folder),
            found=_("this model was made by a newer gehoord ({version})").format(
                version=card.get("versions", {}).get("gehoord", "?")
            ),
            expected=_("format {format} or older").format(format=FORMAT),
            mend=_("update gehoord, or train the model anew here"),
        )
    whole = not lacking and isinstance(files, dict) and card["digest"] == _digest(card)
    if not whole or written != _card_bytes(card):
        raise broken(folder, _("a file was altered after training: {fault}"), CARD)
    return dict(card)


def broken(folder: Path, found: str, fault: object) -> DataProblem:
    """What is wrong with a folder that is not as it was written."""
    return DataProblem(
        where=str(folder),
        found=found.format(fault=fault),
        expected=_("the folder as 'gehoord train' wrote it"),
        mend=_("put the original back, or train the model anew"),
    )
