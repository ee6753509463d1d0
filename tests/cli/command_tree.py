"""All commands as typer builds them, for the tests that walk them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from pipeline.cli.app import build


def tree() -> Any:
    """The root command."""
    return get_command(build())


def leaves(group: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """(names that lead to it, command) of every command that is no group."""
    for name, command in (group or tree()).commands.items():
        if hasattr(command, "commands"):
            yield from leaves(command, (*path, name))
        else:
            yield (*path, name), command


def groups() -> Iterator[tuple[tuple[str, ...], Any]]:
    """(names, group) of every group below the root."""
    for name, command in tree().commands.items():
        if hasattr(command, "commands"):
            yield (name,), command
