"""`gehoord init`: look at a folder and write a first corpus.toml, saying how sure each guess is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.console import MEND_YOUR_DATA, note, say, say_file, tell_problems
from pipeline.cli.plan import encode_sentences, tell_reading
from pipeline.core.errors import DataProblem, typed
from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.corpus.corpus import check_corpus
from pipeline.corpus.guess import Proposal, propose, unsure
from pipeline.corpus.packed import unpack_all
from pipeline.corpus.write_toml import corpus_toml
from pipeline.files.guard import as_file_name
from pipeline.plan.reading.document import read_plan_document
from pipeline.plan.reading.merge import merge

Folder = Annotated[Path, typer.Argument(help=_("Folder with the exports and notes."))]
Name = Annotated[str, typer.Option(help=_("Name of the corpus; default the folder's name."))]
Print = Annotated[bool, typer.Option("--print", help=_("Only print the proposal; write nothing."))]


def init(folder: Folder, name: Name = "", print_only: Print = False) -> int:
    """Look at the files in a folder and write a first corpus.toml, with how sure each guess is."""
    target = folder / "corpus.toml"
    if target.exists() and not print_only:
        raise DataProblem(
            where=str(target),
            found=_("this file is already there and is not overwritten"),
            mend=_("use --print to see a new proposal, or take the file away"),
        )
    if not print_only:
        unpack(folder)
    proposal = propose(folder)
    if print_only:
        say_file(corpus_toml(proposal, name or _name_of(folder)))
        return 0
    return write(folder, proposal, name)


def unpack(folder: Path) -> None:
    """Unpack the zips in the folder, and say so."""
    for packed in unpack_all(folder):
        if packed.fault is not None:
            tell_problems((packed.fault,))
            continue
        text = ngettext(
            "{file} was unpacked: {n} file lies in {into} now.",
            "{file} was unpacked: {n} files lie in {into} now.",
            packed.n_files,
        )
        say(text.format(file=packed.file, n=packed.n_files, into=packed.into))


def write(folder: Path, proposal: Proposal, name: str = "", *, account: bool = True) -> int:
    """Write corpus.toml and the plans of a proposal, and say what became of every file.

    Args: account: False where a check follows, which says that too.
    """
    target = folder / "corpus.toml"
    for plan in (proposal.plan, proposal.plan_previous):
        if plan is not None and plan.reading is not None:
            reading = plan.reading
            if reading.shared:
                reading = read_plan_document(folder / plan.document, "", encode_sentences)
            read = merge("", reading, plan.document)
            _write_new(folder / plan.file, read.text)
            say(
                _("{document} was read as a plan into {path}.").format(
                    document=plan.document, path=folder / plan.file
                )
            )
            tell_reading(reading, read)
    _write_new(target, corpus_toml(proposal, name or _name_of(folder)))
    say(_("{path} was written.").format(path=target))
    if proposal.plan is None and not proposal.plans_left:
        note(
            _(
                "No plan was found, so the report cannot say which concerns a plan answers. If "
                "there is a plan, put it in the folder, remove corpus.toml and give this command "
                "again."
            )
        )
    for line in unsure(proposal):
        note(_("To look at: {line}").format(line=line))
    if not account:
        return 0
    checked = check_corpus(folder)
    for line in (*checked.summary, *checked.warnings):
        say(line)
    tell_problems(checked.problems)
    if not checked.problems:
        note(_("Read it through, then: gehoord check {folder}").format(folder=typed(folder)))
    return MEND_YOUR_DATA if checked.problems else 0


def _name_of(folder: Path) -> str:
    """What the corpus is called where nobody says so: its runs stand in a folder of this name."""
    return as_file_name(folder.resolve().name, otherwise="inspraak")


def _write_new(target: Path, text: str) -> None:
    """Write in one go, and never over somebody's work."""
    beside = target.with_suffix(".toml.part")
    data = text.encode("utf-8", "surrogateescape")  # names as the system has them
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise DataProblem(
            where=str(target.parent),
            found=_("the name of a file holds bytes that are no text"),
            mend=_("give the file another name"),
        ) from fault
    beside.write_bytes(data)
    beside.rename(target)
