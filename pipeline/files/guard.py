"""What a file must be before it is opened: inside the folder, of its kind, and of bounded size."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import IO, TYPE_CHECKING

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_FILE = 256 * 2**20  # bytes; 100,000 survey responses take about 50 MB
MAX_MEMBER = 384 * 2**20  # bytes of one unpacked part of a docx or xlsx
MAX_UNPACKED = 1024 * 2**20  # bytes of all unpacked parts that are read
MAX_RATIO = 400  # unpacked : packed of a part above MIN_SUSPECT; Excel's own XML stays below 60
MIN_SUSPECT = 32 * 2**20  # bytes; below this a high ratio does no harm
MAX_COLUMNS = 2000  # columns with content; a survey of a thousand questions does not exist
MAX_CELL = 200_000  # characters in one cell; Excel itself stops at 32,767
MAX_RUN = 4 * 2**20  # bytes of text between two tags: twenty times the longest cell there may be
MAX_DEPTH = 256  # elements of XML in each other; what lxml bears too
_CHUNK = 2**20  # bytes unpacked at a time
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NO_FILE_NAME = re.compile(
    r"""[<>:"/\\|?*\x00-\x1f\x7f]|^[\s.]|[\s.]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)""",
    re.IGNORECASE,
)
_LONGEST_NAME = 120  # bytes; a run's own files and folders come behind it
# what unpacking a damaged zip may raise
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,
    NotImplementedError,
    OSError,
    EOFError,
    ValueError,
    LookupError,  # an encoding that nobody has, a part that is not there
)


def shallow(root: Element) -> Element:
    """An XML tree that our readers can walk: they go into an element by calling themselves.

    Raises: ValueError, one of DAMAGED, for a tree of more than MAX_DEPTH elements in each other.
    """
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise ValueError(f"elements nested more than {MAX_DEPTH} deep")
        level = [child for element in level for child in element]
    return root


_KINDS = {  # a part that only a file of this kind holds
    "word/document.xml": ".docx", "xl/workbook.xml": ".xlsx", "ppt/presentation.xml": ".pptx",
}  # fmt: skip


