"""Where lies what can be made again: vectors, fetched encoders, what libraries compile."""

from __future__ import annotations

import os
from pathlib import Path


def cache_dir() -> Path:
    """The folder for what can be made again: GEHOORD_CACHE, else the platform's user cache."""
    configured = os.environ.get("GEHOORD_CACHE", "").strip()
    if configured:
        return Path(configured).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("gehoord", appauthor=False)
