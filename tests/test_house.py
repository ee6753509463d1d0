"""The figures of the house are counted right: on a house whose figures are known."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import house
from tests.conftest import ROOT

CALLED = """
def _once(): return 1
def _twice(): return 2
def use():
    from pipeline.core import m0
    import json
    one = [found for found in (1, 2)]
    return _once() + _twice() + _twice()
class Same: ...
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    core = tmp_path / "pipeline" / "core"
    core.mkdir(parents=True)
    for folder in (core.parent, core):
        (folder / "__init__.py").write_text("")
    for number in range(8):
        (core / f"m{number}.py").write_text("")
    (core / "called.py").write_text(CALLED)
    (core / "long.py").write_text("class Same: ...\n" + "\n" * 400)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "house_features.toml").write_text('["14"]\nmodules = ["core/long"]\n')
    return tmp_path


def test_every_figure_is_that_of_a_count_by_hand(small: Path) -> None:
    assert (house.root_modules(small), house.rooms(small)) == (1, 1)
    assert house.private_with_one_caller(small) == 1 / 3
    assert house.imports_in_functions(small) == 1, "json is not ours"
    assert house.classes_twice(small) == ["Same"]
    assert house.named_by_stand_ins(small) == 1, "one function, whatever it calls so"
    assert house.median_function(small) == 1
    assert house.long_files(small) == 1
    assert house.lines(small) == len(CALLED.splitlines()) + 401
    assert house.lines_of_features(small) == {"14": 401}


def test_a_new_feature_that_is_listed_and_gone_is_told(small: Path) -> None:
    (small / "pipeline" / "core" / "long.py").unlink()
    with pytest.raises(FileNotFoundError, match=r"long\.py"):
        house.lines_of_features(small)


def test_the_command_prints_every_figure(capsys: pytest.CaptureFixture[str]) -> None:
    house.main(ROOT)
    shown = capsys.readouterr().out
    assert all(figure.name in shown for figure in house.FIGURES)


def test_every_module_that_is_counted_as_new_is_there() -> None:
    assert sum(house.lines_of_features(ROOT).values()) > 10_000
