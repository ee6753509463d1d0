"""`gehoord verify`: a run checked again, or one report that came back by mail."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import MEND_YOUR_DATA, AsJson, say, say_json
from pipeline.cli.runs import run_folder
from pipeline.core.errors import DataProblem, no_such_file
from pipeline.core.locale import gettext as _
from pipeline.runs.verify import Verified
from pipeline.runs.verify_files import run_named_in
from pipeline.runs.verify_folder import held_against, made_afresh, verified


def verify(
    run: Annotated[
        Path | None,
        typer.Argument(help=_("Folder of a run, or of a corpus in reports/ for its last run.")),
    ] = None,
    strict: Annotated[
        Path | None,
        typer.Option(
            help=_("A report that came back: is it, to the last byte, what this run gives?")
        ),
    ] = None,
    corpus: Annotated[
        Path | None,
        typer.Option(help=_("Folder of the corpus; default the one of its name in corpora/.")),
    ] = None,
    afresh: Annotated[
        bool,
        typer.Option(help=_("Also make every table again from the files that were read.")),
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Check a run again: inputs, quotes, numbers, and every report made anew from the tables."""
    if strict is not None:
        return _returned(strict, run, corpus, as_json=as_json)
    if run is None:
        raise DataProblem(
            where="RUN",
            found=_("no run is named"),
            expected=_("the folder of a run, as made by 'gehoord analyse'"),
            mend=_("gehoord verify RUN, or gehoord verify --strict FILE"),
        )

    folder = run_folder(run)
    outcome = verified(folder, corpus)
    if afresh and outcome.holds:
        outcome = made_afresh(folder, corpus, outcome)
    _tell(outcome, as_json=as_json)
    return 0 if outcome.holds else MEND_YOUR_DATA


def _tell(outcome: Verified, *, as_json: bool) -> None:
    if as_json:
        say_json(
            {
                "checked": dict(outcome.checked),
                "faults": list(outcome.faults),
                "unchecked": list(outcome.unchecked),
            }
        )
        return
    for name, count in outcome.checked.items():
        say(f"{name}: {count}")  # the names are plural: "1 zegels" is no Dutch
    for text in outcome.unchecked:
        say(_("not looked at: {what}").format(what=text))
    for fault in outcome.faults:
        say(_("does not hold: {fault}").format(fault=fault))
    if not outcome.holds:
        say(_("Not everything holds."))
    elif outcome.unchecked:
        say(_("Everything that could be looked at holds."))
    else:
        say(_("Everything holds."))


def _returned(file: Path, run: Path | None, corpus: Path | None, *, as_json: bool) -> int:
    """Hold one file against what its run gives in each edition."""
    if not file.is_file():
        raise no_such_file(file)
    folder = (
        run_folder(run) if run is not None else run_named_in(file.read_bytes(), Path("reports"))
    )
    if folder is None:
        raise DataProblem(
            where=str(file),
            found=_("no run in reports/ is named in this file"),
            mend=_("name the run: gehoord verify RUN --strict FILE"),
        )
    outcome = verified(folder, corpus)
    names, where = held_against(file, folder, corpus) if outcome.holds else ((), "")
    if as_json:
        say_json({"run": str(folder), "same_as": list(names), "faults": list(outcome.faults)})
    elif not outcome.holds:
        _tell(outcome, as_json=False)
    elif names:
        say(_("{file} is {name} of {run}, to the last byte.").format(
            file=file, name=names[0], run=folder))  # fmt: skip
    else:
        say(_("{file} is no report that {run} gives: it parts {where}.").format(
            file=file, run=folder, where=where))  # fmt: skip
    return 0 if names else MEND_YOUR_DATA
