"""The README's sentences as code: the only place that knows the order of the stages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.core.analysis import Analysis, RunRecord
from pipeline.core.locale import gettext as _
from pipeline.core.settings import Settings
from pipeline.core.table_parquet import WholeTables
from pipeline.core.usage import give_back
from pipeline.corpus.records import Corpus
from pipeline.encoders.embed import centre
from pipeline.encoders.projection import project
from pipeline.runs.classify import find_harm, stances_of
from pipeline.runs.concerns import described
from pipeline.runs.continuity import check_since
from pipeline.runs.find import find_given
from pipeline.runs.given_topics import given_topics, moved
from pipeline.runs.in_parts import in_parts
from pipeline.runs.judging import follow_and_judge, judge_for_plan, life_over_rounds
from pipeline.runs.link import (
    beside_goals,
    codebooks,
    cover_before,
    link,
    placed_in_plan,
    prompted_of,
    read_ahead,
    silence_of,
)
from pipeline.runs.outlook import step_of
from pipeline.runs.prepare import prepare, statements_of
from pipeline.runs.record import read_tables, record_of
from pipeline.runs.state import Following, Found, Models, Prepared, Unfollowed
from pipeline.text import language

if TYPE_CHECKING:
    import pandas as pd


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
    if len(corpus.responses) >= settings.large.from_responses:
        parts = in_parts(corpus, models, settings, following)
        sampled = found_in(parts.sample, corpus, models, settings, following, judgements, since)
        prepared, found = parts.everywhere(sampled, models, following)
    else:
        parts = None
        prepared = prepare(corpus, models.dutch, settings, following, models.work, models.engine)
        found = found_in(prepared, corpus, models, settings, following, judgements, since)
    if models.work is not None:
        models.work.note(step_of(corpus, settings, models.work))
    following.begin(_("Following concerns over the rounds"))
    record = record_of(
        corpus, models, settings, run_id, made_at, found.themes, following, found.settled
    )
    return _analysis(
        corpus,
        prepared,
        found,
        settings,
        replace(record, since=since.record.run_id if since else ""),
        parts.whole if parts else None,
    )


def _analysis(
    corpus: Corpus,
    prepared: Prepared,
    found: Found,
    settings: Settings,
    record: RunRecord,
    parts: WholeTables | None,
) -> Analysis:
    """Everything found out as what passes to findings: the corpus, the record, every table."""
    return Analysis(
        corpus=corpus.name,
        title=corpus.title,
        organisation=corpus.organisation,
        rounds=corpus.rounds,
        plan=corpus.plan,
        previous=corpus.previous,
        codebooks=codebooks(corpus.plan),
        record=record,
        group_sizes=corpus.group_sizes,
        parts=parts,
        tables=read_tables(corpus, prepared)
        | dict(found.tables)
        | {
            "themes": found.themes.themes,
            "assignments": found.themes.assignments,
            "matches": found.linked.matches,
            "fits": found.linked.fits,
            "coverage": found.linked.coverage,
            "register": life_over_rounds(
                prepared, found.themes, found.settled, found.followed, corpus, settings
            ),
            "continuity": found.followed.continuity,
            "past": found.followed.past,
            "silence": silence_of(corpus, prepared, found.linked, settings),
            "judgements": found.settled.judgements,
        },
    )


def found_in(
    prepared: Prepared,
    corpus: Corpus,
    models: Models,
    settings: Settings,
    following: Following,
    judgements: pd.DataFrame | None,
    since: Analysis | None,
) -> Found:
    """Everything that is found in these statements, all of them in memory."""
    read_ahead((corpus.plan, corpus.previous), models)
    models.rest(models.dutch, language)
    statements = statements_of(prepared, models, settings, following, resting=True)
    models.rest()
    following.begin(_("Telling concerns, wishes and praise apart"))
    stances = stances_of(statements, corpus, models, settings)
    harm = find_harm(statements, models, settings.harm)
    statements = replace(statements, as_read=())  # a fifth of the vectors; nobody asks for it now
    following.begin(_("Finding the place in the plan"))
    in_plan = beside_goals(statements, corpus.plan, models, settings)
    placed = placed_in_plan(statements, in_plan, settings)
    give_back()  # what was held for a moment only is not added to what comes next
    given = given_topics(corpus, statements, models, settings)
    themes, outcomes = find_given(statements, placed, models, settings, following, given)
    give_back()
    following.begin(_("Naming concerns"))
    themes = replace(themes, themes=described(themes, statements, stances, models))
    themes_as_found = themes
    following.begin(_("Holding themes against the plan"))
    followed, settled, themes = follow_and_judge(
        statements, themes, placed, corpus, models, settings, judgements, since
    )
    linked = link(statements, themes, corpus.plan, models, settings, settled, in_plan)
    give_back()
    lasting = judge_for_plan(corpus.previous, prepared, themes, settings, judgements)
    tables = {
        "stances": stances,
        "harm": harm,
        "given": moved(outcomes, themes_as_found.assignments, themes.assignments),
        "prompted": prompted_of(corpus, statements, themes, models, settings),
        "coverage_before": cover_before(
            statements, themes, corpus.previous, models, settings, lasting
        ),
        "projection": project(
            statements.texts.ids, centre(statements.vectors[0].vectors), themes.assignments
        ),
    }
    return Found(statements, themes_as_found, themes, followed, settled, linked, tables)
