"""Stances in a run: heads on the reader's vectors, or the classifier beside other encoders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.core.tables import STANCES
from pipeline.encoders import reader
from pipeline.encoders.embed import embed
from pipeline.encoders.heads import STANCE, load_heads
from pipeline.themes.stances import classify

if TYPE_CHECKING:
    from pipeline.core.settings import StanceSettings
    from pipeline.runs.state import Models, Prepared

# Who says that something goes well, and who contradicts a concern, both speak in support.
_CALLED = {
    "concern": "complaint", "wish": "wish", "question": "question", "praise": "support",
    "counter": "support",
}  # fmt: skip
_UNKNOWN = "unknown"


def classify_stances(prepared: Prepared, models: Models, settings: StanceSettings) -> pd.DataFrame:
    """STANCES: support, wish, complaint or question, from a statement's own words alone.

    Empty without a classifier. Of vectors nothing is made anew: they were cached on the way here.
    """
    heads = load_heads()
    if models.encoder.name == reader.NAME and STANCE in heads and len(prepared.statements):
        return _by_reader(prepared, models, settings)
    if models.stances is None:
        return STANCES.empty()
    statements, vectors = prepared.statements, None
    for voice in models.voices:
        if (voice.encoder.name, voice.encoder.revision) == models.stances.hears:
            alone = embed(statements, voice.encoder, cache=voice.cache)
            vectors = dict(zip(alone.statement_ids, alone.vectors, strict=True))
    return classify(statements, prepared.words, models.stances, settings, vectors=vectors)


def _by_reader(prepared: Prepared, models: Models, settings: StanceSettings) -> pd.DataFrame:
    voice = models.voices[0]
    alone = embed(prepared.statements, voice.encoder, cache=voice.cache)
    head = load_heads()[STANCE]
    likely = head.probabilities(alone.vectors)
    names = list(dict.fromkeys(_CALLED[one] for one in head.classes))
    summed = np.zeros((len(likely), len(names)))
    for column, one in enumerate(head.classes):
        summed[:, names.index(_CALLED[one])] += likely[:, column]
    best = summed.argmax(axis=1)
    strength = summed[np.arange(len(best)), best]
    return STANCES.check(
        pd.DataFrame(
            {
                "statement_id": list(alone.statement_ids),
                "stance": [
                    names[at] if sure >= settings.needed else _UNKNOWN
                    for at, sure in zip(best, strength, strict=True)
                ],
                "strength": np.round(strength, 6),
            }
        )
    )
