"""BERTopic, with every stage configured by us: the only file that names bertopic.

Its reduction and its clustering are replaced by the coordinates and the groups that
``pipeline.themes`` found (BERTopic's own differ from run to run); its c-TF-IDF says what each
theme is about. The fitted object stays within reach for its pictures and its own tools.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.offline import keep_offline
from pipeline.themes.documents import class_terms

_JOIN = "_"  # between the words of a phrase in a document; a space in what a reader sees
_VERSIONS = ("bertopic", "scikit-learn", "numpy")


class GivenCoordinates:
    """BERTopic's reduction stage: coordinates that were found before."""

    def __init__(self, coordinates: NDArray[np.float32]) -> None:
        self.coordinates = coordinates

    def fit(self, embeddings: NDArray[Any], y: object = None) -> GivenCoordinates:
        """Nothing is left to fit."""
        return self

    def transform(self, embeddings: NDArray[Any]) -> NDArray[np.float32]:
        """Return the coordinates of the fitted documents.

        Raises: ValueError for other documents; these are assigned by ``pipeline.themes.assign``.
        """
        if len(embeddings) != len(self.coordinates):
            raise ValueError("assign later statements with pipeline.themes.assign")
        return self.coordinates


class GivenGroups:
    """BERTopic's clustering stage: groups that were found before."""

    def __init__(self, labels: NDArray[np.int64]) -> None:
        self.labels_ = labels

    def fit(self, coordinates: NDArray[Any], y: object = None) -> GivenGroups:
        """Nothing is left to fit."""
        return self

    def predict(self, coordinates: NDArray[Any]) -> NDArray[np.int64]:
        """Return the groups of the fitted documents."""
        return self.labels_


class ClassTermsModel:
    """The same words for what a theme is about (c-TF-IDF), without BERTopic: nothing to keep."""

    model: None = None

    def __init__(self, *, n_terms: int = 10) -> None:
        self.n_terms = n_terms

    def describe(
        self,
        documents: Sequence[str],
        vectors: NDArray[np.float32],
        coordinates: NDArray[np.float32],
        labels: NDArray[np.int64],
    ) -> Mapping[int, tuple[tuple[str, float], ...]]:
        """Say per label which terms mark it, heaviest first; see ``BertopicModel``."""
        return class_terms(documents, labels, self.n_terms)


def topic_model() -> BertopicModel | ClassTermsModel:
    """BERTopic where the extra ``topics`` is installed; else the same measure from our own code."""
    return BertopicModel() if find_spec("bertopic") else ClassTermsModel()


class BertopicModel:
    """The topic model of ``pipeline.themes``; see its ``TopicModel``.

    Attributes:
        model: the fitted BERTopic object, None before ``describe``; use its visualisations.
        label_of: BERTopic's topic number -> label as given to ``describe``.
    """

    def __init__(self, *, n_terms: int = 10) -> None:
        self.n_terms = n_terms
        self.model: Any = None
        self.label_of: dict[int, int] = {}

    def describe(
        self,
        documents: Sequence[str],
        vectors: NDArray[np.float32],
        coordinates: NDArray[np.float32],
        labels: NDArray[np.int64],
    ) -> Mapping[int, tuple[tuple[str, float], ...]]:
        """Say per label which terms mark it, heaviest first (c-TF-IDF).

        Args: documents, n strings of terms; vectors (n, d); coordinates (n, c); labels (n,), -1
            for no theme.
        """
        if not len(labels) or labels.max() < 0 or not any(text.split() for text in documents):
            return {}
        model = _configured(coordinates, labels, self.n_terms)
        topics, _unused = model.fit_transform(list(documents), np.asarray(vectors))
        self.model = model
        self.label_of = {int(t): int(label) for t, label in zip(topics, labels, strict=True)}
        return {
            label: _terms(model.get_topic(topic))
            for topic, label in sorted(self.label_of.items())
            if label >= 0
        }

    def save(self, folder: Path) -> None:
        """Write the model as safetensors and JSON, with the versions that made it."""
        if self.model is None:
            raise ValueError("nothing is fitted yet")
        folder.mkdir(parents=True, exist_ok=True)
        statements = logging.getLogger("BERTopic")
        level = statements.level
        statements.setLevel(
            logging.ERROR
        )  # it warns that no encoder is saved; ours stands in the card
        try:
            self.model.save(
                str(folder),
                serialization="safetensors",
                save_ctfidf=True,
                save_embedding_model=False,
            )
        finally:
            statements.setLevel(level)
        record = {
            "versions": {name: version(name) for name in _VERSIONS},
            "label_of": {str(topic): label for topic, label in sorted(self.label_of.items())},
        }
        (folder / "gehoord.json").write_text(json.dumps(record, indent=1), encoding="utf-8")


