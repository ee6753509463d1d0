"""Themes held against a set of which the topics are known."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.core.numeric import ami, ari, codes, nmi
from pipeline.core.settings import ThemeSettings
from pipeline.encoders.embed import embed_texts
from pipeline.encoders.encoder import cache_for, encoding_by, load_encoder
from pipeline.evaluation.intervals import figure, rounded
from pipeline.evaluation.labelled import people
from pipeline.runs.model_store import Trained
from pipeline.text.nlp import load_pipeline
from pipeline.themes import scores
from pipeline.themes.find import find_themes
from pipeline.themes.records import Statement, Themes
from pipeline.themes.scores import Vectors
from pipeline.themes.topics import BertopicModel
from pipeline.themes.trained import place

KEYS = (
    "nmi", "ari", "n_themes", "n_labels", "overig", "npmi", "diversity", "stability", "seconds",
    "ami", "intervals", "seeds", "draws",
)  # fmt: skip


def prepare(rows: Sequence[dict[str, str]], encoder: str) -> tuple[list[Statement], Vectors]:
    """n statements with their words, and their vectors (n, d) from the cache or the encoder."""
    texts = [row["text"] for row in rows]
    loaded = load_encoder(encoder)
    ids = [row["id"] for row in rows]
    vectors = embed_texts(ids, texts, loaded, cache=cache_for(loaded)).vectors
    tokens = load_pipeline().analyse_texts(texts)
    statements = [
        Statement(row["id"], row["text"], words.tokens)
        for row, words in zip(rows, tokens, strict=True)
    ]
    return statements, Vectors(tuple(ids), vectors)


def measure(
    gold: Sequence[str],
    statements: Sequence[Statement],
    vectors: Vectors,
    settings: ThemeSettings,
    encode: Callable[[Sequence[str]], Any] | None = None,
) -> tuple[dict[str, Any], Themes]:
    """All figures by name, and the themes; ``seconds`` is the time to find them, vectors ready.

    Args: gold: the true label of each of the n statements. encode: for plain BERTopic only.
    """
    started = time.perf_counter()
    model = BertopicModel(encode, n_terms=settings.n_terms)
    themes = find_themes(vectors, statements, settings, model)
    seconds = time.perf_counter() - started
    labels = _labels(themes, statements)
    steady, least, most = scores.stability(vectors, statements, settings)
    return {
        **scores.against_gold(gold, labels),
        "n_themes": len(set(labels) - {""}),
        "n_labels": len(set(gold)),
        "overig": themes.overig,
        **scores.of_words(themes, statements, settings.seed),
        "stability": steady,
        "draws": {"stability": (round(least, 4), round(most, 4))},
        "seconds": round(seconds, 1),
    }, themes


def intervals(
    gold: Sequence[str], statements: Sequence[Statement], themes: Themes, whose: Sequence[str]
) -> dict[str, tuple[float, float]]:
    """95% interval of each figure of agreement, over people (or texts, where nobody is named).

    Args: gold, whose: (n,) the known label of each statement, and who said it.
    """
    truth, labels = codes(list(gold)), codes(_labels(themes, statements))
    return rounded(
        {
            name: figure(lambda rows, s=score: s(truth[rows], labels[rows]), whose)  # type: ignore[misc]
            for name, score in (("nmi", nmi), ("ari", ari), ("ami", ami))
        }
    )


def _labels(themes: Themes, statements: Sequence[Statement]) -> list[str]:
    """(n,) where each statement stands in the natural division; "" for no theme."""
    division = scores.natural_division(themes)
    return [division[statement.statement_id] for statement in statements]


def spread_over_seeds(
    gold: Sequence[str],
    statements: Sequence[Statement],
    vectors: Vectors,
    settings: ThemeSettings,
    encode: Callable[[Sequence[str]], Any],
    seeds: int,
) -> dict[str, tuple[float, float]]:
    """Least and most of each figure of agreement over so many fits; {} for one.

    A seed moves no statement of gehoord's own tree; of BERTopic and KeyNMF it does.
    """
    if seeds < 2:
        return {}
    rows = []
    for step in range(seeds):
        again = replace(settings, seed=settings.seed + step).without_draws()
        themes = find_themes(vectors, statements, again, BertopicModel(encode))
        rows.append(scores.against_gold(gold, _labels(themes, statements)))
    return {
        name: (round(min(row[name] for row in rows), 4), round(max(row[name] for row in rows), 4))
        for name in rows[0]
    }


def encode_by(name: str) -> Callable[[Sequence[str]], Any]:
    """The encoder of this name as a function; loaded when it is first called."""

    def encode(texts: Sequence[str]) -> Any:
        return encoding_by(load_encoder(name))(texts)

    return encode


def promised(measured: Mapping[str, Any]) -> dict[str, Any]:
    """The figures that --json promises, no more; null where there was nothing to measure."""
    figures = {key: measured.get(key, {}) for key in KEYS}
    return {key: None if value != value else value for key, value in figures.items()}


def measure_placed(
    rows: Sequence[dict[str, str]], trained: Trained
) -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
    """How a trained model divides the set, each statement placed on its own; and intervals."""
    embed = trained.card.get("settings", {}).get("embed", {})
    statements, vectors = prepare(
        rows, str(embed.get("encoder") or trained.card["encoder"]["name"])
    )
    themes = place(trained.known, vectors, statements)
    gold, labels = [row["label"] for row in rows], _labels(themes, statements)
    figures = {
        **scores.against_gold(gold, labels),
        "placed": 1.0 - themes.overig,
        "n_themes": len(set(labels) - {""}),
        "n_labels": len(set(gold)),
    }
    return figures, intervals(gold, statements, themes, people(rows))
