"""gehoord's matching and themes as scikit-learn estimators, for pipelines, searches and notebooks.

``TextEncoder`` turns texts into vectors; ``ThemeAssigner`` and ``CodeMatcher`` take vectors, so
that any encoder may stand before them: ``make_pipeline(TextEncoder("fast"), ThemeAssigner())``.
The two pass scikit-learn's ``check_estimator``; it has no checks for text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin, ClusterMixin, TransformerMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from pipeline.core.numeric import unit_rows
from pipeline.core.settings import ThemeSettings
from pipeline.encoders.embed import embed_texts
from pipeline.encoders.encoder import cache_for, load_encoder
from pipeline.plan.match.fewshot import RIDGE
from pipeline.themes import Statement, assign, find_themes
from pipeline.themes.scores import Vectors

_FIRST = 0x4E00  # of 20,000 signs that casefolding leaves alone: two name any row
_SIGNS = 20_000
# Lower than for statements: vectors of any make come here, also of a few numbers, where likeness
# spreads so widely that a deviation above the mean is nearly sameness.
_ALIKE, _JOINS = 1.2, 0.6


class TextEncoder(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts to unit vectors by one of gehoord's encoders; vectors are cached on this machine.

    Args: encoder: accurate, fast, or the name or folder of a sentence-transformers model.
    """

    def __init__(self, encoder: str = "accurate") -> None:
        self.encoder = encoder

    def fit(self, texts: Sequence[str], y: object = None) -> TextEncoder:
        """Nothing is learned; the encoder is looked for."""
        self.encoder_ = load_encoder(self.encoder)
        return self

    def transform(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, d) rows of length 1."""
        check_is_fitted(self)
        ids = [str(at) for at in range(len(texts))]
        one = self.encoder_
        return embed_texts(ids, [str(t) for t in texts], one, cache=cache_for(one)).vectors

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array, tags.input_tags.string = False, True
        return tags


class ThemeAssigner(ClusterMixin, BaseEstimator):  # type: ignore[misc]
    """Themes as ``gehoord analyse`` finds them, on vectors alone (no letters of words beside them).

    Args:
        wished: number of themes; None lets the data decide.
        most: themes at most; None sets no limit.
        seed: of those draws; it moves no row.
        runs: draws that tell how steady each theme is.

    Attributes:
        labels_: (n,) theme of each row, from 0; -1 for rows beyond the reach of every theme.
        centres_: what rows are assigned by; None where nothing is said by enough rows.
        agreement_: share of draws in which two rows of a theme stay together; NaN below 20 rows.
    """

    def __init__(
        self,
        wished: int | None = None,
        *,
        most: int | None = 20,
        seed: int = 42,
        runs: int = 12,
    ) -> None:
        self.wished = wished
        self.most = most
        self.seed = seed
        self.runs = runs

    def fit(self, X: Any, y: object = None) -> ThemeAssigner:
        """Find themes in rows (n, d); rows are brought to length 1."""
        rows = unit_rows(validate_data(self, X, dtype=np.float32, ensure_min_samples=2))
        settings = replace(
            ThemeSettings(),
            wished=self.wished,
            most=self.most,
            seed=self.seed,
            runs=self.runs,
            alike=_ALIKE,
            joins=_JOINS,
        )
        # Themes go by different texts: equal rows get one name, so that they count once.
        _different, name = np.unique(rows, axis=0, return_inverse=True)
        statements = [Statement(str(at), _named(int(n))) for at, n in enumerate(np.ravel(name))]
        found = find_themes(
            Vectors(tuple(one.statement_id for one in statements), rows), statements, settings
        )
        self.centres_: Any = found.centroids
        self.agreement_ = found.agreement
        self.labels_ = self._numbers(rows)
        return self

    def predict(self, X: Any) -> NDArray[np.int64]:
        """(n,) theme of each row, -1 for none; depends on no other row."""
        check_is_fitted(self)
        return self._numbers(unit_rows(validate_data(self, X, dtype=np.float32, reset=False)))

    def _numbers(self, rows: NDArray[np.float32]) -> NDArray[np.int64]:
        if self.centres_ is None:
            return np.full(len(rows), -1, dtype=np.int64)
        ids = [str(at) for at in range(len(rows))]
        found = assign(self.centres_, ids, ["x"] * len(rows), rows)
        top = [
            one
            for one, above in zip(self.centres_.theme_ids, self.centres_.parent_ids, strict=True)
            if not above
        ]
        at = {one: number for number, one in enumerate(top)}
        return np.array([at.get(theme_id, -1) for theme_id in found["theme_id"]], dtype=np.int64)


class CodeMatcher(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Learns from judged links which code a vector belongs to, as gehoord's matching does.

    Kernel ridge regression in closed form: exact, without seeds (``pipeline.plan.match.fewshot``).

    Args: ridge: against a likeness of 2 with itself.
    """

    def __init__(self, ridge: float = RIDGE) -> None:
        self.ridge = ridge

    def fit(self, X: Any, y: Any) -> CodeMatcher:
        """Learn from rows (n, d) and their n codes."""
        rows, codes = validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(codes)
        self.classes_, which = np.unique(codes, return_inverse=True)
        self._mean = rows.mean(axis=0)
        self._rows = unit_rows(rows - self._mean)
        right = np.eye(len(self.classes_))[which] - 1.0 / len(self.classes_)
        among = self._rows @ self._rows.T + 1.0 + self.ridge * np.eye(len(rows))
        self._weights = np.linalg.solve(among, right)
        return self

    def decision_function(self, X: Any) -> NDArray[np.float64]:
        """(n, m) how much each code is called for; (n,) for the second of two."""
        check_is_fitted(self)
        rows = validate_data(self, X, dtype=np.float64, reset=False)
        told = (unit_rows(rows - self._mean) @ self._rows.T + 1.0) @ self._weights
        return np.asarray(told[:, 1] - told[:, 0] if len(self.classes_) == 2 else told)

    def predict(self, X: Any) -> NDArray[Any]:
        """(n,) the code called for most."""
        told = self.decision_function(X)
        best = (told > 0).astype(int) if told.ndim == 1 else told.argmax(axis=1)
        return np.asarray(self.classes_[best])


def _named(number: int) -> str:
    """A word of two signs that no other number below 400 million has."""
    return chr(_FIRST + number // _SIGNS) + chr(_FIRST + number % _SIGNS)
