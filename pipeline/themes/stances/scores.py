"""Figures on statements whose stance is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.themes.stances.model import CLASSES, TOLD, UNKNOWN


@dataclass(frozen=True)
class StanceScores:
    """How well stances are told.

    Attributes:
        coverage: share of the statements that have a stance of which one was told.
        told_right: share of the stances told that are right, statements without one included.
        left_alone: share of the statements without a stance that were left `unknown`; None
            without such statements.
        per_stance: stance -> precision, recall, f1, n; an abstention is a miss for recall.
        macro_f1: mean F1 over the stances that occur.
        confusion: true stance -> told stance -> statements.
    """

    n: int
    macro_f1: float
    coverage: float
    told_right: float
    left_alone: float | None
    per_stance: Mapping[str, Mapping[str, float]]
    confusion: Mapping[str, Mapping[str, int]]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def score_stances(true: Sequence[str], told: Sequence[str]) -> StanceScores:
    """Compare the stances told with the true ones, by position.

    Raises: ValueError when lengths differ, nothing has a stance, or a stance is none of ours.
    """
    strange = sorted({*true, *told} - set(CLASSES))
    if strange or len(true) != len(told):
        raise ValueError(f"{len(true)} true, {len(told)} told; not a stance: {strange}")
    table = {one: dict.fromkeys(CLASSES, 0) for one in CLASSES}
    for known, statements in zip(true, told, strict=True):
        table[known][statements] += 1
    stances = {one: _of_one(one, table) for one in TOLD if sum(table[one].values())}
    if not stances:
        raise ValueError("no statement with a stance to score")
    voiced = sum(sum(table[one].values()) for one in TOLD)
    answered = sum(table[one][statements] for one in CLASSES for statements in TOLD)
    silent = sum(table[UNKNOWN].values())
    return StanceScores(
        n=len(true),
        macro_f1=sum(stance["f1"] for stance in stances.values()) / len(stances),
        coverage=sum(table[one][statements] for one in TOLD for statements in TOLD) / voiced,
        told_right=_share(sum(table[one][one] for one in TOLD), answered),
        left_alone=table[UNKNOWN][UNKNOWN] / silent if silent else None,
        per_stance=stances,
        confusion=table,
    )


def _of_one(stance: str, table: Mapping[str, Mapping[str, int]]) -> dict[str, float]:
    right, n = table[stance][stance], sum(table[stance].values())
    told = sum(row[stance] for row in table.values())
    f1 = 2 * right / (told + n) if told + n else 0.0
    return {"precision": _share(right, told), "recall": _share(right, n), "f1": f1, "n": n}


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
