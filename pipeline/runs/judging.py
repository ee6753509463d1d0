"""What people decided in earlier runs, laid over the themes found in this one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from pipeline.core.analysis import Analysis
from pipeline.core.plan import Codebook, Plan
from pipeline.core.settings import Settings
from pipeline.corpus.records import Corpus
from pipeline.encoders.embed import Embeddings
from pipeline.review.apply_log import Judged, apply_judgements
from pipeline.review.records import BESIDE_A_PLAN, FOLLOW
from pipeline.runs.continuity import follow_from
from pipeline.runs.link import codebooks
from pipeline.runs.state import Followed, Models, Prepared, Statements
from pipeline.themes import recurrence
from pipeline.themes.decisions import Decision, apply_decisions, nearest_again
from pipeline.themes.records import Themes


def follow_and_judge(
    statements: Statements,
    themes: Themes,
    placed: Embeddings,
    corpus: Corpus,
    models: Models,
    settings: Settings,
    log: pd.DataFrame | None,
    since: Analysis | None,
) -> tuple[Followed, Judged, Themes]:
    """The themes under their lasting ids, then as people decided.

    Args: placed: what they were found by; log: what people decided; since: the run that is
        followed.
    Returns: what became of earlier themes, the decisions that hold, and the themes after both.
    """
    prepared = statements.prepared
    if models.trained is not None:
        followed = models.trained.followed(themes, corpus.name, corpus.rounds)
    else:
        decided = decided_continuity(prepared, themes, settings, log) if since else None
        followed = follow_from(
            since, themes, prepared.statements, corpus.rounds, models.encoders[0],
            settings.recurrence, decided,
        )  # fmt: skip
    lasting = followed.themes
    settled = judge_themes(prepared, lasting, codebooks(corpus.plan), settings, log)
    # What a dropped theme held goes with the nearest of the themes that are left
    by = placed if models.trained is None else statements.alone
    frame = prepared.statements
    texts = dict(zip(frame["statement_id"], frame["clean_text"], strict=True))
    near = nearest_again(settled.themes, settled.assignments, lasting.centroids, by, texts)
    settled = replace(settled, assignments=near)
    counted = settled.themes
    if not followed.past.empty:  # what recurs over earlier rounds too, that this run does not hold
        counted = recurrence.count_themes(
            counted, near, frame, prepared.voices, settings.recurrence, followed.past
        )
    return followed, settled, replace(lasting, themes=counted, assignments=near)


def life_over_rounds(
    prepared: Prepared,
    themes: Themes,
    settled: Judged,
    followed: Followed,
    corpus: Corpus,
    settings: Settings,
) -> pd.DataFrame:
    """REGISTER: the life of every concern, with what people judged resolved."""
    return recurrence.register(
        themes.assignments,
        prepared.statements,
        prepared.voices,
        corpus.rounds,
        settings.recurrence,
        resolved=recurrence.resolved_by_people(settled.judgements, corpus.rounds),
        past=followed.past,
    )


def judge_themes(
    prepared: Prepared,
    themes: Themes,
    books: Sequence[Codebook],
    settings: Settings,
    log: pd.DataFrame | None,
) -> Judged:
    """Apply what people decided in earlier runs to the themes found in this one."""
    if log is None or log.empty:
        return Judged(themes.themes, themes.assignments)
    frame, rounds = prepared.statements, prepared.responses.set_index("response_id")["round_id"]
    settled = apply_judgements(
        log,
        themes.themes,
        themes.assignments,
        frame,
        dict(zip(frame["statement_id"], rounds[frame["response_id"]].astype(str), strict=True)),
        books,
        lambda table, placed, kind, subject, new: apply_decisions(
            table, placed, [Decision(kind, subject, new)]
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


def judge_for_plan(
    plan: Plan | None,
    prepared: Prepared,
    themes: Themes,
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
    return judge_themes(prepared, themes, books, settings, verdicts)


def decided_continuity(
    prepared: Prepared, themes: Themes, settings: Settings, log: pd.DataFrame | None
) -> pd.DataFrame | None:
    """What people decided on which concern continues which, laid over themes just found."""
    if log is None or log.empty:
        return None
    only = log[log["kind"].isin([FOLLOW, "withdraw"])]
    return judge_themes(prepared, themes, (), settings, only).judgements
