"""A tiny package that adds a reader, an encoder and a report format, found by its entry points."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.core import plugins
from pipeline.core.errors import DataProblem

PACKAGE = '''
"""An example of what others can add to gehoord."""

import numpy as np

from pipeline.files.grid import Grid


def read_bar(path, where):
    """A table with bars between its cells."""
    rows = tuple(tuple(line.split("|")) for line in path.read_text("utf-8").splitlines())
    return [Grid("", rows, tuple(range(1, len(rows) + 1)))]


class LengthEncoder:
    """Says only how long a text is."""

    name, revision, dim = "length", "1", 2

    def encode(self, texts):
        angle = np.array([min(len(text), 300) / 300 for text in texts])
        return np.column_stack([np.cos(angle), np.sin(angle)]).astype(np.float32)


def brief(findings, language):
    """The title and nothing else."""
    return {"brief.txt": f"{findings.title} ({language})".encode(), "report.html": b"mine"}
'''
POINTS = """
[gehoord.readers]
.bar = gehoord_example:read_bar
[gehoord.encoders]
length = gehoord_example:LengthEncoder
[gehoord.reports]
brief = gehoord_example:brief
"""
CORPUS = """
[corpus]
name = "klein"
title = "Klein"
organisation = "swv"
[rounds.1]
title = "Ronde"
date = 2025-01-06
kind = "survey"
file = "ronde.bar"
"""


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The package as pip would have installed it."""
    home = tmp_path / "site"
    facts = home / "gehoord_example-1.0.dist-info"
    facts.mkdir(parents=True)
    (home / "gehoord_example.py").write_text(PACKAGE, "utf-8")
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: gehoord-example\nVersion: 1.0\n")
    (facts / "entry_points.txt").write_text(POINTS)
    monkeypatch.syspath_prepend(str(home))
    yield home
    sys.modules.pop("gehoord_example", None)


def test_a_reader_of_another_package_reads_a_corpus(example: Path, tmp_path: Path) -> None:
    from pipeline.corpus.corpus import read_corpus

    folder = tmp_path / "klein"
    folder.mkdir()
    (folder / "corpus.toml").write_text(CORPUS, "utf-8")
    rows = (
        "ID|Rol|Reactie\n1|ouder|Het busje komt elke dag te laat\n2|ouder|De klas is veel te vol\n"
    )
    (folder / "ronde.bar").write_text(rows, "utf-8")
    corpus = read_corpus(folder)
    assert list(corpus.responses["text"]) == [
        "Het busje komt elke dag te laat",
        "De klas is veel te vol",
    ]
    assert list(corpus.responses["source_row"]) == [2, 3]


def test_an_encoder_of_another_package_is_loaded_by_name(example: Path) -> None:
    from pipeline.encoders.encoder import installed_encoders, load_encoder

    assert "length" in installed_encoders()
    assert load_encoder("length").encode(["a"]).shape == (1, 2)


def test_a_report_of_another_package_stands_beside_ours_and_replaces_none(example: Path) -> None:
    from types import SimpleNamespace

    from pipeline.report.rendering import added_reports

    made = added_reports(SimpleNamespace(title="Klein"), "nl", {"report.html": b"ours"})
    assert made == {"report.html": b"ours", "brief.txt": b"Klein (nl)"}


def test_a_plug_in_that_cannot_be_loaded_is_named_with_a_mend(example: Path) -> None:
    (example / "gehoord_example.py").write_text("import nergens_te_vinden\n")
    with pytest.raises(DataProblem) as fault:
        plugins.load(plugins.READERS, ".bar")
    assert "nergens_te_vinden" in fault.value.found
    assert fault.value.mend


def test_a_run_records_the_packages_of_its_plug_ins(example: Path) -> None:
    from pipeline.runs.environment import packages_here

    assert packages_here()["gehoord-example"] == "1.0"


def test_without_plug_ins_nothing_is_loaded() -> None:
    assert "gehoord_example" not in sys.modules
    assert ".bar" not in plugins.installed(plugins.READERS)
