"""Rooms stand in import order, nothing goes round in circles, heavy libraries have doors."""

from __future__ import annotations

import ast
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

# A room imports only what stands above it: this is the order of the README's map.
ROOMS = (
    "core", "files", "encoders", "text", "themes", "plan", "qda", "corpus", "findings", "report",
    "review", "runs", "evaluation", "cli",
)  # fmt: skip
# A library that is slow to import or bound to one task is named in these rooms only.
DOORS = {
    "sentence_transformers": ("encoders",),
    "onnxruntime": ("encoders",),
    "torch": ("encoders",),
    "bertopic": ("themes",),
    "umap": ("themes",),
    "hdbscan": ("themes",),
    "spacy": ("text", "evaluation"),
    "docx": ("files", "report", "review"),
    "openpyxl": ("files", "report", "review"),
    "jinja2": ("report", "review"),
    "vl_convert": ("report",),
}
SAME_NAME = {"Table"}  # what passes between stages, and what stands in a chapter
UNSAFE = {"pickle", "joblib", "shelve", "marshal", "dill", "cloudpickle"}


def modules(root: Path = ROOT) -> list[Path]:
    found = sorted((root / "pipeline").rglob("*.py"))
    assert len(found) >= 10, "the guard looked at nothing"
    return found


def room(path: Path, root: Path = ROOT) -> str:
    return path.relative_to(root / "pipeline").parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything a module imports: lazily and for types only, too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{name.name}") for name in node.names)


def upward_imports(root: Path = ROOT) -> list[str]:
    wrong = []
    for path in modules(root):
        here = room(path, root)
        if here == "__init__":  # the promise looks into every room
            continue
        for line, name in imports(path):
            parts = name.split(".")
            if parts[0] != "pipeline" or len(parts) < 2:
                continue
            there = parts[1]
            if there in ROOMS and ROOMS.index(there) > ROOMS.index(here):
                wrong.append(f"{path.relative_to(root)}:{line} {here} may not import {there}")
    return sorted(set(wrong))


def import_circles(root: Path = ROOT) -> list[str]:
    """Modules that import each other, directly or through others."""
    names = {_dotted(path, root): path for path in modules(root)}
    arrows = {
        name: {target for target in _modules_imported(path, names) if target != name}
        for name, path in names.items()
        if name != "pipeline"
    }
    circles, done, trail = [], set(), []

    def follow(name: str) -> None:
        if name in trail:
            circles.append(" -> ".join([*trail[trail.index(name) :], name]))
            return
        if name in done or name not in arrows:
            return
        trail.append(name)
        for target in sorted(arrows[name]):
            follow(target)
        trail.pop()
        done.add(name)

    for name in sorted(arrows):
        follow(name)
    return circles


