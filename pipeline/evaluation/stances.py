"""How well stances are told, on statements whose stance is known."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from pipeline.core.errors import DataProblem, MissingExtra
from pipeline.core.locale import gettext as _
from pipeline.core.settings import StanceSettings
from pipeline.encoders.encoder import load_encoder
from pipeline.evaluation.labelled import read_lines
from pipeline.text.nlp import load_pipeline
from pipeline.themes.stances.model import CLASSES, decide
from pipeline.themes.stances.scores import score_stances
from pipeline.themes.stances.stance_model import load_stance_model

FORM = '{"text": "…", "stance": "support | wish | complaint | question | unknown"}'
_SKIPPED = ("mixed", "none")  # a response that says two things, or nothing


def read_stances(paths: Sequence[Path], split: str = "") -> list[dict[str, Any]]:
    """Lines `{text, stance, split?}`; skipped: stance mixed or none, a language other than Dutch.

    Raises: DataProblems naming every faulty line.
    """

    def parse(row: Mapping[str, Any]) -> dict[str, Any] | None:
        if row["stance"] in _SKIPPED or row.get("language", "nl") != "nl":
            return None
        if row["stance"] not in CLASSES or not isinstance(row["text"], str):
            raise ValueError(str(row["stance"]))
        return dict(row)

    return read_lines(paths, parse, FORM, split)


def evaluate(rows: Sequence[Mapping[str, Any]], *, wording: bool = False) -> dict[str, Any]:
    """Tell the stance of every row and compare.

    Args: rows: as ``read_stances`` gives them; wording: read wording alone, without the encoder.
    Raises: DataProblem when the rows hold too little to score.
    """
    started = time.monotonic()
    texts = [row["text"] for row in rows]
    encoder = None
    if not wording:
        with suppress(DataProblem, MissingExtra):  # not installed: wording alone is read then
            encoder = load_encoder()
    model = load_stance_model([(encoder.name, encoder.revision)] if encoder else ())
    vectors = encoder.encode(texts) if encoder and model.meaning is not None else [None] * len(rows)
    settings = StanceSettings()
    words = load_pipeline().analyse_texts(texts)
    decided = [
        decide(model.likely(text, tokens, vector), settings)[0]
        for text, tokens, vector in zip(texts, words, vectors, strict=True)
    ]
    try:
        scores = score_stances([row["stance"] for row in rows], decided)
    except ValueError as fault:
        raise DataProblem(where=_("the statements given"), found=str(fault)) from fault
    return {
        "reads": "wording" if model.meaning is None else "meaning",
        "needed": settings.needed,
        **scores.as_dict(),
        "seconds": time.monotonic() - started,
    }
