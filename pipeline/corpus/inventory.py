"""What became of every file in the folder of a corpus: nothing in it goes unsaid."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.corpus.description import Description
from pipeline.corpus.documents import PLAN
from pipeline.corpus.guess_plans import plans_there
from pipeline.corpus.keys import KEY_NAME
from pipeline.corpus.look import (
    ANNOUNCES,
    AUTOMATIC,
    CODEBOOK,
    NO_ANSWERS,
    NO_WORDS,
    OTHER,
    OWN_REPORT,
    PACKED,
    PRESS,
    README,
    UNPACKED,
    files_in,
    look_at,
)
from pipeline.corpus.named_files import FILE_NAME
from pipeline.corpus.records import (
    ANOTHER_PLAN,
    NOT_NAMED,
    SYSTEM,
    UNREADABLE,
    FileAccount,
)
from pipeline.corpus.safe_labels import NAMES_FILE
from pipeline.files.parquet_rows import part_files


def accounts_of(folder: Path, description: Description) -> tuple[FileAccount, ...]:
    """Every file of the user's in the folder, with what it is read as or why it is not read."""
    named = dict(_named(folder, description))
    return tuple(
        named.get(file) or _not_named(folder, file)
        for file in files_in(folder)
        if file not in _own_files(description)
    )


def _own_files(description: Description) -> set[str]:
    """Files that gehoord keeps or asks for itself, and what the report is dressed with."""
    look = description.settings.get("report", {})
    dress = {str(look.get(key, "")) for key in ("logo", "template")}
    return {FILE_NAME, NAMES_FILE, KEY_NAME, "themes.toml", *dress}


def _named(folder: Path, description: Description) -> Iterator[tuple[str, FileAccount]]:
    for round_files in description.rounds:
        for file, source in round_files.by_file():
            names = [file]
            if (folder / file).is_dir():
                names = [f"{file}/{part.name}" for part in part_files(folder / file)]
            for name in names:
                yield name, FileAccount(name, source.round.kind, round_files.round.title)
    for name in description.codebooks:
        yield name, FileAccount(name, CODEBOOK)
    plans = {plan.file: plan.document for plan in plans_there(folder)}
    for key in ("plan_previous", "plan"):
        name = getattr(description, key)
        document = plans.get(name, "")
        for file in files_in(folder):
            if name and document and Path(file).name == Path(document).name:
                yield file, FileAccount(file, f"{key}_document", name)
        if name:
            yield name, FileAccount(name, key)


def _not_named(folder: Path, file: str) -> FileAccount:
    """A file that corpus.toml does not name, and what it would be."""
    if Path(file).suffix == ".toml":
        return FileAccount(file, ANOTHER_PLAN if "plan" in Path(file).stem else NOT_NAMED)
    try:
        looked = look_at(folder, file)
    except DataProblem as fault:
        place = fault.where.removeprefix(file).removeprefix(", ")  # "row 4"
        found = f"{place}: {fault.found}" if place and place != fault.where else fault.found
        return FileAccount(file, UNREADABLE, "; ".join(filter(None, (found, fault.mend))))
    if looked.kind == PLAN:
        return FileAccount(file, ANOTHER_PLAN)
    if looked.kind in (
        NO_ANSWERS,
        README,
        SYSTEM,
        AUTOMATIC,
        NO_WORDS,
        ANNOUNCES,
        OWN_REPORT,
        PRESS,
        PACKED,
        UNPACKED,
    ):
        return FileAccount(file, looked.kind)
    if looked.kind == OTHER:
        return FileAccount(file, OTHER, Path(file).suffix.lower())
    return FileAccount(file, NOT_NAMED, looked.kind)


def plan_not_named(
    accounts: tuple[FileAccount, ...], description: Description
) -> Iterator[DataProblem]:
    """A fault for a plan that lies in the folder while corpus.toml names none.

    Whoever leaves it out on purpose writes  plan = ""  there.
    """
    if description.plan or description.says_plan:
        return
    for account in accounts:
        if account.what == ANOTHER_PLAN:
            written = account.file.endswith(".toml")
            yield DataProblem(
                where=account.file,
                found=_("this reads like a plan, and corpus.toml names no plan"),
                expected=_('a line such as  plan = "plan.toml"  under [corpus]'),
                mend=_('add that line; or, to do without a plan, the line  plan = ""')
                if written
                else _(
                    'let it be read: gehoord plan read "{file}", and add that line; or, to do '
                    'without a plan, the line  plan = ""'
                ).format(file=account.file),
            )
