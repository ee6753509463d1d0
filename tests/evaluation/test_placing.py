"""A round placed in a model beside the same round on its own: what differs, and how surely."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from pipeline.core.tables import RESPONSES
from pipeline.evaluation.placing import Heard, differences

N = 120
CONCERNS = [f"C{number}" for number in range(12)]


class Run:
    """As much of an analysis as is asked for: who said what."""

    def table(self, table) -> pd.DataFrame:  # type: ignore[no-untyped-def]
        assert table is RESPONSES
        ids = [str(number) for number in range(N)]
        return pd.DataFrame({"response_id": [f"r{n}" for n in ids], "respondent_id": ids})


def heard(missed: int = 0) -> Heard:
    """Twelve concerns of ten statements, each under a theme of its own; the first few are lost
    among the others, and their state is told wrong."""
    concern = np.arange(N) % 12
    theme = np.where(concern < missed, 11, concern)
    statements = pd.DataFrame({
        "statement_id": [f"s{n}" for n in range(N)], "response_id": [f"r{n}" for n in range(N)],
        "concerns": [(CONCERNS[one],) for one in concern],
        "theme_id": [f"T{one:02d}" for one in theme], "subtheme_id": "", "campaign": False,
    })  # fmt: skip
    state = ["no" if number % 2 else "answered" for number in range(12)]
    wrong = {"no": "answered", "answered": "no"}
    told = [wrong[one] if number < missed else one for number, one in enumerate(state)]
    states = pd.DataFrame({
        "concern_id": CONCERNS, "state": state, "proposed": told,
        "lack": [0.2 if one == "no" else -0.2 for one in told],
    })  # fmt: skip
    found = {one: float(number >= missed) for number, one in enumerate(CONCERNS)}
    return Heard(Run(), statements, {}, found, states)  # type: ignore[arg-type]


def test_the_same_division_differs_nowhere() -> None:
    for one in differences(heard(), heard()).values():
        assert one.first == one.second == 1.0
        assert one.low == one.mean == one.high == 0.0


def test_concerns_that_placing_loses_are_told_with_an_interval() -> None:
    apart = differences(heard(), heard(missed=6))
    assert apart["concern_recall"].mean == -0.5
    for name in ("concern_recall", "state_macro_f1", "theme_ari", "theme_nmi"):
        assert apart[name].sure and apart[name].mean < 0
        assert apart[name].low < apart[name].mean < apart[name].high
    one = differences(heard(), heard(missed=1))["concern_recall"]
    assert one.high > -0.01  # a concern of twelve may be chance


def test_concerns_are_paired_by_name_not_by_place() -> None:
    turned = heard(missed=3)
    turned = replace(turned, states=turned.states[::-1].iloc[1:])
    apart = differences(turned, turned)
    assert all(one.low == one.mean == one.high == 0.0 for one in apart.values())
