"""Letter groups within words, counted word by word: of a corpus most words are heard often."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from copy import copy
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np


def counted_by_word(
    texts: Sequence[str], count: Callable[[list[str]], Any], more: Sequence[str] = ()
) -> Any:
    """(n + m, v) what ``count`` gives for n texts and m more, as float64 and sorted by column.

    Args: count: (w, v) sparse counts of w texts, by groups that never cross white space and take no
        account of case; it is asked once, for every different word.
    """
    from scipy.sparse import csr_matrix

    known = _words_of(tuple(texts))  # of many statements beside several codebooks: once
    column, words, ends = dict(known.column), copy(known.words), copy(known.ends)
    _add(more, column, words, ends)
    if not column:
        return csr_matrix((len(ends) - 1, count([""]).shape[1]), dtype=np.float64)
    ones = np.ones(len(words))
    held = csr_matrix((ones, np.array(words), np.array(ends)), shape=(len(ends) - 1, len(column)))
    counts = (held @ count(list(column)).astype(np.float64)).tocsr()
    counts.sort_indices()
    return counts


class _WordPlaces(NamedTuple):
    """Of n texts: the place of every different word, the places of all in turn, where each ends."""

    column: dict[str, int]
    words: array[int]
    ends: array[int]


@lru_cache(maxsize=1)
def _words_of(texts: tuple[str, ...]) -> _WordPlaces:
    known = _WordPlaces({}, array("q"), array("q", [0]))
    _add(texts, *known)
    return known


def _add(texts: Sequence[str], column: dict[str, int], words: array[int], ends: array[int]) -> None:
    for text in texts:
        words.extend(column.setdefault(word, len(column)) for word in text.lower().split())
        ends.append(len(words))


class _Counted(NamedTuple):
    """Words, their groups in order, and (w, v) how often each group stands in each."""

    words: list[str]
    groups: list[str]
    counts: Any


class WordGrams:
    """Letter groups of words; those of the words asked for first are kept for the next time.

    Statements are held beside one codebook after the other: most words are those of the statements.

    Args: sizes: least and most letters in a group.
    """

    def __init__(self, sizes: tuple[int, int]) -> None:
        self._sizes = sizes
        self._kept = _Counted([], [], None)

    def count(self, words: list[str]) -> Any:
        """(w, v) counts, as CountVectorizer gives them: a column per group, in their order."""
        kept = self._kept
        known = len(kept.words)
        if not known or words[:known] != kept.words:
            kept = self._kept = self._counted(words)
        if len(words) == len(kept.words):
            return kept.counts
        from scipy.sparse import csr_matrix, vstack

        added = self._counted(words[known:])
        every = sorted({*kept.groups, *added.groups})
        place = {group: index for index, group in enumerate(every)}
        moved = []
        for _words, groups, counts in (kept, added):
            columns = np.array([place[group] for group in groups], dtype=counts.indices.dtype)
            rows = (counts.data, columns[counts.indices], counts.indptr)
            moved.append(csr_matrix(rows, shape=(counts.shape[0], len(place))))
        return vstack(moved, format="csr")

    def _counted(self, words: list[str]) -> _Counted:
        from sklearn.feature_extraction.text import CountVectorizer

        counter = CountVectorizer(analyzer="char_wb", ngram_range=self._sizes)
        counts = counter.fit_transform(words)
        return _Counted(list(words), counter.get_feature_names_out().tolist(), counts)