def inside(folder: Path, path: Path) -> bool:
    """Whether the path, links followed, lies inside the corpus folder."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except OSError:  # Windows follows no path that is too long for it, and opens none
        return path.absolute().is_relative_to(folder.absolute())


def as_file_name(name: str, otherwise: str) -> str:
    """The name as a folder may be called on every system.

    Args: otherwise: its name where nothing is left.
    """
    plain = _NO_FILE_NAME.sub("", name).strip(" .")
    while _length(plain) > _LONGEST_NAME:
        plain = plain[:-1].rstrip(" .")
    return plain if plain and is_file_name(plain) else otherwise


def is_file_name(name: str) -> bool:
    """Whether a word can name a folder on Windows, macOS and Linux alike, and is no path."""
    return _length(name) <= _LONGEST_NAME and not _NO_FILE_NAME.search(name)


def _length(name: str) -> int:
    """In bytes; a system without a language gives letters it does not know as lone surrogates."""
    return len(name.encode("utf-8", "surrogatepass"))


def size_problem(path: Path, where: str) -> DataProblem | None:
    """The fault of a file that is empty or too big to be consultation input, or None."""
    size = path.stat().st_size
    if size == 0:
        return DataProblem(
            where=where,
            found=_("the file is empty (0 bytes)"),
            mend=_(
                "export or save it again, or take it out of corpus.toml; from a cloud (OneDrive, "
                "iCloud, Google Drive): let it be fetched to this computer first"
            ),
        )
    if size > MAX_FILE:
        return DataProblem(
            where=where,
            found=_("the file is {size} MB").format(size=f"{size // 2**20:,}".replace(",", ".")),
            expected=_("at most {size} MB").format(size=MAX_FILE // 2**20),
            mend=_("split the file, or take pictures and other attachments out of it"),
        )
    return None


def zip_problem(path: Path, where: str, *, must_have: str, kind: str) -> DataProblem | None:
    """The fault of a docx, xlsx, odt or ods that is something else or would burst, or None.

    Args: must_have is a part every file of this kind holds, e.g. ``xl/workbook.xml``.
    """
    with path.open("rb") as file:
        head = file.read(8)
    if head == OLE:
        return _ole_problem(path, where, kind)
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError):
        return _not_this_kind(head, where, kind)
    names = {member.filename for member in members}
    if must_have not in names:
        own = next((suffix for part, suffix in _KINDS.items() if part in names), "")
        return DataProblem(
            where=where,
            found=_("this is no {kind} file: its content belongs to another program").format(
                kind=kind
            ),
            mend=_("give the file a name that ends in {suffix}: that is what it is").format(
                suffix=own
            )
            if own
            else _("open it in the program it came from and save it as {kind}").format(kind=kind),
        )
    read = [member for member in members if "media/" not in member.filename.lower()]
    return unpacked_problem(read, where) or _content_problem(path, members, where)


def damaged(where: str, kind: str, mend: str) -> DataProblem:
    """The fault of a file that cannot be opened as what its name says. Args: kind: ``.xls``."""
    return DataProblem(
        where=where, found=_("the file is damaged or is no {kind}").format(kind=kind), mend=mend
    )


def broken(where: str, fault: BaseException, mend: str) -> DataProblem:
    """The fault of a document in which a part stopped its reader."""
    found = _("the document is damaged ({fault})").format(fault=type(fault).__name__)
    return DataProblem(where=where, found=found, mend=mend)


def protected(where: str) -> DataProblem:
    """The fault of a file that asks for a password."""
    return DataProblem(
        where=where,
        found=_("the file is protected with a password"),
        mend=_("open it with the password and save it without one"),
    )


def too_wide(where: str, n: int) -> DataProblem:
    """The fault of a table with more columns than any survey has."""
    return DataProblem(
        where=where,
        found=_("the sheet has {n} columns").format(n=n),
        expected=_("at most {n} columns").format(n=MAX_COLUMNS),
        mend=_("remove the columns that hold no answers and save the file again"),
    )


def ask_again() -> str:
    """The advice for a file that no ordinary program wrote."""
    return _("this looks like a damaged or malicious file; ask the sender for another copy")


def check_cells(cells: tuple[str, ...], where: str) -> None:
    """Raise DataProblem for a row with more columns, or a longer cell, than any survey has."""
    filled = max((index for index, cell in enumerate(cells, 1) if cell), default=0)
    if filled > MAX_COLUMNS:
        raise too_wide(where, filled)
    if any(len(cell) > MAX_CELL for cell in cells):
        raise DataProblem(
            where=where,
            found=_("a cell holds more than {n} characters").format(n=MAX_CELL),
            mend=ask_again(),
        )


def check_lines(raw: bytes, where: str) -> None:
    """Raise DataProblem for a text file with a line that no person or program would write."""
    start = 0
    while start < len(raw):
        end = raw.find(b"\n", start)
        end = len(raw) if end < 0 else end
        if end - start > MAX_RUN and raw.count(b"\r", start, end) < (end - start) / MAX_RUN:
            raise DataProblem(
                where=where,
                found=_("a line holds more than {n} MB").format(n=MAX_RUN // 2**20),
                mend=ask_again(),
            )
        start = end + 1


def _ole_problem(path: Path, where: str, kind: str) -> DataProblem:
    """The fault of a file in the form that Office used before 2007, and uses for protected ones."""
    with path.open("rb") as file:
        is_encrypted = ENCRYPTED in file.read(MAX_FILE)
    if is_encrypted:
        return DataProblem(
            where=where,
            found=_("the file is protected with a password"),
            mend=_("open it with the password, remove the password under File > Info, and save it"),
        )
    return DataProblem(
        where=where,
        found=_("this is an old Office file (.xls or .doc) named {kind}").format(kind=kind),
        expected=_("a file saved as {kind}").format(kind=kind),
        mend=_("open it and choose Save as > {kind}; changing the name is not enough").format(
            kind=kind
        ),
    )


def _not_this_kind(head: bytes, where: str, kind: str) -> DataProblem:
    """The fault of a file that is no zip. Args: head: its first bytes."""
    page = head.lstrip().lower().startswith((b"<html", b"<!doc", b"<table", b"<?xml"))
    found = (
        _("this is a web page or XML under the name {kind}")
        if page
        else _("the file is damaged or is no {kind}")
    )
    return DataProblem(
        where=where,
        found=found.format(kind=kind),
        expected=_("a file saved as {kind}").format(kind=kind),
        mend=_("open it in the program it came from and save it as {kind}").format(kind=kind),
    )


def unpacked_problem(read: list[zipfile.ZipInfo], where: str) -> DataProblem | None:
    """The fault of a zip of which these parts, unpacked, would fill the memory; or None."""
    burst = sum(member.file_size for member in read) > MAX_UNPACKED or any(
        member.file_size > MAX_MEMBER
        or (
            member.file_size > MIN_SUSPECT
            and member.file_size > MAX_RATIO * max(member.compress_size, 1)
        )
        for member in read
    )
    if not burst:
        return None
    size = sum(member.file_size for member in read) // 2**20
    return DataProblem(
        where=where,
        found=_("unpacked, the file would be {size} MB").format(size=size),
        expected=_("at most {size} MB, without extreme compression").format(
            size=MAX_UNPACKED // 2**20
        ),
        mend=ask_again(),
    )


def _content_problem(path: Path, members: list[zipfile.ZipInfo], where: str) -> DataProblem | None:
    """The fault of a part that unfolds entities without end, or holds one endless cell."""
    with zipfile.ZipFile(path) as archive:
        for member in members:
            if not member.filename.endswith((".xml", ".rels")):
                continue
            try:
                with archive.open(member) as part:
                    problem = _part_problem(part, member.file_size, where)
            except DAMAGED:
                return _not_this_kind(b"", where, path.suffix)
            if problem:
                return problem
    return None


def _part_problem(part: IO[bytes], size: int, where: str) -> DataProblem | None:
    """What would make the XML of an Office file, of so many bytes, dear or dangerous to read."""
    head = part.read(4096)
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:  # Office never writes these
        return DataProblem(
            where=where,
            found=_("the file defines XML entities, which Office never writes"),
            mend=ask_again(),
        )
    if size > MAX_RUN and _longest_run(part) > MAX_RUN:
        return DataProblem(
            where=where,
            found=_("a cell holds more than {n} characters").format(n=MAX_CELL),
            mend=ask_again(),
        )
    return None


def _longest_run(part: IO[bytes]) -> int:
    """Bytes between two tags, where that passes MAX_RUN; read in pieces, nothing is kept."""
    run = 0
    while chunk := part.read(_CHUNK):
        first = chunk.find(b"<")
        if run + (len(chunk) if first < 0 else first) > MAX_RUN:
            return MAX_RUN + 1
        run = run + len(chunk) if first < 0 else len(chunk) - chunk.rfind(b"<")
    return run
