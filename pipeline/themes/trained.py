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
from pipeline.themes.clustering import LADDER_COLUMNS
from pipeline.themes.corpus import vectors_of
from pipeline.themes.features import Features, text_key
from pipeline.themes.find import find_themes, reach_of
from pipeline.themes.records import HasVectors, Said, Terms, Themes, TopicModel

_UNKNOWN_SAME = 0.5  # likeness from which two groups are one theme, where nothing could be measured
_HALVED = 6  # statements; below it the halves of a theme are too small to compare
_SUMMED = ("n_statements", "n_respondents", "n_senders", "n_rounds", "n_meetings")


@dataclass(frozen=True, eq=False)
class KnownThemes:
    """What training leaves behind: enough to place later statements, and no text.

    Attributes:
        themes: THEMES as counted over what it was trained on.
        terms: theme id -> terms with their weight.
        centres: assigns statements.
        same: likeness of two centres from which two groups of statements are one theme.
    """

    themes: pd.DataFrame
    terms: Mapping[str, Terms]
    centres: Centres
    same: float

    @property
    def top_ids(self) -> tuple[str, ...]:
        """Ids of the themes, without sub-themes."""
        pairs = zip(self.centres.theme_ids, self.centres.parent_ids, strict=True)
        return tuple(theme for theme, parent in pairs if not parent)

    def after(self, here: pd.DataFrame) -> KnownThemes:
        """The same with the counts of THEMES ``here`` added, and with the labels it gives."""
        now, grown = here.set_index("theme_id"), self.themes.copy()
        for column in _SUMMED:
            more = [now[column].get(one, 0) for one in grown["theme_id"]]
            added = pd.Series(more, index=grown.index, dtype="Int64").fillna(0)
            grown[column] = grown[column].fillna(0) + added
        for column in ("label", "why"):
            told = [now[column].get(one, "") for one in grown["theme_id"]]
            grown[column] = grown[column].where(grown[column].fillna("") != "", told)
        return replace(self, themes=THEMES.check(grown))


def known_from(found: Themes, embeddings: HasVectors, said: Sequence[Said]) -> KnownThemes | None:
    """Keep what was found for later input; None when nothing was said."""
    if found.centres is None:
        return None
    features = _features(found.centres, embeddings, said)
    place = {one: at for at, one in enumerate(found.centres.theme_ids)}
    labels = _labels(found.assignments, said, place)
    same = same_likeness(features, labels, [one.text for one in said])
    return KnownThemes(found.themes, found.terms, found.centres, same)


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
    centres = centre_rows(features, groups)
    like = likeness_to(centres, centres)
    first, second = np.arange(0, len(halves), 2), np.arange(1, len(halves), 2)
    between = like[np.ix_(first, second)]
    own = np.diag(between).copy()
    np.fill_diagonal(between, -np.inf)
    return float(np.round((np.median(own) + np.median(between.max(axis=1))) / 2, 6))


def place(known: KnownThemes, embeddings: HasVectors, said: Sequence[Said]) -> Themes:
    """Give statements their theme in a trained model; nothing is learned.

    Returns: Themes with the model's ids and labels; themes that nobody spoke of are left out.
        Notes say how many could not be placed, and which themes were not heard.
    Raises: ValueError when the statements and the embeddings hold different ids.
    """
    ids, texts = [one.statement_id for one in said], [one.text for one in said]
    vectors = vectors_of(embeddings, said)
    assigned = assign(known.centres, ids, texts, vectors) if said else ASSIGNMENTS.empty()
    heard = set(assigned["theme_id"]) - {""}
    if heard and heard != set(known.top_ids):
        # Who stands outside is told the nearest theme of this report, not one it does not show.
        nearer = assign(_only(known.centres, heard), ids, texts, vectors)
        outside = assigned["theme_id"] == ""
        assigned.loc[outside, ["nearest_id", "strength"]] = nearer.loc[
            outside, ["nearest_id", "strength"]
        ]
    return Themes(
        themes=_sizes(known.themes, assigned),
        assignments=assigned,
        terms=known.terms,
        centres=known.centres,
        method="model",
        agreement=float("nan"),
        ladder=pd.DataFrame(columns=list(LADDER_COLUMNS)),
        notes=_notes(known, assigned, heard),
    )


def extend(
    known: KnownThemes,
    embeddings: HasVectors,
    said: Sequence[Said],
    settings: ThemeSettings,
    topics: TopicModel | None = None,
) -> tuple[KnownThemes, Themes]:
    """Add statements to a trained model: ids stay, and what is new gets an id of its own.

    Themes are found afresh in the new statements. One that is as like an old theme as its own
    halves are to each other joins it and moves its centre a little; any other becomes a theme
    with the next free number.

    Returns: the grown model, its sizes still those of before (see ``KnownThemes.after``), and
        Themes of the new statements.
    """
    fresh = find_themes(embeddings, said, settings, topics)
    if fresh.centres is None:
        return known, place(known, embeddings, said)
    tops = _with_members(fresh)
    if not tops:
        return known, place(known, embeddings, said)
    features = _features(known.centres, embeddings, said)
    labels = _labels(fresh.assignments, said, {one: at for at, one in enumerate(tops)})
    named = _renamed(known, centre_rows(features, labels), tops)
    centres = _moved(known, features, labels, [named[one] for one in tops])
    new = _with_subthemes(named, set(known.top_ids), fresh)
    if new:
        centres = _grown(centres, features, fresh, said, new, settings)
    table, terms = _added(known, fresh, new)
    grown = KnownThemes(table, terms, centres, known.same)
    return grown, place(grown, embeddings, said)


