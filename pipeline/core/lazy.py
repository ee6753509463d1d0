"""Names of a package that are loaded when first used, so that importing it stays light."""

from __future__ import annotations

import ast
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any


def lazy(package: str, source: str) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """``__getattr__`` and ``__dir__`` of a package.

    Args: source: the package's file; its names are those that stand below ``if TYPE_CHECKING``.
    """
    homes = {
        name.name: line.module or ""
        for block in ast.parse(Path(source).read_text("utf-8")).body
        if isinstance(block, ast.If)
        for line in block.body
        if isinstance(line, ast.ImportFrom)
        for name in line.names
    }

    def load(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module '{package}' has no attribute '{name}'")
        return getattr(import_module(homes[name]), name)

    return load, lambda: sorted(homes)
