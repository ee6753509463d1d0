"""A later round laid beside a trained model: what goes on, what is new, and the model grown by it.

The round is divided as any round is, and its concerns are then paired with those of the model: the
same ones keep their ids, the others are new. Placing every statement in the nearest theme of the
model instead drew new concerns into old ones, and lost a third of what a fresh run finds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.core.settings import ThemeSettings
from pipeline.core.tables import ASSIGNMENTS, OF_A_THEME, THEMES
from pipeline.themes.alignment import Pair
from pipeline.themes.centroids import Centroids, centre_rows, likeness_to, stack
from pipeline.themes.features import Features
from pipeline.themes.find import find_themes, reach_of
from pipeline.themes.records import HasVectors, Statement, Terms, Themes, TopicModel
from pipeline.themes.trained import (
    TrainedThemes,
    features_of,
    labels_of,
    place,
    placing_notes,
    with_sizes,
)


@dataclass(frozen=True, eq=False)
class Placed:
    """A later round beside a trained model.

    Attributes:
        grown: the model with the round added, its sizes still those of before (see ``after``).
        found: the round's own concerns, under the model's ids where they are the same.
        pairs: what continues what: same, split (off a theme that goes on), new, or gone.
    """

    grown: TrainedThemes
    found: Themes
    pairs: tuple[Pair, ...]


def extend(
    known: TrainedThemes,
    embeddings: HasVectors,
    statements: Sequence[Statement],
    settings: ThemeSettings,
    topics: TopicModel | None = None,
    *,
    divided_by: HasVectors | None = None,
) -> Placed:
    """Divide a later round, and lay its concerns beside those of a trained model.

    A concern that is as like a theme as that theme's own halves are to each other is the same one,
    keeps its id and moves its centre a little; any other gets the next free number. What stands
    outside every concern of the round goes to the theme that reaches it.

    Args: divided_by: what the round is divided by, where it is more than the statements' vectors.
    """
    if divided_by is None or divided_by is embeddings:
        fresh = find_themes(embeddings, statements, settings, topics)
    else:
        fresh = find_themes(divided_by, statements, settings.beside_plan(), topics)
    used = set(fresh.assignments["theme_id"]) if fresh.centroids is not None else set()
    top = fresh.themes.loc[fresh.themes["parent_id"] == "", "theme_id"]
    tops = [str(theme_id) for theme_id in top if theme_id in used]
    if not tops:
        themes = place(known, embeddings, statements)
        return Placed(known, themes, _pairs(known, themes, {}))
    features = features_of(known.centroids, embeddings, statements)
    row_of = {top_id: row for row, top_id in enumerate(tops)}
    labels = labels_of(fresh.assignments, statements, row_of)
    pairs = _paired(known, centre_rows(features, labels), tops)
    named = {top: pair.after for top, pair in pairs.items()}
    centroids = _moved(known, features, labels, [named[top] for top in tops])
    old = set(known.top_ids)
    new = {theme: name for theme, name in named.items() if name not in old}
    for row in fresh.themes.itertuples():
        if row.parent_id in new:
            new[str(row.theme_id)] = f"{new[row.parent_id]}.{str(row.theme_id).split('.')[-1]}"
    if new:
        centroids = _grown(centroids, features, fresh, statements, new, settings)
    table, terms = _added(known, fresh, new)
    grown = replace(known, themes=table, terms=terms, centroids=centroids, refits=())
    themes = _as_divided(grown, fresh, {**named, **new}, place(grown, embeddings, statements))
    return Placed(grown, themes, _pairs(known, themes, pairs))


def _as_divided(
    grown: TrainedThemes, fresh: Themes, named: Mapping[str, str], nearest: Themes
) -> Themes:
    """The round as it was divided, under lasting ids; what it left outside goes to the nearest."""
    rows = fresh.assignments.copy()
    for column in OF_A_THEME:
        rows[column] = [named.get(str(theme_id), "") for theme_id in rows[column]]
    outside = rows["theme_id"] == ""
    rows[outside] = nearest.assignments[outside]
    rows = ASSIGNMENTS.check(rows)
    table = with_sizes(grown.themes, rows)
    firm = {
        named[str(theme)]: value
        for theme, value in zip(fresh.themes["theme_id"], fresh.themes["stability"], strict=True)
        if str(theme) in named
    }
    heard = set(rows["theme_id"]) - {""}
    return replace(
        nearest,
        themes=table.assign(stability=[firm.get(key, pd.NA) for key in table["theme_id"]]),
        assignments=rows,
        agreement=fresh.agreement,
        notes=(*fresh.notes, *placing_notes(grown, rows, heard)),
    )


def _pairs(known: TrainedThemes, themes: Themes, named: Mapping[str, Pair]) -> tuple[Pair, ...]:
    """The pairs of the round's concerns, and of the model's themes that have none."""
    pairs = list(named.values())
    met = {pair.before for pair in pairs}
    heard = set(themes.assignments["theme_id"])
    for theme in known.top_ids:
        if theme not in met:
            kind = ("same", theme) if theme in heard else ("gone", "")
            pairs.append(Pair(theme, kind[1], float(theme in heard), kind[0]))
    return tuple(pairs)


def _paired(known: TrainedThemes, fresh: Features, tops: Sequence[str]) -> dict[str, Pair]:
    """Fresh theme id -> the pair it is in: one theme of the model goes on in one of the round."""
    from scipy.optimize import linear_sum_assignment

    mine = [known.centroids.theme_ids.index(known_id) for known_id in known.top_ids]
    old = Features(known.centroids.meaning[mine], known.centroids.letters[mine])
    like = likeness_to(old, fresh)
    rows, columns = linear_sum_assignment(-like)
    partner = dict(zip(rows.tolist(), columns.tolist(), strict=True))
    taken = [
        int(known_id[1:])
        for known_id in known.top_ids
        if known_id[:1] == "T" and known_id[1:].isdigit()
    ]
    free = max(taken, default=0)
    pairs: dict[str, Pair] = {}
    for row, theme_id in enumerate(tops):
        best = partner.get(row)
        if best is not None and like[row, best] >= known.same:
            then = known.top_ids[best]
            pairs[theme_id] = Pair(then, then, float(like[row, best]), "same")
            continue
        free += 1
        nearest = int(like[row].argmax())
        if like[row, nearest] >= known.same:
            then = known.top_ids[nearest]
            pairs[theme_id] = Pair(then, f"T{free:02d}", float(like[row, nearest]), "split")
        else:
            pairs[theme_id] = Pair("", f"T{free:02d}", 0.0, "new")
    return pairs


def _moved(
    known: TrainedThemes, features: Features, labels: NDArray[np.int64], names: Sequence[str]
) -> Centroids:
    """The old centres, each drawn to the statements that joined it, by their numbers."""
    from scipy.sparse import vstack

    sizes = known.themes.set_index("theme_id")["n_statements"]
    meaning, letters = known.centroids.meaning.copy(), known.centroids.letters.tolil()
    for theme_id in sorted(set(names) & set(known.top_ids)):
        row = known.centroids.theme_ids.index(theme_id)
        joined = [number for number, name in enumerate(names) if name == theme_id]
        rows = features.rows(np.flatnonzero(np.isin(labels, joined)))
        weight = float(sizes.get(theme_id, 1) or 1)
        fitted = Features(
            np.concatenate([known.centroids.meaning[[row]] * np.float32(weight), rows.meaning]),
            vstack([known.centroids.letters[[row]] * weight, rows.letters]).tocsr(),
        )
        moved = centre_rows(fitted, np.zeros(len(fitted), dtype=np.int64))
        meaning[row], letters[row] = moved.meaning[0], moved.letters[0]
    return replace(known.centroids, meaning=meaning, letters=letters.tocsr().astype(np.float32))


def _grown(
    centroids: Centroids,
    features: Features,
    fresh: Themes,
    statements: Sequence[Statement],
    new: Mapping[str, str],
    settings: ThemeSettings,
) -> Centroids:
    """The centres with those of the new themes behind them, in the features of the model."""
    of = zip(fresh.themes["theme_id"], fresh.themes["parent_id"], strict=True)
    parents = {str(theme): str(parent) for theme, parent in of}
    rows, ids, above, reach = Features(centroids.meaning, centroids.letters), [], [], []
    known = fresh.centroids
    held = dict(zip(known.theme_ids, known.voices, strict=True)) if known is not None else {}
    voices: list[str] = []
    for theme_id, name in new.items():
        column = "subtheme_id" if parents[theme_id] else "theme_id"
        labels = labels_of(fresh.assignments, statements, {theme_id: 0}, column)
        mine = features.rows(np.flatnonzero(labels == 0))
        if not len(mine):
            continue
        own = centre_rows(mine, np.zeros(len(mine), dtype=np.int64))
        like = likeness_to(own, mine)[:, 0]
        rows = stack(rows, own)
        voices.append(held[theme_id])
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
        voices=(*centroids.voices, *voices),
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
    terms = {**known.terms, **{new[added]: t for added, t in fresh.terms.items() if added in new}}
    return THEMES.check(pd.concat([known.themes, more]) if len(more) else known.themes), terms
