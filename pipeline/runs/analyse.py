"""The README's sentences as code: the only place that knows the order of the stages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.core.analysis import Analysis
from pipeline.core.locale import gettext as _
from pipeline.encoders.embed import centre, with_profile
from pipeline.encoders.projection import project
from pipeline.runs.classify_stances import classify_stances
from pipeline.runs.concerns import describe, with_question
from pipeline.runs.continuity import check_since, follow_from
from pipeline.runs.find import find_given
from pipeline.runs.given_topics import given_topics, moved
from pipeline.runs.harm import find_harm
from pipeline.runs.judging import (
    decided_continuity,
    near_again,
    over_all_rounds,
    settle_for,
    settle_judgements,
)
from pipeline.runs.link import beside_goals, codebooks, cover_before, link, prompted_of, silence_of
from pipeline.runs.prepare import prepare, statements_of
from pipeline.runs.record import record_of
from pipeline.runs.state import Following, Models, Unfollowed
from pipeline.themes import recurrence

if TYPE_CHECKING:
    from pipeline.core.settings import Settings
    from pipeline.corpus.records import Corpus


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
    statements = statements_of(prepared, models, settings, following)
    alone = statements.alone
    following.begin(_("Finding the place in the plan"))
    in_plan = beside_goals(statements, corpus.plan, models, settings)
    placed = alone  # what concerns are found by: own words, and where in the plan they belong
    if in_plan is not None:
        placed = with_profile(alone, in_plan.scores.options, settings.themes.profile)
    given = given_topics(corpus, statements, models, settings)
    questions = dict(
        zip(corpus.questions["question_id"], corpus.questions["text"].astype(str), strict=True)
    )
    following.begin(_("Telling concerns, wishes and praise apart"))
    stances = with_question(
        classify_stances(statements, models, settings.stances), prepared, questions
    )
    found, outcomes = find_given(statements, placed, models, settings, following, given)
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
        decided = decided_continuity(prepared, found, settings, judgements) if since else None
        followed = follow_from(
            since, found, prepared.statements, corpus.rounds, models.voices[0], settings.recurrence,
            decided,
        )  # fmt: skip
    found = followed.themes
    settled = settle_judgements(prepared, found, books, settings, judgements)
    settled = near_again(settled, found, prepared, placed if models.trained is None else alone)
    found = replace(found, themes=settled.themes, assignments=settled.assignments)
    found = over_all_rounds(found, prepared, settings, followed.past)
    linked = link(statements, found, corpus.plan, models, settings, settled, in_plan)
    lasting = settle_for(corpus.previous, prepared, found, settings, judgements)
    before = cover_before(statements, found, corpus.previous, models, settings, lasting)
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
            record_of(corpus, models, settings, run_id, made_at, found, following, settled),
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
            "harm": find_harm(statements, models, settings.harm),
            "given": moved(outcomes, as_found, found.assignments),
            "prompted": prompted_of(corpus, statements, found, models, settings),
            "matches": linked.matches,
            "fits": linked.fits,
            "coverage": linked.coverage,
            "coverage_before": before,
            "projection": project(
                statements.texts.ids, centre(statements.vectors[0].vectors), found.assignments
            ),
            "register": life,
            "continuity": followed.continuity,
            "past": followed.past,
            "silence": silence_of(corpus, prepared, linked, settings),
            "judgements": settled.judgements,
        },
    )
