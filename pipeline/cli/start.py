"""`gehoord start`: the whole road from a folder to the report on the screen, in one command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import analyse, init, runs
from pipeline.cli.ask import Terminal, somebody_is_there
from pipeline.cli.console import note, say
from pipeline.core.errors import typed
from pipeline.core.locale import gettext as _
from pipeline.corpus.description import read_description
from pipeline.corpus.guess import propose
from pipeline.corpus.settle import settled

Folder = Annotated[Path, typer.Argument(help=_("Folder with the exports, the notes and the plan."))]
NoOpen = Annotated[bool, typer.Option("--no-open", help=_("Leave the report closed."))]


def start(folder: Folder, no_open: NoOpen = False) -> int:
    """Look at a folder, read the plan, check, analyse and open the report, in one go.

    What it decides stands in corpus.toml and plan.toml: change it there and start again.
    """
    new = not (folder / "corpus.toml").is_file()
    if new:
        init.unpack(folder)
        proposal = propose(folder)
        if somebody_is_there():
            proposal = settled(proposal, folder, Terminal())
        init.write(folder, proposal, account=False)  # the check below gives it
    faults = analyse.check(folder)
    if faults:
        return faults
    if new:
        say(_("What was decided stands in {path}.").format(path=folder / "corpus.toml"))
        if not _goes_on():
            note(_("Change it and go on with: gehoord start {folder}").format(folder=typed(folder)))
            return 0
    analyse.analyse(folder)
    if not no_open:
        # its runs stand under the name in corpus.toml, whatever the folder is called
        runs.open_report(Path("reports") / read_description(folder)[0].name)
    return 0


def _goes_on() -> bool:
    """Whether she goes on with what was guessed; where nobody can be asked, it is listed only."""
    if not somebody_is_there():
        return True
    return Terminal().agrees(_("Is this right? (no: stop here and change it)"))
