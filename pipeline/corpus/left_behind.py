"""Files that programs leave beside hers: they hold no answers, but some say something of hers.

Word, Excel and LibreOffice keep a small file beside a document that is open, and iCloud one in the
place of a document that lies elsewhere. What the system itself leaves is only counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.corpus.keys import KEY_NAME
from pipeline.files.formats import BLOCKS, GRIDS, MAIL

_OF_SYSTEM = frozenset(
    ("thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r", ".ds_store", ".localized", ".directory")
)
_OFFICE_LOCK = "~$"
_LIBRE_LOCK = re.compile(r"\.~lock\.(?P<name>.+)#")
_CLOUD = re.compile(r"\.(?P<name>.+)\.icloud")
_MAC_SHADOW = "._"  # what a Mac keeps of a file on a disk that is not its own
_MOST_CUT = 2  # letters that Word takes off the front of a name for the file that says it is open
_SHOWN = 5


def is_of_system(path: Path) -> bool:
    """Whether the computer itself made it, for its own use."""
    return path.name.casefold() in _OF_SYSTEM or path.name.startswith(_MAC_SHADOW)


def is_left_behind(path: Path) -> bool:
    """Whether a program keeps it beside a file of hers, or hides it from her."""
    return path.name.startswith((".", _OFFICE_LOCK))


def remarks(folder: Path) -> tuple[str, ...]:
    """What those files say of hers: this one is open now, that one is not on this computer."""
    return tuple(_remarks(folder))


def _remarks(folder: Path) -> Iterator[str]:
    beside = [path for path in sorted(folder.rglob("*")) if _is_hidden_here(folder, path)]
    for path in beside:
        place = path.parent.relative_to(folder)
        if away := _CLOUD.fullmatch(path.name):
            if not path.with_name(away["name"]).exists():
                text = _(
                    "{file}: not read: it lies in iCloud and not on this computer; open it once, "
                    "and try again"
                )
                yield text.format(file=(place / away["name"]).as_posix())
        elif document := _opened(path):
            text = _(
                "{file}: this file is open in another program now; what is not saved there is not "
                "read. Save and close it, and try again. (If it is open nowhere, take {lock} away.)"
            )
            yield text.format(
                file=document.relative_to(folder).as_posix(), lock=(place / path.name).as_posix()
            )
        elif _is_hers(path):
            text = _("{file}: not read: its name begins with a dot, which hides it; rename it")
            yield text.format(file=path.relative_to(folder).as_posix())


def counted(names: list[str]) -> str:
    """One line for all files of the computer itself; "" where there are none."""
    if not names:
        return ""
    kinds = list(dict.fromkeys(Path(name).name for name in names))
    shown = ", ".join([*kinds[:_SHOWN], *(["…"] if len(kinds) > _SHOWN else [])])
    return ngettext(
        "Not read: {n} file of the computer itself ({names})",
        "Not read: {n} files of the computer itself ({names})",
        len(names),
    ).format(n=len(names), names=shown)


def of_system(folder: Path) -> list[str]:
    """What is hidden in the folder and says nothing: files of the system, and locks of nothing."""
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if _is_hidden_here(folder, path)
        and not _CLOUD.fullmatch(path.name)
        and not _is_hers(path)
        and _opened(path) is None
    ]


def _is_hidden_here(folder: Path, path: Path) -> bool:
    """Whether it is such a file, in a folder that she sees herself."""
    above = path.relative_to(folder).parts[:-1]
    return (
        is_left_behind(path)
        and path.name != KEY_NAME
        and not any(part.startswith(".") for part in above)
        and path.is_file()
    )


def _is_hers(path: Path) -> bool:
    """Whether a hidden file is of a kind that is read, and no program made it."""
    if is_of_system(path) or path.name.startswith((_OFFICE_LOCK, ".~")):
        return False
    return path.suffix.lower() in (*GRIDS, *BLOCKS, *MAIL)


def _opened(lock: Path) -> Path | None:
    """The document that a program keeps this file beside while it is open; None where none is."""
    if libre := _LIBRE_LOCK.fullmatch(lock.name):
        document = lock.with_name(libre["name"])
        return document if document.is_file() else None
    if not lock.name.startswith(_OFFICE_LOCK):
        return None
    rest = lock.name.removeprefix(_OFFICE_LOCK)
    near = [
        path
        for path in sorted(lock.parent.iterdir())
        if path.name.endswith(rest)
        and len(path.name) - len(rest) <= _MOST_CUT
        and not is_left_behind(path)
    ]
    return min(near, key=lambda path: len(path.name), default=None)
