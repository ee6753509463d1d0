"""Where others add to gehoord: entry points for readers, encoders and report formats.

A package declares what it adds in its own metadata and is found once it is installed:

    [project.entry-points."gehoord.readers"]
    ".abc" = "my_package:read"      # (path, where) -> list of Grid, or list of Block
    [project.entry-points."gehoord.encoders"]
    mine = "my_package:MyEncoder"   # () -> Encoder
    [project.entry-points."gehoord.reports"]
    brief = "my_package:brief"      # (findings, language) -> {file name: bytes}

A reader is loaded for a file of its suffix, an encoder when it is named, a report format whenever
reports are written. A plug-in cannot replace what gehoord has.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _

READERS, ENCODERS, REPORTS = "gehoord.readers", "gehoord.encoders", "gehoord.reports"


def installed(group: str) -> Mapping[str, EntryPoint]:
    """The plug-ins of a group by name; where two share a name, the one whose value sorts first."""
    entries = sorted(
        entry_points(group=group), key=lambda entry: (entry.name, entry.value), reverse=True
    )
    return {entry.name: entry for entry in entries}


def packages() -> dict[str, str]:
    """The packages that add something here: name -> version."""
    every = (entry for group in (READERS, ENCODERS, REPORTS) for entry in installed(group).values())
    return {entry.dist.name: entry.dist.version for entry in every if entry.dist is not None}


def load(group: str, name: str) -> Any:
    """What a plug-in offers. Raises: DataProblem when its package cannot be loaded."""
    point = installed(group)[name]
    try:
        return point.load()
    except (ImportError, AttributeError) as fault:
        raise DataProblem(
            where=f"{group}: {name}",
            found=_("this plug-in cannot be loaded ({fault})").format(fault=fault),
            expected=point.value,
            mend=_("install its package anew, or remove it"),
        ) from fault
