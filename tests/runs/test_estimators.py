"""gehoord's themes and matching in scikit-learn's clothes: its own checks, and ours."""

from __future__ import annotations

import numpy as np
import pandas as pd
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


def test_columns_have_names_and_come_as_a_frame() -> None:
    vectors, _said, _truth = statements(120)
    themes = ThemeAssigner(runs=3).set_output(transform="pandas").fit(vectors.vectors)
    like = themes.transform(vectors.vectors)
    assert list(like.columns) == [f"themeassigner{n}" for n in range(like.shape[1])]
    assert list(like.columns) == list(themes.get_feature_names_out())
    inside = themes.labels_ >= 0
    assert np.array_equal(like.to_numpy().argmax(axis=1)[inside], themes.labels_[inside])


def test_texts_become_named_columns(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setenv("GEHOORD_CACHE", str(tmp_path))
    frame = TextEncoder("fast").set_output(transform="pandas").fit_transform(["De taxi", "De bus"])
    assert frame.shape[0] == 2
    assert frame.columns[0] == "textencoder0"


def test_chances_add_up_and_hold_what_they_say() -> None:
    vectors, _said, truth = statements(600, spread=1.8)
    matcher = CodeMatcher().fit(vectors.vectors[:60], truth[:60])
    chances = matcher.predict_proba(vectors.vectors[60:])
    assert np.allclose(chances.sum(axis=1), 1)
    right = chances.argmax(axis=1) == truth[60:]
    assert 0.5 < right.mean() < 0.97  # hard enough to be wrong at times
    assert abs(chances.max(axis=1).mean() - right.mean()) < 0.06


def test_with_one_link_per_code_chances_are_no_certainties() -> None:
    vectors, _said, truth = statements(240, spread=1.2)
    matcher = CodeMatcher().fit(vectors.vectors[:6], truth[:6])
    chances = matcher.predict_proba(vectors.vectors[6:])
    right = chances.argmax(axis=1) == truth[6:]
    assert abs(chances.max(axis=1).mean() - right.mean()) < 0.25
    assert matcher.sharpness_ == 30.0


def test_a_fitted_pipeline_is_kept_without_pickle_and_answers_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    from sklearn.pipeline import make_pipeline

    skops = pytest.importorskip("skops.io")
    monkeypatch.setenv("GEHOORD_CACHE", str(tmp_path))
    texts = ["De taxi kwam te laat", "De bus rijdt niet", "De klas is te groot", "Te volle klassen"]
    codes = ["vervoer", "vervoer", "klas", "klas"]
    line = make_pipeline(TextEncoder("fast"), CodeMatcher()).fit(texts, codes)
    written = skops.dumps(line)
    ours = skops.get_untrusted_types(data=written)
    assert ours == [f"pipeline.runs.estimators.{name}" for name in ("CodeMatcher", "TextEncoder")]
    again = skops.loads(written, trusted=ours)
    later = ["Het busje is er niet", "Grote klassen"]
    assert np.array_equal(again.predict_proba(later), line.predict_proba(later))
    again.named_steps["textencoder"].revision_ = "another"
    with pytest.raises(ValueError, match="another; here is"):
        again.predict(later)


def test_fitted_themes_are_kept_without_pickle() -> None:
    skops = pytest.importorskip("skops.io")
    vectors, _said, _truth = statements(120)
    themes = ThemeAssigner(runs=3).fit(vectors.vectors[:60])
    written = skops.dumps(themes)
    again = skops.loads(written, trusted=skops.get_untrusted_types(data=written))
    assert np.array_equal(again.predict(vectors.vectors), themes.predict(vectors.vectors))


def test_texts_come_one_per_row_in_whatever_holds_them() -> None:
    said = ["De taxi komt te laat.", "De bus rijdt niet.", None]
    line = TextEncoder("fast").fit([])
    wanted = line.transform([*said[:2], ""])
    frame = pd.DataFrame({"text": said}, index=[7, 8, 9])
    for given in (said, frame["text"], frame, frame.to_numpy(), iter(said)):
        assert np.array_equal(line.transform(given), wanted)
    with pytest.raises(ValueError, match=r"give \[text\]"):  # else a row per letter
        line.transform("De taxi komt te laat.")
    with pytest.raises(ValueError, match="one column"):  # else a row per column
        line.transform(frame.assign(role="ouder"))
