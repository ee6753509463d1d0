"""Texts from Python placed in a trained model, without a corpus around them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pipeline.core.cleaning import as_analysed
from pipeline.encoders.embed import Encoder, embed_texts
from pipeline.encoders.encoder import cache_for
from pipeline.themes.records import Statement
from pipeline.themes.trained import TrainedThemes, place


def place_texts(known: TrainedThemes, texts: Sequence[str], encoder: Encoder) -> pd.DataFrame:
    """Each text in its theme of the model, or in none; every text is taken for one statement.

    Args: texts: n texts, or a Series of them.
    Returns: n rows under the index of the Series: text, theme_id ("" for none), label, strength
        (likeness to the theme's centre, -1 to 1) and nearest_id (of a text without a theme).
    """
    series = pd.Series(texts, dtype="string").fillna("")
    ids = [str(number) for number in range(len(series))]
    clean = [as_analysed(str(text)) for text in series]
    filled = [(text_id, text) for text_id, text in zip(ids, clean, strict=True) if text]
    embeddings = embed_texts(
        [text_id for text_id, _text in filled],
        [text for _id, text in filled],
        encoder,
        cache=cache_for(encoder),
    )
    themes = place(known, embeddings, [Statement(text_id, text) for text_id, text in filled])
    rows = themes.assignments.set_index("statement_id").reindex(ids)
    labels = known.themes.set_index("theme_id")["label"]
    return pd.DataFrame(
        {
            "text": list(series),
            "theme_id": list(rows["theme_id"].fillna("")),
            "label": [str(labels.get(theme, "")) for theme in rows["theme_id"].fillna("")],
            "strength": list(rows["strength"].astype("Float64")),
            "nearest_id": list(rows["nearest_id"].fillna("")),
        },
        index=series.index,
    )