def _dotted(path: Path, root: Path) -> str:
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def _modules_imported(path: Path, names: dict[str, Path]) -> Iterator[str]:
    """Modules that are named; of ``from package import module`` the module alone."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name in names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                whole = f"{node.module}.{name.name}"
                yield from (n for n in (whole if whole in names else node.module,) if n in names)


def own_imports_in_functions(root: Path = ROOT) -> list[str]:
    """Our own modules are imported at the top: commands are loaded when named, heavy libraries at
    their doors, so that nothing is left to wait for."""
    late = set()
    for path in modules(root):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                inside = (one for one in ast.walk(node) if isinstance(one, ast.ImportFrom))
                late |= {
                    f"{path.relative_to(root)}:{one.lineno}"
                    for one in inside
                    if (one.module or "").split(".")[0] == "pipeline"
                }
    return sorted(late)


def test_every_module_stands_in_a_room_of_the_map() -> None:
    assert {room(path) for path in modules()} == {*ROOMS, "__init__"}


def test_a_room_imports_only_what_stands_above_it() -> None:
    assert upward_imports() == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert import_circles() == []


def test_own_modules_are_imported_at_the_top() -> None:
    assert own_imports_in_functions() == []


def test_the_guard_sees_an_import_that_waits(tmp_path: Path) -> None:
    house = _house(tmp_path)
    (house / "core" / "a.py").write_text("def f():\n    from pipeline.core.b import g\n")
    assert own_imports_in_functions(tmp_path) == ["pipeline/core/a.py:2"]


def test_a_class_name_means_one_thing() -> None:
    names = Counter(
        node.name
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert {name for name, times in names.items() if times > 1} == SAME_NAME


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("core/errors.py", "from pipeline.cli import app"),
        ("plan/x.py", "import pipeline.runs.link"),
    ],
)
def test_the_guard_sees_an_import_that_points_up(tmp_path: Path, file: str, line: str) -> None:
    _house(tmp_path)
    target = tmp_path / "pipeline" / file
    target.write_text(f"def later():\n    {line}\n")
    assert len(upward_imports(tmp_path)) == 1


def test_the_guard_sees_a_circle(tmp_path: Path) -> None:
    house = _house(tmp_path)
    (house / "core" / "a.py").write_text("from pipeline.core import b\n")
    (house / "core" / "b.py").write_text("def f():\n    from pipeline.core.a import g\n")
    assert import_circles(tmp_path) == ["pipeline.core.a -> pipeline.core.b -> pipeline.core.a"]


def _house(folder: Path) -> Path:
    for name in ROOMS:
        (folder / "pipeline" / name).mkdir(parents=True)
        (folder / "pipeline" / name / "__init__.py").write_text("")
    return folder / "pipeline"


def modules_without_tests(root: Path = ROOT) -> list[str]:
    """Modules that have no test file of their name in their room, and whose place is not told."""
    layout = tomllib.loads((root / "tests" / "layout.toml").read_text("utf-8"))
    placed = {name for names in layout["through"].values() for name in names} | {*layout["alone"]}
    bare = {name for name, mirrors in _mirrors(root).items() if not mirrors and name[-1] != "/"}
    return sorted(bare ^ placed)


def homeless_tests(root: Path = ROOT) -> list[str]:
    """Test files in a room that mirror no module, and for which no reason is given."""
    layout = tomllib.loads((root / "tests" / "layout.toml").read_text("utf-8"))
    mirrors = {path for paths in _mirrors(root).values() for path in paths}
    others = {
        str(path.relative_to(root))
        for path in (root / "tests").rglob("test_*.py")
        if path.parent != root / "tests" and path.relative_to(root).parts[1] != "stories"
    }
    return sorted((others - mirrors) ^ {*layout["across"]})


def _mirrors(root: Path) -> dict[str, list[str]]:
    """Module, or package with a slash -> test files in its room of its name or its package's."""
    found = {}
    for path in modules(root):
        names = path.relative_to(root / "pipeline").with_suffix("").parts
        if len(names) > 1:
            tests = (root / "tests" / names[0]).rglob("test_*.py")
            own = {f"test_{name}" for name in names[1:]}
            found["/".join(names).removesuffix("__init__")] = [
                str(t.relative_to(root)) for t in tests if t.stem in own
            ]
    return found


def test_the_tests_of_a_module_stand_where_its_name_says_or_the_list_does() -> None:
    assert modules_without_tests() == []


def test_a_test_file_is_of_the_module_it_is_named_after_or_says_of_what() -> None:
    assert homeless_tests() == []


def test_the_list_of_other_places_names_test_files_that_are_there() -> None:
    layout = tomllib.loads((ROOT / "tests" / "layout.toml").read_text("utf-8"))
    named = [*layout["through"], *layout["across"]]
    assert len(named) > 20
    assert [path for path in named if not (ROOT / path).is_file()] == []


def test_the_guard_sees_a_module_without_tests_and_tests_without_a_module(tmp_path: Path) -> None:
    house = _house(tmp_path)
    (house / "core" / "a.py").write_text("")
    (house / "core" / "b.py").write_text("")
    room_of_tests = tmp_path / "tests" / "core"
    room_of_tests.mkdir(parents=True)
    (room_of_tests / "test_b.py").write_text("")
    (room_of_tests / "test_c.py").write_text("")
    (tmp_path / "tests" / "layout.toml").write_text("[through]\n[across]\n[alone]\n")
    assert modules_without_tests(tmp_path) == ["core/a"]
    assert homeless_tests(tmp_path) == ["tests/core/test_c.py"]


def test_a_heavy_library_has_one_door() -> None:
    wrong = []
    for path in modules():
        for line, name in imports(path):
            door = DOORS.get(name.split(".")[0])
            if door and room(path) not in door:
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
