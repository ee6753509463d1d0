"""The map of statements keeps themes apart and is the same every time."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.core.tables import ASSIGNMENTS
from pipeline.encoders.projection import project


def told(themes: list[str]) -> tuple[list[str], pd.DataFrame]:
    ids = [f"s{n}" for n in range(len(themes))]
    frame = pd.DataFrame(
        {
            "statement_id": ids,
            "theme_id": themes,
            "subtheme_id": "",
            "strength": 1.0,
            "nearest_id": themes,
            "unique_signal": False,
        }
    )
    return ids, ASSIGNMENTS.check(frame)


def test_statements_of_one_theme_stand_nearer_than_those_of_another() -> None:
    rng = np.random.default_rng(0)
    centroids = np.eye(3, 8)
    themes = [f"T{n % 3}" for n in range(30)]
    vectors = np.array([centroids[n % 3] + rng.normal(0, 0.05, 8) for n in range(30)], dtype="f4")
    ids, assignments = told(themes)
    table = project(ids, vectors, assignments).set_index("statement_id")
    places = table.loc[ids, ["x", "y"]].to_numpy(dtype=float)
    within = np.linalg.norm(places[0] - places[3])
    between = np.linalg.norm(places[0] - places[1])
    assert within < between / 3
    assert np.abs(places).max() <= 1


def test_fewer_than_three_themes_have_no_map() -> None:
    ids, assignments = told(["T1", "T2"])
    assert project(ids, np.eye(2, 4, dtype="f4"), assignments).empty
