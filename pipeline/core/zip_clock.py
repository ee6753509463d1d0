"""A clock that zips can hold: they know the years 1980 to 2107 and nothing before or after.

A laptop whose battery died says it is 1970; then no Word or Excel file could be written.
"""

from __future__ import annotations

import time
import zipfile
from types import SimpleNamespace

FIRST, LAST = 1980, 2107


def zips_can_be_dated() -> None:
    """Where the clock is outside those years, have new zips dated at their beginning."""
    if FIRST <= time.localtime().tm_year <= LAST:
        return
    begin = time.struct_time((FIRST, 1, 1, 0, 0, 0, 1, 1, 0))
    clock = SimpleNamespace(**vars(time))
    clock.localtime = lambda _seconds=None: begin
    zipfile.time = clock  # type: ignore[attr-defined]
