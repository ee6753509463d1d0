"""Training: themes found in one or more corpora, as a model that later rounds use or extend."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from pipeline.core.analysis import Analysis
from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.locale import ngettext
from pipeline.core.plan import Round
from pipeline.core.settings import Settings, ThemeSettings
from pipeline.core.tables import REGISTER, THEMES
from pipeline.core.token_columns import tokens_later
from pipeline.corpus.records import Corpus, joined
from pipeline.encoders.embed import Embeddings
from pipeline.plan.match.calibration import Calibration
from pipeline.plan.match.defaults import DEFAULT
from pipeline.plan.match.stage import match
from pipeline.runs.cards import card_facts, keep_model
from pipeline.runs.classify import classify_stances
from pipeline.runs.concerns import describe
from pipeline.runs.continuity import follow_model, lives
from pipeline.runs.find import find
from pipeline.runs.judging import judge_themes
from pipeline.runs.link import code_texts_of, codebooks
from pipeline.runs.model_store import Trained, load_model
from pipeline.runs.placing import place_texts
from pipeline.runs.prepare import prepare, statement_texts, statements_of
from pipeline.runs.state import Followed, Following, Models, Prepared, Statements, Unfollowed
from pipeline.themes import recurrence, scores
from pipeline.themes.centroids import Centroids
from pipeline.themes.corpus import OURS, said_from, vectors_of
from pipeline.themes.growing import Placed, extend
from pipeline.themes.records import Statement, Themes, TopicModel
from pipeline.themes.trained import TrainedThemes, known_from

_LEAST = 20  # statements; below it there is nothing that another round would share
FITS = 5  # of a topic model that a seed moves, each on another


@dataclass(frozen=True, eq=False, repr=False)
class Training:
    """A trained model in memory; of what it was trained on only hashes and counts.

    Attributes:
        known: the themes with their centroids.
        card: the content of the model's card.
        models: the loaded models it was trained with.
        calibrations: codebook id -> calibration of scores, where people judged enough links.
    """

    known: TrainedThemes
    card: Mapping[str, Any]
    models: Models
    calibrations: Mapping[str, Calibration] = field(default_factory=dict)

    @property
    def counts(self) -> Mapping[str, int]:
        """The number of responses, statements, respondents and themes, by these names."""
        return dict(self.card["counts"])

    @property
    def scores(self) -> Mapping[str, float]:
        """Measures that need no known truth: see ``pipeline.themes.scores``."""
        return dict(self.card["scores"])

    def __repr__(self) -> str:
        return "Training({themes} themes in {statements} statements)".format(**self.counts)

    def keep(self, name: str, *, licence: str = "") -> Trained:
        """Save as a new version of models/NAME, and load that. Raises: DataProblem."""
        facts = {**self.card, **({"licence": licence} if licence else {})}
        topics, calibrations = self.models.topics, self.calibrations
        reference = keep_model(name, self.known, facts, topics=topics, calibrations=calibrations)
        return load_model(str(reference))

    def place(self, texts: Sequence[str]) -> pd.DataFrame:
        """Assign each text to a theme, or to none; see ``runs.placing.place_texts``."""
        return place_texts(self.known, texts, self.models.encoder)


def train(
    corpora: Sequence[Corpus],
    models: Models,
    settings: Settings,
    *,
    judgements: Mapping[str, pd.DataFrame] | None = None,
    draws: bool = False,
    following: Following | None = None,
) -> Training:
    """Find themes in these corpora together.

    Args:
        corpora: at least one; with several, ids are prefixed by the name of their corpus.
        judgements: name of a corpus -> the log of what people judged in runs on it. Their links
            calibrate the scores; for a codebook judged in several corpora the one with the most
            links is used.
        draws: also measure stability, over whole runs on samples of the statements (six times
            the work).
    Raises: DataProblem when there is too little to train on, or two corpora share a name.
    """
    following = following or Unfollowed()
    prepared = prepare(joined(corpora), models.dutch, settings, following)
    if len(prepared.statements) < _LEAST:
        raise DataProblem(
            where=", ".join(corpus.name for corpus in corpora),
            found=_("{n} statements").format(n=len(prepared.statements)),
            expected=_("at least {n} to train on").format(n=_LEAST),
            mend=_("add rounds or corpora; 'gehoord analyse' needs no training"),
        )
    statements = statements_of(prepared, models, settings, following)
    vectors = statements.alone
    refits = _refits(statements, models, settings, following)
    themes = _described(find(statements, models, settings, following), statements, models, settings)
    following.begin(_("Measuring the themes"))
    lines = said_of(prepared)
    known = known_from(themes, vectors, lines, _lived(prepared, themes, corpora, settings))
    if known is None:
        raise DataProblem(
            where=", ".join(corpus.name for corpus in corpora),
            found=_("no two statements are about the same"),
            expected=_("concerns that several people have"),
            mend=_("add rounds or corpora; 'gehoord analyse' needs no training"),
        )
    known = replace(known, refits=refits)
    calibrations = _calibrations(corpora, statements, themes, models, settings, judgements or {})
    card = card_facts(
        tuple(facts_of(corpus) for corpus in corpora),
        _counts(prepared, themes),
        theme_scores(themes, vectors, lines, settings.themes, draws=draws),
        models,
        settings,
        corpora[0].organisation,
    )
    card |= {"judged": sorted(calibrations), "notes": list(themes.notes)}
    return Training(known, card, models, calibrations)


def _refits(
    statements: Statements, models: Models, settings: Settings, following: Following
) -> tuple[Centroids, ...]:
    """The centres on other seeds, so that a comparison later knows how far a seed moves them.

    None of gehoord's own tree: of it a seed moves no statement.
    """
    if settings.themes.topic_model == OURS:
        return ()
    seeds = range(settings.themes.seed + 1, settings.themes.seed + FITS)
    others = [settings.changed({"themes": {"seed": seed, "runs": 0}}) for seed in seeds]
    refits = [find(statements, models, other, following).centroids for other in others]
    return tuple(centroids for centroids in refits if centroids is not None)


def _described(
    themes: Themes, statements: Statements, models: Models, settings: Settings
) -> Themes:
    """The themes with the names and kinds that a run gives them."""
    stances = classify_stances(statements, models, settings.stances)
    named = describe(
        themes.themes, themes.assignments, statements.prepared, stances, statements.alone,
        models.encoders[0],
    )  # fmt: skip
    return replace(themes, themes=named.assign(name_id=""))  # a statement that stays behind


def _lived(
    prepared: Prepared, themes: Themes, corpora: Sequence[Corpus], settings: Settings
) -> pd.DataFrame:
    """PAST of the rounds that are trained on."""
    whole = joined(corpora)
    register = recurrence.register(
        themes.assignments, prepared.statements, prepared.voices, whole.rounds, settings.recurrence
    )
    return lives(register, whole.rounds, corpora[0].name if len(corpora) == 1 else "")


def _calibrations(
    corpora: Sequence[Corpus],
    statements: Statements,
    themes: Themes,
    models: Models,
    settings: Settings,
    judgements: Mapping[str, pd.DataFrame],
) -> dict[str, Calibration]:
    """Per codebook with enough judged links: what they say of reading scores."""
    background = statements.background
    learned: dict[str, tuple[int, Calibration]] = {}
    for corpus in corpora:
        log = judgements.get(corpus.name)
        if log is None or log.empty:
            continue
        read: Sequence[Embeddings] = (*statements.vectors, statements.alone)
        own, its_themes = statements.prepared, themes
        if len(corpora) > 1:
            own, read, its_themes = _part(own, read, themes, corpus)
        *vectors, alone = read
        books = codebooks(corpus.plan)
        settled = judge_themes(own, its_themes, books, settings, log)
        texts = statement_texts(own, vectors, models, background.recalled(alone.vectors))
        for book in books:
            judged = settled.judged.get(book.codebook_id, {})
            if len(judged) <= learned.get(book.codebook_id, (0, None))[0]:
                continue  # taught better by another corpus, or by nobody
            codes = code_texts_of(book, models, background)
            taught = match(texts, codes, settings.match, judged=judged).scores.calibration
            if taught.source != DEFAULT.source:
                learned[book.codebook_id] = (len(judged), taught)
    return {book: read for book, (_n, read) in learned.items()}


def _part(
    prepared: Prepared, embeddings: Sequence[Embeddings], themes: Themes, corpus: Corpus
) -> tuple[Prepared, Sequence[Embeddings], Themes]:
    """What of several corpora together is this corpus's own; judgements are bound within it."""
    mark = f"{corpus.name}/"
    statements = prepared.statements
    statements = statements[statements["response_id"].str.startswith(mark)].reset_index(drop=True)
    ids = set(statements["statement_id"])
    parts = []
    for meaning in embeddings:
        rows = [row for row, key in enumerate(meaning.statement_ids) if key in ids]
        own = tuple(meaning.statement_ids[row] for row in rows)
        parts.append(replace(meaning, statement_ids=own, vectors=meaning.vectors[rows]))
    placed = themes.assignments
    placed = placed[placed["statement_id"].isin(ids)].reset_index(drop=True)
    return replace(prepared, statements=statements), parts, replace(themes, assignments=placed)


