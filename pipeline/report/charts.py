"""Pictures."""
from __future__ import annotations
from dataclasses import dataclass
from pipeline.findings.records import Findings

@dataclass(frozen=True)
class Chart:
    chart_id: str
    title: str
    note: str
    wide: str
    narrow: str

def draw(findings: Findings) -> dict[str, Chart | None]:
    return dict.fromkeys(("themes","roles","matrix","flow","life","map"))
