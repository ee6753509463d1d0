"""The step that holds statements and themes against the codes of every codebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from pipeline.core.plan import GOALS, Codebook, Plan
from pipeline.core.respondents import count_people
from pipeline.core.settings import Settings
from pipeline.core.table import Table
from pipeline.core.tables import (
    COVERAGE,
    COVERAGE_BEFORE,
    FITS,
    MATCHES,
    PROMPTED,
    SILENCE,
    central_first,
    of_statements_and_goals,
)
from pipeline.corpus.records import Corpus
from pipeline.encoders.embed import (
    Embeddings,
    embed_texts,
    turned_back,
    with_profile,
)
from pipeline.encoders.memory import OF_PLAN, Background, drawn_to_memory, with_memory
from pipeline.plan.action_strength import strengths
from pipeline.plan.coverage import MEANS, CoverageState, cover
from pipeline.plan.match.defaults import DEFAULT
from pipeline.plan.match.inputs import Codes, Texts, code_texts, terms_of
from pipeline.plan.match.stage import Matched, match, match_themes, matched
from pipeline.plan.mentions import GoalSentence, goals_that_name, sentences_of
from pipeline.review.apply_log import Judged
from pipeline.runs.per_response import words_of
from pipeline.runs.stages import scored
from pipeline.runs.state import Linked, Models, Prepared, Statements
from pipeline.themes import silence
from pipeline.themes.corpus import heard_once
from pipeline.themes.question_bias import find_prompted
from pipeline.themes.records import Themes

_LIKELIER = 0.5  # probability: more likely this goal than any other, or none


def beside_goals(
    statements: Statements,
    plan: Plan | None,
    models: Models,
    settings: Settings,
) -> Matched | None:
    """The statements beside the goals of the plan; None without goals.

    Where in the plan a statement belongs is part of what it is about: it keeps apart concerns that
    share their words, and brings together those that share none.
    """
    books = [book for book in codebooks(plan) if book.codebook_id == GOALS]
    if not books or not statements.texts.ids:
        return None
    codes = code_texts_of(books[0], models, statements.background)
    return matched(scored(statements.texts, codes, settings.match, models.work), settings.match)


def read_ahead(plans: Iterable[Plan | None], models: Models) -> None:
    """Read what every codebook says while the models are in memory; their caches keep it."""
    for plan in plans:
        for book in codebooks(plan):
            code_texts_of(book, models)
        _strength_of_actions(plan, models)
        if plan is not None:
            _texts_of_sentences(sentences_of(plan), models)


def placed_in_plan(
    statements: Statements, in_plan: Matched | None, settings: Settings
) -> Embeddings:
    """What concerns are found by: own words, place in the plan, and what others said elsewhere."""
    if in_plan is None:
        return statements.alone
    placed = with_profile(
        statements.alone,
        in_plan.scores.options,
        settings.themes.profile,
        statements.background.middle,
    )
    return placed if statements.recalled is None else with_memory(placed, statements.recalled)


def link(
    statements: Statements,
    themes: Themes,
    plan: Plan | None,
    models: Models,
    settings: Settings,
    settled: Judged | None = None,
    placed: Matched | None = None,
) -> Linked:
    """Hold statements and themes against every codebook, and propose what is answered.

    Args: settled: links that people judged teach the matcher, and their verdicts go before.
        placed: the statements beside the goals, where that was asked before anybody judged.
    """
    groups = _statements_by_theme(heard_once(themes.assignments, statements.repeated))
    parents = {
        str(theme_id): str(theme)
        for theme_id, theme in zip(
            themes.themes["theme_id"], themes.themes["parent_id"], strict=True
        )
        if theme
    }
    strength = _strength_of_actions(plan, models)
    by_people = settled.decided if settled else {}
    matches, fits, coverage = [], [], []
    for book in codebooks(plan):
        judged = settled.judged.get(book.codebook_id) if settled else None
        in_plan = placed if book.codebook_id == GOALS else None
        of_statements = _beside(statements, book, models, settings, judged, in_plan)
        of_themes = match_themes(of_statements.scores, groups, settings.match)
        matches += [of_statements.matches, of_themes.matches]
        fits += [of_statements.fits, of_themes.fits]
        decided = {
            theme: CoverageState(*verdict)
            for theme, verdict in by_people.get(book.codebook_id, {}).items()
        }
        coverage.append(
            cover(
                of_themes,
                of_statements,
                groups,
                settings.coverage,
                strength=strength,
                decided=decided,
                parents=parents,
                named=_named(plan, groups, statements, of_themes, models)
                if plan and book.codebook_id == GOALS
                else {},
            )
        )
    return Linked(
        matches=_stacked(MATCHES, matches),
        fits=_stacked(FITS, fits),
        coverage=_stacked(COVERAGE, coverage),
    )


def _named(
    plan: Plan,
    groups: Mapping[str, Sequence[str]],
    statements: Statements,
    themes: Matched,
    models: Models,
) -> dict[str, str]:
    """Theme id -> the goal whose text names it in a sentence."""
    written = sentences_of(plan)
    texts = _texts_of_sentences(written, models)
    order = {
        theme: [themes.scores.code_ids[place] for place in np.argsort(-chances, kind="stable")]
        for theme, chances in zip(themes.scores.item_ids, themes.scores.choice, strict=True)
    }
    known = {theme: ids for theme, ids in groups.items() if theme in order}
    # A sentence names what is said in it: what else that sounds like has no part in this.
    said = turned_back(statements.vectors[0].vectors, models.encoder)
    by_words = replace(statements.texts, vectors=(said,))
    return goals_that_name(known, by_words, written, texts, order)


def _beside(
    statements: Statements,
    book: Codebook,
    models: Models,
    settings: Settings,
    judged: Mapping[str, tuple[str, ...]] | None,
    known: Matched | None,
) -> Matched:
    """The statements beside one codebook, as people's links or a training taught to read scores.

    Args: judged: statement id -> codes; known: what comes out where nobody taught anything.
    """
    learned = models.trained.calibration(book.codebook_id) if models.trained else None
    untaught = not judged and learned is None
    if untaught and known is not None:
        return known
    codes = code_texts_of(book, models, statements.background)
    if untaught:
        scores = scored(statements.texts, codes, settings.match, models.work)
        return matched(scores, settings.match)
    return match(statements.texts, codes, settings.match, judged=judged, default=learned or DEFAULT)


def cover_before(
    statements: Statements,
    themes: Themes,
    previous: Plan | None,
    models: Models,
    settings: Settings,
    settled: Judged | None = None,
) -> pd.DataFrame:
    """COVERAGE of the same themes by the goals of the plan's previous version.

    Args: settled: what people decided that holds against that version too.
    """
    if previous is None:
        return COVERAGE_BEFORE.empty()
    goals = replace(previous, codebooks=())
    linked = link(statements, themes, goals, models, settings, settled)
    return COVERAGE_BEFORE.check(linked.coverage)


def codebooks(plan: Plan | None) -> tuple[Codebook, ...]:
    """What themes are held against: the goals of the plan first, then every codebook beside it."""
    if plan is None:
        return ()
    goals = (plan.goal_codebook(),) if any(plan.goals()) else ()
    return (*goals, *plan.codebooks)


def _strength_of_actions(plan: Plan | None, models: Models) -> dict[str, str]:
    """How firmly each action is worded: promise, intend or mention."""
    if plan is None:
        return {}
    actions = [action for goal in plan.goals() for action in goal.actions]
    words = words_of([action.text for action in actions], models.dutch, models.work)
    return strengths(plan, {a.action_id: w for a, w in zip(actions, words, strict=True)})


def code_texts_of(book: Codebook, models: Models, background: Background | None = None) -> Codes:
    """The codes of a codebook with what matching knows of them.

    Args: background: of the statements; what the wording of the codes recalls counts as far as
        theirs does. Without it nothing is recalled.
    """
    texts = code_texts(book)
    return Codes(book, _texts_of(list(texts), list(texts.values()), models, background))


def _texts_of_sentences(written: Sequence[GoalSentence], models: Models) -> Texts:
    return _texts_of([str(n) for n in range(len(written))], [s.text for s in written], models)


def _texts_of(
    ids: Sequence[str],
    wording: Sequence[str],
    models: Models,
    background: Background | None = None,
) -> Texts:
    """Sentences of the plan with their words and vectors; without a background as they are."""
    words = words_of(wording, models.dutch, models.work)
    read = [
        embed_texts(ids, wording, cached.encoder, cache=cached.cache).vectors
        for cached in models.encoders
    ]
    vectors = [
        turned_back(rows, cached.encoder)
        for rows, cached in zip(read, models.encoders, strict=True)
    ]
    if background is not None:
        recalled = background.recalled_of_plan(read[0])
        vectors[0] = drawn_to_memory(vectors[0], recalled, models.encoder, OF_PLAN)
    terms = tuple(terms_of(tokens, models.dutch.tables) for tokens in words)
    return Texts(tuple(ids), tuple(wording), terms, tuple(vectors))


def _statements_by_theme(assignments: pd.DataFrame) -> dict[str, list[str]]:
    """Ids of the statements of every theme and sub-theme, the most central first."""
    assignments = central_first(assignments)
    groups: dict[str, list[str]] = {}
    for column in ("theme_id", "subtheme_id"):
        for statement_id, theme_id in zip(
            assignments["statement_id"], assignments[column], strict=True
        ):
            if theme_id:
                groups.setdefault(str(theme_id), []).append(str(statement_id))
    return groups


def prompted_of(
    corpus: Corpus,
    statements: Statements,
    themes: Themes,
    models: Models,
    settings: Settings,
) -> pd.DataFrame:
    """PROMPTED: every theme beside the question that most of its people answered."""
    ids = [str(question_id) for question_id in corpus.questions["question_id"]]
    texts = [str(text) for text in corpus.questions["text"]]
    prepared, cached = statements.prepared, models.encoders[0]
    if not ids or prepared.statements.empty:
        return PROMPTED.empty()
    return find_prompted(
        themes.assignments,
        prepared.statements,
        prepared.responses,
        prepared.voices,
        statements.vectors[0].vectors,
        ids,
        embed_texts(ids, texts, cached.encoder, cache=cached.cache).vectors,
        settings.prompted,
    )


def silence_of(
    corpus: Corpus, prepared: Prepared, linked: Linked, settings: Settings
) -> pd.DataFrame:
    """Groups that spoke less than expected, and goals nobody spoke of."""
    groups = silence.quiet_groups(prepared.voices, corpus.group_sizes, settings.recurrence)
    if corpus.plan is None:
        return groups
    coverage = linked.coverage
    about = coverage[(coverage["codebook_id"] == GOALS) & coverage["status"].isin(MEANS)]
    goals = silence.quiet_goals(
        [goal.goal_id for goal in corpus.plan.goals()],
        people_per_goal(linked.matches, prepared.statements, prepared.voices),
        {str(code) for code in about["code_id"]},
    )
    return SILENCE.check(pd.concat([groups, goals]))


def people_per_goal(
    matches: pd.DataFrame, statements: pd.DataFrame, voices: pd.DataFrame
) -> dict[str, int]:
    """People with a statement that is more likely about the goal than about anything else."""
    rows = of_statements_and_goals(matches)
    touching = rows[(rows["rank"] == 1) & (rows["probability"] >= _LIKELIER)]
    voiced = touching.merge(
        statements[["statement_id", "response_id"]],
        left_on="item_id",
        right_on="statement_id",
    ).merge(voices, on="response_id")
    return {str(code): count_people(group) for code, group in voiced.groupby("code_id")}


def _stacked(table: Table, frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    return table.check(pd.concat(list(frames))) if frames else table.empty()