def said_of(prepared: Prepared) -> list[Statement]:
    """The statements of prepared input in the form that ``themes`` takes."""
    words = [tokens_later(prepared.words, key) for key in prepared.statements["statement_id"]]
    return said_from(prepared.statements, prepared.campaigns, words)


def theme_scores(
    themes: Themes,
    vectors: Embeddings,
    statements: Sequence[Statement],
    settings: ThemeSettings,
    *,
    draws: bool = False,
) -> dict[str, float]:
    """How good themes are without a known truth; see ``pipeline.themes.scores``."""
    measured = {
        "themes": float((themes.themes["parent_id"] == "").sum()),
        "overig": themes.overig,
        "agreement": themes.agreement,
        **scores.of_words(themes, statements, settings.seed),
    }
    if draws:
        rows = scores.Vectors(vectors.statement_ids, vectors.vectors)
        names = ("stability", "stability_least", "stability_most")
        measured |= dict(zip(names, scores.stability(rows, statements, settings), strict=True))
    # What could not be measured (one theme has no pairs) is left out: JSON has no word for it.
    return {name: round(float(value), 4) for name, value in measured.items() if value == value}


def facts_of(corpus: Corpus) -> dict[str, Any]:
    """What a card may say of a corpus: its name, rounds, counts and hashes; no file names."""
    return {
        "corpus": corpus.name,
        "rounds": [round_.round_id for round_ in corpus.rounds],
        "responses": len(corpus.responses),
        "sha256": sorted(source.sha256 for source in corpus.sources if source.round_id),
    }


