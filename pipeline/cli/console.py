"""How commands speak: results on stdout, progress and faults on stderr, exit codes in one place."""

from __future__ import annotations

import codecs
import functools
import io
import json
import os
import re
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.core.errors import DataProblem, DataProblems, MissingExtra, in_words
from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.core.usage import Meter, StageUse

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

DONE, MEND_YOUR_DATA, WRONG_USAGE, INTERRUPTED, STOPPED = 0, 1, 2, 130, 143
_SHOW_AFTER = 2.0  # seconds a stage may last before its progress is worth showing
AsJson = Annotated[bool, typer.Option("--json", help=_("Print the outcome as JSON."))]
_quiet: list[bool] = [False]
_verbose: list[bool] = [False]


def be_quiet(quiet: bool) -> None:
    """Keep progress and summaries back from now on; faults are always said."""
    _quiet[0] = quiet


def be_verbose(verbose: bool) -> None:
    """Say from now on what every stage cost as it ends."""
    _verbose[0] = verbose


def usage_line(use: StageUse) -> str:
    """What a stage cost, on one line."""
    memory = "" if use.peak_mb is None else _("{n} MB at most").format(n=f"{use.peak_mb:,.0f}")
    spent = _("{wall} s by the clock, {cpu} s of processor").format(
        wall=f"{use.wall:.1f}", cpu=f"{use.cpu:.1f}"
    )
    return f"{use.stage}: " + ", ".join(part for part in (spent, memory) if part)


# What clears a screen, moves its cursor or turns text round; names of files may hold it.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def seen(text: str) -> str:
    """The text as it may stand on a screen: a mark where something steers instead of tells."""
    return _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text)


def say(text: str = "") -> None:
    """Print a line of result on stdout."""
    sys.stdout.write(seen(text) + "\n")


def say_file(text: str) -> None:
    """Print what is meant to become a file: in UTF-8 where it goes to one, whatever the console."""
    if isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
        # names of files as the system has them, also where it knows no language
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")
    sys.stdout.write(text + "\n")


