"""Topic models other than ours, set as a researcher would: plain BERTopic, and KeyNMF.

Settings, and why. Vectors come in centred, since all cosines of one encoder lie close together.
BERTopic's least cluster is a share of the texts: its default of ten is a third of a small round and
nothing of a large one. UMAP has a fixed seed. Outliers go to the nearest centre, as in BERTopic's
own ``transform`` once it is saved. KeyNMF (Kardos et al. 2024) makes a matrix of how like each
statement its own words are, and factorises that; the strongest factor is the topic.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.core.errors import MissingExtra
from pipeline.core.numeric import unit_rows
from pipeline.core.offline import keep_offline
from pipeline.core.settings import ThemeSettings
from pipeline.themes.clustering import Grouping, discover
from pipeline.themes.corpus import OURS, DistinctTexts
from pipeline.themes.documents import document, shared_terms
from pipeline.themes.linkage import Labels
from pipeline.themes.records import TopicModel

_SHARE, _FEWEST = 60, 4  # least cluster: one in sixty of the texts, and never below four of them
_NEIGHBOURS, _DIMENSIONS = 10, 5  # of UMAP: a concern has about ten statements in a usual round
_KEYWORDS = 25  # per statement, as in KeyNMF's own default


def grouping(
    corpus: DistinctTexts, settings: ThemeSettings, topics: TopicModel | None
) -> Grouping | None:
    """The topic model that was asked for; None for ours, or where there is too little for another.

    Raises: ValueError when KeyNMF is asked for without an encoder that can read words.
    """
    if settings.topic_model == OURS or corpus.fitted < settings.few:
        return None
    if settings.topic_model == "bertopic":
        return _bertopic(corpus)
    if topics is None:
        raise ValueError("KeyNMF needs an encoder: give find_themes a BertopicModel(encode=…)")
    return _keynmf(corpus, topics)


def bertopic_labels(
    texts: Sequence[str], centred: NDArray[np.float32], *, seed: int, wished: int | None = None
) -> Labels:
    """(n,) topics of plain BERTopic on centred vectors (n, d), -1 for its outliers.

    Raises: MissingExtra where BERTopic is not installed.
    """
    keep_offline()
    try:
        from bertopic import BERTopic
        from bertopic.backend import BaseEmbedder
        from hdbscan import HDBSCAN
        from umap import UMAP
    except ImportError as fault:
        raise MissingExtra(command="topic_model = bertopic", extra="gehoord[topics]") from fault
    n = len(texts)
    if n <= _DIMENSIONS + 2:
        return np.full(n, -1, dtype=np.int64)
    umap = UMAP(
        n_neighbors=min(_NEIGHBOURS, n - 1),
        n_components=_DIMENSIONS,
        min_dist=0.0,
        metric="cosine",
        random_state=seed,
        n_jobs=1,
    )
    least = max(_FEWEST, round(n / _SHARE))
    model = BERTopic(
        embedding_model=BaseEmbedder(),
        umap_model=umap,
        hdbscan_model=HDBSCAN(min_cluster_size=least, prediction_data=False),
        nr_topics=wished,
    )
    topics, _probabilities = model.fit_transform(list(texts), np.asarray(centred))
    return np.asarray(topics, dtype=np.int64)


def keynmf_labels(weights: Any, number: int, *, seed: int) -> Labels:
    """(n,) strongest factor of a sparse matrix (n statements, m words); -1 where all are zero."""
    from sklearn.decomposition import NMF

    number = max(1, min(number, *weights.shape))
    shares = NMF(number, init="nndsvda", random_state=seed, max_iter=500).fit_transform(weights)
    return np.where(shares.max(axis=1) > 0, shares.argmax(axis=1), -1).astype(np.int64)


def keywords(documents: Sequence[str], vectors: NDArray[np.float32], topics: TopicModel) -> Any:
    """Sparse (n, m): how like each statement (n, d) its own words are, the likest 25 of them.

    Of vectors with the place in the plan behind them only the meaning counts: words have none.
    """
    from scipy.sparse import lil_matrix

    words = sorted({word for text in documents for word in text.split()})
    if not words:
        return lil_matrix((len(documents), 1)).tocsr()
    meaning = np.asarray(topics.encode([word.replace("_", " ") for word in words]))
    own = unit_rows(vectors[:, : meaning.shape[1]])
    column = {word: number for number, word in enumerate(words)}
    weights = lil_matrix((len(documents), len(words)))
    for row, text in enumerate(documents):
        mine = [column[word] for word in sorted(set(text.split()))]
        like = meaning[mine] @ own[row] if mine else np.zeros(0)
        for best in np.argsort(-like, kind="stable")[:_KEYWORDS]:
            weights[row, mine[best]] = max(0.0, float(like[best]))
    return weights.tocsr()


def _bertopic(corpus: DistinctTexts) -> Grouping:
    texts, meaning = corpus.texts()[: corpus.fitted], corpus.features.meaning

    def group(rows: NDArray[np.int64], settings: ThemeSettings) -> Labels:
        return _in_order(
            bertopic_labels(
                [texts[row] for row in rows],
                meaning[rows],
                seed=settings.seed,
                wished=settings.wished,
            ),
            settings,
        )

    return group


def _keynmf(corpus: DistinctTexts, topics: TopicModel) -> Grouping:
    documents = shared_terms(
        [document(statement) for statement in corpus.statements[: corpus.fitted]]
    )
    weights = keywords(documents, corpus.vectors, topics)

    def group(rows: NDArray[np.int64], settings: ThemeSettings) -> Labels:
        number = settings.wished
        if number is None:  # it cannot choose by itself: as many as our own tree finds
            alone = discover(
                corpus.features.rows(rows), corpus.times[rows], settings.without_draws()
            )
            number = int(alone.labels.max(initial=0)) + 1
        return _in_order(keynmf_labels(weights[rows], number, seed=settings.seed), settings)

    return group


def _in_order(labels: Labels, settings: ThemeSettings) -> Labels:
    """Numbered from 0 without gaps; groups under the least size are none."""
    names, sizes = np.unique(labels[labels >= 0], return_counts=True)
    kept = [
        int(name) for name, size in zip(names, sizes, strict=True) if size >= settings.least_theme
    ]
    number = {name: index for index, name in enumerate(kept)}
    return np.array([number.get(int(label), -1) for label in labels], dtype=np.int64)
