"""What an outsider reads names no file, sheet or column that somebody named after a person."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline.findings.file_names import without_file_names
from tests.report.example import example


def test_outside_the_team_no_remark_names_a_sheet_or_a_column(voorbeeld: Path) -> None:
    analysis = example(voorbeeld, keep=40)
    notes = (
        "a.xlsx: verborgen bladen zijn niet gelezen: 'Verborgen Schuurhuis', 'Foto's Anna'",
        "de ib'er en de ib'ers schreven 3 reacties",
    )
    run = replace(analysis, record=replace(analysis.record, notes=notes))
    assert without_file_names(run).record.notes == (
        "a.xlsx: verborgen bladen zijn niet gelezen: '…', '…'",
        notes[1],
    )
