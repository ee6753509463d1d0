"""Readers in a process of their own: what becomes of that process is a fault like any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.errors import DataProblem
from pipeline.files import alone
from tests.files.make_files import old_workbook


def test_a_library_that_ends_its_process_or_never_ends_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file.xls").write_bytes(old_workbook([["reactie"], ["Het busje is laat"]]))
    assert [grid.rows[1] for grid in alone.read_alone(tmp_path / "file.xls", "file.xls")] == [
        ("Het busje is laat",)
    ]
    for ending in ("import os; os.abort()", "import time; time.sleep(60)"):
        monkeypatch.setattr(alone, "STARTED", ("-c", ending))
        monkeypatch.setattr(alone, "LONGEST", 2.0)
        with pytest.raises(DataProblem) as fault:
            alone.read_alone(tmp_path / "file.xls", "file.xls")
        assert fault.value.where == "file.xls"
        assert fault.value.mend
