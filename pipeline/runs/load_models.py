"""Loading what is not the user's data: encoders, the Dutch pipeline, the models of topics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.settings import Settings
from pipeline.core.store import now
from pipeline.core.tables import RESPONSES, STATEMENTS
from pipeline.core.work_cache import WorkCache
from pipeline.corpus.records import Corpus
from pipeline.encoders.encoder import cache_for, encoding_by, load_encoder
from pipeline.encoders.memory import memory_for
from pipeline.runs import model_store as models
from pipeline.runs.cards import keep_model
from pipeline.runs.model_store import Reference, Trained, check_encoder
from pipeline.runs.state import CachedEncoder, Models
from pipeline.runs.train import FixedModel, UpdatableModel, facts_of
from pipeline.text.nlp import load_pipeline
from pipeline.themes.corpus import OURS
from pipeline.themes.records import TopicModel
from pipeline.themes.stances.model import load_stance_model
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
        memory=memory_for(encoders[0].name) if settings.embed.memory else None,
    )
    if trained is None:
        return loaded
    check_encoder(trained, loaded.encoder)
    return replace(loaded, trained=FixedModel(trained, settings.themes))


class UsedModel:
    """The model that ``analyse --model`` names, from opening it to keeping what it learned."""

    def __init__(self, wanted: str, *, update: bool = False) -> None:
        self.wanted, self.update = wanted, update
        self.placing: FixedModel | UpdatableModel | None = None
        self.topics: TopicModel | None = None

    def seek(self) -> None:
        """Before the corpus is read: is there such a model? Raises: DataProblem."""
        if self.wanted != models.DEFAULT:
            models.find(self.wanted, models.models_dir())

    def open(
        self, corpus: Corpus, settings: Settings, given: Mapping[str, Mapping[str, Any]]
    ) -> Settings:
        """Load the model; the settings as it needs them (its encoder, unless one was given)."""
        trained = open_model(self.wanted, corpus.organisation)
        then = trained.card["settings"].get("embed", {})
        embed = {**then, **given.get("embed", {})}
        divided = trained.card["settings"].get("themes", {}).get("topic_model", OURS)
        settings = settings.changed({"embed": embed, "themes": {"topic_model": divided}})
        kind = UpdatableModel if self.update else FixedModel
        self.placing = kind(trained, settings.themes)
        return settings

    def into(self, loaded: Models) -> Models:
        """These loaded models with the trained one. Raises: DataProblem for another encoder."""
        if self.placing is None:
            raise AssertionError("open it first")
        check_encoder(self.placing.trained, loaded.encoder)
        self.topics = loaded.topics
        return replace(loaded, trained=self.placing)

    def keep(self, analysis: Analysis, corpus: Corpus) -> Reference | None:
        """Write the grown model as a new version, and say which; None where it did not grow.

        The run's record goes on naming the version its concerns were laid beside: by that one it
        can be repeated.
        """
        if not isinstance(self.placing, UpdatableModel):
            return None
        old, grown = self.placing.trained, self.placing.grown(analysis)
        if grown is None:
            return None
        responses = analysis.table(RESPONSES)
        more = {
            "responses": len(responses),
            "statements": len(analysis.table(STATEMENTS)),
            "respondents": int(responses["respondent_id"].nunique()),
        }
        before = old.card.get("counts", {})
        facts = {
            **old.card,
            "data": [*old.card.get("data", ()), facts_of(corpus)],
            "parent": str(old.reference),
            "made_at": now(),
            "counts": {
                **before,
                **{name: before.get(name, 0) + n for name, n in more.items()},
                "themes": len(grown.top_ids),
            },
            "scores": dict(self.placing.scores),  # of what was added: the rest left no texts
            "versions": dict(analysis.record.versions),
        }
        return keep_model(
            old.reference.name, grown, facts, topics=self.topics, calibrations=old.calibrations
        )


def open_model(wanted: str, organisation: str = "") -> Trained:
    """The model meant by NAME, NAME@VERSION, or ``default`` for the organisation's own.

    Raises: DataProblem for a model that is not there, is damaged, or was never promoted.
    """
    root = models.models_dir()
    if wanted != models.DEFAULT:
        return models.load(models.find(wanted, root), root)
    reference = models.default_for(organisation, root)
    if reference is None:
        raise DataProblem(
            where=f"--model {wanted}",
            found=_("{who} has no default model").format(who=organisation or "?"),
            mend=_("choose one: gehoord models promote NAME"),
        )
    return models.load(reference, root)
