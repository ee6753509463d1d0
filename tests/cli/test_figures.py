"""Figures and tables stand below each other, and leave to JSON what is for JSON."""

from __future__ import annotations

import json

import pytest

from pipeline.cli.figures import between, say_figures, say_table

FIGURES = {"nmi": 0.51234, "n": 3, "name": "e5", "intervals": {"nmi": [0.4, 0.6]}}


def test_a_figure_stands_on_a_line_with_its_interval(capsys: pytest.CaptureFixture[str]) -> None:
    say_figures(FIGURES, as_json=False, beside={"nmi": between((0.4, 0.6))})
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines == [["nmi", "0.512", "[0.400,", "0.600]"], ["n", "3"], ["name", "e5"]]


def test_json_holds_every_figure_as_it_was_measured(capsys: pytest.CaptureFixture[str]) -> None:
    say_figures(FIGURES, as_json=True)
    assert json.loads(capsys.readouterr().out) == FIGURES


def test_columns_are_as_wide_as_their_widest_cell(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"": "klein", "n": 12, "f1": 0.5}, {"": "een lange naam", "n": 3, "f1": float("nan")}]
    say_table(rows)
    heading, first, second = capsys.readouterr().out.splitlines()
    assert heading.split() == ["n", "f1"] and first.split() == ["klein", "12", "0.500"]
    assert second.split() == ["een", "lange", "naam", "3", "-"], "what is no number is a dash"
    assert first.index("12") + 1 == second.index("3"), "numbers end below each other"
