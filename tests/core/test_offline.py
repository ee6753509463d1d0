"""Telemetry is off before a library that has it is imported."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest

from pipeline.core.offline import SWITCHES, keep_offline
from tests.conftest import ROOT

TALKATIVE = {"onnxruntime", "bertopic", "sentence_transformers", "huggingface_hub", "transformers"}


def test_every_switch_is_set_even_when_it_stood_the_other_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ORT_DISABLE_TELEMETRY", "0")
    keep_offline()
    assert SWITCHES["ORT_DISABLE_TELEMETRY"] == "1"
    assert {name: os.environ[name] for name in SWITCHES} == SWITCHES


def test_every_door_sets_the_switches_before_the_import() -> None:
    doors = [
        (path, function)
        for path in sorted((ROOT / "pipeline").rglob("*.py"))
        for function in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(function, ast.FunctionDef) and _imports(function)
    ]
    assert len(doors) >= 5, "the guard looked at nothing"
    assert [_place(path, f) for path, f in doors if not _hushed_first(f)] == []


def test_no_module_imports_such_a_library_at_its_top() -> None:
    modules = {p: ast.parse(p.read_text("utf-8")) for p in (ROOT / "pipeline").rglob("*.py")}
    assert [str(path) for path, tree in modules.items() if _roots(tree.body) & TALKATIVE] == []


def _roots(body: list[ast.stmt]) -> set[str]:
    names: set[str] = set()
    for statement in body:
        if isinstance(statement, ast.Import):
            names |= {alias.name.split(".")[0] for alias in statement.names}
        elif isinstance(statement, ast.ImportFrom) and statement.module:
            names.add(statement.module.split(".")[0])
    return names


def _imports(function: ast.FunctionDef) -> bool:
    return bool(_roots(function.body) & TALKATIVE)


def _hushed_first(function: ast.FunctionDef) -> bool:
    for statement in function.body:
        if isinstance(statement, ast.Expr) and ast.unparse(statement) == "keep_offline()":
            return True
        if _roots([statement]) & TALKATIVE:
            return False
        if "keep_offline()" in ast.unparse(statement):
            return True
    return False


def _place(path: Path, function: ast.FunctionDef) -> str:
    return f"{path.relative_to(ROOT)}:{function.lineno} {function.name}"
