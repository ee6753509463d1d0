"""BERTopic's own object over the themes that were found, for its pictures and its tools.

What it holds is aligned with STATEMENTS, row by row: ``topics_[i]`` is the theme of statement i.
So its document functions, ``topics_over_time`` and ``topics_per_class`` are right when they are
given the cleaned texts of STATEMENTS in their order. Its topic vectors are the centres by which
gehoord itself places statements, so that ``transform`` and ``find_topics`` speak of the same
themes, also after a plain ``BERTopic.load``.

Not the same: BERTopic knows no reach. What gehoord leaves without a theme, ``transform`` puts in
the nearest topic. And it places by meaning alone, where gehoord weighs shared letters as well.
"""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.core.errors import DataProblem, MissingExtra
from pipeline.core.locale import gettext as _
from pipeline.core.numeric import unit_rows
from pipeline.core.offline import keep_offline
from pipeline.encoders.embed import Encode
from pipeline.themes.aligned_topics import aligned_topics

if TYPE_CHECKING:
    from pipeline.themes.centroids import Centroids
    from pipeline.themes.records import Statement

_VERSIONS = ("bertopic", "scikit-learn", "numpy")
_WORD = r"(?u)\b[^\W\d_][^\W\d_'’-]*(?:['’-][^\W\d_]+)*\b"
_USED_BY = 2  # statements; a word of one statement is kept out: it could point at who wrote it


@dataclass(frozen=True, eq=False)
class FittedThemes:
    """What was found, in the order of STATEMENTS."""

    texts: tuple[str, ...]
    stop_words: frozenset[str]
    vectors: NDArray[np.float32]
    theme_of: tuple[str, ...]  # per statement; "" for none
    centroids: Centroids


class BertopicModel:
    """The topic model of ``pipeline.themes``; see its ``TopicModel``.

    Attributes: theme_of: BERTopic's topic number -> id of the theme; -1 stands for no theme.
    """

    def __init__(self, encode: Encode | None = None, *, n_terms: int = 10) -> None:
        self.n_terms = n_terms
        self.theme_of: dict[int, str] = {}
        self._encode = encode
        self._division: FittedThemes | None = None
        self._model: Any = None

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, d) vectors by the encoder of the statements. Raises: ValueError without one."""
        if self._encode is None:
            raise ValueError("no encoder was given: BertopicModel(encode=…)")
        return self._encode(list(texts))

    def remember(
        self,
        statements: Sequence[Statement],
        vectors: NDArray[np.float32],
        assignments: pd.DataFrame,
        centroids: Centroids,
    ) -> None:
        """Keep a division; the object itself is made when it is first asked for.

        Args: vectors: (n, d) as the encoder gives them, also where more than these divided.
        """
        themes = dict(zip(assignments["statement_id"], assignments["theme_id"], strict=True))
        tokens = (token for line in statements for token in line.tokens)
        self._model = None
        self._division = FittedThemes(
            texts=tuple(statement.text for statement in statements),
            stop_words=frozenset(token.text.lower() for token in tokens if token.is_stop),
            vectors=vectors,
            theme_of=tuple(str(themes[statement.statement_id]) for statement in statements),
            centroids=centroids,
        )

    @property
    def fitted(self) -> bool:
        """Whether there are themes to make an object of, and BERTopic to make it with."""
        if self._model is not None:
            return True
        themes = self._division is not None and any(self._division.theme_of)
        return themes and find_spec("bertopic") is not None

    @property
    def model(self) -> Any:
        """The fitted BERTopic object; None without themes, or where it is not installed."""
        if self._model is None and self.fitted and self._division is not None:
            self._model, self.theme_of = _aligned(self._division, self.n_terms, self._encode)
        return self._model

    def save(self, folder: Path) -> None:
        """Write the model as safetensors and JSON, with the versions that made it.

        Raises: ValueError when nothing is fitted yet.
        """
        model = self.model
        if model is None:
            raise ValueError("nothing is fitted yet")
        folder.mkdir(parents=True, exist_ok=True)
        with _Quiet():  # it warns that no encoder is saved; ours stands in the card
            model.save(
                str(folder),
                serialization="safetensors",
                save_ctfidf=True,
                save_embedding_model=False,
            )
        record = {
            "versions": {name: version(name) for name in _VERSIONS},
            "theme_of": {str(topic): theme for topic, theme in sorted(self.theme_of.items())},
        }
        (folder / "gehoord.json").write_text(json.dumps(record, indent=1), encoding="utf-8")


def load_topics(
    folder: Path, encode: Encode | None = None
) -> tuple[BertopicModel, tuple[str, ...]]:
    """Load what ``save`` wrote, without any network.

    Args: encode: the encoder of the statements, for ``transform`` and ``find_topics`` on texts.
    Returns: the model, and a note for every package whose version differs from the one it was
        made with.
    Raises: DataProblem when the folder holds no such model.
    """
    ours = _aligned_topics()
    try:
        record = json.loads((folder / "gehoord.json").read_text(encoding="utf-8"))
        loaded = BertopicModel(encode)
        # Without an embedder of its own BERTopic asks the hub for one while loading.
        model = ours.load(str(folder), embedding_model=_embedder(encode))
        model.__class__ = ours  # its ``load`` makes a plain one
        loaded._model = model
        loaded.theme_of = {int(topic): theme for topic, theme in record["theme_of"].items()}
    except (OSError, ValueError, KeyError) as fault:
        raise DataProblem(
            where=str(folder),
            found=_("no topic model can be read here: {fault}").format(fault=fault),
            mend=_("give the folder that a run or a training wrote"),
        ) from fault
    changed = [
        f"{name} {then} -> {version(name)}"
        for name, then in sorted(record["versions"].items())
        if version(name) != then
    ]
    return loaded, tuple(changed)


class _GivenGroups:
    """BERTopic's clustering stage: the themes that were found before."""

    def __init__(self, labels: NDArray[np.int64]) -> None:
        self.labels_ = labels

    def fit(self, _vectors: object, y: object = None) -> _GivenGroups:
        """Nothing is left to fit."""
        return self

    def predict(self, _vectors: object) -> NDArray[np.int64]:
        """(n,) groups of the fitted documents."""
        return self.labels_


