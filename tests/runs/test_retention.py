"""How long a corpus may be kept: counted from its last round, told, never carried out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.cli.runs import run_folder
from pipeline.core.settings import ReportSettings
from pipeline.runs.retention import kept_too_long, to_be_gone


@pytest.mark.parametrize(
    ("dates", "months", "day"),
    [
        (["2024-03-17", "2025-01-31"], 1, "2025-02-28"),
        (["2024-01-31"], 1, "2024-02-29"),
        (["2024-11"], 24, "2026-11-01"),
        (["2024-12-31"], 12, "2025-12-31"),
        (["2024-12-31"], None, ""),
        (["week 12", ""], 12, ""),
        (["9999-01-01"], 24, ""),
    ],
)
def test_the_day_is_counted_in_months_from_the_last_round(
    dates: list[str], months: int | None, day: str
) -> None:
    assert to_be_gone(dates, months) == day


@pytest.mark.parametrize("months", [0, -3, 1.5, True, "een jaar"])
def test_a_period_that_is_no_number_of_months_is_refused(months: object) -> None:
    with pytest.raises(ValueError, match="bewaartermijn"):
        ReportSettings(bewaartermijn=months)  # type: ignore[arg-type]


def _run(folder: Path, months: object, day: str = "2023-06-01") -> Path:
    facts = {"record": {"settings": {"report": {"bewaartermijn": months}}}}
    (folder / "run.json").write_text(json.dumps({**facts, "rounds": [{"date": day}]}), "utf-8")
    return folder


def test_a_run_that_is_kept_too_long_says_since_when_and_what_to_do(tmp_path: Path) -> None:
    told = kept_too_long(_run(tmp_path, 24), "2025-06-01")
    assert "24" in told and str(tmp_path) in told
    assert "2025" in told


@pytest.mark.parametrize("months", [None, 25, "twee jaar", [1]])
def test_a_run_within_its_period_or_without_one_says_nothing(
    tmp_path: Path, months: object
) -> None:
    assert kept_too_long(_run(tmp_path, months), "2025-06-01") == ""


def test_every_command_that_opens_a_run_says_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_folder(_run(tmp_path, 1)) == tmp_path
    assert "bewaartermijn" in capsys.readouterr().err


def test_a_damaged_record_is_left_to_whoever_reads_it(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("{", "utf-8")
    assert kept_too_long(tmp_path, "2025-06-01") == ""
