"""All commands, for the tests that walk them, and one of them run in this process."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any

from cli import main
from pipeline.cli.app import build


def tree() -> Any:
    """The root command."""
    return build()


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


@dataclass(frozen=True)
class Said:
    """What a command left behind."""

    code: int
    out: str
    err: str


def invoke(*arguments: object) -> Said:
    """Run `gehoord` with these arguments, in this process."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as left:
            code = int(left.code or 0)
    return Said(code, out.getvalue(), err.getvalue())
