"""`gehoord export`: a run for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import say
from pipeline.cli.runs import RunFolder, run_folder
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.store import atomic_write_bytes
from pipeline.runs.companions import qda_project
from pipeline.runs.folder import load_run


def export(
    run: RunFolder,
    qdpx: Annotated[
        Path | None,
        typer.Option(help=_("REFI-QDA project to write, for QualCoder, ATLAS.ti, MAXQDA, NVivo.")),
    ] = None,
) -> None:
    """Write a run for other programs: a REFI-QDA project (.qdpx) with its texts, themes and codes
    as codes, statements as quotations, and the verdicts as memos."""
    if qdpx is None or qdpx.suffix.lower() != ".qdpx":
        raise DataProblem(
            where="--qdpx",
            found=_("no file to write was named") if qdpx is None else str(qdpx),
            expected=_("a file name that ends in .qdpx"),
            mend="gehoord export RUN --qdpx FILE.qdpx",
        )
    atomic_write_bytes(qdpx, qda_project(load_run(run_folder(run))))
    say(str(qdpx))
