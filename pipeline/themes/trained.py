"""Themes of an earlier training: what is kept of them, and single statements placed in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.core.locale import gettext as _
from pipeline.core.tables import ASSIGNMENTS, PAST, THEMES
from pipeline.themes.centroids import Centroids, assign, centre_rows, likeness_to
from pipeline.themes.corpus import vectors_of
from pipeline.themes.features import Features, text_key
from pipeline.themes.records import HasVectors, Statement, Terms, Themes

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
        lives: PAST, the life of each theme over the rounds it was trained on; a round is named
            CORPUS/ROUND.
        refits: the centres of the same training on other seeds, of a topic model that a seed
            moves; none once it has grown.
    """

    themes: pd.DataFrame
    terms: Mapping[str, Terms]
    centroids: Centroids
    same: float
    lives: pd.DataFrame = field(default_factory=PAST.empty)
    refits: tuple[Centroids, ...] = ()

    @property
    def top_ids(self) -> tuple[str, ...]:
        """Ids of the themes, without sub-themes."""
        pairs = zip(self.centroids.theme_ids, self.centroids.parent_ids, strict=True)
        return tuple(theme for theme, parent in pairs if not parent)

    def after(self, here: pd.DataFrame, lives: pd.DataFrame | None = None) -> TrainedThemes:
        """The model with the counts of THEMES ``here`` added, and with the labels it gives.

        Args: lives: PAST of the rounds that were added.
        """
        now, grown = here.set_index("theme_id"), self.themes.copy()
        for column in _SUMMED:
            more = [now[column].get(theme_id, 0) for theme_id in grown["theme_id"]]
            added = pd.Series(more, index=grown.index, dtype="Int64").fillna(0)
            grown[column] = grown[column].fillna(0) + added
        for column in ("label", "why", "kind", "subject"):
            told_now = [now[column].get(theme_id, "") for theme_id in grown["theme_id"]]
            grown[column] = grown[column].where(grown[column].fillna("") != "", told_now)
        longer = self.lives if lives is None else PAST.check(pd.concat([self.lives, lives]))
        return replace(self, themes=THEMES.check(grown), lives=longer)


def known_from(
    themes: Themes,
    embeddings: HasVectors,
    statements: Sequence[Statement],
    lives: pd.DataFrame | None = None,
) -> TrainedThemes | None:
    """Keep what was found for later input; None when nothing was said.

    Args: embeddings (n, d), a row per statement; lives: PAST of the rounds it was found in.
    """
    if themes.centroids is None:
        return None
    features = features_of(themes.centroids, embeddings, statements)
    place = {theme_id: index for index, theme_id in enumerate(themes.centroids.theme_ids)}
    labels = labels_of(themes.assignments, statements, place)
    same = same_likeness(features, labels, [statement.text for statement in statements])
    lived = PAST.empty() if lives is None else lives
    return TrainedThemes(themes.themes, themes.terms, themes.centroids, same, lived)


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

    Args: embeddings (n, d), a row per statement, by the encoder of the model.
    Returns: Themes with the model's ids and labels; themes that nobody spoke of are left out.
        Notes say how many could not be placed, and which themes were not heard.
    Raises: ValueError when the statements and the embeddings hold different ids.
    """
    ids = [statement.statement_id for statement in statements]
    texts = [statement.text for statement in statements]
    vectors = vectors_of(embeddings, statements)
    matters = [statement.matter for statement in statements]
    assigned = ASSIGNMENTS.empty()
    if statements:
        assigned = assign(known.centroids, ids, texts, vectors, matters)
    heard = set(assigned["theme_id"]) - {""}
    if heard and heard != set(known.top_ids):
        # Who stands outside is told the nearest theme of this report, not one it does not show.
        nearer = assign(_only(known.centroids, heard), ids, texts, vectors, matters)
        outside = assigned["theme_id"] == ""
        assigned.loc[outside, ["nearest_id", "strength"]] = nearer.loc[
            outside, ["nearest_id", "strength"]
        ]
    return Themes(
        themes=with_sizes(known.themes, assigned),
        assignments=assigned,
        terms=known.terms,
        centroids=known.centroids,
        method="model",
        agreement=float("nan"),
        notes=placing_notes(known, assigned, heard),
    )


def features_of(
    centroids: Centroids, embeddings: HasVectors, statements: Sequence[Statement]
) -> Features:
    """Features of n statements with their vectors (n, d), as the model's own were made."""
    return centroids.maker.transform(
        [statement.text for statement in statements], vectors_of(embeddings, statements)
    )


def labels_of(
    assigned: pd.DataFrame,
    statements: Sequence[Statement],
    row_of: Mapping[str, int],
    column: str = "theme_id",
) -> NDArray[np.int64]:
    """(n,) number of each statement's theme, -1 where it has none of these."""
    of = dict(zip(assigned["statement_id"], assigned[column], strict=True))
    return np.array(
        [row_of.get(of[statement.statement_id], -1) for statement in statements], dtype=np.int64
    )


def _only(centroids: Centroids, heard: set[str]) -> Centroids:
    """The centres of these themes, without sub-themes."""
    rows = np.array([row for row, theme_id in enumerate(centroids.theme_ids) if theme_id in heard])
    return replace(
        centroids,
        theme_ids=tuple(centroids.theme_ids[row] for row in rows),
        parent_ids=("",) * len(rows),
        meaning=centroids.meaning[rows],
        letters=centroids.letters[rows],
        reach=centroids.reach[rows],
        voices=tuple(centroids.voices[row] for row in rows),
    )


def with_sizes(themes: pd.DataFrame, assigned: pd.DataFrame) -> pd.DataFrame:
    """The themes that occur, with the sizes they have here."""
    sizes = pd.concat([assigned["theme_id"], assigned["subtheme_id"]]).value_counts()
    seen = set(sizes.index) | set(assigned["nearest_id"])
    kept = themes[themes["theme_id"].isin(seen - {""})]
    return THEMES.check(
        kept.assign(n_statements=[int(sizes.get(theme_id, 0)) for theme_id in kept["theme_id"]])
    )


def placing_notes(known: TrainedThemes, assigned: pd.DataFrame, heard: set[str]) -> tuple[str, ...]:
    """How many stand outside the model, and which of its themes were not heard."""
    outside = int((assigned["theme_id"] == "").sum())
    notes = [
        _("{n} of {total} statements fit none of the model's themes and stand under other.").format(
            n=outside, total=len(assigned)
        )
    ]
    silent = [theme_id for theme_id in known.top_ids if theme_id not in heard]
    if silent:
        labels = known.themes.set_index("theme_id")["label"]
        named = "; ".join(f"{theme_id} {labels.get(theme_id, '')}".strip() for theme_id in silent)
        notes.append(
            _("Themes of the model that nobody spoke of here: {themes}").format(themes=named)
        )
    return tuple(notes)
