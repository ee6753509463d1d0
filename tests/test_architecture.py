"""The tree is the import order, each heavy library has one door, and nothing unsafe is called."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT

VOCABULARY = {
    "errors", "tables", "plan", "settings", "words", "lexicon", "voices", "analysis", "locale",
    "texts", "content", "splitting", "treebank", "plugins", "urgency",
}  # fmt: skip
EDGES = {"ingest", "adapters", "store", "runs", "models", "report", "shipped", "environment"}
COMPOSITION = {
    "run", "loading", "training", "tuning", "estimators", "commands", "verify", "measures",
    "telling", "parts", "preparing", "linking", "topics_given", "equality", "rereading", "trials",
    "continuity"}  # fmt: skip
# A library that is slow to import or bound to one task is named behind one door only.
DOORS = {
    "sentence_transformers": "adapters",
    "onnxruntime": "adapters",
    "torch": "adapters",
    "bertopic": "adapters",
    "umap": "adapters",
    "hdbscan": "adapters",
    "spacy": "adapters",
    "docx": ("ingest", "report"),
    "openpyxl": ("ingest", "report", "commands"),
    "jinja2": "report",
    "vl_convert": "report",
}
UNSAFE = {"pickle", "joblib", "shelve", "marshal", "dill", "cloudpickle"}


def modules() -> list[Path]:
    found = sorted((ROOT / "pipeline").rglob("*.py"))
    assert len(found) >= 10, "the guard looked at nothing"
    return found


def room(path: Path) -> str:
    first = path.relative_to(ROOT / "pipeline").parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
            if node.module == "pipeline":
                yield from ((node.lineno, f"pipeline.{name.name}") for name in node.names)


def own_imports(path: Path) -> Iterator[tuple[int, str]]:
    for line, name in imports(path):
        parts = name.split(".")
        if parts[0] == "pipeline" and len(parts) > 1:
            yield line, parts[1]


def test_imports_point_down() -> None:
    wrong = []
    for path in modules():
        here = room(path)
        for line, there in own_imports(path):
            if not _may_import(here, there):
                wrong.append(f"{path.relative_to(ROOT)}:{line} {here} may not import {there}")
    assert wrong == []


def _may_import(here: str, there: str) -> bool:
    if here == there or there in VOCABULARY or here in COMPOSITION or here == "__init__":
        return True
    if here in VOCABULARY or there in COMPOSITION:
        return False
    # Edges may know the stages whose tables they read or serve, never the other way round.
    return here in EDGES


def test_the_vocabulary_imports_no_stage() -> None:
    for name in sorted(VOCABULARY - {"locale"}):
        path = ROOT / "pipeline" / f"{name}.py"
        assert path.is_file(), name
        assert {there for _, there in own_imports(path)} <= VOCABULARY, name


def test_a_heavy_library_has_one_door() -> None:
    wrong = []
    for path in modules():
        for line, name in imports(path):
            door = DOORS.get(name.split(".")[0])
            if door and room(path) not in ((door,) if isinstance(door, str) else door):
                wrong.append(f"{path.relative_to(ROOT)}:{line} {name} belongs in {door}")
    assert wrong == []


def test_nothing_is_unpickled_or_evaluated() -> None:
    wrong = []
    for path in modules():
        wrong += [f"{path}:{line}" for line, name in imports(path) if name.split(".")[0] in UNSAFE]
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Name) and called.id in ("eval", "exec"):
                wrong.append(f"{path}:{called.lineno}")
    assert wrong == []


def test_no_file_is_longer_than_a_reader_holds() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in [*modules(), ROOT / "cli.py"]
        if (count := len(path.read_text("utf-8").splitlines())) > 550
    }
    assert long == {}
