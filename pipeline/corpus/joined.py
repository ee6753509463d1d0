"""Several corpora as one, their ids and people told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from pipeline.core.errors import DataProblem
from pipeline.core.locale import gettext as _
from pipeline.core.plan import in_order
from pipeline.core.tables import QUESTIONS, RESPONSES, SET_ASIDE
from pipeline.corpus.records import Corpus

_IDS = ("response_id", "round_id", "meeting_id", "respondent_id", "question_id", "item_id")


def joined(corpora: Sequence[Corpus]) -> Corpus:
    """Several corpora as one; their ids and people are told apart by the corpus's name."""
    names = [corpus.name for corpus in corpora]
    if len(set(names)) != len(names) or not names:
        raise DataProblem(
            where=", ".join(names),
            found=_("a corpus is named twice"),
            mend=_("name each corpus once, and give each its own name in corpus.toml"),
        )
    if len(corpora) == 1:
        return corpora[0]
    marked = [_prefixed(corpus) for corpus in corpora]
    return replace(
        marked[0],
        name="+".join(names),
        rounds=in_order(round_ for corpus in marked for round_ in corpus.rounds),
        responses=RESPONSES.check(pd.concat([corpus.responses for corpus in marked])),
        questions=QUESTIONS.check(pd.concat([corpus.questions for corpus in marked])),
        set_aside=SET_ASIDE.check(pd.concat([corpus.set_aside for corpus in marked])),
        sources=tuple(source for corpus in marked for source in corpus.sources),
        warnings=tuple(warning for corpus in marked for warning in corpus.warnings),
    )


def _prefixed(corpus: Corpus) -> Corpus:
    def mark(frame: pd.DataFrame) -> pd.DataFrame:
        marked = frame.copy()
        for column in set(_IDS) & set(frame.columns):
            filled = marked[column].fillna("") != ""
            marked[column] = marked[column].where(~filled, corpus.name + "/" + marked[column])
        return marked

    return replace(
        corpus,
        rounds=tuple(
            replace(round_, round_id=f"{corpus.name}/{round_.round_id}") for round_ in corpus.rounds
        ),
        responses=mark(corpus.responses),
        questions=mark(corpus.questions),
        set_aside=mark(corpus.set_aside),
    )
