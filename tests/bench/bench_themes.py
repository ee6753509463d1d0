"""Part of `make bench`: themes on the labelled sets, beside the usual methods on the same vectors.

Run as ``python -m tests.bench.bench_themes [SET …]``; sets that are not here are skipped.
"""

from __future__ import annotations

import csv
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.core.offline import keep_offline
from pipeline.core.settings import Settings, ThemeSettings
from pipeline.encoders.encoder import load_encoder
from pipeline.evaluation.labelled import read_statements
from pipeline.evaluation.themes import measure, prepare
from pipeline.themes import scores
from pipeline.themes.find import find_themes
from pipeline.themes.records import Statement
from pipeline.themes.scores import Vectors, natural_division
from pipeline.themes.topics import BertopicModel
from tests.conftest import ROOT

SETS = ("demo", "zorgstemwijzer", "stemwijzer2017")
COLUMNS = (
    "method", "nmi", "ari", "n_themes", "n_labels", "overig", "npmi", "diversity", "stability",
    "seconds",
)  # fmt: skip


# What each method looks at, and what it is told.
SEES = {
    "gehoord": "vectors, letters of words; told nothing",
    "BERTopic, as it comes": "vectors; told nothing, a fixed seed",
    "BERTopic, set": "centred vectors; least cluster by size, outliers to the nearest",
    "KeyNMF, set": "vectors of statements and of their words; told our number of themes",
    "KMeans": "centred vectors; told the true number",
    "turftopic KeyNMF": "vectors of statements and words; told the true number",
    "turftopic GMM": "vectors; told the true number",
}


def bench_themes(names: Sequence[str] = SETS, encoder: str = "accurate") -> None:
    """Print one table per set."""
    loaded = load_encoder(encoder)
    folder = Path(os.environ.get("GEHOORD_SHARED", ROOT.parent / "shared")) / "data"
    for name in names:
        file = folder / f"{name}.jsonl"
        if name != "demo" and not file.is_file():
            print(f"{name}: skipped, not on this machine")
            continue
        rows = demo_set() if name == "demo" else read_statements(file)
        statements, vectors = prepare(rows, encoder)
        settings = replace(Settings().themes, most=None)
        print(f"\n{name}: {len(rows)} statements")
        print("  ".join(f"{column:>10s}" for column in COLUMNS))
        gold = [one["label"] for one in rows]
        for row in compare(gold, statements, vectors, settings, encode=loaded.encode):
            print("  ".join(_cell(row.get(column)) for column in COLUMNS))
            print(f"{'':12s}sees {SEES[row['method']]}")


def compare(
    gold: Sequence[str],
    statements: Sequence[Statement],
    vectors: Vectors,
    settings: ThemeSettings,
    *,
    encode: Callable[[Sequence[str]], Any],
) -> list[dict[str, Any]]:
    """Our themes beside the usual ones, on the same vectors in one run.

    Args: encode: the encoder that made the vectors; turftopic asks it for those of words.
    Returns: one row per method of SEES with its scores; turftopic's where that is installed.
    """
    ours, _themes = measure(gold, statements, vectors, settings)
    rows: list[dict[str, Any]] = [{"method": "gehoord", **ours}]
    at = {one: i for i, one in enumerate(vectors.statement_ids)}
    points = vectors.vectors[[at[one.statement_id] for one in statements]]
    texts = [one.text for one in statements]
    k, seed = len(set(gold)), settings.seed

    def by_choice(topic_model: str) -> list[str]:
        """Divided as with ``--topic-model``."""
        choice = replace(settings, topic_model=topic_model).without_draws()
        division = natural_division(find_themes(vectors, statements, choice, BertopicModel(encode)))
        return [division[one.statement_id] or "-1" for one in statements]

    peers: tuple[Callable[[], dict[str, list[str]]], ...] = (
        lambda: {"BERTopic, as it comes": plain_bertopic(texts, points, seed=seed)},
        lambda: {"BERTopic, set": by_choice("bertopic")},
        lambda: {"KeyNMF, set": by_choice("keynmf")},
        lambda: {"KMeans": _kmeans(points, k, seed)},
        lambda: plain_turftopic(texts, points, k, seed=seed, encode=encode),
    )
    for divide in peers:
        started = time.perf_counter()
        found = divide()
        seconds = round(time.perf_counter() - started, 1)
        rows += [_peer(name, gold, labels, seconds) for name, labels in found.items()]
    return rows


def _peer(name: str, gold: Sequence[str], labels: Sequence[str], seconds: float) -> dict[str, Any]:
    return {
        "method": name,
        **scores.against_gold(gold, labels),
        "n_themes": len(set(labels) - {"-1"}),
        "n_labels": len(set(gold)),
        "overig": list(labels).count("-1") / len(labels),
        "seconds": seconds,
    }


def _kmeans(points: Any, k: int, seed: int) -> list[str]:
    from sklearn.cluster import KMeans

    centred = points - points.mean(axis=0)
    return [str(one) for one in KMeans(k, n_init=10, random_state=seed).fit_predict(centred)]


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


def demo_set() -> list[dict[str, str]]:
    """Responses of the demo in which one concern is voiced; the letters of a campaign once."""
    with (ROOT / "corpora" / "voorbeeld" / "truth.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known: dict[str, dict[str, str]] = {}
    for number, row in enumerate(rows):
        if row["concerns"] and ";" not in row["concerns"] and not row["campaign"]:
            one = {"id": f"d{number:04d}", "text": row["text"], "label": row["concerns"]}
            known.setdefault(row["text"], one)
    return list(known.values())


def _cell(value: object) -> str:
    return (
        f"{value:10.3f}"
        if isinstance(value, float)
        else f"{'-' if value is None else value!s:>10.16s}"
    )


if __name__ == "__main__":
    bench_themes(sys.argv[1:] or SETS)
