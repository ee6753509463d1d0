"""BERTopic names the themes that were found, and stays within reach for its own tools."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.core.errors import DataProblem
from pipeline.core.settings import ThemeSettings
from pipeline.themes import assign, find_themes, scores
from pipeline.themes.topics import BertopicModel, load_topics
from tests.themes.themes_data import SUBJECTS, Given, statements


@pytest.fixture(scope="module")
def division():
    vectors, said, truth = statements(240)
    model = BertopicModel(n_terms=5)
    return model, find_themes(vectors, said, ThemeSettings(), model), said, vectors, truth


def test_its_object_is_aligned_with_the_statements_row_by_row(division) -> None:
    model, found, said, _vectors, _truth = division
    placed = dict(
        zip(found.assignments["statement_id"], found.assignments["theme_id"], strict=True)
    )
    here = model.model.get_document_info([one.text for one in said])
    assert [model.theme_of[topic] for topic in here["Topic"]] == [
        placed[one.statement_id] for one in said
    ]


def test_its_words_are_those_of_the_themes(division) -> None:
    model, _found, _said, _vectors, _truth = division
    for topic in set(model.model.topics_) - {-1}:
        words = {word for word, _ in model.model.get_topic(topic)[:3]}
        assert any(words <= set(subject.split()) for subject in SUBJECTS)


def test_its_document_functions_and_pictures_work(division) -> None:
    model, _found, said, vectors, _truth = division
    texts = [one.text for one in said]
    rounds = [1 if number < 120 else 2 for number in range(len(said))]
    over_time = model.model.topics_over_time(texts, rounds)
    assert over_time["Frequency"].sum() == len(said)
    halves = model.model.topics_per_class(texts, classes=[str(one) for one in rounds])
    assert halves["Frequency"].sum() == len(said)
    flat = vectors.vectors[:, :2]
    assert model.model.visualize_documents(texts, reduced_embeddings=flat).to_dict()["data"]
    assert model.model.visualize_barchart().to_dict()["data"]


@pytest.mark.parametrize("topic_model", ["gehoord", "bertopic"])
def test_loaded_by_bertopic_alone_it_places_later_statements_as_we_do(
    topic_model: str, tmp_path
) -> None:
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder

    vectors, said, _truth = statements(240)
    rows = np.arange(160), np.arange(160, 240)
    first, later = (
        Given(tuple(said[row].statement_id for row in part), vectors.vectors[part]) for part in rows
    )
    model = BertopicModel()
    settings = ThemeSettings(topic_model=topic_model, runs=0)
    known = find_themes(first, said[:160], settings, model)
    model.save(tmp_path / "model")
    plain = BERTopic.load(str(tmp_path / "model"), embedding_model=BaseEmbedder())
    texts = [one.text for one in said[160:]]
    topics, _unused = plain.transform(texts, embeddings=later.vectors)
    ours = assign(known.centroids, later.statement_ids, texts, later.vectors)["nearest_id"]
    agreed = [model.theme_of[int(t)] == theme for t, theme in zip(topics, ours, strict=True)]
    assert np.mean(agreed) >= 0.95


def test_a_topic_is_found_by_what_it_is_about() -> None:
    vectors, said, _truth = statements(240)
    of = dict(zip([one.text for one in said], vectors.vectors, strict=True))
    model = BertopicModel(lambda texts: np.stack([of[text] for text in texts]))
    find_themes(vectors, said, ThemeSettings(runs=0), model)
    topics, _likeness = model.model.find_topics(said[5].text, top_n=1)
    assert topics[0] == model.model.topics_[5]


@pytest.mark.parametrize("topic_model", ["bertopic", "keynmf"])
def test_another_topic_model_divides_by_subject_and_leaves_nobody_out(topic_model: str) -> None:
    vectors, said, truth = statements(240)
    words = {}
    for one, row in zip(said, vectors.vectors, strict=True):
        words.update({token.lemma: row for token in one.tokens if not token.is_stop})
    model = BertopicModel(lambda texts: np.stack([words[text] for text in texts]))
    found = find_themes(vectors, said, ThemeSettings(topic_model=topic_model, runs=2), model)
    assert found.method == topic_model
    assert found.overig == 0.0
    ids = found.assignments.set_index("statement_id")["theme_id"]
    agreed = scores.against_gold([str(one) for one in truth], [ids[s.statement_id] for s in said])
    assert agreed["ari"] >= 0.9
    assert found.themes["stability"].between(0, 1).all()


def test_a_topic_model_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="gehoord, bertopic, keynmf"):
        ThemeSettings(topic_model="lda")


def test_it_is_saved_as_safetensors_and_loads_without_network(division, tmp_path) -> None:
    model, _found, said, _vectors, _truth = division
    model.save(tmp_path / "model")
    assert not list((tmp_path / "model").glob("*.pkl"))
    loaded, changed = load_topics(tmp_path / "model")
    assert changed == ()
    assert loaded.theme_of == model.theme_of
    assert loaded.model.topics_ == model.model.topics_
    words = [term for term, _ in model.model.get_topic(0)]
    assert [term for term, _ in loaded.model.get_topic(0)] == words
    again = loaded.model.topics_over_time([one.text for one in said], [1, 2] * 120)
    assert again["Frequency"].sum() == len(said)


def test_a_folder_without_a_model_is_named(tmp_path) -> None:
    with pytest.raises(DataProblem, match=r"topic model|themamodel"):
        load_topics(tmp_path)


def test_without_themes_there_is_no_object() -> None:
    assert BertopicModel().model is None