def _with_members(fresh: Themes) -> list[str]:
    """The themes, without sub-themes, that some statement has."""
    used = set(fresh.assignments["theme_id"])
    top = fresh.themes[fresh.themes["parent_id"] == ""]
    return [str(one) for one in top["theme_id"] if one in used]


def _features(centres: Centres, embeddings: HasVectors, said: Sequence[Said]) -> Features:
    return centres.maker.transform([one.text for one in said], vectors_of(embeddings, said))


def _labels(
    assigned: pd.DataFrame, said: Sequence[Said], at: Mapping[str, int], column: str = "theme_id"
) -> NDArray[np.int64]:
    """(n,) number of each statement's theme, -1 where it has none of these."""
    of = dict(zip(assigned["statement_id"], assigned[column], strict=True))
    return np.array([at.get(of[one.statement_id], -1) for one in said], dtype=np.int64)


def _only(centres: Centres, heard: set[str]) -> Centres:
    """The centres of these themes, without sub-themes."""
    rows = np.array([at for at, one in enumerate(centres.theme_ids) if one in heard])
    return replace(
        centres,
        theme_ids=tuple(centres.theme_ids[at] for at in rows),
        parent_ids=("",) * len(rows),
        meaning=centres.meaning[rows],
        letters=centres.letters[rows],
        reach=centres.reach[rows],
    )


def _sizes(themes: pd.DataFrame, assigned: pd.DataFrame) -> pd.DataFrame:
    """The themes that occur, with the sizes they have here."""
    sizes = pd.concat([assigned["theme_id"], assigned["subtheme_id"]]).value_counts()
    seen = set(sizes.index) | set(assigned["nearest_id"])
    kept = themes[themes["theme_id"].isin(seen - {""})]
    return THEMES.check(
        kept.assign(n_statements=[int(sizes.get(one, 0)) for one in kept["theme_id"]])
    )


def _notes(known: KnownThemes, assigned: pd.DataFrame, heard: set[str]) -> tuple[str, ...]:
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


def _renamed(known: KnownThemes, fresh: Features, tops: Sequence[str]) -> dict[str, str]:
    """Fresh theme id -> the old theme it joins, or a free id."""
    mine = [known.centres.theme_ids.index(one) for one in known.top_ids]
    old = Features(known.centres.meaning[mine], known.centres.letters[mine])
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
    known: KnownThemes, features: Features, labels: NDArray[np.int64], names: Sequence[str]
) -> Centres:
    """The old centres, each drawn to the statements that joined it, by their numbers."""
    from scipy.sparse import vstack

    sizes = known.themes.set_index("theme_id")["n_statements"]
    meaning, letters = known.centres.meaning.copy(), known.centres.letters.tolil()
    for theme_id in sorted(set(names) & set(known.top_ids)):
        at = known.centres.theme_ids.index(theme_id)
        joined = [number for number, name in enumerate(names) if name == theme_id]
        rows = features.rows(np.flatnonzero(np.isin(labels, joined)))
        weight = float(sizes.get(theme_id, 1) or 1)
        one = Features(
            np.concatenate([known.centres.meaning[[at]] * np.float32(weight), rows.meaning]),
            vstack([known.centres.letters[[at]] * weight, rows.letters]).tocsr(),
        )
        moved = centre_rows(one, np.zeros(len(one), dtype=np.int64))
        meaning[at], letters[at] = moved.meaning[0], moved.letters[0]
    return replace(known.centres, meaning=meaning, letters=letters.tocsr().astype(np.float32))


def _with_subthemes(named: Mapping[str, str], old: set[str], fresh: Themes) -> dict[str, str]:
    """Fresh id -> new id of every theme that is new and of its sub-themes."""
    new = {theme: name for theme, name in named.items() if name not in old}
    for row in fresh.themes.itertuples():
        if row.parent_id in new:
            new[str(row.theme_id)] = f"{new[row.parent_id]}.{str(row.theme_id).split('.')[-1]}"
    return new


def _grown(
    centres: Centres,
    features: Features,
    fresh: Themes,
    said: Sequence[Said],
    new: Mapping[str, str],
    settings: ThemeSettings,
) -> Centres:
    """The centres with those of the new themes behind them, in the features of the model."""
    of = zip(fresh.themes["theme_id"], fresh.themes["parent_id"], strict=True)
    parents = {str(theme): str(parent) for theme, parent in of}
    rows, ids, above, reach = Features(centres.meaning, centres.letters), [], [], []
    for theme_id, name in new.items():
        column = "subtheme_id" if parents[theme_id] else "theme_id"
        labels = _labels(fresh.assignments, said, {theme_id: 0}, column)
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
        centres,
        theme_ids=(*centres.theme_ids, *ids),
        parent_ids=(*centres.parent_ids, *above),
        meaning=rows.meaning,
        letters=rows.letters,
        reach=np.concatenate([centres.reach, np.array(reach)]),
    )


def _added(
    known: KnownThemes, fresh: Themes, new: Mapping[str, str]
) -> tuple[pd.DataFrame, dict[str, Terms]]:
    """THEMES and terms with the new ones behind the old."""
    more = fresh.themes[fresh.themes["theme_id"].isin(set(new))]
    more = more.assign(
        theme_id=[new[str(one)] for one in more["theme_id"]],
        parent_id=[new.get(str(one), "") for one in more["parent_id"]],
        n_statements=0,
    )
    terms = {**known.terms, **{new[one]: t for one, t in fresh.terms.items() if one in new}}
    return THEMES.check(pd.concat([known.themes, more]) if len(more) else known.themes), terms
