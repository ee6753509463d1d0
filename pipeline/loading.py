"""Loading what is not the user's data: encoders, the Dutch pipeline, the topic model."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.models import Trained
    from pipeline.run import Models
    from pipeline.settings import Settings


def load_models(settings: Settings, *, trained: Trained | None = None) -> Models:
    """The models these settings ask for, loaded, with the cache of their vectors.

    Args: trained: a trained model to place statements in; see ``pipeline.models.load_model``.
    Raises: DataProblem or MissingExtra when one is not on this machine, or when the trained model
        was made with another encoder.
    """
    from pipeline.adapters.encoder import cache_for, load_encoder
    from pipeline.adapters.nlp import load_pipeline
    from pipeline.adapters.stance_model import load_stance_model
    from pipeline.adapters.topics import BertopicModel
    from pipeline.run import Models, Voice

    names = dict.fromkeys((settings.embed.encoder, settings.embed.second))
    encoders = [load_encoder(name) for name in names if name]
    voices = tuple(Voice(encoder, cache_for(encoder)) for encoder in encoders)
    stances = load_stance_model([(one.name, one.revision) for one in encoders])
    loaded = Models(voices, load_pipeline(), BertopicModel(), stances=stances)
    if trained is None:
        return loaded
    from pipeline.models import check_encoder
    from pipeline.training import Placed

    check_encoder(trained, loaded.encoder)
    return replace(loaded, trained=Placed(trained))
