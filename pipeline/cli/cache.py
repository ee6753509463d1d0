"""`gehoord cache`: what is kept of earlier work, how large it is, and how to bound or clean it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.console import say, say_json
from pipeline.core.locale import gettext as _
from pipeline.core.store import cache_dir
from pipeline.core.work_cache import WorkCache

_MB = 1 << 20
_FOLDERS = ("work", "embeddings", "partitions")  # the last: of a run on a cluster that broke off


def cache(
    most: Annotated[
        float | None,
        typer.Option(
            "--most", min=0, help=_("Megabytes; drop what was used longest ago above that.")
        ),
    ] = None,
    clean: Annotated[
        bool, typer.Option("--clean", help=_("Drop everything; the next run does it again."))
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print the outcome as JSON."))] = False,
) -> None:
    """What gehoord keeps of earlier work, so that a next run only does what is new. Show it, bound
    it, or clean it; no result depends on it."""
    dropped = 0
    if clean:
        dropped = emptied(cache_dir())
    elif most is not None:
        dropped = WorkCache().bound(most)
    facts = kept(cache_dir())
    if as_json:
        say_json({**facts, "dropped": dropped})
        return
    say(_("Folder: {path}").format(path=facts["folder"]))
    for name, (n, megabytes) in facts["steps"].items():
        say(f"  {name:12} {n:>10,} {megabytes:>10.1f} MB")
    for name, megabytes in facts["files"].items():
        say(f"  {name:40} {megabytes:>10.1f} MB")
    if clean or most is not None:
        say(_("Dropped: {n}").format(n=dropped))


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
    found = [path for name in _FOLDERS for path in (folder / name).glob("*")]
    return sorted(path for path in found if path.is_file())


def emptied(folder: Path) -> int:
    """Drop everything that is kept of earlier work. Returns: files dropped."""
    files = _files(folder)
    for path in files:
        path.unlink()
    return len(files)
