"""Which of two models is better: AMI, ARI and the share placed decide, NMI does not."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.cli.model_comparison import Compared, NamedDivision
from pipeline.evaluation.intervals import Difference

UP, DOWN = Difference(0.5, 0.6, 0.1, 0.05, 0.15), Difference(0.6, 0.5, -0.1, -0.15, -0.05)
NIL, VAGUE = Difference(0.5, 0.5, 0.0, -0.01, 0.01), Difference(0.5, 0.55, 0.05, -0.02, 0.12)
SIDE = NamedDivision("a", {}, {})


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
    found = Compared(SIDE, SIDE, (), pd.DataFrame(), scores, {})
    assert found.verdict() == verdict
