"""`gehoord codebook`: codebooks from and to files that other programs read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import note, say
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.plan import Codebook
from pipeline.core.store import atomic_write_bytes, atomic_write_text
from pipeline.plan.reading.toml import read_plan
from pipeline.qda.codebook_files import (
    SHIPPED,
    read_codebook,
    shipped,
    shipped_note,
    to_csv,
    to_qdc,
    to_toml,
)


def list_codebooks(
    plan: Annotated[
        Path | None, typer.Argument(help=_("A plan.toml whose codebooks to list as well."))
    ] = None,
) -> None:
    """List the codebooks that ship with gehoord, and those of a plan."""
    for name in SHIPPED:
        _line(shipped(name), shipped_note(name))
    if plan is not None:
        for book in _plan_books(plan):
            _line(book, "")


def _line(book: Codebook, remark: str) -> None:
    say(f"{book.codebook_id:12} {len(book.codes):3} {_('codes')}  {book.title}")
    if remark:
        say(f"{'':12} {remark}")


def export(
    name: Annotated[str, typer.Argument(help=_("A codebook's id, such as niveaus or kaders."))],
    out: Annotated[Path, typer.Argument(help=_("File to write: .csv, .qdc or .toml."))],
    plan: Annotated[
        Path | None, typer.Option(help=_("The plan.toml that holds it; 'goals' gives its goals."))
    ] = None,
) -> None:
    """Write a codebook as CSV, as REFI-QDA codebook (.qdc), or as part of a plan.toml."""
    book = _find(name, plan)
    kinds = {".csv": lambda: ("\ufeff" + to_csv(book)).encode(), ".qdc": lambda: to_qdc(book),
             ".toml": lambda: to_toml(book).encode()}  # fmt: skip
    suffix = out.suffix.lower()
    if suffix not in kinds:
        raise DataProblem(
            where=str(out),
            found=_("a codebook cannot be written as '{suffix}'").format(suffix=suffix),
            expected=", ".join(kinds),
            mend=_("give a file name that ends in one of these"),
        )
    atomic_write_bytes(out, kinds[suffix]())
    say(str(out))


def import_codebook(
    file: Annotated[Path, typer.Argument(help=_("Codebook to read: .csv or .qdc."))],
    codebook_id: Annotated[
        str, typer.Option("--id", help=_("Its id: kaders, kwesties, topics, levels, or your own."))
    ],
    title: Annotated[str, typer.Option(help=_("Its title."))] = "",
    into: Annotated[
        Path | None, typer.Option(help=_("plan.toml to add it to; else it is printed."))
    ] = None,
) -> None:
    """Read a codebook from CSV or REFI-QDA, and add it to a plan.toml."""
    book = read_codebook(file, codebook_id, title, str(file))
    if into is None:
        say(to_toml(book).rstrip())
        return
    current = into.read_text("utf-8-sig") if into.exists() else ""
    if book.codebook_id in {b.codebook_id for b in (_plan_books(into) if current else ())}:
        raise DataProblem(
            where=str(into),
            found=_("codebook '{id}' is already there").format(id=book.codebook_id),
            mend=_("take it out first, or choose another --id"),
        )
    atomic_write_text(into, f"{current.rstrip()}\n\n{to_toml(book)}".lstrip())
    note(_("{n} codes added.").format(n=len(book.codes)))
    say(str(into))


def _find(name: str, plan: Path | None) -> Codebook:
    if plan is None:
        return shipped(name)
    books = {book.codebook_id: book for book in _plan_books(plan)}
    if name in books:
        return books[name]
    raise DataProblem(
        where=str(plan),
        found=_("the plan has no codebook '{id}'").format(id=name),
        expected=_("one of: {keys}").format(keys=", ".join(books)),
        mend=_("choose one of these"),
    )


def _plan_books(plan: Path) -> tuple[Codebook, ...]:
    read = read_plan(plan / "plan.toml" if plan.is_dir() else plan, str(plan))
    goals = (read.goal_codebook(),) if any(read.goals()) else ()
    return (*goals, *read.codebooks)