class FixedModel:
    """A trained model as a run uses it: what a round says is laid beside it, nothing is learned.

    Attributes: placed: the round beside the model, once ``themes`` was called.
    """

    def __init__(self, trained: Trained, settings: ThemeSettings) -> None:
        self.trained, self.settings = trained, settings
        self.name = str(trained.reference)
        self.placed: Placed | None = None

    def themes(
        self,
        embeddings: Embeddings,
        statements: Sequence[Statement],
        topics: TopicModel,
        divided_by: Embeddings | None = None,
    ) -> Themes:
        """The concerns of the round, under the model's ids where they are the same."""
        known = self.trained.known
        self.placed = extend(
            known, embeddings, statements, self.settings, topics, divided_by=divided_by
        )
        placed = self.placed.found
        topics.remember(
            statements,
            vectors_of(embeddings, statements),
            placed.assignments,
            self.placed.grown.centroids,
        )
        new = [pair.after for pair in self.placed.pairs if pair.kind == "new"]
        text = ngettext(
            "{n} concern is new to the model: {themes}",
            "{n} concerns are new to the model: {themes}",
            len(new),
        )
        notes = (
            *self.trained.notes,
            text.format(n=len(new), themes=", ".join(new) or "-"),
            *placed.notes,
        )
        return replace(placed, notes=tuple(note for note in notes if note))

    def kept(self) -> Collection[str]:
        """Ids of the concerns that go on under the model's own names."""
        pairs = () if self.placed is None else self.placed.pairs
        return {pair.after for pair in pairs if pair.kind == "same"}

    def followed(self, themes: Themes, corpus: str, rounds: Sequence[Round]) -> Followed:
        """What these concerns are to the model's, and how they lived in its rounds."""
        if self.placed is None:
            raise AssertionError("themes come first")
        return follow_model(self.trained.known, themes, self.placed.pairs, corpus, rounds)

    def calibration(self, codebook_id: str) -> Calibration | None:
        """What the training learned of reading scores against this codebook."""
        return (self.trained.calibrations or {}).get(codebook_id)


class UpdatableModel(FixedModel):
    """A trained model that takes in the round it places.

    Attributes: scores: how good the round's themes are without a known truth.
    """

    def __init__(self, trained: Trained, settings: ThemeSettings) -> None:
        super().__init__(trained, settings)
        self.scores: Mapping[str, float] = {}

    def themes(
        self,
        embeddings: Embeddings,
        statements: Sequence[Statement],
        topics: TopicModel,
        divided_by: Embeddings | None = None,
    ) -> Themes:
        """The concerns of the round, which are added to the model."""
        division = super().themes(embeddings, statements, topics, divided_by)
        self.scores = theme_scores(division, embeddings, statements, self.settings)
        return division

    def grown(self, analysis: Analysis) -> TrainedThemes | None:
        """The model with what this run found in it; None before ``themes`` was called."""
        if self.placed is None:
            return None
        lived = lives(analysis.table(REGISTER), analysis.rounds, analysis.corpus)
        return self.placed.grown.after(analysis.table(THEMES), lived)


def _counts(prepared: Prepared, themes: Themes) -> dict[str, int]:
    top = themes.themes[themes.themes["parent_id"] == ""]
    return {
        "responses": len(prepared.responses),
        "statements": len(prepared.statements),
        "respondents": int(prepared.responses["respondent_id"].nunique()),
        "themes": len(top),
        "subthemes": len(themes.themes) - len(top),
    }
