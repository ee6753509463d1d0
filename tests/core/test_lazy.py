"""A package gives its names when they are asked for, and says which it has."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.errors import DataProblem
from pipeline.core.lazy import lazy

HOUSE = """
import json
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from pipeline.core.errors import DataProblem as DataProblem
    from pipeline.nowhere import Absent as Absent
"""


@pytest.fixture
def house(tmp_path: Path) -> str:
    (tmp_path / "house.py").write_text(HOUSE, "utf-8")
    return str(tmp_path / "house.py")


def test_a_name_that_the_type_checker_is_told_is_loaded_from_its_home(house: str) -> None:
    load, names = lazy("house", house)
    assert load("DataProblem") is DataProblem
    assert names() == ["Absent", "DataProblem"]


def test_a_name_it_does_not_have_is_an_attribute_error_that_says_so(house: str) -> None:
    load, _names = lazy("house", house)
    with pytest.raises(AttributeError, match="module 'house' has no attribute 'Dataproblem'"):
        load("Dataproblem")
