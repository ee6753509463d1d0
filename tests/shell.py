"""The commands as somebody types them, in the process of the test."""

from __future__ import annotations

import contextlib
import io
import json

import pytest

import cli


def typed(*arguments: object) -> tuple[object, str]:
    """The exit code of a command in Dutch, and all that it put on the screen."""
    screen = io.StringIO()
    with (
        contextlib.redirect_stdout(screen),
        contextlib.redirect_stderr(screen),
        pytest.raises(SystemExit) as left,
    ):
        cli.main(["--lang=nl", *map(str, arguments)])
    return left.value.code, screen.getvalue()


class Shell:
    """A folder to work in, and the commands typed there."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: str, code: int = 0) -> str:
        with pytest.raises(SystemExit) as left:
            cli.main(["--lang", "en", "--quiet", *arguments])
        printed = self.capsys.readouterr()
        assert left.value.code == code, printed.err + printed.out
        return printed.out + printed.err

    def json(self, *arguments: str, code: int = 0) -> dict:
        with pytest.raises(SystemExit) as left:
            cli.main(["--lang", "en", "--quiet", *arguments, "--json"])
        printed = self.capsys.readouterr()
        assert left.value.code == code, printed.err + printed.out
        return json.loads(printed.out)
