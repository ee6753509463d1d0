"""Themes of an earlier training: later statements are placed in them, or added to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.core.locale import gettext as _
from pipeline.core.settings import ThemeSettings
from pipeline.core.tables import ASSIGNMENTS, THEMES
from pipeline.themes.centroids import Centres, assign, centre_rows, likeness_to, stack
from pipeline.themes.corpus import vectors_of
from pipeline.themes.features import Features, text_key
from pipeline.themes.find import find_themes, reach_of
from pipeline.themes.records import HasVectors, Statement, Terms, Themes, TopicModel

_UNKNOWN_SAME = 0.5  # likeness from which two groups are one theme, where nothing could be measured
_HALVED = 6  # statements; below it the halves of a theme are too small to compare
_SUMMED = ("n_statements", "n_respondents", "n_senders", "n_rounds", "n_meetings")


@dataclass(frozen=True, eq=False)
class TrainedThemes:
    """What training leaves behind: enough to place later statements, and no text.

    Attributes:
        themes: THEMES as counted over what it was trained on.
        terms: theme id -> terms with their weight.
        centres: assigns statements.
        same: likeness of two centres from which two groups of statements are one theme.
    """

    themes: pd.DataFrame
    terms: Mapping[str, Terms]
    centroids: Centres
    same: float

    @property
    def top_ids(self) -> tuple[str, ...]:
        """Ids of the themes, without sub-themes."""
        pairs = zip(self.centroids.theme_ids, self.centroids.parent_ids, strict=True)
        return tuple(theme for theme, parent in pairs if not parent)

    def after(self, here: pd.DataFrame) -> TrainedThemes:
        """The same with the counts of THEMES ``here`` added, and with the labels it gives."""
        now, grown = here.set_index("theme_id"), self.themes.copy()
        for column in _SUMMED:
            more = [now[column].get(theme_id, 0) for theme_id in grown["theme_id"]]
            added = pd.Series(more, index=grown.index, dtype="Int64").fillna(0)
            grown[column] = grown[column].fillna(0) + added
        for column in ("label", "why"):
            told = [now[column].get(theme_id, "") for theme_id in grown["theme_id"]]
            grown[column] = grown[column].where(grown[column].fillna("") != "", told)
        return replace(self, themes=THEMES.check(grown))


def known_from(
    found: Themes, embeddings: HasVectors, statements: Sequence[Statement]
) -> TrainedThemes | None:
    """Keep what was found for later input; None when nothing was said."""
    if found.centroids is None:
        return None
    features = _features(found.centroids, embeddings, statements)
    place = {one: at for at, one in enumerate(found.centroids.theme_ids)}
    labels = _labels(found.assignments, statements, place)
    same = same_likeness(features, labels, [one.text for one in statements])
    return TrainedThemes(found.themes, found.terms, found.centroids, same)


def same_likeness(features: Features, labels: NDArray[np.int64], texts: Sequence[str]) -> float:
    """Likeness from which two groups are one theme: between halves of a theme and of others.

    Every theme (labels (n,), -1 for none) is cut in two by a hash of its texts. Half-way between
    how alike two halves of one theme are and how alike a half is to the nearest other theme.
    """
    halves: list[list[int]] = []
    placed = [int(i) for i in np.flatnonzero(labels >= 0)]
    order = sorted(placed, key=lambda i: text_key(texts[i]))
    for label in np.unique(labels[labels >= 0]):
        mine = [i for i in order if labels[i] == label]
        if len(mine) >= _HALVED:
            halves += [mine[::2], mine[1::2]]
    if len(halves) < 4:
        return _UNKNOWN_SAME
    groups = np.full(len(labels), -1, dtype=np.int64)
    for number, members in enumerate(halves):
        groups[members] = number
    centroids = centre_rows(features, groups)
    like = likeness_to(centroids, centroids)
    first, second = np.arange(0, len(halves), 2), np.arange(1, len(halves), 2)
    between = like[np.ix_(first, second)]
    own = np.diag(between).copy()
    np.fill_diagonal(between, -np.inf)
    return float(np.round((np.median(own) + np.median(between.max(axis=1))) / 2, 6))


def place(known: TrainedThemes, embeddings: HasVectors, statements: Sequence[Statement]) -> Themes:
    """Give statements their theme in a trained model; nothing is learned.

    Returns: Themes with the model's ids and labels; themes that nobody spoke of are left out.
        Notes say how many could not be placed, and which themes were not heard.
    Raises: ValueError when the statements and the embeddings hold different ids.
    """
    ids, texts = [one.statement_id for one in statements], [one.text for one in statements]
    vectors = vectors_of(embeddings, statements)
    assigned = assign(known.centroids, ids, texts, vectors) if statements else ASSIGNMENTS.empty()
    heard = set(assigned["theme_id"]) - {""}
    if heard and heard != set(known.top_ids):
        # Who stands outside is told the nearest theme of this report, not one it does not show.
        nearer = assign(_only(known.centroids, heard), ids, texts, vectors)
        outside = assigned["theme_id"] == ""
        assigned.loc[outside, ["nearest_id", "strength"]] = nearer.loc[
            outside, ["nearest_id", "strength"]
        ]
    return Themes(
        themes=_sizes(known.themes, assigned),
        assignments=assigned,
        terms=known.terms,
        centroids=known.centroids,
        method="model",
        agreement=float("nan"),
        notes=_notes(known, assigned, heard),
    )


def extend(
    known: TrainedThemes,
    embeddings: HasVectors,
    statements: Sequence[Statement],
    settings: ThemeSettings,
    topics: TopicModel | None = None,
) -> tuple[TrainedThemes, Themes]:
    """Add statements to a trained model: ids stay, and what is new gets an id of its own.

    Themes are found afresh in the new statements. One that is as like an old theme as its own
    halves are to each other joins it and moves its centre a little; any other becomes a theme
    with the next free number.

    Returns: the grown model, its sizes still those of before (see ``KnownThemes.after``), and
        Themes of the new statements.
    """
    fresh = find_themes(embeddings, statements, settings, topics)
    if fresh.centroids is None:
        return known, place(known, embeddings, statements)
    tops = _with_members(fresh)
    if not tops:
        return known, place(known, embeddings, statements)
    features = _features(known.centroids, embeddings, statements)
    labels = _labels(fresh.assignments, statements, {one: at for at, one in enumerate(tops)})
    named = _renamed(known, centre_rows(features, labels), tops)
    centroids = _moved(known, features, labels, [named[top] for top in tops])
    new = _with_subthemes(named, set(known.top_ids), fresh)
    if new:
        centroids = _grown(centroids, features, fresh, statements, new, settings)
    table, terms = _added(known, fresh, new)
    grown = TrainedThemes(table, terms, centroids, known.same)
    return grown, place(grown, embeddings, statements)


def _with_members(fresh: Themes) -> list[str]:
    """The themes, without sub-themes, that some statement has."""
    used = set(fresh.assignments["theme_id"])
    top = fresh.themes[fresh.themes["parent_id"] == ""]
    return [str(theme_id) for theme_id in top["theme_id"] if theme_id in used]


def _features(
    centroids: Centres, embeddings: HasVectors, statements: Sequence[Statement]
) -> Features:
    return centroids.maker.transform(
        [one.text for one in statements], vectors_of(embeddings, statements)
    )


def _labels(
    assigned: pd.DataFrame,
    statements: Sequence[Statement],
    at: Mapping[str, int],
    column: str = "theme_id",
) -> NDArray[np.int64]:
    """(n,) number of each statement's theme, -1 where it has none of these."""
    of = dict(zip(assigned["statement_id"], assigned[column], strict=True))
    return np.array([at.get(of[one.statement_id], -1) for one in statements], dtype=np.int64)


