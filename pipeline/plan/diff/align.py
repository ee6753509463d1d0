"""Aligning two versions of a plan: what became of every pillar, goal and action.

Goals and actions are aligned by their words (and by meaning, when vectors are given), with a small
bonus for the same printed number: plans renumber, so a number alone proves nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from pipeline.core.numeric import unit_rows
from pipeline.core.plan import Plan
from pipeline.core.tokens import STOPWORDS
from pipeline.encoders.embed import Encode

Floats = NDArray[np.float64]
Groups = list[tuple[tuple[int, ...], tuple[int, ...]]]  # places of old units, of new ones

UNCHANGED, REWORDED, SPLIT, MERGED = "unchanged", "reworded", "split", "merged"
MOVED, DROPPED, NEW = "moved", "dropped", "new"
KINDS = (REWORDED, SPLIT, MERGED, MOVED, DROPPED, NEW, UNCHANGED)
LEVELS = ("pillar", "goal", "action")
SAME_TITLE = 0.7  # likeness of two goals with one title and other texts
PAIR = 0.34  # likeness from which two wordings are versions of one; below it two themes share words
SAME_NUMBER = 0.06  # bonus for an equal printed number: decides between near equals only
PART = 0.5  # share of a part's words that the whole must hold for a split or merger
GAIN = 0.12  # share of the whole's words that a second part must add
MEANING = 0.35  # weight of vectors, when given, beside words
STEM = 7  # characters; "ondersteuning" and "ondersteunen" meet, "ouders" and "oudere" do not
_GRAM = 4  # characters of the pieces that let compounds meet: "verzuim" in "thuiszittersverzuim"


@dataclass(frozen=True)
class UnitChange:
    """What became of one pillar, goal or action, or of several that were split or merged."""

    kind: str  # one of KINDS
    level: str  # pillar | goal | action
    old_ids: tuple[str, ...]
    new_ids: tuple[str, ...]
    old_text: str
    new_text: str
    likeness: float  # 0-1; of the wordings
    old_parents: tuple[str, ...] = ()
    new_parents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unit:
    """One pillar, goal or action to align."""

    unit_id: str
    text: str
    parent_id: str = ""
    title: str = ""  # two versions of one goal may share no more than their title


def compare_plans(old: Plan, new: Plan, *, encode: Encode | None = None) -> list[UnitChange]:
    """Align two versions of a plan, level by level.

    Args: encode: n texts to (n, d) vectors; without it words alone decide.
    Returns: a change per pillar, goal and action, in the order of the new plan, dropped ones last.
    """
    changes: list[UnitChange] = []
    parents: dict[str, set[str]] = {}
    for level, before, after in zip(LEVELS, _units(old), _units(new), strict=True):
        of_level = align(before, after, level=level, parents=parents, encode=encode)
        parents = {}
        for change in of_level:
            for old_id in change.old_ids:
                parents.setdefault(old_id, set()).update(change.new_ids)
        changes += of_level
    return changes


def align(
    old: Sequence[Unit],
    new: Sequence[Unit],
    *,
    level: str = "goal",
    parents: Mapping[str, set[str]] | None = None,
    encode: Encode | None = None,
) -> list[UnitChange]:
    """Align the units of one level.

    Args: parents: old parent id -> new parent ids that it became; None: nothing counts as moved.
    """
    wording = Wording([unit.text for unit in (*old, *new)])
    titles = Wording([unit.title for unit in (*old, *new)]).likeness(len(old))
    given = np.array([[bool(a.title and b.title) for b in new] for a in old]).reshape(titles.shape)
    of_titles = np.where(given, SAME_TITLE * titles**2, 0.0)
    likeness: Floats = np.maximum(wording.likeness(len(old)), of_titles)
    if encode is not None and old and new:
        # centred on the mean of all units: raw cosines of one subject all lie close to 1
        vectors = np.asarray(encode([unit.text for unit in (*old, *new)]), dtype=np.float64)
        vectors = unit_rows(vectors - vectors.mean(axis=0))
        cosines = np.clip(vectors[: len(old)] @ vectors[len(old) :].T, 0.0, 1.0)
        likeness = (1 - MEANING) * likeness + MEANING * cosines
    groups = _groups(old, new, _pairs(old, new, likeness), wording)
    return _changes(old, new, groups, likeness, level, parents)


def _units(plan: Plan) -> tuple[list[Unit], list[Unit], list[Unit]]:
    """Pillars, goals and actions; a pillar's words are those of its goals' titles too."""
    pillars = [
        Unit(p.pillar_id, " ".join([p.title, p.text, *(g.title for g in p.goals)]), "", p.title)
        for p in plan.pillars
    ]
    goals = [
        Unit(g.goal_id, g.wording, p.pillar_id, g.title) for p in plan.pillars for g in p.goals
    ]
    actions = [
        Unit(a.action_id, " ".join(part for part in (a.title, a.text) if part), g.goal_id)
        for g in plan.goals()
        for a in g.actions
    ]
    return pillars, goals, actions


def _pairs(old: Sequence[Unit], new: Sequence[Unit], likeness: Floats) -> dict[int, int]:
    """One old to one new: equal wordings first, then the assignment with the greatest likeness."""
    pairs: dict[int, int] = {}
    for same_number in (True, False):
        for (i, unit), (j, other) in product(enumerate(old), enumerate(new)):
            alike = _plain(unit.text) == _plain(other.text)
            alike = alike and (not same_number or unit.unit_id == other.unit_id)
            if alike and i not in pairs and j not in pairs.values():
                pairs[i] = j
    return pairs | _assigned(old, new, likeness, pairs)


def _assigned(
    old: Sequence[Unit], new: Sequence[Unit], likeness: Floats, pairs: Mapping[int, int]
) -> dict[int, int]:
    """One old to one new of those not paired yet, so that the likeness of all is greatest."""
    from scipy.optimize import linear_sum_assignment

    rows = [i for i in range(len(old)) if i not in pairs]
    columns = [j for j in range(len(new)) if j not in pairs.values()]
    if not rows or not columns:
        return {}
    worth = np.zeros((len(rows), len(columns)))
    for a, i in enumerate(rows):
        for b, j in enumerate(columns):
            bonus = SAME_NUMBER if old[i].unit_id == new[j].unit_id else 0.0
            worth[a, b] = likeness[i, j] + bonus if likeness[i, j] + bonus >= PAIR else 0.0
    chosen = zip(*linear_sum_assignment(worth, maximize=True), strict=True)
    return {rows[a]: columns[b] for a, b in chosen if worth[a, b] > 0}


def _groups(
    old: Sequence[Unit], new: Sequence[Unit], pairs: Mapping[int, int], wording: Wording
) -> Groups:
    """Pairs, widened to splits and mergers where a part left over belongs to a whole."""
    parts: dict[int, list[int]] = {i: [j] for i, j in pairs.items()}
    wholes: dict[int, list[int]] = {j: [i] for i, j in pairs.items()}
    n = len(old)
    for j in sorted(set(range(len(new))) - set(pairs.values())):
        i = _whole_of(n + j, {i: [n + k for k in js] for i, js in parts.items()}, wording, range(n))
        if i is not None and len(wholes.get(parts.get(i, [-1])[0], [])) < 2:
            parts.setdefault(i, []).append(j)
    for i in sorted(set(range(n)) - set(parts)):
        held = {n + j: list(olds) for j, olds in wholes.items()}
        whole = _whole_of(i, held, wording, range(n, n + len(new)))
        if whole is not None and len(parts[wholes[whole - n][0]]) < 2:
            wholes[whole - n].append(i)
    groups: Groups = []
    for i, news in sorted(parts.items()):
        olds = wholes[news[0]] if len(news) == 1 and news[0] in wholes else [i]
        if olds[0] == i:
            groups.append((tuple(sorted(olds)), tuple(sorted(news))))
    taken_old = {i for olds, _news in groups for i in olds}
    taken_new = {j for _olds, news in groups for j in news}
    groups += [((), (j,)) for j in range(len(new)) if j not in taken_new]
    groups += [((i,), ()) for i in range(n) if i not in taken_old]
    return groups


def _whole_of(
    part: int, held: Mapping[int, list[int]], wording: Wording, among: range
) -> int | None:
    """The unit that holds most of this part's words and gains words of its own by it."""
    best, score = None, 0.0
    for whole in among:
        others = held.get(whole)
        if not others or wording.same(whole, others[0]):
            continue
        share = wording.share(part, whole)
        gain = wording.covered(whole, [*others, part]) - wording.covered(whole, others)
        if share >= PART and gain >= GAIN and share + gain > score:
            best, score = whole, share + gain
    return best


