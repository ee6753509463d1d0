"""Office files whose bytes depend on their content alone: no clock, no order of writing."""

from __future__ import annotations

import re
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from types import SimpleNamespace

FIRST, LAST = 1980, 2107  # years that a zip can hold
EPOCH = (FIRST, 1, 1, 0, 0, 0)  # the earliest moment a zip can hold
_PROPERTIES = "docProps/core.xml"
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
REPLACEMENT = "\ufffd"


def zips_can_be_dated() -> None:
    """Where the clock is outside those years, have new zips dated at their beginning.

    A laptop whose battery died says it is 1970; then no Word or Excel file could be written.
    """
    if FIRST <= time.localtime().tm_year <= LAST:
        return
    begin = time.struct_time((FIRST, 1, 1, 0, 0, 0, 1, 1, 0))
    clock = SimpleNamespace(**vars(time))
    clock.localtime = lambda _seconds=None: begin
    zipfile.time = clock  # type: ignore[attr-defined]


def settled(data: bytes, moment: str, change: Callable[[str, bytes], bytes] | None = None) -> bytes:
    """The same office file with fixed times.

    Args: data is a .docx or .xlsx; moment (ISO 8601) is when its run was made: what the core
        properties call created and modified. Without one it is 1980. change: name and content of
        a part -> its content from now on.
    """
    match = MOMENT.match(moment)
    stamp = (match[0] if match else "1980-01-01T00:00:00").encode("ascii") + b"Z"
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == _PROPERTIES:
                content = _STAMP.sub(rb"\g<1>" + stamp + rb"\g<3>", content)
            if change is not None:
                content = change(name, content)
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o600 << 16
            entry.create_system = 3  # the same on Windows
            new.writestr(entry, content, zipfile.ZIP_DEFLATED, 6)
    return out.getvalue()


def printable(text: str) -> str:
    """The text with a visible sign for every character that XML cannot hold."""
    return FORBIDDEN.sub(REPLACEMENT, text)
