"""Loading what is not the user's data: encoders, the Dutch pipeline, the topic model."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.run import Models
    from pipeline.settings import Settings


def load_models(settings: Settings) -> Models:
    """The models these settings ask for, loaded, with the cache of their vectors."""
    from pipeline.adapters.encoder import cache_for, load_encoder
    from pipeline.adapters.nlp import load_pipeline
    from pipeline.adapters.topics import BertopicModel
    from pipeline.run import Models, Voice

    names = dict.fromkeys((settings.embed.encoder, settings.embed.second))
    encoders = [load_encoder(name) for name in names if name]
    voices = tuple(Voice(encoder, cache_for(encoder)) for encoder in encoders)
    return Models(voices, load_pipeline(), BertopicModel())