def _changes(
    old: Sequence[Unit],
    new: Sequence[Unit],
    groups: Groups,
    likeness: Floats,
    level: str,
    parents: Mapping[str, set[str]] | None,
) -> list[UnitChange]:
    """A change per group of units, in the order of the new plan, dropped ones last."""
    changes = []
    order = {unit.unit_id: place for place, unit in enumerate(new)}
    for olds, news in groups:
        before, after = [old[i] for i in olds], [new[j] for j in news]
        changes.append(
            UnitChange(
                kind=_kind(before, after, level, parents),
                level=level,
                old_ids=tuple(unit.unit_id for unit in before),
                new_ids=tuple(unit.unit_id for unit in after),
                old_text="\n".join(unit.text for unit in before),
                new_text="\n".join(unit.text for unit in after),
                likeness=(
                    round(float(likeness[np.ix_(olds, news)].max()), 4) if olds and news else 0.0
                ),
                old_parents=tuple(dict.fromkeys(unit.parent_id for unit in before)),
                new_parents=tuple(dict.fromkeys(unit.parent_id for unit in after)),
            )
        )
    return sorted(changes, key=lambda c: (not c.new_ids, order[c.new_ids[0]] if c.new_ids else 0))


def _kind(
    before: Sequence[Unit],
    after: Sequence[Unit],
    level: str,
    parents: Mapping[str, set[str]] | None,
) -> str:
    """What became of these units, as one of KINDS."""
    if not before or not after:
        return DROPPED if before else NEW
    if len(after) > 1:
        return SPLIT
    if len(before) > 1:
        return MERGED
    known = parents is not None and level != "pillar" and bool(before[0].parent_id)
    if known and after[0].parent_id not in (parents or {}).get(before[0].parent_id, set()):
        return MOVED
    return UNCHANGED if _plain(before[0].text) == _plain(after[0].text) else REWORDED


