"""Stances in a run: the classifier, the words and the vectors of the encoder it knows, together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.core.tables import STANCES
from pipeline.encoders.embed import embed
from pipeline.themes.stances import classify

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.core.settings import StanceSettings
    from pipeline.runs.state import Models, Prepared


def classify_stances(prepared: Prepared, models: Models, settings: StanceSettings) -> pd.DataFrame:
    """STANCES: support, wish, complaint or question, from a statement's own words alone.

    Empty without a classifier. Of vectors nothing is made anew: they were cached on the way here.
    """
    if models.stances is None:
        return STANCES.empty()
    statements, vectors = prepared.statements, None
    for voice in models.voices:
        if (voice.encoder.name, voice.encoder.revision) == models.stances.hears:
            alone = embed(statements, voice.encoder, cache=voice.cache)
            vectors = dict(zip(alone.statement_ids, alone.vectors, strict=True))
    return classify(statements, prepared.words, models.stances, settings, vectors=vectors)
