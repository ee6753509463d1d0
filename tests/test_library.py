"""gehoord as a library: ten names, loaded when used, and typed."""

from __future__ import annotations

import subprocess
import sys

import gehoord
import pipeline
from tests.conftest import ROOT

HEAVY = ("torch", "spacy", "bertopic", "sklearn", "pandas", "numpy", "vl_convert", "onnxruntime")


def test_at_most_ten_names_are_promised_and_each_is_there() -> None:
    assert 5 <= len(pipeline.__all__) <= 10
    assert all(getattr(pipeline, name) is not None for name in pipeline.__all__)
    assert all(getattr(pipeline, name).__doc__ for name in pipeline.__all__)


def test_the_promise_stands_under_the_name_of_the_distribution_too() -> None:
    assert gehoord.__all__ == pipeline.__all__
    assert all(getattr(gehoord, name) is getattr(pipeline, name) for name in gehoord.__all__)
    assert not hasattr(gehoord, "analyze")


def test_the_command_runs_as_a_module() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "gehoord", "--version"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    assert ran.stdout.startswith("gehoord")


def test_an_unknown_name_is_an_attribute_error() -> None:
    assert not hasattr(pipeline, "analyze")


def test_importing_the_package_loads_nothing_heavy() -> None:
    script = f"import sys, gehoord; print([one for one in {HEAVY} if one in sys.modules])"
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert ran.stdout.strip() == "[]"


def test_the_package_says_that_it_is_typed() -> None:
    assert (ROOT / "pipeline" / "py.typed").is_file()
    assert (ROOT / "gehoord" / "py.typed").is_file()
