"""Likeness of words: TF-IDF over lemmas with compound parts, and over character n-grams."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from pipeline.core.letters import counted_by_word
from pipeline.plan.match.inputs import Floats, Terms

_NGRAMS = (3, 5)  # characters: long enough for a stem, short enough to bridge spelling errors


@dataclass(frozen=True, eq=False)
class Weighed:
    """Sparse rows of length 1: statements (n, v) and codes (m, v) over one vocabulary."""

    statements: Any  # scipy.sparse.csr_matrix
    codes: Any

    def likeness(self) -> Floats:
        """Cosines (n, m)."""
        return np.asarray((self.statements @ self.codes.T).toarray(), dtype=np.float64)


def weigh_terms(statements: Sequence[Terms], codes: Sequence[Terms]) -> Weighed:
    """TF-IDF of given terms; the document frequencies come from statements and codes together."""
    from scipy.sparse import csr_matrix

    vocabulary = sorted({term for terms in chain(statements, codes) for term in terms})
    column = {term: place for place, term in enumerate(vocabulary)}
    ends, columns, values = array("q", [0]), array("q"), array("d")
    for terms in chain(statements, codes):
        for term in sorted(terms):
            columns.append(column[term])
            count = terms[term]
            values.append(1.0 + float(np.log(count)) if count >= 1.0 else count)
        ends.append(len(columns))
    shape = (len(ends) - 1, max(len(column), 1))
    parts = (np.array(values), np.array(columns), np.array(ends))
    return _weighed(csr_matrix(parts, shape=shape), len(statements))


def weigh_characters(statements: Sequence[str], codes: Sequence[str]) -> Weighed:
    """TF-IDF of character n-grams within words: survives inflection and typing errors."""
    from sklearn.feature_extraction.text import CountVectorizer

    both = [*statements, *codes]
    counter = CountVectorizer(analyzer="char_wb", ngram_range=_NGRAMS)
    if not any(any(character.strip() for character in text) for text in both):
        return weigh_terms([{}] * len(statements), [{}] * len(codes))
    counts = counted_by_word(statements, counter.fit_transform, codes)
    counts.data = 1.0 + np.log(counts.data)
    return _weighed(counts, len(statements))


def joined_terms(parts: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The terms of several texts as those of one."""
    whole: dict[str, float] = {}
    for part in parts:
        for term, weight in part.items():
            whole[term] = whole.get(term, 0.0) + weight
    return whole


def _weighed(counts: Any, n_statements: int) -> Weighed:
    from scipy.sparse import diags

    n = counts.shape[0]
    frequency = np.asarray((counts > 0).sum(axis=0)).ravel()
    rare = diags(np.log((n + 1) / (frequency + 1)) + 1.0)
    weighed = (counts @ rare).tocsr()
    lengths = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    unit = (diags(1.0 / np.maximum(lengths, 1e-12)) @ weighed).tocsr()
    return Weighed(unit[:n_statements], unit[n_statements:])
