"""The files that a command writes: each whole or not at all, and said where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.cli.console import say
from pipeline.core.store import atomic_write_bytes


def write_files(folder: Path, files: Mapping[str, bytes | str]) -> None:
    """Write these into a folder by their names, text as UTF-8, and print the path of each."""
    for name, content in files.items():
        data = content.encode("utf-8") if isinstance(content, str) else content
        atomic_write_bytes(folder / name, data)
        say(str(folder / name))
