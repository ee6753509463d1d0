"""What comes with gehoord beside its code: the Dutch pipeline, the demo corpus, the lock.

In a source tree these lie where people look for them (``models/nl``, ``corpora/voorbeeld``,
``constraints.txt``); a wheel puts them under ``share/gehoord`` of the environment.
"""

from __future__ import annotations

import site
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = "constraints.txt"
# All that a wheel is built from; nothing of what people keep in corpora/, models/ and reports/.
SOURCE = (
    "pyproject.toml", "README.md", "LICENSE", LOCK, "cli.py", "gehoord", "pipeline",
    "models/nl", "models/reader", "corpora/voorbeeld",
)  # fmt: skip


def source_tree() -> Path | None:
    """The source tree this code runs from; None when it was installed from a wheel."""
    whole = all((ROOT / name).exists() for name in SOURCE)
    return ROOT if whole else None


def shipped(name: str) -> Path:
    """Where this came to lie, e.g. ``models/nl``; in the source tree when it is nowhere."""
    if source_tree() is not None:
        return ROOT / name
    # where pip puts the data of a wheel: by default, for one user, or with --target
    for root in (sysconfig.get_path("data"), site.getuserbase(), ROOT):
        path = Path(root) / "share" / "gehoord" / name
        if path.exists():
            return path
    return ROOT / name
