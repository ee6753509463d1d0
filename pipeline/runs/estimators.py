"""gehoord's matching and themes as scikit-learn estimators, for pipelines, searches and notebooks.

``TextEncoder`` turns texts into vectors; ``ThemeAssigner`` and ``CodeMatcher`` take vectors, so
that any encoder may stand before them: ``make_pipeline(TextEncoder("fast"), ThemeAssigner())``.
The two pass scikit-learn's ``check_estimator``; it has no checks for text. Fitted ones hold arrays,
numbers and names, nothing that runs: ``skops.io`` writes and reads them, alone or in a pipeline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin, ClusterMixin, TransformerMixin
from sklearn.base import ClassNamePrefixFeaturesOutMixin as NamedColumns
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from pipeline.core.numeric import unit_rows
from pipeline.core.settings import ThemeSettings
from pipeline.encoders.encoder import encoding_by, load_encoder
from pipeline.themes.centroids import assign, likeness_to
from pipeline.themes.features import Features
from pipeline.themes.find import find_themes
from pipeline.themes.records import Statement
from pipeline.themes.scores import Vectors

_FIRST = 0x4E00  # of 20,000 signs that casefolding leaves alone: two name any row
_SIGNS = 20_000
# Lower than for statements: vectors of any make come here, also of a few numbers, where likeness
# spreads so widely that a deviation above the mean is nearly sameness.
_ALIKE, _JOINS = 1.2, 0.6
# How far scores are drawn apart before they are chances, as long as nothing can be learned of it:
# times 1 + ridge, on which the scores themselves depend.
_SHARP = 15.0
_ENOUGH = 10  # rows whose code has another row, from which it is learned


class TextEncoder(NamedColumns, TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Texts to unit vectors by one of gehoord's encoders; vectors are cached on this machine.

    Args: encoder: accurate, fast, or the name or folder of a sentence-transformers model.
    """

    def __init__(self, encoder: str = "accurate") -> None:
        self.encoder = encoder

    def fit(self, texts: Sequence[str], y: object = None) -> TextEncoder:
        """Nothing is learned; the encoder is looked for, and its name and revision are kept."""
        self._loaded = load_encoder(self.encoder)
        self.name_, self.revision_ = self._loaded.name, self._loaded.revision
        self._n_features_out = self._loaded.dim
        return self

    def transform(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, d) rows of length 1, of n texts or of a frame with one column; nothing is "".

        Raises: ValueError for one text alone or several columns, and when another revision is
            installed now.
        """
        check_is_fitted(self)
        if not hasattr(self, "_loaded"):  # read from a file
            self._loaded = load_encoder(self.encoder)
        here = (self._loaded.name, self._loaded.revision)
        if here != (self.name_, self.revision_):
            raise ValueError(
                f"fitted with encoder {self.name_} {self.revision_}; here is {' '.join(here)}: fit "
                "again, or install that one"
            )
        return encoding_by(self._loaded)(_one_by_one(texts))

    def __getstate__(self) -> dict[str, Any]:
        """What is kept: the encoder's name and revision, not the encoder."""
        return {key: kept for key, kept in super().__getstate__().items() if key != "_loaded"}

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array, tags.input_tags.string = False, True
        return tags


class ThemeAssigner(NamedColumns, TransformerMixin, ClusterMixin, BaseEstimator):  # type: ignore[misc]
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
        statements = [Statement(str(row), _named(int(n))) for row, n in enumerate(np.ravel(name))]
        ids = tuple(statement.statement_id for statement in statements)
        themes = find_themes(Vectors(ids, rows), statements, settings)
        self.centres_: Any = themes.centroids
        self.agreement_ = themes.agreement
        self.labels_ = self._numbers(rows)
        return self

    def predict(self, X: Any) -> NDArray[np.int64]:
        """(n,) theme of each row, -1 for none; depends on no other row."""
        check_is_fitted(self)
        return self._numbers(unit_rows(validate_data(self, X, dtype=np.float32, reset=False)))

    def transform(self, X: Any) -> NDArray[np.float64]:
        """(n, themes) likeness of each row to the centre of each theme, about -1 to 1."""
        check_is_fitted(self)
        rows = unit_rows(validate_data(self, X, dtype=np.float32, reset=False))
        if self.centres_ is None:
            return np.zeros((len(rows), 0))
        features = self.centres_.maker.transform(["x"] * len(rows), rows)
        like = likeness_to(Features(self.centres_.meaning, self.centres_.letters), features)
        return like[:, [not parent for parent in self.centres_.parent_ids]]

    @property
    def _n_features_out(self) -> int:
        return 0 if self.centres_ is None else self.centres_.parent_ids.count("")

    def _numbers(self, rows: NDArray[np.float32]) -> NDArray[np.int64]:
        if self.centres_ is None:
            return np.full(len(rows), -1, dtype=np.int64)
        ids = [str(number) for number in range(len(rows))]
        placed = assign(self.centres_, ids, ["x"] * len(rows), rows)
        pairs = zip(self.centres_.theme_ids, self.centres_.parent_ids, strict=True)
        top = [theme for theme, parent in pairs if not parent]
        number_of = {theme: number for number, theme in enumerate(top)}
        return np.array([number_of.get(theme, -1) for theme in placed["theme_id"]], dtype=np.int64)


