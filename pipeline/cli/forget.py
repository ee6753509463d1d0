"""`gehoord vergeet`: one person's words taken out of every run of a corpus, with a receipt."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import AsJson, say, say_json
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.store import atomic_write_text, now
from pipeline.runs.forget_files import Receipt, forget_around, forget_in_run


def forget(
    corpus: Annotated[Path, typer.Argument(help=_("Name of a corpus in reports/, or its folder."))],
    respondent: Annotated[
        str, typer.Option("--deelnemer", help=_("The pseudonym, as in tables/responses.csv."))
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Only say what would go and what would change."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Take one person's words out of the runs of a corpus, their reports, workbooks and log, and
    out of the cache; a receipt says what went, what changed, and what is left to do by hand."""
    place = corpus if corpus.is_dir() else Path("reports") / corpus
    runs = sorted(path.parent for path in place.glob("*/run.json"))
    if not runs:
        raise DataProblem(
            where=str(place),
            found=_("no runs in this folder"),
            expected=_("the folder of a corpus in reports/"),
            mend=_("name the corpus as it stands in reports/"),
        )
    receipt = Receipt(respondent, now())
    persons = [
        person
        for run in runs
        if (person := forget_in_run(run, receipt, dry_run=dry_run)) is not None
    ]
    if not persons:
        raise DataProblem(
            where="--deelnemer",
            found=_("no run holds {id}").format(id=respondent),
            expected=_("a pseudonym, as in tables/responses.csv of a run"),
            mend=_("look it up in the run: the row of her answer says which it is"),
        )
    forget_around(place, persons, receipt, dry_run=dry_run)
    if not dry_run:
        name = f"vergeten-{receipt.when[:19].replace(':', '')}.json"
        text = json.dumps(receipt.as_dict(), ensure_ascii=False, indent=1)
        atomic_write_text(place / name, text + "\n")
    if as_json:
        say_json(receipt.as_dict())
    else:
        _tell(receipt)


def _tell(receipt: Receipt) -> None:
    for run, of in receipt.runs.items():
        say(_("{run}: {n} numbers change").format(run=run, n=len(of)))
        for name, (before, after) in of.items():
            say(f"    {name}: {before} → {after}")
    for text in receipt.published:
        say(_("Written anew; whoever has it, has the old numbers: {what}").format(what=text))
    for text in receipt.cleaned:
        say(_("Cleaned: {what}").format(what=text))
    for text in sorted(receipt.inputs):
        say(_("Remove from your inputs yourself: {place}").format(place=text))
    for text in receipt.left:
        say(_("Still to do: {what}").format(what=text))