def _only(centroids: Centres, heard: set[str]) -> Centres:
    """The centres of these themes, without sub-themes."""
    rows = np.array([at for at, one in enumerate(centroids.theme_ids) if one in heard])
    return replace(
        centroids,
        theme_ids=tuple(centroids.theme_ids[at] for at in rows),
        parent_ids=("",) * len(rows),
        meaning=centroids.meaning[rows],
        letters=centroids.letters[rows],
        reach=centroids.reach[rows],
    )


def _sizes(themes: pd.DataFrame, assigned: pd.DataFrame) -> pd.DataFrame:
    """The themes that occur, with the sizes they have here."""
    sizes = pd.concat([assigned["theme_id"], assigned["subtheme_id"]]).value_counts()
    seen = set(sizes.index) | set(assigned["nearest_id"])
    kept = themes[themes["theme_id"].isin(seen - {""})]
    return THEMES.check(
        kept.assign(n_statements=[int(sizes.get(theme_id, 0)) for theme_id in kept["theme_id"]])
    )


def _notes(known: TrainedThemes, assigned: pd.DataFrame, heard: set[str]) -> tuple[str, ...]:
    outside = int((assigned["theme_id"] == "").sum())
    notes = [
        _("{n} of {total} statements fit none of the model's themes and stand under other.").format(
            n=outside, total=len(assigned)
        )
    ]
    silent = [one for one in known.top_ids if one not in heard]
    if silent:
        labels = known.themes.set_index("theme_id")["label"]
        named = "; ".join(f"{one} {labels.get(one, '')}".strip() for one in silent)
        notes.append(
            _("Themes of the model that nobody spoke of here: {themes}").format(themes=named)
        )
    return tuple(notes)


