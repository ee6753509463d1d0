"""Letter groups counted per different word are those of every text read whole."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer

from pipeline.core.letters import WordGrams, counted_by_word

TEXTS = ["De taxi kwam  te laat, de taxi!", "", "TAXI\tte duur", "İstanbul ΑΣ é", "x"]


def test_counts_are_those_of_the_texts_read_whole() -> None:
    hashing = HashingVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), n_features=512, alternate_sign=False, norm=None
    )
    whole, by_word = hashing.transform(TEXTS), counted_by_word(TEXTS, hashing.transform)
    assert whole.nnz > 50
    assert np.array_equal(whole.indptr, by_word.indptr)
    assert np.array_equal(whole.indices, by_word.indices)
    assert np.array_equal(whole.data, by_word.data)


def test_the_vocabulary_is_the_same_too() -> None:
    counter = CountVectorizer(analyzer="char_wb", ngram_range=(3, 5))
    whole = counter.fit_transform(TEXTS)
    names = list(counter.get_feature_names_out())
    by_word = counted_by_word(TEXTS, counter.fit_transform)
    assert list(counter.get_feature_names_out()) == names
    assert (whole != by_word).nnz == 0


def test_every_different_word_is_read_once() -> None:
    read: list[str] = []

    def count(words: list[str]):  # type: ignore[no-untyped-def]
        read.extend(words)
        return CountVectorizer(analyzer="char_wb", ngram_range=(3, 5)).fit_transform(words)

    counted_by_word(["de taxi de taxi", "De bus"], count)
    assert read == ["de", "taxi", "bus"]


def test_groups_of_words_that_were_counted_before_and_of_new_ones_are_those_of_all() -> None:
    grams = WordGrams((3, 5))
    said = ["de", "taxi", "kwam", "te", "laat,", "é"]
    for more in ([], ["taxivervoer", "bus"], ["x"], ["bus", "aanbod"], []):
        counter = CountVectorizer(analyzer="char_wb", ngram_range=(3, 5))
        whole, found = counter.fit_transform([*said, *more]), grams.count([*said, *more])
        assert found.shape == whole.shape and found.nnz > 20
        assert np.array_equal(found.toarray(), whole.toarray())


def test_words_that_are_known_are_not_taken_apart_again(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[list[str]] = []
    plain = WordGrams._counted

    def counted(self: WordGrams, words: list[str]):  # type: ignore[no-untyped-def]
        read.append(words)
        return plain(self, words)

    monkeypatch.setattr(WordGrams, "_counted", counted)
    grams = WordGrams((3, 5))
    for words in (["de", "taxi"], ["de", "taxi", "bus"], ["de", "taxi", "weg"], ["de", "taxi"]):
        grams.count(words)
    assert read == [["de", "taxi"], ["bus"], ["weg"]]
    assert grams.count(["bus"]).shape[0] == 1  # other statements: begun again
