"""Loading what is not the user's data: encoders, the Dutch pipeline, the topic model."""

from __future__ import annotations

from dataclasses import replace

from pipeline.core.settings import Settings
from pipeline.core.work_cache import WorkCache
from pipeline.encoders.encoder import cache_for, encoding_by, load_encoder
from pipeline.runs.model_store import Trained, check_encoder
from pipeline.runs.state import CachedEncoder, Models
from pipeline.runs.train import FixedModel
from pipeline.text.nlp import load_pipeline
from pipeline.themes.stances.stance_model import load_stance_model
from pipeline.themes.topics import BertopicModel


def load_models(settings: Settings, *, trained: Trained | None = None) -> Models:
    """The models these settings ask for, loaded, with the cache of their vectors.

    Args: trained: a trained model to place statements in; see ``runs.model_store.load_model``.
    Raises: DataProblem or MissingExtra when one is not on this machine, or when the trained model
        was made with another encoder.
    """
    names = dict.fromkeys((settings.embed.encoder, settings.embed.second))
    encoders = [load_encoder(name) for name in names if name]
    stances = load_stance_model([(encoder.name, encoder.revision) for encoder in encoders])
    topics = BertopicModel(encoding_by(encoders[0]), n_terms=settings.themes.n_terms)
    loaded = Models(
        tuple(CachedEncoder(encoder, cache_for(encoder)) for encoder in encoders),
        load_pipeline(settings.language.pipeline),
        topics,
        stances=stances,
        work=WorkCache(),
        settings=settings,
    )
    if trained is None:
        return loaded
    check_encoder(trained, loaded.encoder)
    return replace(loaded, trained=FixedModel(trained, settings.themes))
