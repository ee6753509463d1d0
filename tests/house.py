"""`python -m tests.house`: how the house stands, beside how it stood before it was rebuilt.

Counted from the source alone: nothing of the project is imported or run. ``tests/test_house.py``
holds the counting against a house of three files.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.conftest import ROOT
from tests.test_architecture import import_circles, modules, own_imports_in_functions

LONG = 400  # lines of a file that a reader still holds
STAND_INS = frozenset(("one", "found", "told", "made", "at", "said"))  # where a noun exists
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Figure:
    """One figure: what it was on 27 November 2026, what is aimed at, and how it is counted."""

    name: str
    before: str
    aim: str
    count: Callable[[Path], str]


def root_modules(root: Path) -> int:
    """Modules that stand in no room."""
    return len(list((root / "pipeline").glob("*.py")))


def rooms(root: Path) -> int:
    """Folders directly below ``pipeline``."""
    return sum((folder / "__init__.py").is_file() for folder in (root / "pipeline").iterdir())


def lines(root: Path) -> int:
    """Lines of Python in ``pipeline``."""
    return sum(len(path.read_text("utf-8").splitlines()) for path in modules(root))


def lines_of_features(root: Path) -> dict[str, int]:
    """Lines of the modules that each issue after the rebuilding brought, by issue.

    Raises: FileNotFoundError for a module that is listed and gone.
    """
    listed = tomllib.loads((root / "tests" / "house_features.toml").read_text("utf-8"))
    return {
        issue: sum(
            len((root / "pipeline" / f"{name}.py").read_text("utf-8").splitlines())
            for name in brought["modules"]
        )
        for issue, brought in listed.items()
    }


def private_with_one_caller(root: Path) -> float:
    """Share of all functions that are private and named once beside where they are defined.

    Of all functions, as the models of the field were counted (3-21 %) and this house at first
    (36 %): by the private ones alone any house of small files stands at more than half.
    """
    alone = total = 0
    for path in modules(root):
        tree = ast.parse(path.read_text("utf-8"))
        named = Counter(
            node.id if isinstance(node, ast.Name) else node.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Name | ast.Attribute)
        )
        names = [function.name for function in functions(tree)]
        total += len(names)
        alone += sum(n[0] == "_" and n[-1] != "_" and named[n] == 1 for n in names)
    return alone / total if total else 0.0


def imports_in_functions(root: Path) -> int:
    """Imports of our own modules that wait until a function runs."""
    return len(own_imports_in_functions(root))


def classes_twice(root: Path) -> list[str]:
    """Class names that are defined more than once."""
    names = Counter(
        node.name
        for path in modules(root)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    return sorted(name for name, times in names.items() if times > 1)


def named_by_stand_ins(root: Path) -> int:
    """Functions in which a local name or a parameter is one that says nothing of what it holds."""
    return sum(
        bool(STAND_INS & set(_own_names(function)))
        for path in modules(root)
        for function in functions(ast.parse(path.read_text("utf-8")))
    )


def _own_names(function: _Function) -> Iterator[str]:
    """What a function names itself: parameters, and what it assigns or loops over."""
    for node in ast.walk(function):
        if isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def median_function(root: Path) -> float:
    """Lines of the median function, its docstring included."""
    sizes = [
        (function.end_lineno or function.lineno) - function.lineno + 1
        for path in modules(root)
        for function in functions(ast.parse(path.read_text("utf-8")))
    ]
    return float(median(sizes)) if sizes else 0.0


def long_files(root: Path) -> int:
    """Files of more than 400 lines."""
    return sum(len(path.read_text("utf-8").splitlines()) > LONG for path in modules(root))


def functions(tree: ast.AST) -> Iterator[_Function]:
    """Every function and method of a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


FIGURES = (
    Figure("modules at the root of pipeline/", "53", "<= 3", lambda r: f"{root_modules(r)}"),
    Figure("rooms", "13", "", lambda r: f"{rooms(r)}"),
    Figure("import circles, lazy ones included", "3", "0", lambda r: f"{len(import_circles(r))}"),
    Figure("lines in pipeline/", "49,200", "", lambda r: f"{lines(r):,}"),
    Figure(
        "of these: of new features", "", "", lambda r: f"{sum(lines_of_features(r).values()):,}"
    ),
    Figure(
        "of these: of what was there", "49,200", "<= 44,000",
        lambda r: f"{lines(r) - sum(lines_of_features(r).values()):,}",
    ),
    Figure(
        "private functions with one caller", "36 %", "<= 15 %",
        lambda r: f"{private_with_one_caller(r):.0%}".replace("%", " %"),
    ),
    Figure("own imports inside functions", "412", "<= 60", lambda r: f"{imports_in_functions(r)}"),
    Figure("class names defined twice", "44", "<= 8", lambda r: f"{len(classes_twice(r))}"),
    Figure("functions that say one, found, at", "", "", lambda r: f"{named_by_stand_ins(r)}"),
    Figure("lines of the median function", "8", "8-14", lambda r: f"{median_function(r):.0f}"),
    Figure("files over 400 lines", "", "", lambda r: f"{long_files(r)}"),
)  # fmt: skip


def main(root: Path = ROOT) -> None:
    """Print every figure beside what it was and what is aimed at."""
    sys.stdout.write(f"{'':36}{'before':>10}{'aim':>11}{'now':>10}\n")
    for figure in FIGURES:
        now = figure.count(root)
        sys.stdout.write(f"{figure.name:36}{figure.before:>10}{figure.aim:>11}{now:>10}\n")
    sys.stdout.write("defined twice: " + ", ".join(classes_twice(root)) + "\n")
    brought = ", ".join(f"{issue}: {n:,}" for issue, n in lines_of_features(root).items())
    sys.stdout.write(f"lines of new features, by issue: {brought}\n")


if __name__ == "__main__":
    main()
