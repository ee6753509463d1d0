"""How well encoders tell subjects apart, how quickly, and in how much memory."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.core.locale import gettext as _
from pipeline.core.locale import language, use_language
from pipeline.core.numeric import Codes, codes, nmi
from pipeline.core.usage import peak_mb
from pipeline.encoders.embed import centre
from pipeline.encoders.encoder import load_encoder
from pipeline.evaluation.intervals import Figure, figure, rounded
from pipeline.evaluation.labelled import LabelledSet
from pipeline.evaluation.match_evaluation import ranks_of

Vectors = NDArray[np.float32]
Pairs = tuple[tuple[str, ...], tuple[str, ...], tuple[float, ...]]


@dataclass(frozen=True)
class EncoderScore:
    """What one encoder reached.

    Attributes:
        load_seconds: import and loading, until the first vector.
        texts_per_cpu_second: over all different texts of the sets, after loading; one thread.
        peak_mb: highest memory use of a process that does nothing else; None where the system
            does not tell.
        sets: per set ``goal_at_1``, ``goal_at_3``, ``nmi`` (0-1); centred cosine, nothing else.
        intervals: per set and figure, its 95% interval over people (texts, where nobody is named).
        sts: Spearman correlation on the pairs given, or None.
        quality: mean of all of these; what the ranking goes by.
    """

    encoder: str
    name: str
    revision: str
    dim: int
    load_seconds: float
    texts_per_cpu_second: float
    peak_mb: float | None
    sets: dict[str, dict[str, float]]
    intervals: dict[str, dict[str, tuple[float, float]]]
    sts: float | None = None
    quality: float = 0.0


def rank_encoders(
    names: Sequence[str],
    sets: Sequence[LabelledSet],
    *,
    pairs: Pairs | None = None,
    say: Callable[[str], None] = lambda _text: None,
) -> list[EncoderScore]:
    """Measure each encoder in a process of its own; best quality first, then the quicker one."""
    scores = []
    for name in names:
        say(_("Measuring encoder {name}").format(name=name))
        scores.append(_score(name, sets, pairs))
    return sorted(scores, key=lambda s: (-s.quality, -s.texts_per_cpu_second, s.encoder))


def _score(name: str, sets: Sequence[LabelledSet], pairs: Pairs | None) -> EncoderScore:
    """One encoder on all sets."""
    wanted = [text for labelled in sets for text in (*labelled.texts, *labelled.goal_texts)]
    wanted += [*pairs[0], *pairs[1]] if pairs else []
    texts = sorted(set(wanted), key=lambda text: (len(text), text))
    facts, vectors = _in_own_process(name, texts)
    row = {text: place for place, text in enumerate(texts)}

    def of(lines: Sequence[str]) -> Vectors:
        return vectors[[row[text] for text in lines]]

    measured = {
        labelled.name: _on_set(labelled, of(labelled.texts), of(labelled.goal_texts))
        for labelled in sets
    }
    by_set = {
        set_name: {key: round(figure.value, 4) for key, figure in figures.items()}
        for set_name, figures in measured.items()
    }
    intervals = {set_name: rounded(figures) for set_name, figures in measured.items()}
    sts = sts_spearman(of(pairs[0]), of(pairs[1]), pairs[2]) if pairs else None
    qualities = [value for figures in by_set.values() for value in figures.values()]
    qualities += [sts] if sts is not None else []
    quality = round(sum(qualities) / len(qualities), 4)
    return EncoderScore(name, **facts, sets=by_set, intervals=intervals, sts=sts, quality=quality)


def _on_set(labelled: LabelledSet, statements: Vectors, goals: Vectors) -> dict[str, Figure]:
    scores, centred, whose = {}, centre(statements), np.array(labelled.whose)
    if set(labelled.goal_ids) & set(labelled.labels):
        known = np.isin(labelled.labels, labelled.goal_ids)
        for k in (1, 3):
            hits = goal_hits(centred, centre(goals), labelled.labels, labelled.goal_ids, k)
            scores[f"goal_at_{k}"] = figure(
                lambda rows, hits=hits: float(hits[rows].mean()),  # type: ignore[misc]
                whose[known].tolist(),
            )
    truth, clustered = codes(labelled.labels), clusters(centred, len(set(labelled.labels)))
    scores["nmi"] = figure(lambda rows: nmi(truth[rows], clustered[rows]), labelled.whose)
    return scores


def _in_own_process(name: str, texts: list[str]) -> tuple[dict[str, Any], Vectors]:
    """``measure_encoder``, where nothing that another encoder loaded stands in memory."""
    alone = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, alone, initializer=use_language, initargs=(language(),)) as pool:
        return pool.submit(measure_encoder, name, texts).result()


def measure_encoder(name: str, texts: list[str]) -> tuple[dict[str, Any], Vectors]:
    """What loading and encoding take, as ``EncoderScore`` has it; and the vectors (n, d)."""
    began = time.perf_counter()
    encoder = load_encoder(name, threads=1)
    encoder.encode(texts[:1])
    loaded, used = time.perf_counter() - began, time.process_time()
    vectors = encoder.encode(texts)
    used = max(time.process_time() - used, 1e-9)
    peak = peak_mb()
    facts = {
        "name": encoder.name,
        "revision": encoder.revision,
        "dim": encoder.dim,
        "load_seconds": round(loaded, 1),
        "texts_per_cpu_second": round(len(texts) / used, 1),
        "peak_mb": None if peak is None else round(peak),
    }
    return facts, vectors


def goal_hits(
    statements: Vectors, goals: Vectors, labels: Sequence[str], goal_ids: Sequence[str], k: int
) -> NDArray[np.bool_]:
    """Per statement whose label is a goal: whether that is among the k most similar ones.

    Ties count against the encoder: one that gives every goal the same score knows nothing.

    Args: statements (n, d) and goals (m, d), each centred on its own mean.
    """
    place = {goal_id: column for column, goal_id in enumerate(goal_ids)}
    known = [row for row, label in enumerate(labels) if label in place]
    truth = np.array([place[labels[row]] for row in known], dtype=np.intp)
    return ranks_of((statements @ goals.T)[known], truth) <= k


def clusters(vectors: Vectors, number: int) -> Codes:
    """(n,) the cluster, 0 to ``number`` - 1, in which KMeans puts each of the vectors (n, d)."""
    from sklearn.cluster import KMeans

    labels = KMeans(n_clusters=number, n_init=10, random_state=0).fit_predict(vectors)
    return np.asarray(labels, dtype=np.int64)


def sts_spearman(first: Vectors, second: Vectors, judged: Sequence[float]) -> float:
    """Spearman correlation of the pairs' cosines (n, d; n, d) with people's scores; -1 to 1."""
    from scipy.stats import spearmanr

    return float(spearmanr((first * second).sum(axis=1), judged).statistic)
