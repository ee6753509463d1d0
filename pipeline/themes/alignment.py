"""Which theme became which: the themes of two runs or models laid beside each other, one to one.

Themes of two runs on the same statements are alike when they share those statements; themes of
two rounds share none, and are alike when their centres lie near in the encoder's space. Pairs are
chosen together (Hungarian method), so that the pairs as a whole are as alike as can be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.core.numeric import unit_rows

Floats = NDArray[np.float64]
# Overlap (F1) below which two themes are not the same: most of one is elsewhere.
_LEAST_SHARED = 0.5
_LEAST_ALIKE = 0.5  # centred cosine of centres below which two themes are no pair


@dataclass(frozen=True)
class Pair:
    """A theme before and what it is now; one of both is "" for gone and new.

    Attributes:
        alike: F1 of shared statements, or cosine of centres; 0 where there is no partner.
        kind: same | split (its statements went to several) | merged (it joined a larger one) |
            gone | new.
        shared: statements in both.
    """

    before: str
    after: str
    alike: float
    kind: str
    shared: int = 0


def align_by_statements(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Pair, ...]:
    """Pair themes by the statements that both runs placed.

    Args: statement id -> theme id, "" for none. Statements that only one run knows do not count.
    Returns: pairs in the order of the earlier ids, new themes last.
    """
    both = sorted(set(before) & set(after))
    table = pd.crosstab(
        pd.Series([before[key] for key in both], dtype=object, name="before"),
        pd.Series([after[key] for key in both], dtype=object, name="after"),
    )
    old, new = ([str(theme) for theme in axis if theme] for axis in (table.index, table.columns))
    counts = table.reindex(index=old, columns=new, fill_value=0).to_numpy(dtype=np.int64)
    size_old = np.array([sum(before[key] == theme for key in both) for theme in old])
    size_new = np.array([sum(after[key] == theme for key in both) for theme in new])
    total = size_old[:, None] + size_new[None, :]
    alike = np.divide(2.0 * counts, total, out=np.zeros(counts.shape), where=total > 0)
    return _pairs(old, new, alike, counts, _LEAST_SHARED)


def align_by_centres(
    before: Mapping[str, NDArray[np.float32]],
    after: Mapping[str, NDArray[np.float32]],
    *,
    among: tuple[Collection[str], Collection[str]] | None = None,
) -> tuple[Pair, ...]:
    """Pair themes by their centres: theme id -> (d,) mean vector, all by one encoder.

    Centroids are compared after taking away the mean of all, which every theme of a corpus shares.

    Args: among: only these earlier and these later themes are paired; a theme without a centre
        is gone, or new.
    """
    sides = sorted(before), sorted(after)
    old, new = (sorted(side_ids) for side_ids in among) if among is not None else sides
    if not sides[0] or not sides[1]:
        return _pairs(old, new, np.zeros((len(old), len(new))), None, _LEAST_ALIKE)
    every = np.stack([*(before[side] for side in sides[0]), *(after[side] for side in sides[1])])
    moved = unit_rows(every.astype(np.float64) - every.mean(axis=0))
    then = dict(zip(sides[0], moved[: len(sides[0])], strict=True))
    now = dict(zip(sides[1], moved[len(sides[0]) :], strict=True))
    none = np.zeros(moved.shape[1])
    rows, columns = (
        [each.get(key, none) for key in ids] for each, ids in ((then, old), (now, new))
    )
    alike = np.round(np.reshape(rows, (len(old), -1)) @ np.reshape(columns, (len(new), -1)).T, 6)
    return _pairs(old, new, alike, None, _LEAST_ALIKE)


def _pairs(
    old: Sequence[str],
    new: Sequence[str],
    alike: Floats,
    counts: NDArray[np.int64] | None,
    least: float,
) -> tuple[Pair, ...]:
    """Every theme before and after in one pair each, or beside nothing.

    Args: alike (old, new): likeness, 0-1; counts (old, new): statements they share, None where
        the runs share none; least: likeness below which two are not the same.
    """
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(-alike) if alike.size else ((), ())
    partner = {
        int(row): int(column)
        for row, column in zip(rows, columns, strict=True)
        if alike[row, column] >= least
    }
    shared = counts if counts is not None else np.zeros(alike.shape, dtype=np.int64)
    pairs = []
    for row, theme in enumerate(old):
        if row in partner:
            column = partner[row]
            # the same theme when no other took more of its statements; else the rest went elsewhere
            lesser = counts is not None and shared[row, column] < shared[row].max()
            kind = "split" if lesser else "same"
            value, n = float(alike[row, column]), int(shared[row, column])
            pairs.append(Pair(theme, new[column], value, kind, n))
        elif counts is not None and counts[row].sum() and counts[row].max() * 2 > counts[row].sum():
            column = int(counts[row].argmax())
            value = float(alike[row, column])
            pairs.append(Pair(theme, new[column], value, "merged", int(counts[row, column])))
        else:
            pairs.append(Pair(theme, "", 0.0, "gone"))
    taken = set(partner.values())
    for column, theme in enumerate(new):
        if column not in taken:
            pairs.append(_unpaired(column, theme, old, alike, shared))
    return tuple(pairs)


def _unpaired(
    column: int, theme: str, old: Sequence[str], alike: Floats, counts: NDArray[np.int64]
) -> Pair:
    """A later theme without partner: split off one earlier theme, or new."""
    from_each = counts[:, column] if len(old) else np.zeros(0, dtype=np.int64)
    if from_each.sum() and from_each.max() * 2 > from_each.sum():
        row = int(from_each.argmax())
        return Pair(old[row], theme, float(alike[row, column]), "split", int(from_each[row]))
    return Pair("", theme, 0.0, "new")


def continued(pairs: Sequence[Pair]) -> dict[str, str]:
    """Later theme id -> the earlier theme it continues, for a register over runs."""
    firm = [pair for pair in pairs if pair.kind == "same"]
    return {match.after: match.before for match in firm}


@dataclass(frozen=True, eq=False)
class RunThemes:
    """The themes of one run as they are followed from one run to the next.

    Attributes:
        themes: every top theme's id, also of those without a statement here.
        placed: statement id -> theme id, "" for none.
        texts: statement id -> text: an id may be another statement after a file was changed.
        centres: theme id -> (d,) mean vector, asked for only when statements do not tell.
    """

    themes: tuple[str, ...]
    placed: Mapping[str, str]
    texts: Mapping[str, str]
    centroids: Callable[[], Mapping[str, NDArray[np.float32]]]


def follow(before: RunThemes, after: RunThemes, *, least: int) -> tuple[tuple[Pair, str], ...]:
    """Pair the themes of two runs: by the statements both hold, the rest by meaning.

    Args: least: shared statements from which they tell what became of an earlier theme.
    Returns: pairs with what told so: "statements", "meaning", or "" for a new theme. Every theme
        of both runs once or more, those of then in the order of their ids, new ones last.
    """
    both = [key for key, text in before.texts.items() if after.texts.get(key) == text]
    here, there = ({key: side.placed.get(key, "") for key in both} for side in (before, after))
    often = Counter(here.values())
    often_enough = {theme for theme in before.themes if often[theme] >= least}
    pairs = align_by_statements(
        {key: t if t in often_enough else "" for key, t in here.items()}, there
    )
    known = [(pair, "statements") for pair in pairs if pair.before]
    taken = {pair.after for pair, _how in known if pair.kind in ("same", "split")}
    rest_before = [theme for theme in before.themes if theme not in often_enough]
    rest_after = [theme for theme in after.themes if theme not in taken]
    known += [(pair, "meaning") for pair in _by_meaning(before, after, rest_before, rest_after)]
    met = {pair.after for pair, _how in known}
    known += [(Pair("", theme, 0.0, "new"), "") for theme in after.themes if theme not in met]
    return tuple(sorted(known, key=lambda pair: (not pair[0].before, pair[0].before)))


def _by_meaning(
    before: RunThemes, after: RunThemes, old: Sequence[str], new: Sequence[str]
) -> list[Pair]:
    """Pairs among these themes by their centres, in the space of all themes of both runs."""
    if not old:
        return []
    if not new:
        return [Pair(theme, "", 0.0, "gone") for theme in old]
    then, now = before.centroids(), after.centroids()
    aligned = align_by_centres(then, now, among=(old, new))
    return [pair for pair in aligned if pair.before]


def moved(
    before: Mapping[str, str], after: Mapping[str, str], pairs: Sequence[Pair]
) -> pd.DataFrame:
    """The statements that are elsewhere now: not in what their theme became.

    Returns: statement_id, before, expected (what that theme became), after; by statement id.
    """
    became: dict[str, str] = {}
    for pair in pairs:  # a theme's own partner stands before what split off it
        if pair.before:
            became.setdefault(pair.before, pair.after)
    rows = [
        (each, before[each], became.get(before[each], ""), after[each])
        for each in sorted(set(before) & set(after))
        if after[each] != became.get(before[each], "")
    ]
    return pd.DataFrame(rows, columns=["statement_id", "before", "expected", "after"])


@dataclass(frozen=True, eq=False)
class NamedDivision:
    """One division of statements: statement id -> theme id ("" for none), theme id -> label."""

    name: str
    themes: Mapping[str, str]
    labels: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Alignment:
    """Two divisions side by side.

    Attributes:
        moved: statement_id, before, expected (what its theme became), after.
        texts: statement id -> text; empty where themes are paired by meaning.
    """

    first: NamedDivision
    second: NamedDivision
    pairs: tuple[Pair, ...]
    moved: pd.DataFrame
    texts: Mapping[str, str]

    @classmethod
    def by_statements(
        cls, first: NamedDivision, second: NamedDivision, texts: Mapping[str, str]
    ) -> Alignment:
        """Of two divisions of the same statements."""
        pairs = align_by_statements(first.themes, second.themes)
        return cls(first, second, pairs, moved(first.themes, second.themes, pairs), texts)

    @property
    def by_meaning(self) -> bool:
        """Whether the two share no statements, and themes were paired by their centres."""
        return not self.texts

    def table(self) -> pd.DataFrame:
        """The pairs with their labels: a row each, in their order."""
        rows = [
            (
                pair.before,
                self.first.labels.get(pair.before, ""),
                pair.after,
                self.second.labels.get(pair.after, ""),
                pair.kind,
                round(pair.alike, 4),
                pair.shared,
            )
            for pair in self.pairs
        ]
        columns = ["before", "label_before", "after", "label_after", "kind", "alike", "shared"]
        return pd.DataFrame(rows, columns=columns)
