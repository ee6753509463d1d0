"""Mutation testing of the modules that decide: does a test notice when one of them is wrong?

    python -m tests.mutation                 # 22 mutants of each of the ten, about 20 minutes
    python -m tests.mutation --only suppression --each 100

A mutant is one small fault in one function (``<`` for ``<=``, ``and`` for ``or``, 3 for 2). It is
put into the loaded module of a forked process, which then runs the tests of that module: a mutant
with which they all pass has survived. Which mutants are made depends on the seed and the source
alone. Survivors are printed with their line, before the count of their module; exit code 1 where
fewer than 90% were killed.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import inspect
import os
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DECIDING: dict[str, tuple[str, tuple[str, ...]]] = {
    "coverage": ("pipeline.plan.coverage", ("tests/plan/test_coverage.py",)),
    "recurrence": ("pipeline.themes.recurrence", ("tests/themes/test_recurrence.py",)),
    "match": ("pipeline.plan.match.stage", ("tests/plan/match/test_match.py",)),
    "calibration": ("pipeline.plan.match.calibration", ("tests/plan/match/test_calibration.py",)),
    "linkage": ("pipeline.themes.linkage", ("tests/themes/test_linkage.py",)),
    "suppression": (
        "pipeline.findings.suppression",
        ("tests/findings/test_suppression.py",),
    ),
    "campaigns": ("pipeline.text.campaigns", ("tests/text/test_campaigns.py",)),
    "voices": (
        "pipeline.core.respondents",
        (
            "tests/core/test_respondents.py",
            "tests/themes/test_recurrence.py",
        ),
    ),
    "judgements": ("pipeline.review.apply_log", ("tests/review/test_apply_log.py",)),
    "verify": (
        "pipeline.runs.verify",
        (
            "tests/runs/test_verify.py",
            "tests/runs/test_verify_files.py::"
            "test_a_run_left_alone_holds_and_its_reports_are_made_again",
        ),
    ),
}
_ENOUGH = 0.9  # of the mutants
_SECONDS = 40  # of work, for the tests of one mutant; one that never ends is noticed too
_COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_RECKONED = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}
# Not in the code of a function: a default is worked out where it is defined.
_NO_CODE = ("annotation", "returns", "decorator_list", "type_params", "defaults", "kw_defaults")
# Read one by one, and found to change nothing that a caller can see.
_EQUIVALENT = {
    "linkage": {"200  ->  201"},  # one cut more among those tried
    "calibration": {  # Newton's steps end at the same point: more of them, or a wider guard
        "100  ->  101", "500.0  ->  501.0", "1e-09  ->  1.000000001", "1e-08  ->  1.00000001",
        "np.abs(step).max() < 1e-08  ->  np.abs(step).max() <= 1e-08",
        "np.abs(step).max() > 1e-09  ->  np.abs(step).max() >= 1e-09",
    },
}  # fmt: skip
_SAFEGUARDS = ("strict", "kind", "stable", "observed", "sort")  # arguments that only guard
_NAMED = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """One fault: the whole module with it, and where it stands."""

    tree: ast.Module
    line: int
    what: str
    constant: ast.stmt | None  # a changed assignment at the top of the module


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a module's functions and of the numbers at its top, in the source's order."""
    tree = ast.parse(source)
    places = [node for node in _in_order(tree) if _faults(node)]
    for number in range(len(places)):
        for choice in range(len(_faults(places[number]))):
            fresh = copy.deepcopy(tree)
            node = [one for one in _in_order(fresh) if _faults(one)][number]
            before = ast.unparse(node)
            _faults(node)[choice]()
            top = next((one for one in fresh.body if node in ast.walk(one)), None)
            constant = top if isinstance(top, ast.Assign | ast.AnnAssign) else None
            yield Mutant(fresh, node.lineno, f"{before}  ->  {ast.unparse(node)}", constant)


def _in_order(tree: ast.Module) -> list[Any]:
    """The expressions inside functions, and those of assignments at the top."""
    found: list[Any] = []

    def look(node: ast.AST, inside: bool) -> None:
        for name, value in ast.iter_fields(node):
            if name in _NO_CODE:
                continue
            for child in value if isinstance(value, list) else [value]:
                if not isinstance(child, ast.AST):
                    continue
                if isinstance(child, ast.keyword) and child.arg in _SAFEGUARDS:
                    continue
                deeper = inside or isinstance(child, ast.FunctionDef)
                top = isinstance(node, ast.Module) and isinstance(child, ast.Assign | ast.AnnAssign)
                if deeper or top or isinstance(child, ast.ClassDef):
                    if isinstance(child, ast.expr) and hasattr(child, "lineno"):
                        found.append(child)
                    look(child, deeper or top)

    look(tree, inside=False)
    return found


