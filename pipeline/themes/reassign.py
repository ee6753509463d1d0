"""After a theme was dropped: which of the themes that are left is nearest to what it held."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pipeline.core.tables import ASSIGNMENTS
from pipeline.themes.centroids import Centroids, likeness_to
from pipeline.themes.features import Features
from pipeline.themes.records import HasVectors


def nearest_again(
    themes: pd.DataFrame,
    assignments: pd.DataFrame,
    centroids: Centroids | None,
    embeddings: HasVectors,
    texts: Mapping[str, str],
) -> pd.DataFrame:
    """Fill in the nearest theme, and likeness to it, where a decision left none.

    Args: THEMES and ASSIGNMENTS with decisions laid over them; the centres of the found themes;
        the vectors and cleaned texts of the statements.
    Returns: ASSIGNMENTS anew. A statement without a theme stays without one: a person dropped its
        theme, she did not say where it belongs.
    """
    lost = np.flatnonzero((assignments["nearest_id"].fillna("") == "").to_numpy())
    if centroids is None or not len(lost):
        return assignments
    alive = set(themes.loc[themes["parent_id"] == "", "theme_id"])
    rows = np.array(
        [at for at, theme_id in enumerate(centroids.theme_ids) if theme_id in alive], dtype=int
    )
    if not len(rows):
        return assignments
    ids = [str(one) for one in assignments["statement_id"].iloc[lost]]
    at = {statement_id: place for place, statement_id in enumerate(embeddings.statement_ids)}
    vectors = embeddings.vectors[[at[key] for key in ids]]
    features = centroids.maker.transform([texts[key] for key in ids], vectors)
    like = likeness_to(Features(centroids.meaning[rows], centroids.letters[rows]), features)
    best = like.argmax(axis=1)
    filled = assignments.copy()
    column = filled.columns.get_loc
    filled.iloc[lost, column("nearest_id")] = [centroids.theme_ids[rows[one]] for one in best]
    filled.iloc[lost, column("strength")] = like[np.arange(len(best)), best].clip(0.0, 1.0)
    return ASSIGNMENTS.check(filled)
