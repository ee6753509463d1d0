"""A TOML file that a person wrote: every fault with its line, unknown keys with the nearest."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Date
from pathlib import Path
from typing import Any

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.files.encoding import decoded, encoding_of
from pipeline.files.faults import Faults
from pipeline.files.names import nearest

_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "text": str,
    "list": list,
    "table": dict,
    "number": int,
    "yes/no": bool,
}
_AT_LINE = re.compile(r"\(at line (\d+)")  # how tomllib names the place
_DATE = re.compile(r"=\s*(\d{4}-\d{1,2}-\d{1,2})\b")
_SHOWN = 80  # letters of a line in a message


@dataclass
class TomlFile:
    """A parsed TOML file and the faults found in it so far."""

    name: str  # as shown to the user
    text: str
    data: dict[str, Any]
    faults: Faults = field(default_factory=list)

    def line(self, table: str, key: str = "", value: str = "", nth: int = 1) -> str:
        """``corpus.toml, line 12, [rounds.2]``: the place of a key, or of its table."""
        number = _line_of(self.text, table, key, value, nth)
        words = [self.name]
        if number:
            words.append(_("line {line}").format(line=number))
        if table:
            words.append(f"[{table}]")
        return ", ".join(words)

    def fault(
        self,
        table: str,
        key: str,
        found: str,
        expected: str = "",
        mend: str = "",
        value: str = "",
        nth: int = 1,
    ) -> None:
        """Note one fault at a key of a table, or at the nth place where a value stands in it."""
        where = self.line(table, key, value, nth)
        self.faults.append(DataProblem(where=where, found=found, expected=expected, mend=mend))

    def known(self, table: str, values: Mapping[str, Any], keys: Mapping[str, str]) -> None:
        """Note every key that does not exist, and every value of the wrong kind."""
        for key, value in values.items():
            if key not in keys:
                self.fault(
                    table,
                    key,
                    _("key '{key}' does not exist").format(key=key),
                    _("one of: {keys}").format(keys=", ".join(keys)),
                    _("did you mean '{key}'?").format(key=nearest(key, keys)),
                )
            elif keys[key] in _KINDS and not isinstance(value, _KINDS[keys[key]]):
                self.fault(
                    table,
                    key,
                    _("'{key}' holds {value}").format(key=key, value=repr(value)[:60]),
                    {
                        "text": _("text between quotes"),
                        "list": _('a list, such as ["a", "b"]'),
                        "table": _("a table"),
                        "number": _("a whole number"),
                        "yes/no": _("true or false"),
                    }[keys[key]],
                    _("correct the value; text stands between quotes, a list between [ and ]"),
                )

    def get(self, values: Mapping[str, Any], key: str, kind: str = "text") -> Any:
        """The value when it is there and of its kind, else the kind's empty value."""
        value = values.get(key)
        wanted = _KINDS[kind]
        if isinstance(value, wanted):
            return value
        return {"text": "", "list": [], "table": {}, "number": None, "yes/no": None}[kind]


def quoted(text: str) -> str:
    """The text as a TOML string."""
    clean = text.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(clean, ensure_ascii=False).replace("\x7f", "\\u007F")


def read_toml(path: Path, name: str) -> TomlFile:
    """Parse the file. Raises: DataProblem when it is absent, no text, or no TOML."""
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig") if encoding_of(raw) == "utf-8" else decoded(raw, name)
    except FileNotFoundError as fault:
        raise DataProblem(
            where=name,
            found=_("the file does not exist"),
            mend=_("check the folder, or let 'gehoord init' write a first corpus.toml"),
        ) from fault
    except (IsADirectoryError, PermissionError, UnicodeDecodeError) as fault:
        raise DataProblem(
            where=name,
            found=_("the file cannot be read as text ({fault})").format(fault=type(fault).__name__),
            mend=_("save it as plain text in UTF-8"),
        ) from fault
    try:
        return TomlFile(name, text, tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError) as fault:  # brackets hundreds deep
        raise _no_toml(name, text, str(fault)) from fault


def _no_toml(name: str, text: str, message: str) -> DataProblem:
    """The fault that the reader of TOML tells, at its line and in our words.

    A date that does not exist stops it like a missing quote does; it says neither.
    """
    place = _AT_LINE.search(message)
    lines = text.splitlines()
    number = int(place[1]) if place else len(lines)
    line = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    line = line if len(line) <= _SHOWN else line[:_SHOWN] + "…"
    where = ", ".join([name, _("line {line}").format(line=number)]) if number else name
    dates = [date for date in _DATE.findall(line) if not _exists(date)]
    if dates:
        return DataProblem(
            where=where,
            found=_("{date} is not a date").format(date=dates[0]),
            expected=_("a day that exists, written as 2025-03-17"),
            mend=_("correct the date in this line: {line}").format(line=line),
        )
    return DataProblem(
        where=where,
        found=_("here it stops being valid TOML: {line}").format(line=line or message),
        expected=_('lines such as  title = "Survey 2025"  under headings such as  [rounds.1]'),
        mend=_(
            "look at this line and the one above it: a missing quote or bracket, a key given "
            "twice, a date that does not exist, or a Windows path with \\ (write / there)"
        ),
    )


def _exists(date: str) -> bool:
    try:
        Date.fromisoformat(date)
    except ValueError:
        return False
    return True


def _line_of(text: str, table: str, key: str, value: str, nth: int) -> int:
    """Line from 1 where a key, or the nth line with a value, stands under a table; 0 if none."""
    plain = table.replace('"', "")
    inside, at_table = not table, 0
    for number, line in enumerate(text.splitlines(), start=1):
        heading = re.match(r"\s*\[\[?([^\]]+)\]\]?", line)
        if heading:
            inside = heading[1].replace('"', "").strip() == plain
            at_table = number if inside and not at_table else at_table
            continue
        if not inside:
            continue
        if value and value in line:
            nth -= 1
            if nth == 0:
                return number
        if key and not value and re.match(rf'\s*"?{re.escape(key)}"?\s*=', line):
            return number
    return at_table
