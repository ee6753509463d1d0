"""BERTopic names the themes that were found, and stays within reach for its own tools."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from pipeline.core.errors import DataProblem
from pipeline.core.settings import ThemeSettings
from pipeline.corpus.corpus import read_corpus
from pipeline.evaluation.themes import prepare
from pipeline.themes import scores
from pipeline.themes.centroids import assign
from pipeline.themes.find import find_themes
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


def test_its_document_functions_count_what_each_theme_has_in_each_round(division) -> None:
    model, _found, said, _vectors, _truth = division
    texts = [one.text for one in said]
    rounds = [1 if number < 100 else 2 for number in range(len(said))]
    counted = Counter(zip(model.model.topics_, rounds, strict=True))
    over_time = model.model.topics_over_time(texts, rounds)
    moments = sorted(set(over_time["Timestamp"]))
    assert len(moments) == 2
    assert counted == {
        (row.Topic, 1 + moments.index(row.Timestamp)): row.Frequency
        for row in over_time.itertuples()
    }
    per_class = model.model.topics_per_class(texts, classes=[str(one) for one in rounds])
    assert counted == {(row.Topic, int(row.Class)): row.Frequency for row in per_class.itertuples()}


def test_a_moment_may_be_the_text_of_a_date(division) -> None:
    model, _found, said, _vectors, _truth = division
    texts = [one.text for one in said]
    dates = ["2023-11-06" if number < 100 else "2025-09-08" for number in range(len(said))]
    counted = Counter(zip(model.model.topics_, dates, strict=True))
    for given, form in ((dates, None), (["-".join(d.split("-")[::-1]) for d in dates], "%d-%m-%Y")):
        over_time = model.model.topics_over_time(texts, given, datetime_format=form)
        assert counted == {
            (row.Topic, str(row.Timestamp.date())): row.Frequency for row in over_time.itertuples()
        }


@pytest.mark.parametrize("loaded", [False, True])
def test_other_documents_than_the_statements_are_refused_with_what_to_give(
    division, loaded: bool, tmp_path: Path
) -> None:
    model, _found, said, _vectors, _truth = division
    if loaded:
        model.save(tmp_path / "model")
        model = load_topics(tmp_path / "model")[0]
    few = [one.text for one in said[:7]]
    for ask in (
        lambda: model.model.get_document_info(few),
        lambda: model.model.topics_over_time(few, [1] * 7),
        lambda: model.model.topics_per_class(few, classes=["a"] * 7),
        lambda: model.model.hierarchical_topics(few),
    ):
        with pytest.raises(ValueError, match=r"7 documents, and topics of 240 .*clean_text"):
            ask()


def test_its_picture_of_documents_holds_every_statement_in_the_colour_of_its_theme(
    division,
) -> None:
    model, _found, said, vectors, _truth = division
    flat = vectors.vectors[:, :2]
    drawn = model.model.visualize_documents(
        [one.text for one in said], reduced_embeddings=flat, hide_annotations=True
    )
    points = {
        int(trace.name.split("_")[0]): sorted(zip(trace.x, trace.y, strict=True))
        for trace in drawn.data
        if trace.name[:1].isdigit()
    }
    topics = np.array(model.model.topics_)
    assert points == {
        topic: sorted((x, y) for x, y in flat[topics == topic]) for topic in set(topics) - {-1}
    }
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


@pytest.mark.slow
def test_on_real_answers_plain_bertopic_places_as_we_do(
    voorbeeld: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rounds one and two make the themes, the answers of the third are placed in them.

    Of those that find a place; with the encoder `fast`, beside which letters weigh more, 88.5%.
    """
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder

    monkeypatch.setenv("GEHOORD_CACHE", str(tmp_path))
    answers = read_corpus(voorbeeld).responses.drop_duplicates("text")
    late = (answers["round_id"] == "3").to_numpy()
    rows = [
        {"id": str(row.response_id), "text": str(row.text), "label": "x"}
        for row in answers.itertuples()
    ]
    said, vectors = prepare(rows, "accurate")
    parts = [
        Given(tuple(np.array(vectors.statement_ids)[part]), vectors.vectors[part])
        for part in (~late, late)
    ]
    model = BertopicModel()
    known = find_themes(
        parts[0], [said[row] for row in np.flatnonzero(~late)], ThemeSettings(runs=0), model
    )
    model.save(tmp_path / "model")
    plain = BERTopic.load(str(tmp_path / "model"), embedding_model=BaseEmbedder())
    texts = [said[row].text for row in np.flatnonzero(late)]
    topics, _unused = plain.transform(texts, embeddings=parts[1].vectors)
    ours = assign(known.centroids, parts[1].statement_ids, texts, parts[1].vectors)
    placed = (ours["theme_id"] != "").to_numpy()
    agreed = [model.theme_of[int(t)] for t in topics] == ours["nearest_id"]
    assert placed.sum() > 100
    assert np.mean(agreed[placed]) >= 0.95


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
