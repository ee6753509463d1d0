"""Which of two models is better: AMI, ARI and the share placed decide, NMI does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.core.analysis import Analysis
from pipeline.core.locale import use_language
from pipeline.core.tables import ASSIGNMENTS
from pipeline.evaluation.comparison import Compared, compare
from pipeline.evaluation.corpus import read_truth
from pipeline.evaluation.intervals import Difference
from pipeline.themes.alignment import Alignment, NamedDivision
from tests.report.example import example

UP, DOWN = Difference(0.5, 0.6, 0.1, 0.05, 0.15), Difference(0.6, 0.5, -0.1, -0.15, -0.05)
NIL, VAGUE = Difference(0.5, 0.5, 0.0, -0.01, 0.01), Difference(0.5, 0.55, 0.05, -0.02, 0.12)
NOBODY = NamedDivision("a", {}, {})


@pytest.fixture(autouse=True)
def english() -> None:
    use_language("en")


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


def two_runs(voorbeeld: Path) -> tuple[Analysis, Analysis]:
    """A run, and the same with one theme fewer, of which the statements stand outside."""
    run = example(voorbeeld)
    links = run.table(ASSIGNMENTS).copy()
    links.loc[links["theme_id"] == "T02", "theme_id"] = ""
    return run, replace(run, tables={**run.tables, "assignments": links})


def test_a_run_that_leaves_statements_without_a_theme_is_told_to_place_fewer(
    voorbeeld: Path,
) -> None:
    run, fewer = two_runs(voorbeeld)
    scores = compare(run, fewer, read_truth(voorbeeld)).scores
    assert list(scores) == ["ami", "ari", "nmi", "placed"]
    assert scores["placed"].second < scores["placed"].first and scores["placed"].sure


def moved_by_its_seed(run: Analysis) -> Analysis:
    """The same run, divided by BERTopic as its record says."""
    record = replace(run.record, settings={"themes": {"topic_model": "bertopic"}})
    return replace(run, record=record)


def test_of_a_model_that_its_seed_moves_and_that_was_fitted_once_no_difference_is_sure(
    voorbeeld: Path,
) -> None:
    run, fewer, truth = *two_runs(voorbeeld), read_truth(voorbeeld)
    assert compare(run, fewer, truth).scores["placed"].sure
    once = compare(run, moved_by_its_seed(fewer), truth)
    assert not any(score.sure for score in once.scores.values())
    assert [remark for remark in once.remarks if "once" in remark]


def test_fits_on_other_seeds_weigh_along_in_a_comparison(voorbeeld: Path) -> None:
    run, fewer, truth = *two_runs(voorbeeld), read_truth(voorbeeld)
    there = dict(fewer.table(ASSIGNMENTS)[["statement_id", "theme_id"]].itertuples(index=False))
    nowhere = dict.fromkeys(there, "")
    other = moved_by_its_seed(fewer)
    firm = compare(run, other, truth, refits=((), [there] * 4)).scores["placed"]
    assert firm.sure and firm.second == compare(run, fewer, truth).scores["placed"].second
    # On another seed it places nothing: how much fewer it places, nobody can say.
    loose = compare(run, other, truth, refits=((), [nowhere])).scores["placed"]
    assert loose.mean < -0.4
    assert loose.high - loose.low > 10 * (firm.high - firm.low)
    assert any("2 seeds" in one for one in compare(run, other, truth, refits=((), [there])).remarks)


def test_of_our_own_themes_it_is_said_that_a_seed_moves_nothing(voorbeeld: Path) -> None:
    run, fewer = two_runs(voorbeeld)
    remarks = compare(run, fewer, read_truth(voorbeeld)).remarks
    assert len(remarks) == 1 and "seed" in remarks[0]
