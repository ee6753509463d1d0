"""Which of two models is better: AMI, ARI and the share placed decide, NMI does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.core.tables import ASSIGNMENTS
from pipeline.evaluation.comparison import Compared, compare
from pipeline.evaluation.corpus import read_truth
from pipeline.evaluation.intervals import Difference
from pipeline.themes.alignment import Alignment, NamedDivision
from tests.report.example import example

UP, DOWN = Difference(0.5, 0.6, 0.1, 0.05, 0.15), Difference(0.6, 0.5, -0.1, -0.15, -0.05)
NIL, VAGUE = Difference(0.5, 0.5, 0.0, -0.01, 0.01), Difference(0.5, 0.55, 0.05, -0.02, 0.12)
NOBODY = NamedDivision("a", {}, {})


@pytest.mark.parametrize(
    ("scores", "verdict"),
    [
        ({"ami": UP, "ari": NIL, "placed": NIL}, "better"),
        ({"ami": DOWN, "ari": VAGUE, "placed": NIL}, "worse"),
        ({"ami": UP, "ari": UP, "placed": DOWN}, "mixed"),
        ({"ami": NIL, "ari": NIL, "placed": NIL}, "equal"),
        ({"ami": VAGUE, "ari": NIL, "placed": NIL}, "unsure"),
        ({"nmi": UP, "ami": NIL, "ari": NIL, "placed": NIL}, "equal"),
        ({"nmi": UP, "ami": NIL, "ari": DOWN, "placed": DOWN}, "worse"),
    ],
)
def test_the_verdict_rests_on_what_more_themes_do_not_raise(
    scores: dict[str, Difference], verdict: str
) -> None:
    compared = Compared(Alignment.by_statements(NOBODY, NOBODY, {}), scores)
    assert compared.verdict() == verdict


def test_a_run_that_leaves_statements_without_a_theme_is_told_to_place_fewer(
    voorbeeld: Path,
) -> None:
    run = example(voorbeeld)
    links = run.table(ASSIGNMENTS).copy()
    links.loc[links["theme_id"] == "T02", "theme_id"] = ""
    fewer = replace(run, tables={**run.tables, "assignments": links})
    scores = compare(run, fewer, read_truth(voorbeeld)).scores
    assert list(scores) == ["ami", "ari", "nmi", "placed"]
    assert scores["placed"].second < scores["placed"].first and scores["placed"].sure
