"""The first steps of a run: mask the input, split it into statements, encode them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.core.cleaning import as_analysed, mended
from pipeline.core.locale import gettext as _
from pipeline.core.respondents import voices
from pipeline.core.settings import Settings
from pipeline.core.tables import MASKED, RESPONSES, SET_ASIDE, STATEMENTS
from pipeline.core.token_columns import TokensById
from pipeline.core.tokens import DutchPipeline
from pipeline.core.work_cache import WorkCache
from pipeline.corpus.records import Corpus
from pipeline.encoders.embed import (
    Embeddings,
    Shifts,
    embed,
    embed_texts,
    language_shifts,
    shifted,
    turned_back,
    with_context,
)
from pipeline.encoders.memory import OF_STATEMENTS, Background, drawn_to_memory
from pipeline.plan.match.inputs import TermRows, Texts, terms_of
from pipeline.runs.per_response import Engine, Masked, Worker
from pipeline.runs.state import CachedEncoder, Following, Models, Prepared, Statements
from pipeline.text.campaigns import find_campaigns
from pipeline.text.clean import clean
from pipeline.text.redact.heard import names_heard, naming
from pipeline.text.segment import segment
from pipeline.themes.corpus import echoes


def prepare(
    corpus: Corpus,
    dutch: DutchPipeline,
    settings: Settings,
    following: Following,
    cache: WorkCache | None = None,
    engine: Engine | None = None,
) -> Prepared:
    """Mask responses, find campaigns, set aside what says nothing, split the rest into statements.

    Args: cache: results per text of earlier runs; None keeps nothing.  engine: runs work per
        text in other processes; None runs it in this one.
    """
    work = replace(worker(corpus, dutch, settings, cache), engine=engine)
    following.begin(_("Masking personal details"))
    texts, outcomes, names = first_masked(corpus.responses, work)
    responses, masked = masked_again(corpus.responses, texts, outcomes, names, work)
    following.begin(_("Splitting into statements"))
    campaigns = find_campaigns(responses, settings.campaigns)
    statements, aside = split_up(responses, settings, work)
    return Prepared(
        responses=responses,
        masked=masked,
        campaigns=campaigns,
        statements=statements,
        set_aside=SET_ASIDE.check(pd.concat([corpus.set_aside, aside])),
        voices=voices(responses, campaigns, corpus.meetings),
        words=words_of_statements(statements, work),
    )


def split_up(
    responses: pd.DataFrame, settings: Settings, work: Worker
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """STATEMENTS of masked responses, and SET_ASIDE: what says nothing."""
    cleaned = clean(responses, settings.clean)
    split = segment(
        cleaned.responses, settings.segment, antecedents=cleaned.antecedents, work=work.split
    )
    aside = pd.concat([cleaned.set_aside, split.set_aside])
    return STATEMENTS.check(split.statements), SET_ASIDE.check(aside)


def words_of_statements(statements: pd.DataFrame, work: Worker) -> TokensById:
    """Statement id -> its tokens."""
    ids, texts = (statements[name].astype(str) for name in ("statement_id", "clean_text"))
    return work.words_by_id(list(ids), list(texts))


def worker(
    corpus: Corpus, dutch: DutchPipeline, settings: Settings, cache: WorkCache | None = None
) -> Worker:
    """The worker that masks and splits single texts, with the settings of this corpus."""
    # words of this corpus that look like names and are none
    words = {corpus.organisation, corpus.title}
    for column in ("area", "role"):
        words |= {str(response) for response in corpus.responses[column].dropna()}
    if corpus.plan is not None:
        words |= {corpus.plan.title, *(pillar.title for pillar in corpus.plan.pillars)}
    allow = frozenset({word for word in words if word}) | corpus.names.allowed
    return Worker(dutch, settings, allow, corpus.names.hidden, cache)


def first_masked(
    read: pd.DataFrame, work: Worker
) -> tuple[list[str], list[Masked], frozenset[str]]:
    """The texts as read, what each becomes by itself, and the names that they give away."""
    texts = [mended(str(text)) for text in read["text"].fillna("")]
    outcomes = work.mask(texts)
    places = [outcome.places for outcome in outcomes]
    return texts, outcomes, names_heard(texts, places, work.dutch.tables.is_word, work.allow)


def masked_again(
    read: pd.DataFrame,
    texts: Sequence[str],
    outcomes: list[Masked],
    names: frozenset[str],
    work: Worker,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """RESPONSES with language and masked text, and MASKED; these names are masked everywhere."""
    bare = naming(texts, names)
    again = replace(work, names=work.names | names).mask([texts[place] for place in bare])
    for place, outcome in zip(bare, again, strict=True):
        outcomes[place] = outcome
    responses = read.assign(
        language=[outcome.language for outcome in outcomes],
        text=[outcome.text for outcome in outcomes],
    )
    rows = [
        {"response_id": response_id, **place}
        for response_id, outcome in zip(read["response_id"], outcomes, strict=True)
        for place in outcome.places
    ]
    masked = MASKED.check(pd.DataFrame(rows)) if rows else MASKED.empty()
    return RESPONSES.check(responses), masked


def statements_of(
    prepared: Prepared,
    models: Models,
    settings: Settings,
    following: Following,
    like: Statements | None = None,
    *,
    resting: bool = False,
) -> Statements:
    """Encode every statement, by itself and moved towards the response it stands in.

    Args: like: take the differences between languages from these statements; None measures them
        here.  resting: free each encoder's memory afterwards; the next use loads it again.
    """
    frame = prepared.statements
    spoken = dict(
        zip(prepared.responses["response_id"], prepared.responses["language"], strict=True)
    )
    languages = [str(spoken[response_id]) for response_id in frame["response_id"]]
    shifts: list[Shifts] = []

    def at_home(read: Embeddings) -> Embeddings:
        shifts.append(like.shifts[len(shifts)] if like else language_shifts(read, languages))
        return shifted(read, languages, shifts[-1])

    as_read, vectors = [], []
    for cached in models.encoders:
        following.begin(_("Reading meaning"))
        alone = embed(frame, cached.encoder, cache=cached.cache, on_progress=following.advance)
        as_read.append(alone)
        if settings.embed.context:  # whole answers cost as much to read as all they consist of
            alone = _in_context(alone, prepared, cached, settings, following)
        vectors.append(at_home(alone))
        if resting:
            models.rest(cached.encoder)
    by_itself = at_home(as_read[0])
    background = like.background if like else Background.of(by_itself.vectors, models.memory)
    recalled = background.recalled(by_itself.vectors)
    return Statements(
        prepared=prepared,
        as_read=tuple(as_read),
        alone=by_itself,
        vectors=tuple(vectors),
        texts=statement_texts(prepared, vectors, models, recalled),
        repeated=frozenset(echoes(frame, prepared.campaigns)),
        background=background,
        recalled=recalled,
        shifts=tuple(shifts),
    )


def statement_texts(
    prepared: Prepared,
    vectors: Sequence[Embeddings],
    models: Models,
    recalled: NDArray[np.float32] | None,
) -> Texts:
    """The statements as matching takes them: wording, terms and vectors.

    Args: recalled: as ``Statements`` has it; the vectors of the first encoder move towards it.
    """
    ids = tuple(str(statement_id) for statement_id in prepared.statements["statement_id"])
    return Texts(
        ids=ids,
        texts=tuple(str(text) for text in prepared.statements["clean_text"]),
        terms=TermRows(terms_of(prepared.words[key], models.dutch.tables) for key in ids),
        vectors=tuple(
            drawn_to_memory(
                turned_back(meaning.vectors, cached.encoder),
                None if number else recalled,
                cached.encoder,
                OF_STATEMENTS,
            )
            for number, (meaning, cached) in enumerate(zip(vectors, models.encoders, strict=True))
        ),
    )


def _in_context(
    alone: Embeddings,
    prepared: Prepared,
    cached: CachedEncoder,
    settings: Settings,
    following: Following,
) -> Embeddings:
    """Statements drawn towards the whole answers they stand in."""
    following.begin(_("Reading meaning in context"))
    texts = dict(zip(prepared.responses["response_id"], prepared.responses["text"], strict=True))
    speaking = sorted(set(prepared.statements["response_id"]))
    answers = [as_analysed(str(texts[response_id])) for response_id in speaking]
    around = embed_texts(
        speaking, answers, cached.encoder, cache=cached.cache, on_progress=following.advance
    )
    return with_context(alone, around, prepared.statements, weight=settings.embed.context)