def _plain(text: str) -> str:
    """A wording as it is compared: no case, no spacing, no mark at its end."""
    return " ".join(text.casefold().split()).rstrip(".;")


class Wording:
    """Texts compared with each other; a word that all of them share weighs little."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = list(texts)
        self.words = [Counter(word[:STEM] for word in _telling_words(t)) for t in self.texts]
        self.grams = [Counter(_grams(text)) for text in self.texts]
        self.weights = _weights(self.words)
        self.gram_weights = _weights(self.grams)

    def likeness(self, n_old: int) -> NDArray[np.float64]:
        """(n_old, rest): mean of word overlap and likeness of letter groups, 0 to 1."""
        old, new = range(n_old), range(n_old, len(self.texts))
        scores = np.zeros((n_old, len(new)))
        for i in old:
            for j in new:
                words = _dice(self.words[i], self.words[j], self.weights)
                grams = _cosine(self.grams[i], self.grams[j], self.gram_weights)
                scores[i, j - n_old] = 0.5 * words + 0.5 * grams
        return scores

    def share(self, part: int, whole: int) -> float:
        """The share of the part's weight that the whole holds, 0 to 1."""
        return self._share_held(self.grams[part], self.grams[whole])

    def covered(self, whole: int, parts: Sequence[int]) -> float:
        """The share of the whole's weight that the parts hold together, 0 to 1."""
        together: Counter[str] = Counter()
        for part in parts:
            together |= self.grams[part]
        return self._share_held(self.grams[whole], together)

    def same(self, first: int, second: int) -> bool:
        """Whether two texts have exactly the same words."""
        return self.words[first] == self.words[second]

    def _share_held(self, inner: Counter[str], outer: Counter[str]) -> float:
        """The share of the weight of ``inner`` that ``outer`` holds."""
        total = sum(self.gram_weights[gram] for gram in inner)
        held = sum(self.gram_weights[gram] for gram in inner if gram in outer)
        return held / total if total else 0.0


def _telling_words(text: str) -> list[str]:
    """The words that say something; all of them where none does."""
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)?", text.casefold())
    telling = [word for word in words if word not in STOPWORDS]
    return telling or words


def _grams(text: str) -> list[str]:
    """Groups of letters, each within one word."""
    grams = []
    for word in _telling_words(text):
        padded = f" {word}"
        grams += [padded[start : start + _GRAM] for start in range(max(1, len(padded) - _GRAM + 1))]
    return grams


def _weights(counts: Sequence[Counter[str]]) -> dict[str, float]:
    """Word -> its weight, the greater the fewer texts have it."""
    seen: Counter[str] = Counter()
    for count in counts:
        seen.update(set(count))
    n = len(counts)
    return {word: 1.0 + math.log((n + 1) / (texts + 1)) for word, texts in seen.items()}


def _dice(a: Counter[str], b: Counter[str], weights: dict[str, float]) -> float:
    common = sum(weights[word] for word in set(a) & set(b))
    total = sum(weights[word] for word in a) + sum(weights[word] for word in b)
    return 2 * common / total if total else 0.0


def _cosine(a: Counter[str], b: Counter[str], weights: dict[str, float]) -> float:
    dot = sum(a[key] * b[key] * weights[key] ** 2 for key in a.keys() & b.keys())
    norm = math.sqrt(_square(a, weights) * _square(b, weights))
    return dot / norm if norm else 0.0


def _square(a: Counter[str], weights: dict[str, float]) -> float:
    return sum((count * weights[word]) ** 2 for word, count in a.items())
