"""The packages a run is made with, and those same packages once more in a folder of their own.

``build`` is the only function here that uses the network: pip fetches what the lock names.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution, version
from pathlib import Path

from pipeline.core import plugins
from pipeline.core.cache_folder import cache_dir
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.shipped import LOCK, ROOT, SOURCE, shipped, source_tree
from pipeline.core.store import sha256_file

PYTHON = "python"  # as a name among packages: the interpreter itself
_OURS = "gehoord"
_NO_EFFECT = ("__pycache__", "locale", "report", "cli")  # of the code: they change no table
_TOLD = 12  # lines of what pip said at the end


def packages_here() -> dict[str, str]:
    """gehoord, all it needs directly or through others, and Python: name -> version here.

    Extras are left out: a run does not need them to be repeated. Plug-ins that are installed are in
    it: they may have read a file or made the vectors.
    """
    return {**dict(_packages()), **plugins.packages()}


@cache
def _packages() -> tuple[tuple[str, str], ...]:
    versions = {PYTHON: platform.python_version()}
    waiting: list[tuple[str, frozenset[str]]] = [(_OURS, frozenset())]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue
        versions[name] = package.version
        waiting.extend(_needs(package, extras))
    return tuple(sorted(versions.items()))


def _needs(package: Distribution, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """What a package needs on this machine, with these extras of it."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    for text in package.requires or ():
        needed = Requirement(text)
        cases = [{"extra": extra} for extra in ("", *sorted(extras))]
        if needed.marker is None or any(needed.marker.evaluate(case) for case in cases):
            yield canonicalize_name(needed.name), frozenset(needed.extras)


@cache
def code_digest(*, reports: bool = False) -> str:
    """SHA-256 over all of our code and word lists that can change a table, or also a report.

    Two copies of one version differ here when one of them was edited.
    """
    digest = hashlib.sha256()
    without = ("__pycache__",) if reports else _NO_EFFECT
    for path in sorted((ROOT / "pipeline").rglob("*"), key=Path.as_posix):
        name = path.relative_to(ROOT)
        if path.is_file() and not set(name.parts) & set(without):
            content = hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
            digest.update(f"{name.as_posix()} {content}\n".encode())
    return digest.hexdigest()


def writer_digest() -> str:
    """SHA-256 over what a report is written with: all of our code, and the packages beneath it."""
    packages = sorted(packages_here().items())
    return hashlib.sha256(f"{code_digest(reports=True)} {packages}".encode()).hexdigest()


def lock_digest() -> str:
    """SHA-256 of constraints.txt as it came with this gehoord; "" when it is not there."""
    path = shipped(LOCK)
    return sha256_file(path) if path.is_file() else ""


def identity() -> str:
    """One line that says which gehoord this is, on what, locked to what."""
    text = _("gehoord {version} (Python {python}, lock {lock}, code {code})")
    return text.format(
        version=package_version(_OURS) or "?",
        python=platform.python_version(),
        lock=lock_digest()[:12] or "-",
        code=code_digest()[:12],
    )


def package_version(name: str) -> str:
    """Version of an installed package; "" when it is not there."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def lock_of(packages: Mapping[str, str]) -> str:
    """The packages a run was made with as constraints for pip.

    What a run from before this was recorded (none) was made with is in constraints.txt.
    Local parts (``2.13.0+cpu``) are left out: they name a build, not a version.
    """
    if not packages:
        path = shipped(LOCK)
        return path.read_text("utf-8") if path.is_file() else ""
    pinned = sorted(item for item in packages.items() if item[0] not in (_OURS, PYTHON))
    return "".join(f"{name}=={number.partition('+')[0]}\n" for name, number in pinned)


def build(folder: Path, lock: str, source: Path | None = None) -> Path:
    """Make an environment with gehoord and exactly these packages; uses the network.

    Args:
        folder: a new folder for it.
        lock: constraints for pip, as ``lock_of`` writes them.
        source: a source tree or wheel of gehoord; default the tree this code runs from.
    Returns: the ``gehoord`` command in it.
    Raises: DataProblem when there is nothing to install from, or pip could not do it.
    """
    wanted = source or source_tree()
    if wanted is None or not wanted.exists():
        raise DataProblem(
            where=str(wanted or "--source"),
            found=_("gehoord's own source is not here"),
            expected=_("a source tree or a wheel of gehoord, to install afresh"),
            mend=_("name it with --source"),
        )
    folder.mkdir(parents=True)
    (folder / LOCK).write_text(lock, "utf-8")
    tree = copy_source(wanted, folder / "source") if wanted.is_dir() else wanted
    _run([sys.executable, "-m", "venv", str(folder / "venv")])
    scripts = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(scripts / "python"), "-m", "pip", "install", "--quiet", "--no-input"]
    constraint = ["--disable-pip-version-check", "--constraint", str(folder / LOCK)]
    _run([*pip, *constraint, str(tree)])
    return scripts / "gehoord"


def copy_source(tree: Path, folder: Path) -> Path:
    """Copy what a wheel is built from, and nothing else: building leaves no trace in the tree."""
    folder.mkdir(parents=True)
    for name in SOURCE:
        if (tree / name).is_dir():
            skip = shutil.ignore_patterns("__pycache__")
            shutil.copytree(tree / name, folder / name, ignore=skip)
        else:
            shutil.copy(tree / name, folder / name)
    return folder


def outside(cache: Path) -> dict[str, str]:
    """Variables for a command of another environment: nothing of this one leaks into it.

    Its cache is empty, so that every vector is computed again; encoders that were fetched before
    are linked into it.
    """
    cache.mkdir(parents=True, exist_ok=True)
    fetched = cache_dir() / "hub"
    if fetched.is_dir() and not (cache / "hub").exists():
        (cache / "hub").symlink_to(fetched.resolve(), target_is_directory=True)
    dropped = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PYTHONSTARTUP")
    kept = {key: value for key, value in os.environ.items() if key not in dropped}
    return {**kept, "GEHOORD_CACHE": str(cache)}


def _run(command: list[str]) -> None:
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=kept)  # noqa: S603
    if done.returncode:
        last_lines = (done.stderr or done.stdout).strip().splitlines()[-_TOLD:]
        raise DataProblem(
            where=" ".join(Path(word).name if os.sep in word else word for word in command[:4]),
            found="\n".join(last_lines) or str(done.returncode),
            expected=_("an environment with the versions of the record"),
            mend=_("look whether the network and the package index can be reached, and try again"),
        )
