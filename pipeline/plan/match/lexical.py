"""Likeness of words: TF-IDF over lemmas with compound parts, and over character n-grams."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from pipeline.core.letters import WordGrams, counted_by_word
from pipeline.core.numeric import row_blocks
from pipeline.plan.match.inputs import Floats, Terms

_GRAMS = WordGrams((3, 5))  # long enough for a stem, short enough to bridge spelling errors


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
    both = [*statements, *codes]
    if not any(any(character.strip() for character in text) for text in both):
        return weigh_terms([{}] * len(statements), [{}] * len(codes))
    counts = counted_by_word(statements, _GRAMS.count, codes)
    counts.data = 1.0 + np.log(counts.data)
    return _weighed(counts, len(statements))


def joined_terms(parts: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The terms of several texts as those of one."""
    whole: dict[str, float] = {}
    for part in parts:
        for term, weight in part.items():
            whole[term] = whole.get(term, 0.0) + weight
    return whole


def squared_lengths(matrix: Any) -> Floats:
    """(n,) squared lengths of rows sparse by row.

    A square of the whole matrix would be a second one: of 40,000 texts 100 MB.
    """
    whole = np.zeros(matrix.shape[0])
    for rows, inside in _sparse_blocks(matrix):
        starts = matrix.indptr[rows.start : rows.stop]
        filled = np.flatnonzero(matrix.indptr[rows.start + 1 : rows.stop + 1] > starts)
        if len(filled):
            sums = np.add.reduceat(matrix.data[inside] ** 2, starts[filled] - starts[0])
            whole[rows][filled] = sums
    return whole


def _sparse_blocks(matrix: Any) -> Iterator[tuple[slice, slice]]:
    """Some thousands of rows sparse by row at a time, and where their numbers stand."""
    for rows in row_blocks(matrix.shape[0]):
        yield rows, slice(int(matrix.indptr[rows.start]), int(matrix.indptr[rows.stop]))


def _rows_of(matrix: Any, first: int, last: int) -> Any:
    """These rows; what is most of a matrix is not copied."""
    from scipy.sparse import csr_matrix

    ends = matrix.indptr[first : last + 1]
    inside = slice(int(ends[0]), int(ends[-1]))
    parts = (matrix.data[inside], matrix.indices[inside], ends - ends[0])
    return csr_matrix(parts, shape=(last - first, matrix.shape[1]), copy=False)


def _weighed(counts: Any, n_statements: int) -> Weighed:
    """TF-IDF of counts (n, v), every stored one above zero; in place, for they are large."""
    n = counts.shape[0]
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    rare = np.log((n + 1) / (frequency + 1)) + 1.0
    for _rows, inside in _sparse_blocks(counts):
        counts.data[inside] *= rare[counts.indices[inside]]
    unit = 1.0 / np.maximum(np.sqrt(squared_lengths(counts)), 1e-12)
    for rows, inside in _sparse_blocks(counts):
        sizes = np.diff(counts.indptr[rows.start : rows.stop + 1])
        counts.data[inside] *= np.repeat(unit[rows], sizes)
    return Weighed(_rows_of(counts, 0, n_statements), _rows_of(counts, n_statements, n))
