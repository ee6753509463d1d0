"""Letter groups within words, counted word by word: of a corpus most words are heard often."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np


def counted_by_word(texts: Sequence[str], count: Callable[[list[str]], Any]) -> Any:
    """(n, v) what ``count`` gives for n texts, as float64 and sorted by column.

    Args: count: (w, v) sparse counts of w texts, by groups that never cross white space and take no
        account of case; it is asked once, for every different word.
    """
    from scipy.sparse import csr_matrix

    column: dict[str, int] = {}
    words, ends = array("q"), array("q", [0])
    for text in texts:
        words.extend(column.setdefault(word, len(column)) for word in text.lower().split())
        ends.append(len(words))
    if not column:
        return csr_matrix((len(texts), count([""]).shape[1]), dtype=np.float64)
    ones = np.ones(len(words))
    held = csr_matrix((ones, np.array(words), np.array(ends)), shape=(len(texts), len(column)))
    counts = (held @ count(list(column)).astype(np.float64)).tocsr()
    counts.sort_indices()
    return counts
