"""One way of assigning: training statements, later ones, one by one or by the thousand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.core.tables import ASSIGNMENTS
from pipeline.themes.features import FeatureMaker, Features

CONCERN, PRAISE, REMARK = "concern", "praise", "remark"  # what a statement voices
_ROWS = 4_096  # statements made comparable and compared at a time, to bound memory
_DECIMALS = 6  # likeness is rounded, so that the size of a batch cannot tip a balance


@dataclass(frozen=True, eq=False)
class Centroids:
    """The centre of every theme and sub-theme, and how far a theme reaches.

    Attributes:
        theme_ids: m ids; parent_ids: m ids, "" for a theme and the theme's id for a sub-theme.
        meaning (m, d) and letters (m, 65536) sparse: the centres, rows of length 1.
        reach: (m,) lowest likeness to its centre at which a statement still belongs.
        maker: turns texts and vectors into comparable features.
        voices: (m,) CONCERN or PRAISE, what belongs there; "" where everything does.
        signal_words: words from which an outlying statement is weighty enough to be shown.
        signal_reach: likeness below which it is far from everything.
    """

    theme_ids: tuple[str, ...]
    parent_ids: tuple[str, ...]
    meaning: NDArray[np.float32]
    letters: Any
    reach: NDArray[np.float64]
    voices: tuple[str, ...]
    maker: FeatureMaker
    signal_words: int
    signal_reach: float

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything as named arrays, for npz or safetensors; no objects, nothing to unpickle.

        ``meaning`` is (t, d); the rows of ``letters`` (t, v) are in three flat arrays, as CSR.
        """
        letters = self.letters.tocsr()
        return {
            "theme_ids": np.array(self.theme_ids, dtype=str),
            "parent_ids": np.array(self.parent_ids, dtype=str),
            "meaning": self.meaning,
            "letters_data": letters.data,
            "letters_indices": letters.indices,
            "letters_indptr": letters.indptr,
            "reach": self.reach,
            "voices": np.array(self.voices, dtype=str),
            "middle": self.maker.middle,
            "idf": self.maker.idf,
            "numbers": np.array([self.maker.share, self.signal_words, self.signal_reach]),
        }

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[Any]]) -> Centroids:
        """Rebuild from ``arrays``. Raises: KeyError when one is absent."""
        from scipy.sparse import csr_matrix

        share, words, far = (float(value) for value in arrays["numbers"])
        parts = (arrays["letters_data"], arrays["letters_indices"], arrays["letters_indptr"])
        idf = arrays["idf"]
        return cls(
            theme_ids=tuple(str(name) for name in arrays["theme_ids"]),
            parent_ids=tuple(str(name) for name in arrays["parent_ids"]),
            meaning=arrays["meaning"],
            letters=csr_matrix(parts, shape=(len(arrays["theme_ids"]), len(idf))),
            reach=arrays["reach"],
            voices=tuple(str(name) for name in arrays["voices"]),
            maker=FeatureMaker(arrays["middle"], idf, share),
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


def likeness_to(centroids: Features, features: Features) -> NDArray[np.float64]:
    """(n, m) likeness of statements to centres, rounded; no row depends on another."""
    parts = []
    for start in range(0, len(features), _ROWS):
        rows = features.rows(np.arange(start, min(start + _ROWS, len(features))))
        meaning = rows.meaning.astype(np.float64) @ centroids.meaning.T.astype(np.float64)
        letters = rows.letters.astype(np.float64) @ centroids.letters.T.astype(np.float64)
        parts.append(np.round(meaning + letters.toarray(), _DECIMALS))
    return np.concatenate(parts) if parts else np.zeros((0, len(centroids)))


def assign(
    centroids: Centroids,
    statement_ids: Sequence[str],
    texts: Sequence[str],
    vectors: NDArray[np.float32],
    matters: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Give every statement its nearest theme, or *overig* beyond that theme's reach.

    Args: n ids, texts and (n, d) vectors of the encoder that the themes were made with. matters:
        what each voices: a concern goes to concerns, praise to praise, a remark nowhere, and what
        is not known ("", or None for all) to what is nearest.
    Returns: ASSIGNMENTS in the order given. Equal texts with equal vectors get equal rows,
        whatever the batch, the order or the company.
    """
    voiced = [""] * len(texts) if matters is None else matters
    parts = [
        _assigned(
            centroids,
            statement_ids[index : index + _ROWS],
            texts[index : index + _ROWS],
            vectors[index : index + _ROWS],
            voiced[index : index + _ROWS],
        )
        for index in range(0, len(texts), _ROWS)
    ]
    rows = {name: [value for part in parts for value in part[name]] for name in ASSIGNMENTS.columns}
    return ASSIGNMENTS.check(pd.DataFrame(rows, columns=list(ASSIGNMENTS.columns)))


def _assigned(
    centroids: Centroids,
    statement_ids: Sequence[str],
    texts: Sequence[str],
    vectors: NDArray[np.float32],
    matters: Sequence[str],
) -> dict[str, list[Any]]:
    """Columns of ASSIGNMENTS for a block of statements."""
    features = centroids.maker.transform(list(texts), vectors)
    likeness = likeness_to(Features(centroids.meaning, centroids.letters), features)
    themes = np.flatnonzero([parent == "" for parent in centroids.parent_ids])
    rows = np.arange(len(likeness))
    is_open = open_to(centroids.voices, matters)  # (n, m): whether a theme takes this matter
    # A statement that no theme may take keeps its nearest: only then nothing is barred.
    barred = ~is_open & is_open[:, themes].any(axis=1, keepdims=True)
    nearest = themes[(likeness - 10.0 * barred)[:, themes].argmax(axis=1)]
    strength = likeness[rows, nearest]
    inside = (strength >= centroids.reach[nearest]) & is_open[rows, nearest]
    weighty = np.array([len(text.split()) >= centroids.signal_words for text in texts], dtype=bool)
    near_ids = [centroids.theme_ids[row] for row in nearest]
    return {
        "statement_id": list(statement_ids),
        "theme_id": [
            theme_id if within else "" for theme_id, within in zip(near_ids, inside, strict=True)
        ],
        "subtheme_id": _subthemes(centroids, likeness, nearest, inside),
        "strength": np.clip(strength, 0.0, 1.0).tolist(),
        "nearest_id": near_ids,
        "unique_signal": (weighty & (strength < centroids.signal_reach)).tolist(),
    }


def open_to(voices: Sequence[str], matters: Sequence[str]) -> NDArray[np.bool_]:
    """(n, m) which of m themes n statements may go to, by what each voices."""
    held, voiced = np.array(voices, dtype=str), np.array(matters, dtype=str)[:, None]
    return np.asarray((voiced == held) | (held == "") | (voiced == ""))


def _subthemes(
    centroids: Centroids,
    like: NDArray[np.float64],
    nearest: NDArray[np.int64],
    inside: NDArray[np.bool_],
) -> list[str]:
    """The nearest sub-theme of each statement's theme, "" where that has none."""
    subtheme_ids = np.full(len(like), "", dtype=object)
    for theme in np.unique(nearest):
        name = centroids.theme_ids[theme]
        own = np.flatnonzero([parent == name for parent in centroids.parent_ids])
        mine = np.flatnonzero((nearest == theme) & inside)
        if len(own) and len(mine):
            best = own[like[np.ix_(mine, own)].argmax(axis=1)]
            subtheme_ids[mine] = [centroids.theme_ids[row] for row in best]
    return [str(theme_id) for theme_id in subtheme_ids]


def stack(first: Features, second: Features) -> Features:
    """The rows of both."""
    from scipy.sparse import vstack

    return Features(
        np.concatenate([first.meaning, second.meaning]),
        vstack([first.letters, second.letters]).tocsr(),
    )