def load_topics(folder: Path) -> tuple[BertopicModel, tuple[str, ...]]:
    """Load what ``save`` wrote, without any network.

    Returns: the model, and a note for every package whose version differs from the one it was
        made with.
    Raises: DataProblem when the folder holds no such model.
    """
    keep_offline()
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder

    try:
        record = json.loads((folder / "gehoord.json").read_text(encoding="utf-8"))
        loaded = BertopicModel()
        # Without an embedder of its own BERTopic asks the hub for one while loading.
        loaded.model = BERTopic.load(str(folder), embedding_model=BaseEmbedder())
    except (OSError, ValueError, KeyError) as fault:
        raise DataProblem(
            where=str(folder),
            found=_("no topic model can be read here: {fault}").format(fault=fault),
            mend=_("give the folder that a run or a training wrote"),
        ) from fault
    loaded.label_of = {int(topic): label for topic, label in record["label_of"].items()}
    changed = [
        f"{name} {made} -> {version(name)}"
        for name, made in sorted(record["versions"].items())
        if version(name) != made
    ]
    return loaded, tuple(changed)


def plain_bertopic(texts: Sequence[str], vectors: NDArray[np.float32], *, seed: int) -> list[str]:
    """Topic per text from BERTopic as it comes, but for a fixed seed; "-1" for its outliers."""
    keep_offline()
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder
    from umap import UMAP

    # BERTopic's own default for UMAP, with the seed that it leaves open.
    umap = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)
    model = BERTopic(embedding_model=BaseEmbedder(), umap_model=umap)
    topics, _unused = model.fit_transform(list(texts), np.asarray(vectors))
    return [str(topic) for topic in topics]


def plain_turftopic(
    texts: Sequence[str],
    vectors: NDArray[np.float32],
    k: int,
    *,
    seed: int,
    encode: Callable[[Sequence[str]], NDArray[np.float32]],
) -> dict[str, list[str]]:
    """Strongest topic per text from two models of turftopic; {} where it is not installed.

    Args: encode: the encoder that made ``vectors``; KeyNMF also asks it for the vectors of words.
    Returns: KeyNMF, which it is known for, and its Gaussian mixture over the vectors.
    """
    try:
        from turftopic import GMM, KeyNMF
    except ImportError:
        return {}
    ours = _WordEncoder(encode)
    models = {
        "turftopic KeyNMF": KeyNMF(k, encoder=ours, random_state=seed),
        "turftopic GMM": GMM(k, encoder=ours, random_state=seed),
    }
    found = {}
    for name, model in models.items():
        shares = model.fit_transform(list(texts), embeddings=np.asarray(vectors))
        found[name] = [str(topic) for topic in np.asarray(shares).argmax(axis=1)]
    return found


class _WordEncoder:
    """An encoder as turftopic calls it."""

    def __init__(self, encode: Callable[[Sequence[str]], NDArray[np.float32]]) -> None:
        self._encode = encode

    def encode(self, sentences: Sequence[str], **_unused: object) -> NDArray[np.float32]:
        """(n, d) vectors."""
        return self._encode(list(sentences))


def _configured(coordinates: NDArray[np.float32], labels: NDArray[np.int64], n_terms: int) -> Any:
    keep_offline()
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    return BERTopic(
        embedding_model=BaseEmbedder(),
        umap_model=GivenCoordinates(coordinates),
        hdbscan_model=GivenGroups(labels),
        vectorizer_model=CountVectorizer(analyzer=str.split, lowercase=False),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        top_n_words=n_terms,
        calculate_probabilities=False,
        verbose=False,
    )


def _terms(found: Any) -> tuple[tuple[str, float], ...]:
    """BERTopic's terms without its empty fillers; equal weights in the order of the alphabet."""
    real = [
        (str(term).replace(_JOIN, " "), float(weight)) for term, weight in found if term.strip()
    ]
    return tuple(sorted(real, key=lambda pair: (-pair[1], pair[0])))
