"""Two versions of a plan side by side: its goals and actions, and the concerns they answer."""

from pipeline.plan.diff.align import KINDS, LEVELS, Unit, UnitChange, align, compare_plans
from pipeline.plan.diff.concerns import (
    CONCERN_KINDS,
    ConcernChange,
    concern_changes,
    concern_kind,
)
from pipeline.plan.diff.files import changes_csv, concerns_csv
from pipeline.plan.diff.frames import FrameTouch, touching_frames

__all__ = [
    "CONCERN_KINDS",
    "KINDS",
    "LEVELS",
    "ConcernChange",
    "FrameTouch",
    "Unit",
    "UnitChange",
    "align",
    "changes_csv",
    "compare_plans",
    "concern_changes",
    "concern_kind",
    "concerns_csv",
    "touching_frames",
]
