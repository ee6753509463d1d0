"""A TOML file that is not one: which line, what is the matter with it, how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.core.errors import DataProblem
from pipeline.core.locale import spoken_in
from pipeline.files.toml_file import read_toml


def _fault(folder: Path, text: str) -> DataProblem:
    path = folder / "corpus.toml"
    path.write_text(text, encoding="utf-8")
    with spoken_in("en"), pytest.raises(DataProblem) as caught:
        read_toml(path, "corpus.toml")
    return caught.value


@pytest.mark.parametrize("date", ["2025-13-40", "2025-02-30", "2025-3-17"])
def test_a_date_that_does_not_exist_is_named_with_its_line(tmp_path: Path, date: str) -> None:
    fault = _fault(tmp_path, f'[rounds.1]\ntitle = "Survey"\ndate = {date}\nkind = "survey"\n')
    assert fault.where == "corpus.toml, line 3"
    assert fault.found == f"{date} is not a date"
    assert "2025-03-17" in fault.expected
    assert f"date = {date}" in fault.mend


def test_a_missing_quote_is_told_with_its_line_and_the_usual_causes(tmp_path: Path) -> None:
    fault = _fault(tmp_path, '[corpus]\nname = "x"\ntitle = "Survey 2025\n')
    assert fault.where == "corpus.toml, line 3"
    assert 'title = "Survey 2025' in fault.found
    assert "quote" in fault.mend and "date that does not exist" in fault.mend


def test_a_good_date_beside_another_fault_is_not_blamed(tmp_path: Path) -> None:
    fault = _fault(tmp_path, '[rounds.1]\ndate = 2025-03-17 "oops"\n')
    assert fault.where == "corpus.toml, line 2"
    assert "does not exist" not in fault.found


def test_a_file_that_ends_too_soon_is_told_at_its_last_line(tmp_path: Path) -> None:
    fault = _fault(tmp_path, '[corpus]\nfiles = ["a.docx",\n')
    assert fault.where == "corpus.toml, line 2"


def test_a_long_line_is_cut(tmp_path: Path) -> None:
    fault = _fault(tmp_path, 'title = "' + "very " * 60 + "\n")
    assert fault.found.endswith("…")
    assert len(fault.found) < 140
