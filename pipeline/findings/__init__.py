"""All tables of a run -> Findings (frozen): what every report format renders."""

from pipeline.findings.build import CHAPTERS, build
from pipeline.findings.records import EDITIONS, Findings, PlanChange, PlanEdit

__all__ = ["CHAPTERS", "EDITIONS", "Findings", "PlanChange", "PlanEdit", "build"]