def say_json(data: Mapping[str, Any] | list[Any]) -> None:
    """Print data as JSON on stdout, the same bytes for the same data."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1, default=str) + "\n")


def say_rich(renderable: Any) -> None:
    """Print a rich table or panel on stdout, unless quiet."""
    from rich.console import Console

    if not _quiet[0]:
        console = Console(highlight=False)
        with console.capture() as shown:  # rich itself would leave with 1 where nobody reads on
            console.print(renderable)
        sys.stdout.write(shown.get())


def note(text: str) -> None:
    """Print a remark on stderr, unless quiet."""
    if not _quiet[0]:
        sys.stderr.write(seen(text) + "\n")


def guarded(command: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a command: what goes wrong with the user's data becomes words and an exit code."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        code = _run(command, *args, **kwargs)
        if code:
            raise typer.Exit(code)

    return run


def _run(command: Callable[..., Any], *args: Any, **kwargs: Any) -> int:
    """Run a command, and answer for what it raises. Returns: the exit code."""
    try:
        result = command(*args, **kwargs)
        sys.stdout.flush()
    except DataProblems as faults:
        tell_problems(faults.problems)
        return MEND_YOUR_DATA
    except DataProblem as fault:
        tell_problems((fault,))
        return MEND_YOUR_DATA
    except MissingExtra as missing:
        text = _(
            "{command} needs a package that is not installed: {extra}\n"
            "  to mend:  pip install '{extra}'"
        )
        sys.stderr.write(text.format(command=missing.command, extra=missing.extra) + "\n")
        return WRONG_USAGE
    except KeyboardInterrupt as interrupt:
        text = _("Interrupted. Nothing was left half-written; run the same command again.")
        sys.stderr.write(text + "\n")
        return STOPPED if isinstance(interrupt, Stopped) else INTERRUPTED
    except BrokenPipeError:  # "| head" has read enough
        # Nobody reads what is said: what is left of it goes nowhere, and without a word at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except UnicodeEncodeError as fault:
        if codecs.lookup(sys.getfilesystemencoding()).name == "utf-8":
            raise  # a fault of the program
        tell_problems((_of_no_language(fault),))
        return MEND_YOUR_DATA
    except OSError as fault:  # a full disk, a file that is held: no fault of the program
        tell_problems((_of_the_system(fault),))
        return MEND_YOUR_DATA
    return result if isinstance(result, int) else DONE


def _of_no_language(fault: UnicodeEncodeError) -> DataProblem:
    """A name of a file that cannot be opened where the system knows the plainest letters only."""
    return DataProblem(
        where=fault.object,
        found=_("this name holds letters that the system is not set to know ({encoding})").format(
            encoding=sys.getfilesystemencoding()
        ),
        mend=_("set PYTHONUTF8=1 and give the command again, or rename the file"),
    )


def _of_the_system(fault: OSError) -> DataProblem:
    return DataProblem(
        where=str(fault.filename or "–"),
        found=_("the computer refused: {fault}").format(fault=in_words(fault)),
        mend=_("make room on the disk, close the file in other programs, check your rights there"),
    )


_PLAINER = {
    "‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "…": "...", "·": "-",
    "•": "-", "→": "->", "≥": ">=", "≤": "<=", "×": "x", "€": "EUR", "\u00a0": " ", "\u202f": " ",
}  # fmt: skip


class Stopped(KeyboardInterrupt):
    """Asked to stop by the system (SIGTERM), as Ctrl+C asks for a person."""


def listen_to_the_system() -> None:
    """Have SIGTERM end a command as Ctrl+C does: in words, with nothing left half-written."""

    def stop(_number: int, _frame: object) -> None:
        raise Stopped

    signal.signal(signal.SIGTERM, stop)
    codecs.register_error("plainer", _plainer)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="plainer")


def _plainer(fault: UnicodeError) -> tuple[str, int]:
    """What an old console shows for a mark it lacks: a plain one, else a question mark."""
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    text = fault.object[fault.start : fault.end]
    return "".join(_PLAINER.get(mark, "?") for mark in text), fault.end


def tell_not_taken_over(problems: Sequence[DataProblem]) -> None:
    """Say which of what a person filled in was not kept, and why; nothing where all was."""
    if problems:
        note(_("Not taken over, the rest is kept:"))
        tell_problems(tuple(problems))


def tell_problems(problems: tuple[DataProblem, ...]) -> None:
    """Say every fault on stderr: place, what was found, what was expected, how to mend it."""
    for problem in problems:
        fault = _("Fault: {where}: {found}").format(where=problem.where, found=problem.found)
        sys.stderr.write(seen("\n".join([fault, *getattr(problem, "__notes__", ())])) + "\n")
    count = len(problems)
    if count > 1:
        closing = ngettext("{count} fault to mend.", "{count} faults to mend.", count)
        sys.stderr.write("\n" + closing.format(count=count) + "\n")


class Stages:
    """Progress of a run on stderr: a bar per stage that lasts, with its name and count."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._task: TaskID | None = None
        self._name = ""
        self._meter = Meter()
        self.passes: list[StageUse] = []

    def begin(self, name: str) -> None:
        """A stage starts; the one before it is over."""
        self.finish()
        self._name, self._meter = name, Meter()
        if self._progress is not None:
            self._task = self._progress.add_task(_(name), total=None)

    def advance(self, done: int, total: int) -> None:
        """So many of so many are done in this stage."""
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, completed=done, total=total)

    def finish(self) -> None:
        """Close the running stage and keep what it cost."""
        if not self._name:
            return
        use = self._meter.read(self._name)
        self.passes.append(use)
        if _verbose[0]:
            note(usage_line(use))
        if self._progress is not None and self._task is not None:
            if use.wall < _SHOW_AFTER:
                self._progress.remove_task(self._task)
            else:
                self._progress.update(self._task, completed=1, total=1)
        self._name, self._task = "", None


@contextmanager
def stages() -> Iterator[Stages]:
    """Show the stages of a run while it lasts; silent when quiet or when stderr is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if _quiet[0] or not console.is_terminal:
        following = Stages(None)
        yield following
        following.finish()
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        following = Stages(progress)
        yield following
        following.finish()


def in_notebook() -> bool:
    """Whether this runs in a notebook, where bars on a terminal are seen by nobody."""
    if "IPython" not in sys.modules:
        return False
    from IPython import get_ipython

    return type(get_ipython()).__name__ == "ZMQInteractiveShell"
