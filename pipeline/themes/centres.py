"""One way of assigning: training statements, later ones, one by one or by the thousand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.tables import ASSIGNMENTS
from pipeline.themes.features import FeatureMaker, Features

_ROWS = 4_096  # statements compared at a time, to bound memory
_DECIMALS = 6  # likeness is rounded, so that the size of a batch cannot tip a balance


@dataclass(frozen=True, eq=False)
class Centres:
    """The centre of every theme and sub-theme, and how far a theme reaches.

    Attributes:
        theme_ids: m ids; parent_ids: m ids, "" for a theme and the theme's id for a sub-theme.
        meaning (m, d) and letters (m, 65536) sparse: the centres, rows of length 1.
        reach: (m,) lowest likeness to its centre at which a statement still belongs.
        maker: turns texts and vectors into comparable features.
        signal_words: words from which an outlying statement is weighty enough to be shown.
        signal_reach: likeness below which it is far from everything.
    """

    theme_ids: tuple[str, ...]
    parent_ids: tuple[str, ...]
    meaning: NDArray[np.float32]
    letters: Any
    reach: NDArray[np.float64]
    maker: FeatureMaker
    signal_words: int
    signal_reach: float

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything as named arrays, for npz or safetensors; no objects, nothing to unpickle."""
        letters = self.letters.tocsr()
        return {
            "theme_ids": np.array(self.theme_ids, dtype=str),
            "parent_ids": np.array(self.parent_ids, dtype=str),
            "meaning": self.meaning,
            "letters_data": letters.data,
            "letters_indices": letters.indices,
            "letters_indptr": letters.indptr,
            "reach": self.reach,
            "trend": self.maker.trend,
            "idf": self.maker.idf,
            "numbers": np.array([self.maker.share, self.signal_words, self.signal_reach]),
        }

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[Any]]) -> Centres:
        """Rebuild from ``arrays``. Raises: KeyError when one is absent."""
        from scipy.sparse import csr_matrix

        share, words, far = (float(value) for value in arrays["numbers"])
        parts = (arrays["letters_data"], arrays["letters_indices"], arrays["letters_indptr"])
        idf = arrays["idf"]
        return cls(
            theme_ids=tuple(str(one) for one in arrays["theme_ids"]),
            parent_ids=tuple(str(one) for one in arrays["parent_ids"]),
            meaning=arrays["meaning"],
            letters=csr_matrix(parts, shape=(len(arrays["theme_ids"]), len(idf))),
            reach=arrays["reach"],
            maker=FeatureMaker(arrays["trend"], idf, share),
            signal_words=int(words),
            signal_reach=far,
        )


def centre_rows(features: Features, labels: NDArray[np.int64]) -> Features:
    """(k, …) mean of each label's rows, of length 1; labels 0..k-1, -1 is left out."""
    from scipy.sparse import csr_matrix, diags

    inside = np.flatnonzero(labels >= 0)
    ones = np.ones(len(inside))
    member = csr_matrix((ones, (labels[inside], inside)), shape=(labels.max() + 1, len(labels)))
    meaning = member @ features.meaning.astype(np.float64)
    letters = (member @ features.letters.astype(np.float64)).tocsr()
    squared = (meaning**2).sum(axis=1) + np.asarray(letters.multiply(letters).sum(axis=1)).ravel()
    scale = 1.0 / np.maximum(np.sqrt(squared), 1e-12)
    return Features(
        (meaning * scale[:, None]).astype(np.float32),
        (diags(scale) @ letters).tocsr().astype(np.float32),
    )


def likeness_to(centres: Features, features: Features) -> NDArray[np.float64]:
    """(n, m) likeness of statements to centres, rounded; no row depends on another."""
    parts = []
    for start in range(0, len(features), _ROWS):
        rows = features.rows(np.arange(start, min(start + _ROWS, len(features))))
        meaning = rows.meaning.astype(np.float64) @ centres.meaning.T.astype(np.float64)
        letters = rows.letters.astype(np.float64) @ centres.letters.T.astype(np.float64)
        parts.append(np.round(meaning + letters.toarray(), _DECIMALS))
    return np.concatenate(parts) if parts else np.zeros((0, len(centres)))


def assign(
    centres: Centres,
    statement_ids: Sequence[str],
    texts: Sequence[str],
    vectors: NDArray[np.float32],
) -> pd.DataFrame:
    """Give every statement its nearest theme, or *overig* beyond that theme's reach.

    Args: n ids, texts and (n, d) vectors of the encoder that the themes were made with.
    Returns: ASSIGNMENTS in the order given. Equal texts with equal vectors get equal rows,
        whatever the batch, the order or the company.
    """
    features = centres.maker.transform(list(texts), vectors)
    like = likeness_to(Features(centres.meaning, centres.letters), features)
    top = np.array([parent == "" for parent in centres.parent_ids], dtype=bool)
    themes, subs = np.flatnonzero(top), np.flatnonzero(~top)
    rows = []
    for at, (statement_id, text) in enumerate(zip(statement_ids, texts, strict=True)):
        nearest = int(themes[like[at, themes].argmax()])
        strength = float(like[at, nearest])
        theme_id = centres.theme_ids[nearest]
        inside = strength >= centres.reach[nearest]
        weighty = len(text.split()) >= centres.signal_words
        rows.append(
            {
                "statement_id": statement_id,
                "theme_id": theme_id if inside else "",
                "subtheme_id": _subtheme(centres, subs, like[at], theme_id) if inside else "",
                "strength": min(max(strength, 0.0), 1.0),
                "nearest_id": theme_id,
                "unique_signal": weighty and strength < centres.signal_reach,
            }
        )
    return ASSIGNMENTS.check(pd.DataFrame(rows, columns=list(ASSIGNMENTS.columns)))


def _subtheme(
    centres: Centres, subs: NDArray[np.int64], like: NDArray[np.float64], theme_id: str
) -> str:
    own = [int(sub) for sub in subs if centres.parent_ids[sub] == theme_id]
    return centres.theme_ids[max(own, key=lambda sub: (like[sub], -sub))] if own else ""


def stack(first: Features, second: Features) -> Features:
    """The rows of both."""
    from scipy.sparse import vstack

    return Features(
        np.concatenate([first.meaning, second.meaning]),
        vstack([first.letters, second.letters]).tocsr(),
    )
