"""A zip in the folder, unpacked as she would do it herself: bounded, and only what is missing.

What a mail program or a platform packs is what she was sent; read without being unpacked it would
be a second copy of what may lie beside it already. So its files are laid in a folder called after
it, unless they are there, and every further step sees plain files.
"""

from __future__ import annotations

import shutil
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipeline.core.drafts import draft
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.files.guard import (
    DAMAGED,
    MAX_FILE,
    ask_again,
    damaged,
    inside,
    is_file_name,
    protected,
    unpacked_problem,
)

SUFFIX = ".zip"
MAX_MEMBERS = 2000  # files in one zip; a consultation has some hundreds at most
MAX_LEVELS = 8  # folders in each other
_OF_A_MAC = "__MACOSX"  # what its zip keeps beside every file
_UTF8_NAME = 0x800  # flag of a name in UTF-8; without it Windows wrote it in its old code page
_PROTECTED = 0x1
_LINK = 0o120000


@dataclass(frozen=True)
class Packed:
    """One file in a zip, and its name in the folder that is called after it."""

    member: zipfile.ZipInfo
    name: str


def packed_in(path: Path, where: str) -> list[Packed]:
    """The files in a zip, in their order, without what a computer keeps there for itself.

    Raises: DataProblem for what is no zip, asks for a password, would burst, or writes elsewhere.
    """
    again = _("open it in the file manager, and put the files that you need here")
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
    except DAMAGED as fault:
        raise damaged(where, SUFFIX, _("download it again, or ask the sender for it")) from fault
    if len(members) > MAX_MEMBERS:
        raise DataProblem(
            where=where,
            found=_("the zip holds {n} files").format(n=len(members)),
            expected=_("at most {n} files").format(n=MAX_MEMBERS),
            mend=again,
        )
    if any(member.flag_bits & _PROTECTED for member in members):
        raise protected(where)
    if problem := unpacked_problem(members, where):
        raise problem
    files = [Packed(member, _name(member)) for member in members]
    kept = [each for each in files if not _is_of_the_computer(each.name)]
    for each in kept:
        if not _is_safe(each):
            raise DataProblem(
                where=where,
                found=_("the zip holds a name that no file may have here: {name}").format(
                    name=each.name[:80]
                ),
                mend=again,
            )
    return kept


def missing(folder: Path, path: Path, where: str) -> list[Packed]:
    """The files of a zip that do not lie in the folder yet, under whatever name.

    Raises: DataProblem as ``packed_in`` does.
    """
    files = packed_in(path, where)
    sizes = {each.member.file_size for each in files}
    there = {
        (size, _crc(file))
        for file in folder.rglob("*")
        if file.is_file()
        and file != path
        and inside(folder, file)
        and (size := file.stat().st_size) in sizes
    }
    return [each for each in files if (each.member.file_size, each.member.CRC) not in there]


def unpack(folder: Path, path: Path, files: Sequence[Packed]) -> str:
    """Lay these files of a zip in a folder called after it; its name, relative to the folder.

    A zip in a zip stays packed. Raises: DataProblem when a file is not what the zip says it is.
    """
    target = _free(path.with_suffix(""))
    with draft(path.parent) as room, zipfile.ZipFile(path) as archive:
        unpacked = room / "unpacked"
        for each in files:
            to = unpacked / each.name
            to.parent.mkdir(parents=True, exist_ok=True)
            try:
                with archive.open(each.member) as source, to.open("wb") as file:
                    shutil.copyfileobj(source, file)
            except DAMAGED as fault:
                where = path.relative_to(folder).as_posix()
                raise damaged(where, SUFFIX, ask_again()) from fault
        unpacked.rename(target)
    return target.relative_to(folder).as_posix()


def _name(member: zipfile.ZipInfo) -> str:
    """The name as whoever packed it saw it: of old Windows programs in code page 850."""
    name = member.filename
    if not member.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437", errors="replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("cp850")
    return name.replace("\\", "/")


def _is_of_the_computer(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return _OF_A_MAC in parts or any(part.startswith((".", "~$")) for part in parts[-1:])


def _is_safe(each: Packed) -> bool:
    """Whether a file may be laid under its name: below our folder, no link, on every system."""
    parts = PurePosixPath(each.name).parts
    link = (each.member.external_attr >> 16) & 0o170000 == _LINK
    return (
        not link
        and 0 < len(parts) <= MAX_LEVELS
        and all(is_file_name(part) for part in parts)
        and each.member.file_size <= MAX_FILE
    )


def _crc(path: Path) -> int:
    crc = 0
    with path.open("rb") as file:
        while chunk := file.read(2**20):
            crc = zlib.crc32(chunk, crc)
    return crc


def _free(target: Path) -> Path:
    """A folder that is not there yet: "export", else "export (2)"."""
    number, free = 1, target
    while free.exists():
        number += 1
        free = target.with_name(f"{target.name} ({number})")
    return free