def _renamed(known: TrainedThemes, fresh: Features, tops: Sequence[str]) -> dict[str, str]:
    """Fresh theme id -> the old theme it joins, or a free id."""
    mine = [known.centroids.theme_ids.index(one) for one in known.top_ids]
    old = Features(known.centroids.meaning[mine], known.centroids.letters[mine])
    like = likeness_to(old, fresh)
    taken = [int(one[1:]) for one in known.top_ids if one[:1] == "T" and one[1:].isdigit()]
    free = max(taken, default=0)
    named: dict[str, str] = {}
    for row, theme_id in enumerate(tops):
        best = int(like[row].argmax())
        if like[row, best] >= known.same:
            named[theme_id] = known.top_ids[best]
        else:
            free += 1
            named[theme_id] = f"T{free:02d}"
    return named


def _moved(
    known: TrainedThemes, features: Features, labels: NDArray[np.int64], names: Sequence[str]
) -> Centres:
    """The old centres, each drawn to the statements that joined it, by their numbers."""
    from scipy.sparse import vstack

    sizes = known.themes.set_index("theme_id")["n_statements"]
    meaning, letters = known.centroids.meaning.copy(), known.centroids.letters.tolil()
    for theme_id in sorted(set(names) & set(known.top_ids)):
        at = known.centroids.theme_ids.index(theme_id)
        joined = [number for number, name in enumerate(names) if name == theme_id]
        rows = features.rows(np.flatnonzero(np.isin(labels, joined)))
        weight = float(sizes.get(theme_id, 1) or 1)
        one = Features(
            np.concatenate([known.centroids.meaning[[at]] * np.float32(weight), rows.meaning]),
            vstack([known.centroids.letters[[at]] * weight, rows.letters]).tocsr(),
        )
        moved = centre_rows(one, np.zeros(len(one), dtype=np.int64))
        meaning[at], letters[at] = moved.meaning[0], moved.letters[0]
    return replace(known.centroids, meaning=meaning, letters=letters.tocsr().astype(np.float32))


def _with_subthemes(named: Mapping[str, str], old: set[str], fresh: Themes) -> dict[str, str]:
    """Fresh id -> new id of every theme that is new and of its sub-themes."""
    new = {theme: name for theme, name in named.items() if name not in old}
    for row in fresh.themes.itertuples():
        if row.parent_id in new:
            new[str(row.theme_id)] = f"{new[row.parent_id]}.{str(row.theme_id).split('.')[-1]}"
    return new


def _grown(
    centroids: Centres,
    features: Features,
    fresh: Themes,
    statements: Sequence[Statement],
    new: Mapping[str, str],
    settings: ThemeSettings,
) -> Centres:
    """The centres with those of the new themes behind them, in the features of the model."""
    of = zip(fresh.themes["theme_id"], fresh.themes["parent_id"], strict=True)
    parents = {str(theme): str(parent) for theme, parent in of}
    rows, ids, above, reach = Features(centroids.meaning, centroids.letters), [], [], []
    for theme_id, name in new.items():
        column = "subtheme_id" if parents[theme_id] else "theme_id"
        labels = _labels(fresh.assignments, statements, {theme_id: 0}, column)
        mine = features.rows(np.flatnonzero(labels == 0))
        if not len(mine):
            continue
        own = centre_rows(mine, np.zeros(len(mine), dtype=np.int64))
        like = likeness_to(own, mine)[:, 0]
        rows = stack(rows, own)
        ids.append(name)
        above.append(new.get(parents[theme_id], ""))
        reach.append(-2.0 if parents[theme_id] else float(reach_of(like, settings)))
    return replace(
        centroids,
        theme_ids=(*centroids.theme_ids, *ids),
        parent_ids=(*centroids.parent_ids, *above),
        meaning=rows.meaning,
        letters=rows.letters,
        reach=np.concatenate([centroids.reach, np.array(reach)]),
    )


def _added(
    known: TrainedThemes, fresh: Themes, new: Mapping[str, str]
) -> tuple[pd.DataFrame, dict[str, Terms]]:
    """THEMES and terms with the new ones behind the old."""
    more = fresh.themes[fresh.themes["theme_id"].isin(set(new))]
    more = more.assign(
        theme_id=[new[str(theme_id)] for theme_id in more["theme_id"]],
        parent_id=[new.get(str(parent_id), "") for parent_id in more["parent_id"]],
        n_statements=0,
    )
    terms = {**known.terms, **{new[one]: t for one, t in fresh.terms.items() if one in new}}
    return THEMES.check(pd.concat([known.themes, more]) if len(more) else known.themes), terms
