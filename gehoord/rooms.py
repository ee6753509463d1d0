"""The rooms that gehoord is made of, found whatever a script calls its own files.

They are the package ``pipeline`` and the module ``cli``, names that others have too: a script's own
``pipeline.py`` stands before them on the path, and a distribution may bring one.
"""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

_HOME = Path(__file__).resolve().parents[1]


def find_rooms() -> None:
    """See to it that ``pipeline.core`` and the other rooms are ours.

    Where a script has imported a ``pipeline`` of its own, that keeps its names and is searched
    first; where it has not, ``pipeline`` is ours from here on.
    """
    folder = str(_HOME / "pipeline")
    known = sys.modules.get("pipeline")
    if known is None:
        own_module("pipeline", Path(folder, "__init__.py"))
    elif folder not in (searched := list(getattr(known, "__path__", ()))):
        known.__path__ = [*searched, folder]


def own_module(name: str, file: Path) -> ModuleType:
    """Load this file as the module of that name, before anything else on the path."""
    inside = [str(file.parent)] if file.name == "__init__.py" else None
    spec = spec_from_file_location(name, file, submodule_search_locations=inside)
    if spec is None or spec.loader is None:
        raise ImportError(f"gehoord is not whole: {file} cannot be loaded; install it again")
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def command() -> ModuleType:
    """The module ``cli`` that stands beside this package."""
    return own_module("cli", _HOME / "cli.py")
