"""What readers found a good name for a concern: fits the weights that ``concern_names`` chooses by.

``names/marks.jsonl``: five readers, who saw neither each other nor the program, marked candidates
from 1 (misleading, or says nothing) to 5 (what these people want otherwise, exactly) beside the
statements of their group, and how far the group is about one concern (1-3). Groups are those the
program found in thirteen consultations of our own and the demo. Run it:

    python -m models.reader.names

``names/reading.csv``: the printed names of concerns of twenty consultations that nobody had looked
at when the list of usual names was written, marked beside their statements by who wrote that list.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.themes.labels.concern_names import CHOICE, NAME_MARKS

MARKS = Path(__file__).with_name("names") / "marks.jsonl"
READING = MARKS.with_name("reading.csv")
FEATURES = tuple(NAME_MARKS)
STRENGTH = 60.0  # of the ridge, on features of unit spread


def read_marks(path: Path = MARKS) -> pd.DataFrame:
    """One row per candidate: consultation, group, coherence, mark, FEATURES (words, place: log)."""
    lines = path.read_text(encoding="utf-8").splitlines()
    marks = pd.DataFrame(json.loads(line) for line in lines)
    marks["group"] = marks["consultation"] + " " + marks["group"]
    return marks.assign(
        words=np.log(marks["words"]),
        place=np.log1p(marks["place"]),
        **{name: marks[name].astype(float) for name in ("marked", "vague", "quoted")},
    )


def fit(marks: pd.DataFrame) -> NDArray[np.float64]:
    """(FEATURES,) marks per unit: what tells candidates of one group apart, by ridge regression."""
    from sklearn.linear_model import Ridge

    within = [*FEATURES, "mark"]
    apart = marks[within] - marks.groupby("group")[within].transform("mean")
    spread = apart[list(FEATURES)].std().to_numpy()
    model = Ridge(STRENGTH).fit(apart[list(FEATURES)] / spread, apart["mark"])
    return np.asarray(model.coef_ / spread, dtype=np.float64)


def chosen(marks: pd.DataFrame, weights: NDArray[np.float64]) -> pd.DataFrame:
    """The candidate of every group that these weights choose."""
    value = marks[list(FEATURES)].to_numpy() @ weights
    value = sum((less * marks[name] for name, less in CHOICE.items()), start=value)
    return marks.loc[value.groupby(marks["group"]).idxmax()]


def crossed(marks: pd.DataFrame) -> pd.DataFrame:
    """What is chosen in every consultation by weights fitted on all the others."""
    parts = [
        chosen(part, fit(marks[marks["consultation"] != name]))
        for name, part in marks.groupby("consultation")
    ]
    return pd.concat(parts)


def reading(path: Path = READING) -> dict[str, Any]:
    """Figures of the printed names: of all, of usual ones and of those in somebody's own words."""
    read = pd.read_csv(path)
    by_kind = read.groupby("chosen")["mark"]
    return {
        "names": len(read),
        "mean": round(float(read["mark"].mean()), 2),
        "marks": {
            int(mark): int(n) for mark, n in read["mark"].value_counts().sort_index().items()
        },
        "of each kind": {str(kind): [len(x), round(float(x.mean()), 2)] for kind, x in by_kind},
    }


def _figures(picked: pd.DataFrame) -> dict[str, Any]:
    of_one = picked[picked["coherence"] > 1]
    return {
        "mean": round(float(of_one["mark"].mean()), 2),
        "surely one concern": round(float(picked[picked["coherence"] > 2]["mark"].mean()), 2),
        "at most 1.5": round(float((of_one["mark"] <= 1.5).mean()), 3),
        "quoted": round(float(of_one["quoted"].mean()), 2),
    }


if __name__ == "__main__":
    table = read_marks()
    best = table.loc[table.groupby("group")["mark"].idxmax()]
    weights = dict(zip(FEATURES, np.round(fit(table), 2).tolist(), strict=True))
    told = {
        "candidates": len(table),
        "groups": int(table["group"].nunique()),
        "chosen, by the other consultations": _figures(crossed(table)),
        "the best there was": _figures(best),
        "any": _figures(table),
        "weights": weights,
        "names as printed": reading(),
    }
    sys.stdout.write(json.dumps(told, indent=1) + "\n")