class CodeMatcher(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Learns from judged links which code a vector belongs to, as gehoord's matching does.

    Kernel ridge regression in closed form: exact, without seeds. It names the right code as often
    as logistic regression at its best setting, no more; of hundreds of statements its chances are
    the better ones, of eighty they are not (``gehoord evaluate codes``, docs/figures.md).

    Args: ridge: against a likeness of 2 with itself; .3 to 3 change less than two points.

    Attributes:
        classes_: (m,) the codes.
        sharpness_: how far scores are drawn apart before they are chances; learned from each
            judged row's score as it is without that row.
    """

    def __init__(self, ridge: float = 1.0) -> None:
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
        inverse = np.linalg.inv(among)
        self._weights = inverse @ right
        # What each row would score had it not been judged: leave-one-out, exact.
        unseen = right - self._weights / np.diag(inverse)[:, None]
        self.sharpness_ = self._sharpness(unseen, which)
        return self

    def decision_function(self, X: Any) -> NDArray[np.float64]:
        """(n, m) how much each code is called for; (n,) for the second of two."""
        scores = self._scores(X)
        return scores[:, 1] - scores[:, 0] if len(self.classes_) == 2 else scores

    def predict(self, X: Any) -> NDArray[Any]:
        """(n,) the code called for most."""
        best = self._scores(X).argmax(axis=1)
        return np.asarray(self.classes_[best])

    def predict_proba(self, X: Any) -> NDArray[np.float64]:
        """(n, m) chance of each code, if one of them it is; rows add up to 1."""
        from scipy.special import softmax

        scores = self._scores(X)
        return np.asarray(softmax(self.sharpness_ * scores, axis=1))

    def _scores(self, X: Any) -> NDArray[np.float64]:
        check_is_fitted(self)
        rows = validate_data(self, X, dtype=np.float64, reset=False)
        return np.asarray((unit_rows(rows - self._mean) @ self._rows.T + 1.0) @ self._weights)

    def _sharpness(self, unseen: NDArray[np.float64], which: NDArray[np.intp]) -> float:
        """At which the rows (n, m), scored unseen, find their own codes likeliest."""
        from scipy.optimize import minimize_scalar
        from scipy.special import log_softmax

        again = np.flatnonzero(np.bincount(which)[which] > 1)
        usual = _SHARP * (1.0 + self.ridge)
        if len(again) < _ENOUGH:
            return usual

        def surprise(log_sharpness: float) -> float:
            chances = log_softmax(np.exp(log_sharpness) * unseen[again], axis=1)
            return float(-chances[np.arange(len(again)), which[again]].mean())

        span = (0.0, np.log(4 * usual))
        return float(np.exp(minimize_scalar(surprise, bounds=span, method="bounded").x))


def _one_by_one(given: Any) -> list[str]:
    """The texts. Raises: ValueError for what would give a row per letter or per column."""
    if isinstance(given, str):
        raise ValueError("texts are wanted, one per row, and this is one text: give [text]")
    rows = given if hasattr(given, "shape") else list(given)
    if np.shape(rows)[1:] not in ((), (1,)):
        raise ValueError(f"one column of texts is wanted, not {np.shape(rows)[1]}")
    texts = np.asarray(rows, dtype=object).ravel()
    return ["" if pd.isna(text) else str(text) for text in texts]


def _named(number: int) -> str:
    """A word of two signs that no other number below 400 million has."""
    return chr(_FIRST + number // _SIGNS) + chr(_FIRST + number % _SIGNS)
