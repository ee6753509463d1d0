"""Which of two models is better: AMI, ARI and the share placed decide, NMI does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipeline.core.tables import ASSIGNMENTS
from pipeline.evaluation import comparison
from pipeline.evaluation.comparison import Compared, _twins, compare
from pipeline.evaluation.corpus import read_truth
from pipeline.evaluation.intervals import Difference
from pipeline.runs.state import Unfollowed
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


def card(seed: int, **themes: object) -> dict[str, object]:
    return {
        "seed": seed, "data": [{"corpus": "a", "sha256": ["x"]}], "parent": "",
        "encoder": {"name": "fast"}, "settings": {"themes": {"seed": seed, **themes}},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "twins"),
    [
        (card(1), card(2), True),
        (card(1), card(1), False),
        (card(1), card(2, wished=8), False),
        (card(1), {**card(2), "data": []}, False),
        (card(1), {**card(2), "encoder": {"name": "accurate"}}, False),
    ],
)
def test_models_that_differ_by_seed_alone_are_known_as_twins(
    first: dict[str, object], second: dict[str, object], twins: bool
) -> None:
    assert _twins(first, second) is twins


def test_of_twins_neither_is_surely_better(monkeypatch: pytest.MonkeyPatch) -> None:
    apart = Compared(Alignment.by_statements(NOBODY, NOBODY, {}), {"ami": UP, "ari": DOWN})
    monkeypatch.setattr(comparison, "_placed_by", lambda *_given: [(None, None)] * 2)
    monkeypatch.setattr(comparison, "compare", lambda *_given: apart)
    monkeypatch.setattr(comparison, "facts_of", lambda _corpus: {"sha256": []})

    def compared(*seeds: int) -> Compared:
        models = [SimpleNamespace(card=card(seed), reference=f"m@{seed}") for seed in seeds]
        return comparison.compare_models(models, None, None, Unfollowed())  # type: ignore[arg-type]

    assert compared(1, 1).verdict() == apart.verdict() == "mixed"
    twins = compared(1, 2)
    assert twins.verdict() == "unsure"
    assert twins.scores["ami"].low <= -0.1
    assert len(twins.remarks) == 1
    assert "m@1" in twins.remarks[0] and "m@2" in twins.remarks[0]
