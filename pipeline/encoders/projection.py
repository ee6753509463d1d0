"""A map of the statements: two numbers each, so that alike stands near alike."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.core.numeric import row_blocks
from pipeline.core.tables import PROJECTION


def project(
    statement_ids: Sequence[str], vectors: NDArray[np.float32], assignments: pd.DataFrame
) -> pd.DataFrame:
    """Lay the statements flat along the two directions in which the themes differ most.

    A principal-component projection of the themes' centres: it keeps themes apart, is quick and
    the same every time. Distances are a hint only; nothing is computed from them.

    Args: n ids, their centred vectors (n, d), and ASSIGNMENTS of the same statements.
    Returns: PROJECTION, x and y within -1..1; empty for fewer than three themes.
    """
    theme_of = dict(zip(assignments["statement_id"], assignments["theme_id"], strict=True))
    themes = np.array([str(theme_of[statement_id]) for statement_id in statement_ids])
    names = sorted(set(themes) - {""})
    if len(names) < 3:
        return PROJECTION.empty()
    centroids = np.stack([vectors[themes == name].mean(axis=0, dtype=np.float64) for name in names])
    _, _, directions = np.linalg.svd(centroids - centroids.mean(axis=0), full_matrices=False)
    axes = directions[:2]
    # The sign of a direction is arbitrary: let its largest part be positive, on every machine.
    largest = np.abs(axes).argmax(axis=1)
    axes = axes * np.sign(axes[np.arange(2), largest])[:, None]
    places = np.empty((len(vectors), 2))
    for rows in row_blocks(len(vectors)):  # both are float64 in the product
        places[rows] = vectors[rows] @ axes.T
    places = places / max(float(np.abs(places).max()), 1e-9)
    frame = pd.DataFrame({"statement_id": list(statement_ids)})
    frame["x"], frame["y"] = places[:, 0].round(4), places[:, 1].round(4)
    return PROJECTION.check(frame)
