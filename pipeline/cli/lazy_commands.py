"""Commands that are imported when they are named, with their libraries when they are run."""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from typing import Any

from pipeline.core.locale import gettext as _

# Light, and needed to declare a command: its help, and the choices that settings know.
_AT_ONCE = (
    "pipeline.cli",
    "pipeline.core.errors",
    "pipeline.core.locale",
    "pipeline.core.settings",
)


class LazyCommands(Mapping[str, Any]):
    """Commands by name; a module is imported when a command of it is asked for.

    Args: places: name of the command, and "module.function" in this folder.  load: makes a command
        of its name and place.  groups: commands that are themselves groups; they stand last.
    """

    def __init__(
        self,
        places: Mapping[str, str],
        load: Callable[[str, str], Any],
        groups: Mapping[str, Any] | None = None,
    ) -> None:
        self._places = places
        self._load = load
        self._loaded: dict[str, Any] = dict(groups or {})
        self._groups = tuple(self._loaded)

    def __iter__(self) -> Iterator[str]:
        """The names, in the order of the help."""
        yield from (*self._places, *self._groups)

    def __len__(self) -> int:
        """How many commands and groups there are."""
        return len(self._places) + len(self._groups)

    def __getitem__(self, name: str) -> Any:
        """The command or group with this name. Raises: KeyError."""
        if name not in self._loaded:
            self._loaded[name] = self._load(name, self._places[name])
        return self._loaded[name]

    def help_of(self, name: str) -> str:
        """What a command does, in the language chosen; nothing is imported for it."""
        if name in self._groups:
            return str(self._loaded[name].help)
        module, function = self._places[name].split(".")
        return translated(_docstrings(module)[function])


class _NotImported:
    """What stands under a name that a command's module imports while it is only declared."""

    def __getattr__(self, name: str) -> _NotImported:
        return self


@contextmanager
def declared_only() -> Iterator[None]:
    """Modules of commands, imported here for the options they declare, import no other room.

    They are forgotten at the end: what runs a command imports its module again, wholly.
    """
    known, imported = set(sys.modules), builtins.__import__

    def import_declarations(name: str, *rest: Any) -> Any:
        importer = rest[0]["__name__"] if rest and rest[0] else ""
        elsewhere = name.startswith("pipeline.") and not name.startswith(_AT_ONCE)
        if elsewhere and importer.startswith("pipeline.cli."):
            return _NotImported()
        return imported(name, *rest)

    builtins.__import__ = import_declarations  # type: ignore[assignment]
    try:
        yield
    finally:
        builtins.__import__ = imported
        for name in set(sys.modules) - known:
            room, _dot, module = name.rpartition(".")
            if room == "pipeline.cli":
                del sys.modules[name]
                delattr(sys.modules[room], module)


def translated(docstring: str) -> str:
    """The docstring of a command is its help, translated as one line."""
    text = " ".join(docstring.split())
    return _(text) if text else ""


@cache
def _docstrings(module: str) -> dict[str, str]:
    """Docstrings of the functions of a module, read from its source as pydoc's apropos does."""
    spec = find_spec(f"pipeline.cli.{module}")
    source = spec.loader.get_source(spec.name) if spec and spec.loader else ""  # type: ignore[attr-defined]
    functions = (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))
    return {node.name: ast.get_docstring(node) or "" for node in functions}
