"""The files that corpus.toml names, found in its folder as any system writes their names."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.core.locale import gettext as _
from pipeline.files.guard import inside
from pipeline.files.names import nearest
from pipeline.files.parquet_rows import part_files
from pipeline.files.toml_file import TomlFile

FILE_NAME = "corpus.toml"


def files_named(
    toml: TomlFile, folder: Path, table: str, values: Mapping[str, Any]
) -> Iterator[str]:
    """The files of a round, by its keys ``file`` and ``files``; a fault where it names none."""
    given = {key: values[key] for key in ("file", "files") if key in values}
    if not any(_names(value) for value in given.values()):
        toml.fault(
            table,
            "file",
            _("the round names no file"),
            mend=_('add a line such as  file = "round-1.xlsx"'),
        )
    yield from expand_all(toml, folder, table, given)


def _names(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [name for name in values if isinstance(name, str)]


def expand_all(toml: TomlFile, folder: Path, table: str, given: Mapping[str, Any]) -> Iterator[str]:
    """The files that these keys name, each once."""
    seen: set[str] = set()
    for key, value in given.items():
        for pattern in _names(value):
            for name in _expanded(toml, folder, table, key, pattern):
                if name not in seen:
                    seen.add(name)
                    yield name


def _expanded(toml: TomlFile, folder: Path, table: str, key: str, pattern: str) -> list[str]:
    """The files that a name or a pattern of corpus.toml means; a fault where it means none."""
    slashed = pattern.replace("\\", "/")  # as Windows writes a path
    if slashed != pattern and (folder / slashed).is_file():
        pattern = slashed
    pattern = _as_listed(folder, pattern)
    if _is_table(toml, folder, table, key, pattern):
        return [Path(pattern).as_posix()]
    literal = (folder / pattern).is_file()  # "verslag[1].docx", as a browser names a second one
    if literal or not any(mark in pattern for mark in "*?["):
        return [pattern] if is_there(toml, folder, table, key, pattern) else []
    if not _stays_inside(toml, folder, table, key, pattern):
        return []
    names = sorted(
        path.relative_to(folder).as_posix()
        for path in folder.glob(pattern)
        if path.is_file() and not path.name.startswith(("~$", "."))
    )
    if not names:
        _absent(toml, folder, table, key, pattern)
    return [name for name in names if _stays_inside(toml, folder, table, key, name)]


def _is_table(toml: TomlFile, folder: Path, table: str, key: str, name: str) -> bool:
    """Whether this is a folder of part files of one table (Parquet)."""
    if not name or "\0" in name or not (folder / name).is_dir():
        return False
    return _stays_inside(toml, folder, table, key, name) and bool(part_files(folder / name))


def _as_listed(folder: Path, name: str) -> str:
    """The name as the folder lists it, where the system takes Enquete.xlsx for enquete.xlsx."""
    path = folder / name
    if not path.is_file() or any(listed.name == path.name for listed in path.parent.iterdir()):
        return name
    wanted = unicodedata.normalize("NFC", path.name).casefold()
    return next(
        (
            Path(name).with_name(listed.name).as_posix()
            for listed in sorted(path.parent.iterdir())
            if unicodedata.normalize("NFC", listed.name).casefold() == wanted
        ),
        name,
    )


def _stays_inside(toml: TomlFile, folder: Path, table: str, key: str, name: str) -> bool:
    odd = "\0" in name or Path(name).is_absolute() or ".." in Path(name.replace("\\", "/")).parts
    if not odd and inside(folder, folder / name):
        return True
    toml.fault(
        table,
        key,
        _("'{name}' lies outside the folder of this corpus").format(name=name.replace("\0", "\\0")),
        _("a file in this folder or below it"),
        _("copy the file into the folder and name it without a path"),
        value=name if name.isprintable() else "",
    )
    return False


def is_there(toml: TomlFile, folder: Path, table: str, key: str, name: str) -> bool:
    """Whether a file of this name stands in the folder; a fault where it does not."""
    if not _stays_inside(toml, folder, table, key, name):
        return False
    if (folder / name).is_file():
        return True
    _absent(toml, folder, table, key, name)
    return False


def _absent(toml: TomlFile, folder: Path, table: str, key: str, name: str) -> None:
    present = [path.name for path in folder.iterdir() if path.is_file() and path.name != FILE_NAME]
    near = nearest(name, present)
    toml.fault(
        table,
        key,
        _("'{name}' is not in the folder").format(name=name),
        _("the name of a file as it stands in the folder, with its suffix"),
        _("did you mean '{key}'?").format(key=near) if near else _("put the file into the folder"),
        value=name,
    )
