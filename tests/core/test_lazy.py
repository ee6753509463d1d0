"""A package gives its names when they are asked for, and says which it has."""

from __future__ import annotations

import pytest

from pipeline.core.errors import DataProblem
from pipeline.core.lazy import lazy

load, names = lazy("house", {"DataProblem": "pipeline.core.errors", "Absent": "pipeline.nowhere"})


def test_a_name_is_loaded_from_its_home() -> None:
    assert load("DataProblem") is DataProblem
    assert names() == ["Absent", "DataProblem"]


def test_a_name_it_does_not_have_is_an_attribute_error_that_says_so() -> None:
    with pytest.raises(AttributeError, match="module 'house' has no attribute 'Dataproblem'"):
        load("Dataproblem")
