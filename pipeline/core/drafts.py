"""Folders to write in before something takes its place, and their sweeping after a crash.

Everything of ours that is not finished lies in one folder beside where it will stand, each draft
under a lock that dies with its process. Whoever writes there next removes what nobody holds.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.core.errors import DataProblem, in_words
from pipeline.core.locale import gettext as _

ROOM = ".gehoord-concept"  # beside what is written; gone again when nobody writes
_LOCK = ".lock"
ON_WINDOWS = os.name == "nt"
_PATIENCE, _WAIT = 5, 0.2  # times that a file is tried which is held, and seconds between them
_LONGEST = 150  # characters of a folder on Windows; what stands in a run adds up to a hundred
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_TRIES = 20  # times the room is made again when another process removes it, empty, at that moment


@contextmanager
def draft(parent: Path) -> Iterator[Path]:
    """A new folder below ``parent`` for this process alone; gone afterwards, whatever happens.

    What lies there after a kill or a power cut is removed by the next draft beside it.
    Raises: DataProblem where this folder cannot be written in, at first or as the disk runs full.
    """
    try:
        own, lock = _taken(parent)
    except OSError as fault:
        raise cannot_write(parent, fault) from fault
    try:
        yield own
    except OSError as fault:
        if fault.errno in _FULL:  # of whoever writes, this alone knows where
            raise cannot_write(parent, fault) from fault
        raise
    finally:
        shutil.rmtree(own, ignore_errors=True)
        lock.release()
        with suppress(OSError):  # another process may be at the same
            own.with_name(own.name + _LOCK).unlink(missing_ok=True)
            own.parent.rmdir()


def _taken(parent: Path) -> tuple[Path, FileLock]:
    for attempt in range(_TRIES):
        room = parent / ROOM
        room.mkdir(parents=True, exist_ok=True)
        sweep(room)
        own = room / secrets.token_hex(8)
        lock = FileLock(own.with_name(own.name + _LOCK))
        try:
            lock.acquire(timeout=0)
            own.mkdir(mode=0o700)
        except FileNotFoundError:
            lock.release()
            if attempt == _TRIES - 1:
                raise
            continue
        return own, lock
    raise AssertionError("the loop returns or raises")


def sweep(room: Path) -> None:
    """Remove every draft whose process is gone."""
    for held in sorted(room.glob(f"*{_LOCK}")):
        lock = FileLock(held)
        try:
            lock.acquire(timeout=0)
        except (Timeout, OSError):
            continue
        shutil.rmtree(held.with_name(held.name.removesuffix(_LOCK)), ignore_errors=True)
        lock.release()
        with suppress(OSError):
            held.unlink()


@contextmanager
def library_files_in(folder: Path) -> Iterator[None]:
    """Temporary files of the libraries below us go into this folder, which is swept with it."""
    before = tempfile.tempdir
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


def try_writing(folder: Path) -> None:
    """Write and remove something where a result will stand, before the work and not after it.

    Raises: DataProblem with its mend where that cannot be done.
    """
    folder = folder.absolute()  # a path that is too long cannot be resolved
    if ON_WINDOWS and len(str(folder)) > _LONGEST:
        raise DataProblem(
            where=str(folder),
            found=_("this place has a name of {n} characters, too long for Windows").format(
                n=len(str(folder))
            ),
            mend=_("put the folder nearer to the root of the disk, such as C:\\gehoord"),
        )
    folder = folder.resolve()
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        with draft(folder) as own:
            (own / "probe").write_bytes(b"\0" * 4096)
    except OSError as fault:
        raise cannot_write(folder, fault) from fault
    finally:
        with suppress(OSError):
            for path in missing:
                path.rmdir()


def cannot_write(place: Path, fault: OSError) -> DataProblem:
    """The fault of a folder that cannot be written in."""
    return DataProblem(
        where=str(place),
        found=_("nothing can be written here: {fault}").format(fault=in_words(fault)),
        mend=_("make room, or name a folder in which you may write (--out)"),
    )


def put_in_place(new: Path, target: Path) -> None:
    """Give what was written the name under which it is known; an old file of that name goes.

    On Windows nothing can take the place of a file that Word or Excel has open; what a virus
    scanner or OneDrive looks at is free again in a moment.
    Raises: DataProblem naming the target, while a program keeps it.
    """
    for attempt in range(_PATIENCE):
        try:
            new.replace(target)
            return
        except PermissionError as fault:
            if attempt == _PATIENCE - 1:
                raise DataProblem(
                    where=str(target),
                    found=_("this cannot be replaced: another program has it open"),
                    mend=_("close it in Word, Excel or the browser, and give the command again"),
                ) from fault
            time.sleep(_WAIT)


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, on disk where the system can: against a power cut."""
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
