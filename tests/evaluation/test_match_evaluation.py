"""The figures of `gehoord evaluate match`: their protocol, and the bars on the development sets."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer import Typer
from typer.testing import CliRunner

from pipeline.cli.evaluate import evaluate_match
from pipeline.core.errors import DataProblem
from pipeline.core.settings import MatchSettings
from pipeline.evaluation.labelled import read_goals
from pipeline.evaluation.match_evaluation import GoldSet, evaluate, ranks_of
from pipeline.plan.match.inputs import Codes, code_texts
from tests.plan.match.test_match import BOOK, texts_of

KEYS = {
    "goal_at_1", "goal_at_3", "mrr", "macro_f1", "auroc_gap_statement", "auroc_gap_theme",
    "f1_gap_theme", "ece", "conformal_coverage", "fewshot_1", "fewshot_2", "fewshot_4",
}  # fmt: skip
BARS = {  # measured .854 .960 .98 / .872 .955 1.0 / .787 .938 .99, one configuration for all
    "zorgstemwijzer": {"goal_at_1": 0.83, "goal_at_3": 0.95, "fewshot_4": 0.88},
    "stemwijzer2017": {"goal_at_1": 0.84, "goal_at_3": 0.94, "fewshot_4": 0.88},
    "stemwijzer_go": {"goal_at_1": 0.78, "goal_at_3": 0.93},
}
SUBJECTS = {
    "1": ("de taxi is te laat", "de bus komt niet op tijd", "wij staan op de bus te wachten"),
    "2": ("het loket neemt niet op", "lang wachten op het loket", "een gesprek met het loket"),
    "3": (
        "geen leraar in de klas",
        "de klas heeft twee uur geen leraar",
        "een leraar voor de klas",
    ),
}


def toy() -> GoldSet:
    statements = {
        f"{code}-{n}": text for code, texts in SUBJECTS.items() for n, text in enumerate(texts)
    }
    truth = np.array([int(one.split("-")[0]) - 1 for one in statements], dtype=np.intp)
    return GoldSet(texts_of(statements), Codes(BOOK, texts_of(code_texts(BOOK))), truth)


def test_the_rank_of_a_tie_is_the_worse_one() -> None:
    assert ranks_of(np.array([[1.0, 1.0, 0.0], [3.0, 2.0, 1.0]]), np.array([0, 2])).tolist() == [
        2,
        3,
    ]


def test_every_promised_figure_is_given_and_beside_it_the_simpler_methods() -> None:
    report = evaluate(toy(), MatchSettings(), draws=3)
    assert set(report.figures) >= KEYS
    assert set(report.methods) == {
        "char_tfidf", "encoder_raw", "encoder_centred", "hybrid", "gehoord",
    }  # fmt: skip
    low, high = report.intervals["goal_at_1"]
    assert 0 <= low <= report.figures["goal_at_1"] <= high <= 1


def test_the_same_seed_gives_the_same_figures() -> None:
    one, two = (evaluate(toy(), MatchSettings(), draws=3, seed=5).as_dict() for _ in range(2))
    assert json.dumps(one, sort_keys=True) == json.dumps(two, sort_keys=True)


def test_goals_without_text_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "goals.json"
    file.write_text('[{"id": "1"}]', "utf-8")
    with pytest.raises(DataProblem, match="has no text"):
        read_goals(file)


# Known to miss the bar of .03: eighty statements, linked better than the curve reckons with. One
# that is mended must leave the list.
MISSED_COVERAGE = {"stemwijzer_go"}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(BARS))
def test_the_bars_on_the_development_sets_hold(name: str, shared_dir: Path) -> None:
    data = shared_dir / "data"
    app = Typer()
    app.command()(evaluate_match)
    asked = [str(data / f"{name}.jsonl"), "--goals", str(data / f"{name}_goals.json"), "--json"]
    # Eighty statements leave the coverage of twelve draws to chance: the small set gets them all.
    draws = "30" if name == "stemwijzer_go" else "12"
    result = CliRunner().invoke(app, [*asked, "--draws", draws])
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    low = {key: figures[key] for key, bar in BARS[name].items() if figures[key] < bar}
    assert low == {}
    # In two decimals, as the bar is told: int8 on another processor moves the third (.971, .969).
    assert round(figures["auroc_gap_theme"], 2) >= 0.97 and figures["auroc_gap_statement"] >= 0.87
    assert figures["skewed_at_1"] >= figures["goal_at_1"] - 0.02
    missed = abs(figures["conformal_coverage"] - figures["conformal_nominal"]) > 0.03
    assert missed == (name in MISSED_COVERAGE)
