"""`gehoord cache`: what is kept of earlier work, how large it is, and how to bound or clean it."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.cli.console import AsJson, say, say_json
from pipeline.core.cache_folder import cache_dir
from pipeline.core.locale import gettext as _
from pipeline.core.work_cache import bounded, emptied, kept


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
    as_json: AsJson = False,
) -> None:
    """What gehoord keeps of earlier work, so that a next run only does what is new. Show it, bound
    it, or clean it; no result depends on it."""
    dropped = 0
    if clean:
        dropped = emptied(cache_dir())
    elif most is not None:
        dropped = bounded(cache_dir(), most)
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
