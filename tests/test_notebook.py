"""The notebook runs as it stands, and is kept without its outputs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import ROOT

NOTEBOOK = ROOT / "docs" / "notebook.ipynb"


def test_no_outputs_are_kept() -> None:
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    code = [one for one in cells if one["cell_type"] == "code"]
    assert len(code) >= 8
    assert not [one for one in code if one["outputs"] or one["execution_count"]]


def test_only_promised_names_are_imported() -> None:
    cells = json.loads(NOTEBOOK.read_text("utf-8"))["cells"]
    code = "\n".join("".join(one["source"]) for one in cells if one["cell_type"] == "code")
    lines = [line for line in code.splitlines() if line.startswith(("from ", "import "))]
    ours = [line for line in lines if "gehoord" in line or "pipeline." in line]
    assert len(ours) >= 2
    assert [
        line for line in ours if "from gehoord import" not in line and "sklearn" not in line
    ] == []


@pytest.mark.slow
def test_every_cell_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nbformat = pytest.importorskip("nbformat")
    client = pytest.importorskip("nbclient")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    client.NotebookClient(
        notebook, timeout=1200, resources={"metadata": {"path": str(ROOT)}}
    ).execute()
    shown = [one for cell in notebook.cells for one in cell.get("outputs", ())]
    assert len(shown) >= 8
    assert not [one for one in shown if one["output_type"] == "error"]
