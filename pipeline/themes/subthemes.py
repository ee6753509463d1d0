"""Two levels: themes that a reader can hold, and the finer ones inside them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.core.settings import ThemeSettings
from pipeline.themes.consensus import Runs, cut, cut_tree, same_company, tree
from pipeline.themes.graph import Floats, Labels, separation

_DRAWS = 1_000  # to put themes under headings; with 60 the draw itself decides some
_PIECES = 10  # per theme; a draw takes half of them
_FINER = 3  # sub-themes are looked for where runs divide into so many times more groups


@dataclass(frozen=True, eq=False)
class Nested:
    """Theme and sub-theme of n texts, as labels; each sub-theme lies inside one theme."""

    themes: Labels
    subthemes: Labels


def by_size(labels: Labels, fixed: int = 0) -> dict[int, int]:
    """New number of each label: the largest first; the first ``fixed`` keep their place."""
    names, first, sizes = np.unique(labels, return_index=True, return_counts=True)
    order = sorted(
        range(len(names)),
        key=lambda i: (names[i] >= fixed, names[i] if names[i] < fixed else -sizes[i], first[i]),
    )
    return {int(names[i]): new for new, i in enumerate(order)}


def group_themes(natural: Labels, likeness: NDArray[np.float32], most: int) -> Nested:
    """More natural themes than a reader can hold: the most alike are put under one heading.

    Which are, is asked of many draws of the statements: two themes that are near each other in one
    count and just not in the next would otherwise jump between headings. The draws are always the
    same ones: they stand for all draws, and are no part of what a seed decides.
    """
    names, label = np.unique(natural, return_inverse=True)
    rng = np.random.default_rng(0)
    piece, theme_of = _pieces(label, rng)
    member = np.eye(len(theme_of), dtype=np.float32)[piece]
    between, sizes = (member.T @ likeness @ member).astype(np.float64), member.sum(axis=0)
    shared = np.zeros((len(names), len(names)))
    for _ in range(_DRAWS):
        taken = _half_of_each(theme_of, rng)
        heading = _headings(theme_of[taken], between[np.ix_(taken, taken)], sizes[taken], most)
        shared += heading[:, None] == heading[None, :]
    return Nested(cut_tree(tree(1.0 - shared / _DRAWS), most)[label], label.astype(np.int64))


def _pieces(label: Labels, rng: np.random.Generator) -> tuple[Labels, Labels]:
    """Every theme in up to ten equal pieces by lot: (n,) piece of each, (p,) theme of each piece.

    Draws of pieces cost a thousandth of draws of statements.
    """
    order, rank = _ranked(label, rng)
    keys = np.empty(len(label), dtype=np.int64)
    keys[order] = label[order] * _PIECES + rank % _PIECES
    found, piece = np.unique(keys, return_inverse=True)
    return piece, found // _PIECES


def _half_of_each(theme_of: Labels, rng: np.random.Generator) -> Labels:
    """Half of the pieces of every theme, at least one, in order."""
    order, rank = _ranked(theme_of, rng)
    return np.sort(order[rank < (np.bincount(theme_of)[theme_of[order]] + 1) // 2])


def _ranked(label: Labels, rng: np.random.Generator) -> tuple[Labels, Labels]:
    """Places grouped by label, in an order by lot within each, and their rank there from 0."""
    shuffled = rng.permutation(len(label))
    order = shuffled[np.argsort(label[shuffled], kind="stable")]
    sizes = np.bincount(label)
    return order, np.arange(len(label)) - np.repeat(np.cumsum(sizes) - sizes, sizes)


def _headings(theme_of: Labels, sums: Floats, sizes: Floats, most: int) -> Labels:
    """(m,) heading of each theme, by the mean likeness between the statements in its pieces."""
    member = np.eye(int(theme_of.max()) + 1)[theme_of]
    of_theme = sizes @ member
    between = (member.T @ sums @ member) / np.outer(of_theme, of_theme)
    # Likeness between groups is low; stretch it, so that the tree sees the differences.
    spread = (between - between.min()) / max(float(between.max() - between.min()), 1e-9)
    return cut(spread.astype(np.float32), most)


def split_themes(nested: Nested, runs: Runs, number: int, settings: ThemeSettings) -> Nested:
    """Divide each theme that is in one piece and large, where finer runs divide it too."""
    finer = min(runs.numbers, key=lambda one: (abs(one - _FINER * number), one))
    subs = nested.subthemes.copy()
    if finer <= number:
        return nested
    following = int(subs.max()) + 1
    for theme in np.unique(nested.themes):
        members = np.flatnonzero(nested.themes == theme)
        if len(np.unique(subs[members])) > 1 or len(members) < 2 * settings.least_subtheme:
            continue
        inside = runs.of(members)
        labels = _parts(inside.together(finer, inside.in_draws(finer), settings), settings)
        for part in np.unique(labels)[1:]:
            subs[members[labels == part]] = following
            following += 1
    return Nested(nested.themes, subs)


def _parts(together: NDArray[np.float32], settings: ThemeSettings) -> Labels:
    """(n,) the parts that keep each other's company most clearly; one part when none do."""
    best, best_apart = np.zeros(len(together), dtype=np.int64), settings.clear_parts
    most = min(settings.most_subthemes, len(together) // settings.least_subtheme)
    for parts in range(2, most + 1):
        labels = absorb(cut(together, parts), together, settings.least_subtheme)
        apart = separation(together, labels)
        if apart > best_apart:
            best, best_apart = labels, apart
    return best


def solid(together: NDArray[np.float32], number: int, settings: ThemeSettings) -> Labels:
    """(n,) this many themes of some body, from the company (n, n) that statements keep.

    Average linkage leaves crumbs; the tree is cut finer until, after crumbs have joined their
    neighbours, the number asked for is left. Where one cut leaves fewer and the next many more, the
    nearer of the two is taken.
    """
    n = len(together)
    if number < 2 or n < 2:
        return np.zeros(n, dtype=np.int64)
    linked = tree(same_company(together))
    least = max(settings.least_theme, round(settings.crumb * n / number))
    least = min(least, max(1, n // number))
    nearest = np.zeros(n, dtype=np.int64)
    for at in range(number, min(2 * number, n) + 1):
        labels = absorb(cut_tree(linked, at), together, least)
        if abs(labels.max() + 1 - number) < abs(nearest.max() + 1 - number):
            nearest = labels
        if labels.max() + 1 >= number:
            break
    return nearest


def absorb(labels: Labels, together: NDArray[np.float32], least: int) -> Labels:
    """Let parts that are too small join the part they keep most company with."""
    names, labels = np.unique(labels, return_inverse=True)
    member = np.eye(len(names), dtype=np.float64)[labels]
    sizes = member.sum(axis=0)
    # Company is summed between parts once: to join two parts is to add two rows and two columns.
    between = member.T @ (together @ member)
    while len(sizes) > 1 and sizes.min() < least:
        small = int(sizes.argmin())
        means = between[small] / sizes
        means[small] = -1.0
        into = int(means.argmax())
        labels = np.where(labels == small, into, labels)
        between[into] += between[small]
        between[:, into] += between[:, small]
        sizes[into] += sizes[small]
        kept = np.arange(len(sizes)) != small
        between, sizes = between[np.ix_(kept, kept)], sizes[kept]
        labels = labels - (labels > small)
    return np.asarray(labels, dtype=np.int64)
