"""All tables of a run -> Findings (frozen): what every report format renders."""

from pipeline.findings.build import CHAPTERS, build
from pipeline.findings.records import EDITIONS, Findings, PlanChange

__all__ = ["CHAPTERS", "EDITIONS", "Findings", "PlanChange", "build"]
