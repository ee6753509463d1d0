"""One step of a run: cluster statements into themes, name them, count who speaks of each."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from pipeline.core.locale import gettext as _
from pipeline.core.settings import Settings
from pipeline.core.tables import GIVEN
from pipeline.core.token_columns import tokens_later
from pipeline.encoders.embed import Embeddings
from pipeline.runs.classify import matters_of
from pipeline.runs.given_topics import TopicsGiven
from pipeline.runs.given_topics import notes as given_notes
from pipeline.runs.given_topics import table as given_table
from pipeline.runs.stages import dividing
from pipeline.runs.state import Following, Models, Statements
from pipeline.themes import recurrence
from pipeline.themes.corpus import heard_once, said_from, vectors_of
from pipeline.themes.find import find_themes
from pipeline.themes.labels import name_themes
from pipeline.themes.records import Themes
from pipeline.themes.seeded_topics import find_guided


def find(
    statements: Statements, models: Models, settings: Settings, following: Following
) -> Themes:
    """Cluster statements into themes, name them and count who speaks of each, without a plan."""
    given = TopicsGiven()
    return find_given(statements, statements.alone, models, settings, following, given)[0]


def find_given(
    statements: Statements,
    placed: Embeddings,
    models: Models,
    settings: Settings,
    following: Following,
    given: TopicsGiven,
) -> tuple[Themes, pd.DataFrame]:
    """``find``, with topics that were given beforehand. Returns: the themes, and GIVEN.

    Args: placed: the vectors to cluster; ``statements.alone``, or beside a plan the same with the
        place in the plan behind them.
    """
    prepared = statements.prepared
    planned = placed is not statements.alone
    theme_settings = settings.themes.beside_plan() if planned else settings.themes
    following.begin(_("Finding themes"))
    words = [tokens_later(prepared.words, key) for key in prepared.statements["statement_id"]]
    lines = said_from(
        prepared.statements,
        prepared.campaigns,
        words,
        matters_of(statements, models.encoder, settings.themes),
    )
    outcomes = GIVEN.empty()
    if models.trained is not None:
        themes = models.trained.themes(statements.alone, lines, models.topics, placed)
        left_out = _("Topics given are left out: a trained model has its own themes.")
        themes = replace(themes, notes=(*themes.notes, left_out)) if given else themes
    elif given:
        themes, became = find_guided(
            placed, lines, theme_settings, models.topics,
            near=given.near, fixed=given.fixed, seeds=given.seeds,
        )  # fmt: skip
        outcomes = given_table(given, became)
        themes = replace(themes, notes=(*themes.notes, *given_notes(outcomes)))
    else:
        themes = find_themes(
            placed, lines, theme_settings, models.topics, dividing=dividing(models.work)
        )
    if models.trained is None and themes.centroids is not None:
        # BERTopic's tools take texts alone, which have no place in the plan.
        alone = vectors_of(statements.alone, lines)
        models.topics.remember(lines, alone, themes.assignments, themes.centroids)
    own_words = heard_once(themes.assignments, statements.repeated)
    named = name_themes(themes.themes, own_words, prepared.words, prepared.languages())
    counted = recurrence.count_themes(
        named, themes.assignments, prepared.statements, prepared.voices, settings.recurrence
    )
    return replace(themes, themes=counted), outcomes
