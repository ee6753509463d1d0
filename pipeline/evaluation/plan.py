"""How well a plan was read: its tree beside the tree a person made of the same document."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _

LEVELS = ("pillars", "goals", "actions")
# what a table says of an action in columns of its own, as it is read behind the action
_WHO_AND_WHEN = re.compile(r"(?<!\s)\s*\((?:wie|wanneer): [^()]*\)$")
SAME = 0.8  # share of words in common, in order, from which two entries are the same entry


@dataclass(frozen=True)
class LevelScore:
    """One level of the tree: entries found, entries that are right, and right parents."""

    level: str
    expected: int
    found: int
    right: int
    right_parent: int

    @property
    def recall(self) -> float:
        """Share of the expected entries that were found; 1 when none was expected."""
        return self.right / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        """Share of the found entries that were expected; 1 when none was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def parent(self) -> float:
        """Share of the right entries that stand under the right parent."""
        return self.right_parent / self.right if self.right else 1.0


@dataclass(frozen=True)
class _Entry:
    words: tuple[str, ...]
    title: tuple[str, ...]
    parent: int | None  # index in the level above


def score_trees(tree: Mapping[str, Any], gold: Mapping[str, Any]) -> list[LevelScore]:
    """Compare two trees ``{"pillars": [{"title", "text", "goals": [{…, "actions": […]}]}]}``."""
    ours, theirs = _levels(tree), _levels(gold)
    scores = []
    above: dict[int, int] = {}
    for depth, level in enumerate(LEVELS):
        pairs = _paired(ours[depth], theirs[depth], above)
        parents = sum(
            depth == 0 or above.get(_number(ours[depth][i].parent)) == theirs[depth][j].parent
            for i, j in pairs.items()
        )
        scores.append(LevelScore(level, len(theirs[depth]), len(ours[depth]), len(pairs), parents))
        above = pairs
    return scores


def read_tree(path: Path) -> dict[str, Any]:
    """A tree as JSON. Raises: DataProblem when it is none."""
    try:
        tree = json.loads(path.read_text("utf-8-sig"))
        if not isinstance(tree.get("pillars"), list):
            raise ValueError("pillars")
    except (OSError, ValueError, AttributeError) as fault:
        raise DataProblem(
            where=str(path),
            found=_("this is no tree of a plan ({fault})").format(fault=fault),
            expected='{"pillars": [{"title": "…", "goals": [{"title": "…", "actions": [{…}]}]}]}',
            mend=_("make one with 'gehoord plan read FILE --json' and correct it by hand"),
        ) from fault
    return dict(tree)


def summed(scores: Sequence[Sequence[LevelScore]]) -> list[LevelScore]:
    """The scores of several documents as one, entry by entry."""
    return [
        LevelScore(
            level,
            *(
                sum(getattr(document[depth], name) for document in scores)
                for name in ("expected", "found", "right", "right_parent")
            ),
        )
        for depth, level in enumerate(LEVELS)
    ]


def as_dict(scores: Sequence[LevelScore]) -> dict[str, float | int]:
    """Figures by name: goals_recall, goals_precision, goals_parent, and so on."""
    figures: dict[str, float | int] = {}
    for score in scores:
        figures[f"{score.level}_expected"] = score.expected
        figures[f"{score.level}_found"] = score.found
        figures[f"{score.level}_recall"] = round(score.recall, 4)
        figures[f"{score.level}_precision"] = round(score.precision, 4)
        figures[f"{score.level}_parent"] = round(score.parent, 4)
    return figures


def _number(parent: int | None) -> int:
    return -1 if parent is None else parent


def _levels(tree: Mapping[str, Any]) -> list[list[_Entry]]:
    pillars: list[_Entry] = []
    goals: list[_Entry] = []
    actions: list[_Entry] = []
    for pillar in tree.get("pillars", []):
        pillars.append(_entry(pillar, None))
        for goal in pillar.get("goals", []):
            goals.append(_entry(goal, len(pillars) - 1))
            actions += [_entry(action, len(goals) - 1) for action in goal.get("actions", [])]
    return [pillars, goals, actions]


def _entry(values: Mapping[str, Any] | str, parent: int | None) -> _Entry:
    if isinstance(values, str):
        return _Entry(_words(values), _words(values), parent)
    title, text = str(values.get("title", "")), _WHO_AND_WHEN.sub("", str(values.get("text", "")))
    return _Entry(_words(f"{title} {text}"), _words(title or text), parent)


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", text.casefold()))


def _paired(ours: list[_Entry], theirs: list[_Entry], above: Mapping[int, int]) -> dict[int, int]:
    """Best pairs first, each entry once; a pair under the same parent wins from one elsewhere."""
    candidates = sorted(
        (
            (
                -max(_ratio(unit.title, other.title), _ratio(unit.words, other.words)),
                above.get(_number(unit.parent)) != other.parent,
                i,
                j,
            )
            for i, unit in enumerate(ours)
            for j, other in enumerate(theirs)
        ),
    )
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for negative, _elsewhere, i, j in candidates:
        if -negative >= SAME and i not in pairs and j not in used:
            pairs[i] = j
            used.add(j)
    return pairs


def _ratio(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= SAME else 0.0
