"""Statements whose goal is known, with the words and vectors that matching reads."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from pipeline.core.errors import DataProblem, MissingExtra
from pipeline.core.locale import gettext as _
from pipeline.core.tokens import DutchPipeline
from pipeline.encoders.embed import Encoder
from pipeline.encoders.encoder import load_encoder
from pipeline.evaluation.labelled import read_goals, read_statements
from pipeline.evaluation.match_evaluation import GoldSet
from pipeline.plan.match.inputs import Codes, Texts, code_texts, terms_of
from pipeline.text.nlp import load_pipeline

_SECOND = {"accurate": "fast"}  # the encoder beside another, where it is installed


def gold_set(path: Path, goals: Path, encoder: str, *, alone: bool = False) -> GoldSet:
    """A set read by this encoder, and by the second one beside it unless it is to be alone."""
    encoders: list[Encoder] = [load_encoder(encoder)]
    if not alone and encoder in _SECOND:
        with suppress(MissingExtra):
            encoders.append(load_encoder(_SECOND[encoder]))
    book = read_goals(goals)
    rows = read_statements(path)
    place = {code.code_id: number for number, code in enumerate(book.codes)}
    unknown = sorted({row["label"] for row in rows} - set(place))
    if unknown:
        raise DataProblem(
            where=_("labels"),
            found=", ".join(unknown),
            expected=_("ids of the goals file"),
            mend=_("correct the labels or add these goals"),
        )
    dutch = load_pipeline()
    statements = _texts({row["id"]: row["text"] for row in rows}, encoders, dutch)
    codes = Codes(book, _texts(code_texts(book), encoders, dutch))
    truth = np.array([place[row["label"]] for row in rows], dtype=np.intp)
    return GoldSet(statements, codes, truth)


def _texts(texts: dict[str, str], encoders: Sequence[Encoder], dutch: DutchPipeline) -> Texts:
    wordings = list(texts.values())
    return Texts(
        tuple(texts),
        tuple(wordings),
        tuple(terms_of(tokens, dutch.tables) for tokens in dutch.analyse_texts(wordings)),
        tuple(encoder.encode(wordings) for encoder in encoders),
    )