def _aligned(
    division: FittedThemes, n_terms: int, encode: Encode | None
) -> tuple[Any, dict[int, str]]:
    """BERTopic over the statements as they stand, and topic number -> theme id."""
    keep_offline()
    from bertopic.cluster import BaseCluster
    from bertopic.dimensionality import BaseDimensionalityReduction
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    number = {theme: index for index, theme in enumerate(sorted(set(division.theme_of) - {""}))}
    labels = np.array([number.get(theme, -1) for theme in division.theme_of], dtype=np.int64)
    model = _aligned_topics()(
        embedding_model=_embedder(encode),
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=_GivenGroups(labels),
        vectorizer_model=CountVectorizer(token_pattern=_WORD, vocabulary=_vocabulary(division)),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        top_n_words=n_terms,
        calculate_probabilities=False,
        verbose=False,
    )
    topics, _probabilities = model.fit_transform(list(division.texts), division.vectors)
    theme_of = {int(t): theme for t, theme in zip(topics, division.theme_of, strict=True)}
    model.hdbscan_model = BaseCluster()  # from here on it places by the vectors of its topics
    model.topic_embeddings_ = _directions(division, theme_of)
    return model, theme_of


def _vocabulary(division: FittedThemes) -> list[str]:
    """The words used in more than one statement, without those that say nothing."""
    from sklearn.feature_extraction.text import CountVectorizer

    words_of = CountVectorizer(token_pattern=_WORD).build_analyzer()
    used = Counter(word for text in division.texts for word in set(words_of(text)))
    least = _USED_BY if len(division.texts) >= 10 * _USED_BY else 1
    kept = {word for word, n in used.items() if n >= least and len(word) > 2}
    return sorted(kept - division.stop_words) or sorted(used) or ["-"]


def _directions(division: FittedThemes, theme_of: Mapping[int, str]) -> NDArray[np.float32]:
    """(topics, d) in the order of BERTopic's numbers: the centres, free of what all texts share.

    A centre is one of centred vectors; BERTopic compares with vectors as the encoder gives them.
    With their common direction taken out of the centre, both say the same. Where statements were
    divided by their place in the plan too, that part is left out: a text alone has no such place.
    The row of its outliers is zero, so that nothing is nearest to it.
    """
    centroids, dim = division.centroids, division.vectors.shape[1]
    middle = centroids.maker.middle
    common = unit_rows(middle if len(middle) == dim else division.vectors.mean(axis=0))
    rows = []
    for topic in sorted(theme_of):
        theme = theme_of[topic]
        if topic < 0:
            rows.append(np.zeros(len(common)))
            continue
        centre = centroids.meaning[centroids.theme_ids.index(theme), :dim].astype(np.float64)
        centre = centre - (centre @ common) * common
        rows.append(unit_rows(centre))
    return np.asarray(rows, dtype=np.float32)


def _aligned_topics() -> Any:
    """Our class of BERTopic; it is imported when it is first needed."""
    keep_offline()
    try:
        return aligned_topics()
    except ImportError as fault:
        raise MissingExtra(command="BERTopic", extra="gehoord[topics]") from fault


def _embedder(encode: Encode | None) -> Any:
    """Our encoder as BERTopic calls one; without it texts must come with their vectors."""
    keep_offline()
    from bertopic.backend import BaseEmbedder

    class Ours(BaseEmbedder):  # type: ignore[misc]
        def embed(self, documents: Any, verbose: bool = False) -> NDArray[np.float32]:
            if encode is None:
                raise ValueError("give embeddings too: this model was opened without an encoder")
            return encode([str(text) for text in documents])

    return Ours()


class _Quiet:
    """BERTopic's own remarks are left out; what matters is said by us."""

    def __enter__(self) -> None:
        self._log = logging.getLogger("BERTopic")
        self._level = self._log.level
        self._log.setLevel(logging.ERROR)

    def __exit__(self, *_unused: object) -> None:
        self._log.setLevel(self._level)
