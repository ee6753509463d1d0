"""The mutation command makes the faults it says, one at a time, and puts them into loaded code."""

from __future__ import annotations

import ast
from types import ModuleType

from tests.conftest import ROOT
from tests.mutation import DECIDING, mutants, put_into

SOURCE = '''
LEAST = 3


def enough(n: int, known: bool = False) -> bool:
    """At least three, and known."""
    return n >= LEAST and not known
'''


def test_every_fault_is_made_once_and_alone() -> None:
    told = [one.what for one in mutants(SOURCE)]
    assert sorted(told) == [
        "3  ->  4",
        "n >= LEAST  ->  n > LEAST",
        "n >= LEAST and (not known)  ->  n >= LEAST or not known",
        "not known  ->  not not known",
    ]
    assert all(ast.unparse(one.tree) != ast.unparse(ast.parse(SOURCE)) for one in mutants(SOURCE))


def test_a_fault_reaches_a_function_that_was_imported_before() -> None:
    module = ModuleType("decides")
    module.__file__ = "decides.py"
    exec(compile(SOURCE, "decides.py", "exec"), module.__dict__)
    imported = module.enough
    assert (imported(3), imported(2)) == (True, False)
    strict = next(one for one in mutants(SOURCE) if "n > LEAST" in one.what)
    put_into(module, strict)
    assert (imported(3), imported(4)) == (False, True)
    higher = next(one for one in mutants(SOURCE) if one.what == "3  ->  4")
    put_into(module, higher)
    assert (module.LEAST, imported(4)) == (4, False)


def test_the_modules_that_decide_and_their_tests_are_there() -> None:
    assert len(DECIDING) == 10
    for module, tests in DECIDING.values():
        assert (ROOT / f"{module.replace('.', '/')}.py").is_file()
        assert all((ROOT / one.split("::")[0]).is_file() for one in tests)
