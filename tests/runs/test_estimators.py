"""gehoord's themes and matching in scikit-learn's clothes: its own checks, and ours."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.metrics import adjusted_rand_score
from sklearn.utils.estimator_checks import parametrize_with_checks

from pipeline.runs.estimators import CodeMatcher, TextEncoder, ThemeAssigner
from tests.themes.themes_data import statements


@parametrize_with_checks([CodeMatcher(), ThemeAssigner(runs=3)])
def test_scikit_learn_finds_nothing_wrong(estimator, check) -> None:
    check(estimator)


def test_themes_on_vectors_find_the_subjects_and_place_later_rows() -> None:
    vectors, _said, truth = statements(240)
    themes = ThemeAssigner(runs=6).fit(vectors.vectors[:180])
    assert adjusted_rand_score(truth[:180], themes.labels_) > 0.9
    assert adjusted_rand_score(truth[180:], themes.predict(vectors.vectors[180:])) > 0.9


def test_equal_rows_count_once() -> None:
    vectors, _said, _truth = statements(60)
    once = ThemeAssigner(runs=4).fit(vectors.vectors)
    more = ThemeAssigner(runs=4).fit(np.concatenate([vectors.vectors, vectors.vectors[:1]]))
    assert np.array_equal(once.labels_, more.labels_[:60])


def test_a_few_judged_links_teach_the_rest() -> None:
    vectors, _said, truth = statements(240)
    names = np.array([f"doel {one}" for one in truth])
    matcher = CodeMatcher().fit(vectors.vectors[:24], names[:24])
    assert (matcher.predict(vectors.vectors[24:]) == names[24:]).mean() > 0.9


def test_texts_go_in_at_the_front_of_a_pipeline(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    from sklearn.pipeline import make_pipeline

    monkeypatch.setenv("GEHOORD_CACHE", str(tmp_path))
    texts = ["De taxi kwam te laat", "De bus rijdt niet", "De klas is te groot", "Te volle klassen"]
    line = make_pipeline(TextEncoder("fast"), CodeMatcher())
    line.fit(texts, ["vervoer", "vervoer", "klas", "klas"])
    assert list(line.predict(["Het busje is er niet", "Grote klassen"])) == ["vervoer", "klas"]
    assert clone(line).get_params()["textencoder__encoder"] == "fast"
