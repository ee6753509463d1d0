"""What each statement is: its stance, a concern or praise or neither, and a sign of harm.

What may point at harm is read first by the team, and never quoted in an edition that leaves it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.core.settings import HarmSettings, Settings, StanceSettings, ThemeSettings
from pipeline.core.tables import HARM, STANCES
from pipeline.corpus.records import Corpus
from pipeline.encoders.embed import Encoder
from pipeline.encoders.heads import HARM as HARM_HEAD
from pipeline.encoders.heads import MATTER, STANCE, Head, heads_for
from pipeline.runs.concerns import with_question
from pipeline.runs.state import Models, Statements
from pipeline.text.harm import CUE, PLAIN, harm_cue, is_ordinary
from pipeline.themes.centroids import CONCERN, PRAISE, REMARK
from pipeline.themes.stances.model import TOLD, classify, decide

_HEAD = 0.6  # weight of the head beside the cues
# What the reader's head tells -> the stance. Who speaks against a concern finds that it goes well.
_TOLD_AS = {
    "concern": "complaint", "counter": "support", "praise": "support", "question": "question",
    "wish": "wish",
}  # fmt: skip
_QUIET = (PRAISE, REMARK)


def stances_of(
    statements: Statements, corpus: Corpus, models: Models, settings: Settings
) -> pd.DataFrame:
    """STANCES of a run: by the statements' own words, and by what the question asked for."""
    stances = classify_stances(statements, models, settings.stances)
    texts = corpus.questions["text"].astype(str)
    questions = dict(zip(corpus.questions["question_id"], texts, strict=True))
    return with_question(stances, statements.prepared, questions)


def classify_stances(
    statements: Statements, models: Models, settings: StanceSettings
) -> pd.DataFrame:
    """STANCES: support, wish, complaint or question, from a statement's own words alone.

    With our reader by its head, which reads meaning and words, together with the cues, which know
    what an open word of praise or an asked-for thing looks like; with another encoder by the cues
    alone. Empty without a classifier.
    """
    head = heads_for(models.encoder.name).get(STANCE)
    if head is not None and head.words is not None and statements.texts.ids:
        return _by_both(statements, models, head, settings)
    if models.stances is None:
        return STANCES.empty()
    vectors = None
    for cached, alone in zip(models.encoders, statements.as_read, strict=True):
        if (cached.encoder.name, cached.encoder.revision) == models.stances.hears:
            vectors = dict(zip(alone.statement_ids, alone.vectors, strict=True))
    prepared = statements.prepared
    return classify(prepared.statements, prepared.words, models.stances, settings, vectors=vectors)


def _by_both(
    read: Statements, models: Models, head: Head, settings: StanceSettings
) -> pd.DataFrame:
    """STANCES by a trained head, mixed with the cue words where these go without vectors."""
    alone, prepared = read.alone, read.prepared
    statements = prepared.statements
    texts = dict(zip(statements["statement_id"], statements["clean_text"], strict=True))
    chances = head.read(alone.vectors, [str(texts[key]) for key in alone.statement_ids])
    likely_by_head = np.zeros((len(chances), len(TOLD)))
    for column, name in enumerate(head.classes):
        likely_by_head[:, TOLD.index(_TOLD_AS[name])] += chances[:, column]
    by_head = dict(zip(alone.statement_ids, likely_by_head, strict=True))
    rows = []
    for key, text in zip(statements["statement_id"], statements["clean_text"], strict=True):
        likely = by_head[key]
        if models.stances is not None and models.stances.meaning is None:
            cues = models.stances.likely(str(text), prepared.words[str(key)], None)
            likely = _HEAD * likely + (1.0 - _HEAD) * cues[: len(TOLD)]
        rows.append((str(key), *decide(likely, settings)))
    return STANCES.check(pd.DataFrame(rows, columns=list(STANCES.columns)))


def matters_of(
    statements: Statements, encoder: Encoder, settings: ThemeSettings
) -> Sequence[tuple[str, float]] | None:
    """(n,) CONCERN, PRAISE or REMARK per row of STATEMENTS, and its probability.

    None where no head can tell.

    In doubt it is a concern: nobody's concern is lost for being put oddly.
    """
    head = heads_for(encoder.name).get(MATTER)
    if head is None or not statements.texts.ids:
        return None
    alone, frame = statements.alone, statements.prepared.statements
    texts = dict(zip(frame["statement_id"], frame["clean_text"], strict=True))
    chances = head.read(alone.vectors, [str(texts[key]) for key in alone.statement_ids])
    column = {matter: chances[:, head.classes.index(matter)] for matter in (*_QUIET, CONCERN)}
    quiet = np.where(column[PRAISE] >= column[REMARK], PRAISE, REMARK)
    voiced = np.where(column[CONCERN] >= settings.voiced, CONCERN, quiet)
    known = {
        key: (str(matter), float(column[str(matter)][row]))
        for row, (key, matter) in enumerate(zip(alone.statement_ids, voiced, strict=True))
    }
    return [known[str(key)] for key in frame["statement_id"]]


def find_harm(read: Statements, models: Models, settings: HarmSettings) -> pd.DataFrame:
    """HARM: the statements that may point at harm, likeliest first.

    Without the reader's head only plain wording counts.
    """
    statements = read.prepared.statements
    if statements.empty:
        return HARM.empty()
    cues = [harm_cue(str(text)) for text in statements["clean_text"]]
    head = heads_for(models.encoder.name).get(HARM_HEAD)
    chance = np.zeros(len(statements))
    if head is not None:
        texts = [str(text) for text in statements["clean_text"]]
        chance = head.chance_of_text(read.as_read[0].vectors, texts)
    least = least_chance([str(text) for text in statements["clean_text"]], settings)
    likely = pd.DataFrame(
        {"statement_id": statements["statement_id"], "chance": np.round(chance, 6), "cue": cues}
    )
    kept = likely[chance >= least]
    return HARM.check(kept.sort_values(["chance", "statement_id"], ascending=[False, True]))


def least_chance(texts: Sequence[str], settings: HarmSettings) -> NDArray[np.float64]:
    """(n,) the chance from which each is put before the team first, by its own words."""
    needed = {"": settings.needed, CUE: settings.with_cue, PLAIN: settings.plain}
    least = [settings.ordinary if is_ordinary(text) else needed[harm_cue(text)] for text in texts]
    return np.array(least, dtype=np.float64)
