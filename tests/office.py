"""LibreOffice as a colleague's program: files opened and saved by it, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

# Debian packs the parts apart: `soffice` alone says nothing of whether a sheet can be saved.
STARTERS = {"text": ("soffice",), "sheet": ("localc", "scalc")}


def office(part: str = "text") -> bool:
    """Whether the part of LibreOffice that a test needs is on this machine."""
    return bool(shutil.which("soffice")) and any(map(shutil.which, STARTERS[part]))


def saved_by_libreoffice(
    paths: Iterable[Path], kind: str, folder: Path, *options: str, part: str = "text"
) -> list[Path]:
    """The files as LibreOffice saves them in another format, in one go; skips where it is not."""
    if not office(part):
        pytest.skip(f"LibreOffice ({part}) is not on this machine")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    given = list(paths)
    command = ["soffice", profile, "--headless", *options, "--convert-to", kind]
    subprocess.run(
        [*command, "--outdir", folder, *given], check=True, capture_output=True, timeout=400
    )
    return [folder / f"{path.stem}.{kind}" for path in given]
