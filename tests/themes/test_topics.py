"""BERTopic names the themes that were found, and stays within reach for its own tools."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.core.errors import DataProblem
from pipeline.core.settings import ThemeSettings
from pipeline.themes import find_themes
from pipeline.themes.topics import BertopicModel, load_topics
from tests.themes.themes_data import SUBJECTS, statements


@pytest.fixture(scope="module")
def fitted():
    model = BertopicModel(n_terms=5)
    vectors, said, truth = statements(120)
    return model, find_themes(vectors, said, ThemeSettings(), model), truth


def test_bertopic_has_the_themes_and_words_that_were_found(fitted) -> None:
    model, found, _truth = fitted
    top = found.themes[found.themes["parent_id"] == ""]
    assert set(model.label_of.values()) - {-1} == set(range(len(top)))
    for row in top.itertuples():
        assert any(set(row.keywords) <= set(subject.split()) for subject in SUBJECTS)
        assert list(row.keywords) == [term for term, _ in found.terms[row.theme_id]]


def test_its_pictures_work(fitted) -> None:
    model, _found, _truth = fitted
    assert model.model.visualize_barchart().to_dict()["data"]


def test_it_is_saved_as_safetensors_and_loads_without_network(fitted, tmp_path) -> None:
    model, _found, _truth = fitted
    model.save(tmp_path / "model")
    assert not list((tmp_path / "model").glob("*.pkl"))
    loaded, changed = load_topics(tmp_path / "model")
    assert changed == ()
    assert loaded.label_of == model.label_of
    words = [term for term, _ in model.model.get_topic(0)]
    assert [term for term, _ in loaded.model.get_topic(0)] == words


def test_a_folder_without_a_model_is_named(tmp_path) -> None:
    with pytest.raises(DataProblem, match=r"topic model|themamodel"):
        load_topics(tmp_path)


def test_documents_without_words_have_no_terms() -> None:
    nothing = BertopicModel().describe(
        ["", ""], np.eye(2, dtype=np.float32), np.eye(2, dtype=np.float32), np.array([0, 0])
    )
    assert nothing == {}