def _faults(node: ast.AST) -> list[Any]:
    """What can be made wrong with an expression: functions that do it in place."""

    def put(name: str, value: Any) -> Any:
        return lambda: setattr(node, name, value)

    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARED:
        return [put("ops", [_COMPARED[type(node.ops[0])](), *node.ops[1:]])]
    if isinstance(node, ast.BoolOp):
        return [put("op", ast.Or() if isinstance(node.op, ast.And) else ast.And())]
    if isinstance(node, ast.BinOp) and type(node.op) in _RECKONED:
        return [put("op", _RECKONED[type(node.op)]())]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _NAMED:
        return [put("func", ast.copy_location(ast.Name(_NAMED[node.func.id], ast.Load()), node))]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return [put("operand", ast.UnaryOp(ast.Not(), node.operand))]
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        return [put("value", not node.value)]
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return [put("value", node.value + 1)]
    return []


def put_into(module: ModuleType, mutant: Mutant) -> None:
    """Make the loaded module wrong, wherever its functions were imported to."""
    if mutant.constant is not None:
        wrong = ast.fix_missing_locations(ast.Module([mutant.constant], []))
        exec(compile(wrong, str(module.__file__), "exec"), module.__dict__)
        return
    whole = compile(ast.fix_missing_locations(mutant.tree), str(module.__file__), "exec")
    codes = dict(_codes(whole))
    for function in _functions(module):
        if function.__qualname__ in codes:
            function.__code__ = codes[function.__qualname__]


def _codes(code: CodeType) -> Iterator[tuple[str, CodeType]]:
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield one.co_qualname, one
            yield from _codes(one)


def _functions(module: ModuleType) -> Iterator[FunctionType]:
    for thing in vars(module).values():
        if getattr(thing, "__module__", None) != module.__name__:
            continue
        for one in [thing, *(vars(thing).values() if inspect.isclass(thing) else ())]:
            inner = one.fget if isinstance(one, property) else getattr(one, "__func__", one)
            inner = inspect.unwrap(inner) if callable(inner) else inner
            if isinstance(inner, FunctionType):
                yield inner


def survives(module: ModuleType, mutant: Mutant | None, tests: tuple[str, ...]) -> bool:
    """Whether the tests pass with this mutant; None is the module as it stands."""
    child = os.fork()
    if child == 0:
        import resource  # not on Windows, as fork

        # By the clock a busy machine would call every slow survivor noticed.
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        import pytest

        if mutant is not None:
            put_into(module, mutant)
        code = pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests])
        os._exit(int(code))
    _pid, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def main() -> int:
    """Make the mutants, run the tests, print what survived."""
    given = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    given.add_argument("--each", type=int, default=22, help="mutants per module")
    given.add_argument("--only", choices=sorted(DECIDING), action="append", help="these modules")
    given.add_argument("--seed", type=int, default=42)
    asked = given.parse_args()
    os.chdir(ROOT)
    for heavy in ("pandas", "scipy.stats", "sklearn.linear_model", "hypothesis", "pytest"):
        importlib.import_module(heavy)
    killed = made = 0
    for name in asked.only or DECIDING:
        module_name, tests = DECIDING[name]
        module = importlib.import_module(module_name)
        for file in tests:  # with all that they need, once; a fork has it already
            importlib.import_module(file.split("::")[0].removesuffix(".py").replace("/", "."))
        if not survives(module, None, tests):
            sys.stderr.write(f"{name}: the tests fail without any mutant\n")
            return 2
        source = Path(str(module.__file__)).read_text("utf-8")
        skipped = _EQUIVALENT.get(name, set())
        every = [one for one in mutants(source) if one.what not in skipped]
        some = random.Random(asked.seed).sample(every, min(asked.each, len(every)))
        started = time.perf_counter()
        left = 0
        for mutant in sorted(some, key=lambda one: one.line):
            if survives(module, mutant, tests):
                left += 1
                where = f"{Path(str(module.__file__)).name}:{mutant.line}"
                sys.stdout.write(f"    {where}  {mutant.what}\n")
                sys.stdout.flush()
        made, killed = made + len(some), killed + len(some) - left
        sys.stdout.write(
            f"{name:12} {len(some) - left}/{len(some)} of {len(every)} possible, "
            f"{time.perf_counter() - started:.0f} s\n"
        )
        sys.stdout.flush()
    sys.stdout.write(f"killed {killed} of {made} ({killed / max(made, 1):.0%})\n")
    return 0 if killed >= _ENOUGH * made else 1


if __name__ == "__main__":
    sys.exit(main())
